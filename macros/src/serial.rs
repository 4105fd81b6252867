//! What tells types of one path apart that a macro by example makes in one go: all of them stand where the macro was called.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use quote::ToTokens as _;
use syn::DeriveInput;

/// How often the derive has seen an item of these tokens in this crate.
static SEEN: Mutex<BTreeMap<u64, u32>> = Mutex::new(BTreeMap::new());

/// A text that no other item of the same path has: what its tokens are, and for items of the same tokens, the how manieth it is. It stays what it is
/// when other items change.
pub(crate) fn serial(item: &DeriveInput) -> String {
    let mut hasher = DefaultHasher::new();
    item.to_token_stream().to_string().hash(&mut hasher);
    let tokens = hasher.finish();
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let count = seen.entry(tokens).or_default();
    *count = count.saturating_add(1);
    format!(" {tokens:x} {count}")
}
