//! Distinguishes types of one path that a macro by example makes in one call: all of them have the
//! position of the call.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use quote::ToTokens as _;
use syn::DeriveInput;

/// Number of times that the derive has seen an item of these tokens in this crate.
static SEEN: Mutex<BTreeMap<u64, u32>> = Mutex::new(BTreeMap::new());

/// Returns a text that no other item of the same path has: a hash of its tokens, and its number
/// among the items of equal tokens. Changes of other items leave it unchanged.
pub(crate) fn serial(item: &DeriveInput) -> String {
    let mut hasher = DefaultHasher::new();
    item.to_token_stream().to_string().hash(&mut hasher);
    let tokens = hasher.finish();
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let count = seen.entry(tokens).or_default();
    *count = count.saturating_add(1);
    format!(" {tokens:x} {count}")
}
