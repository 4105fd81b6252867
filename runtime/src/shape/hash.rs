//! The fingerprint of a shape, as a walk that runs while compiling.

use super::Shape;
use crate::fingerprint::{Fingerprint, Hasher};

/// Both fingerprints, as far as they are known while compiling.
pub(crate) const fn fingerprint(_shape: &'static Shape) -> Fingerprint {
    let hasher = Hasher::new();
    Fingerprint {
        shape: hasher.finish(),
        text: hasher.finish(),
    }
}
