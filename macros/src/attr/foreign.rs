//! The closed list of `serde` and `schemars` attributes that a contract honours.
//!
//! Refuses attributes of other derives that would make decoding lax or the schema untrue, and those
//! that are unknown here; each message says which attribute to write instead.

use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Token};

use super::meta::{Meta, Spanned, Text, Value};
use crate::case::Case;
use crate::ctxt::Ctxt;

/// The crates whose attributes are read.
const CRATES: [&str; 2] = ["serde", "schemars"];

/// Where an attribute stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Container,
    Variant,
    Field,
}

/// Keys that say nothing about the wire, or what holds of every contract anyway.
fn is_neutral(place: Place, from: &str, key: &str) -> bool {
    match place {
        Place::Container => {
            matches!(key, "deny_unknown_fields" | "bound" | "crate" | "expecting")
                || (from == "schemars" && key == "inline")
        }
        Place::Variant => key == "bound",
        Place::Field => key == "bound" || (from == "schemars" && key == "inline"),
    }
}

/// Returns the reason why a key is refused, and the attribute to write instead.
#[allow(clippy::too_many_lines, reason = "one table")]
fn refusal(from: &str, key: &str) -> (&'static str, &'static str) {
    match key {
        "default" => (
            "it fills in what the model left out",
            "make the field an `Option` with `#[contract(optional)]`",
        ),
        "flatten" => (
            "it mixes the keys of two types",
            "give the part a field of its own",
        ),
        "untagged" => (
            "variants would be distinguished by guessing",
            "add `#[serde(tag = \"…\")]`",
        ),
        "alias" => ("one thing would have two names", "keep one with `rename`"),
        "other" => (
            "it takes in values that nobody declared",
            "declare each as a variant",
        ),
        "skip" | "skip_serializing" | "skip_deserializing" => (
            "a contract carries every field and variant",
            "add `#[contract(skip = value)]`, or move what the model must not see to another type",
        ),
        "skip_serializing_if" => (
            "a key may be missing only where the contract says so",
            "add `#[contract(optional)]`",
        ),
        "with" | "serialize_with" | "deserialize_with" | "schema_with" => (
            "the wire form would not be that of the type",
            "use a type that has this form, such as a newtype",
        ),
        "from" | "try_from" | "into" | "remote" | "getter" => (
            "the wire form would be another type's",
            "write `#[contract(via = …)]` for that type",
        ),
        "borrow" => (
            "a contract owns its data",
            "use `String`, or `Cow<str>` without `borrow`",
        ),
        "transparent" => (
            "a struct with named fields is an object",
            "use a newtype such as `struct Name(String)`",
        ),
        "required" => (
            "every key is required unless the contract says `optional`",
            "remove it",
        ),
        "title" => (
            "only the schema would know it",
            "write `#[contract(name = \"…\")]` on the type",
        ),
        "description" => (
            "only the schema would know it",
            "write `#[contract(describe = \"…\")]`",
        ),
        "example" => (
            "only the schema would know it",
            "write `#[contract(example = …)]`",
        ),
        _ if from == "schemars" => (
            "only the schema would know it and the decoder would not hold it",
            "write a rule of `#[contract(…)]`",
        ),
        _ => (
            "it is not on the list of attributes that a contract honours",
            "remove it",
        ),
    }
}

/// The entries that a contract honours, each with the crate whose attribute it is; the others are
/// reported.
pub(super) fn honoured(
    ctxt: &Ctxt,
    attrs: &[Attribute],
    place: Place,
    known: &[&str],
) -> Vec<(&'static str, Meta)> {
    let mut honoured = Vec::new();
    for from in CRATES {
        for meta in Meta::all(ctxt, attrs, from) {
            let key = meta.key.to_string();
            if known.contains(&key.as_str()) {
                honoured.push((from, meta));
            } else if !is_neutral(place, from, &key) {
                refuse(ctxt, from, &meta.key);
            }
        }
    }
    honoured
}

/// Reports a key that is not honoured.
pub(super) fn refuse(ctxt: &Ctxt, from: &str, key: &Ident) {
    let (reason, remedy) = refusal(from, &key.to_string());
    let message = format!("`#[{from}({key})]` can't stand on a contract: {reason}; {remedy}");
    ctxt.error(key, message);
}

/// The string of `key = "…"`, or of `key(serialize = "…", deserialize = "…")` where both say the
/// same.
pub(super) fn text(ctxt: &Ctxt, meta: &Meta) -> Option<Text> {
    let Value::List(tokens, span) = &meta.value else {
        return meta.text(ctxt);
    };
    let parser = Punctuated::<Meta, Token![,]>::parse_terminated;
    let ways: Vec<Text> = match parser.parse2(tokens.clone()) {
        Ok(ways) => ways.iter().filter_map(|way| way.text(ctxt)).collect(),
        Err(error) => {
            ctxt.push(error);
            return None;
        }
    };
    match ways.as_slice() {
        [one, other] if one.value == other.value => Some(one.clone()),
        _ => {
            let key = &meta.key;
            let message = format!(
                "both ways must use the same name; write `{key} = \"…\"`, or the same under `serialize` and `deserialize`"
            );
            ctxt.error_at(*span, message);
            None
        }
    }
}

/// Like [`text`], for a case style.
pub(super) fn case(ctxt: &Ctxt, meta: &Meta) -> Option<Spanned<Case>> {
    super::meta::case(ctxt, &text(ctxt, meta)?)
}
