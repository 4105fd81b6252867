//! The headers of an answer: what vendors say there of limits, and gateways of what they did.

use std::fmt;

use ::http::{HeaderMap, HeaderName};

use crate::secret::Keys;

/// An answer's headers. Those that quote the key are left out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers(Option<Box<HeaderMap>>);

impl Headers {
    pub(super) fn new(map: HeaderMap) -> Self {
        Self(Some(Box::new(map)))
    }

    /// Returns the first value of the header `name`, in any case, if it is ASCII text.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.as_ref()?.get(name)?.to_str().ok()
    }

    /// Returns the value of a header whose name is known to be valid.
    pub(super) fn known(&self, name: &HeaderName) -> Option<&str> {
        self.0.as_ref()?.get(name)?.to_str().ok()
    }

    /// Every value of the header `name`: of each line, and of each list within a line. A value that
    /// is no ASCII text is an empty one.
    pub(super) fn every(&self, name: &str) -> Vec<&str> {
        let lines = self.0.iter().flat_map(|map| map.get_all(name));
        lines
            .flat_map(|line| line.to_str().unwrap_or_default().split(','))
            .map(str::trim)
            .collect()
    }

    /// Names in lower case, and values that are ASCII text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|map| map.iter())
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }

    /// Takes out every header whose name or value holds a key.
    pub(super) fn scrub(&mut self, keys: &Keys) {
        let Some(map) = &mut self.0 else {
            return;
        };
        let tainted: Vec<_> = map
            .iter()
            .filter(|(name, value)| {
                keys.hits(name.as_str().as_bytes()) || keys.hits(value.as_bytes())
            })
            .map(|(name, _)| name.clone())
            .collect();
        for name in tainted {
            map.remove(name);
        }
    }
}

/// Names and values, without cookies.
impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.iter().filter(|(name, _)| *name != "set-cookie"))
            .finish()
    }
}
