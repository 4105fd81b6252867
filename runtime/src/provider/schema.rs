//! A schema as a part of a request's body.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::json::Json;

/// A schema: the text that the plan has written once, or the tree, which is written again.
#[derive(Debug, Clone, Copy)]
pub(super) enum Schema<'a> {
    Written(&'a RawValue),
    Tree(&'a Json),
}

impl Serialize for Schema<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Written(text) => text.serialize(serializer),
            Self::Tree(json) => json.serialize(serializer),
        }
    }
}
