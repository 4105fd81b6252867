//! One JSON Schema file per contract, with a `$id`.

use super::book::{Book, TypeDoc};
use super::print::pretty;
use super::{Files, Options};
use crate::dialect::json_schema;
use crate::json::Json;

/// The file of a contract.
pub(super) fn path(of: &TypeDoc) -> String {
    format!("schema/{}.schema.json", of.slug)
}

pub(super) fn write(book: &Book, options: &Options, files: &mut Files) {
    for of in &book.types {
        files.insert(path(of), pretty(&document(of, options)));
    }
}

/// Returns the schema with its name in the world, and the fingerprints that distinguish a change
/// from a move.
fn document(of: &TypeDoc, options: &Options) -> Json {
    let mut members = match json_schema(of.shape) {
        Json::Object(members) => members,
        other => return other,
    };
    let id = match &options.base_url {
        Some(base) => format!("{}/{}.schema.json", base.trim_end_matches('/'), of.slug),
        // RFC 8141; the slug is made of letters that a URN takes.
        None => format!("urn:driftless:contract:{}", of.slug),
    };
    let named = [
        ("$id".to_owned(), Json::String(id)),
        (
            "$comment".to_owned(),
            Json::String(format!("fingerprint {}", of.fingerprint)),
        ),
    ];
    let at = members.len().min(1);
    members.splice(at..at, named);
    Json::Object(members)
}
