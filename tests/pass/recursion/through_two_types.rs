//! A cycle through several types, marked on one field.

use driftless::{Contract, decode};

#[derive(Debug, PartialEq, Contract)]
struct Folder {
    name: String,
    entries: Vec<Entry>,
}

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "kind")]
enum Entry {
    File {
        size: u64,
    },
    Folder {
        #[contract(recursive)]
        folder: Folder,
    },
}

/// Decodes, writes, and compares with what came in.
fn round<T: Contract>(text: &str) -> T {
    let value = decode::<T>(text).unwrap_or_else(|drift| panic!("{drift}"));
    let mut out = String::new();
    value.write(&mut out);
    assert_eq!(out, text);
    value
}

#[test]
fn runs() {
    round::<Folder>(
        r#"{"name":"a","entries":[{"kind":"Folder","folder":{"name":"b","entries":[{"kind":"File","size":1}]}}]}"#,
    );
    assert!(
        decode::<Folder>(r#"{"name":"a","entries":[{"kind":"Folder","folder":{"name":"b"}}]}"#)
            .is_err()
    );
    let schema = serde_json::to_string(&Folder::json_schema()).unwrap();
    assert!(schema.contains("$ref"), "{schema}");
}
