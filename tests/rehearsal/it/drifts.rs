//! Drifts of contracts of every kind: whatever is applicable is rejected by the decoder, which
//! knows nothing of how it was made.

use std::collections::BTreeMap;

use driftless::contract::Untyped;
use driftless::rehearsal::{DriftKind, NoDrift, drifted};
use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct Inner {
    city: String,
    zip_code: Option<String>,
}

#[derive(Debug, Contract)]
struct Outer {
    #[contract(optional)]
    hint: Option<String>,
    address: Inner,
    #[contract(rename = "totalCents")]
    total_cents: u64,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind", rename_all = "snake_case")]
enum Event {
    Moved { to: Inner, weight: f64 },
    Nothing,
}

#[derive(Debug, Contract)]
struct Tree {
    name: String,
    children: Vec<Tree>,
}

#[derive(Debug, Contract)]
struct Loose {
    anything: Untyped,
    maybe: Option<u8>,
}

#[derive(Debug, Contract)]
struct Only {
    #[contract(optional)]
    maybe: Option<u8>,
}

/// The kinds that have no place in `document`; every other one but another order of keys is
/// rejected.
#[track_caller]
fn not_applicable<T: Contract>(document: &str) -> Vec<DriftKind> {
    let mut none = Vec::new();
    for &kind in DriftKind::ALL {
        match drifted::<T>(document, kind) {
            Ok(text) => {
                assert_ne!(text, document, "{kind}");
                let accepted = decode::<T>(&text).is_ok();
                assert_eq!(accepted, kind == DriftKind::Reordered, "{kind}: {text}");
            }
            Err(NoDrift::NotApplicable(_)) => none.push(kind),
            Err(other) => panic!("{kind}: {other}"),
        }
    }
    none
}

#[test]
fn objects() {
    let document = r#"{"hint":"x","address":{"city":"Oslo","zip_code":null},"totalCents":12}"#;
    assert_eq!(not_applicable::<Outer>(document), []);
    let of = |kind| drifted::<Outer>(document, kind).unwrap();
    assert_eq!(of(DriftKind::MissingKey), r#"{"hint":"x","totalCents":12}"#);
    assert_eq!(
        of(DriftKind::RecasedKey),
        r#"{"hint":"x","Address":{"city":"Oslo","zip_code":null},"totalCents":12}"#
    );
    assert_eq!(
        of(DriftKind::Renested),
        r#"{"hint":"x","city":"Oslo","zip_code":null,"totalCents":12}"#
    );
    assert_eq!(
        of(DriftKind::ArrayForObject),
        r#"{"hint":"x","address":[{"city":"Oslo","zip_code":null}],"totalCents":12}"#
    );
    assert_eq!(
        of(DriftKind::NumberAsString),
        r#"{"hint":"x","address":{"city":"Oslo","zip_code":null},"totalCents":"12"}"#
    );
}

#[test]
fn enums_with_data() {
    let document = r#"{"kind":"moved","to":{"city":"Oslo","zip_code":"1"},"weight":1.50}"#;
    assert_eq!(not_applicable::<Event>(document), []);
    assert_eq!(
        drifted::<Event>(document, DriftKind::NumberAsString).unwrap(),
        r#"{"kind":"moved","to":{"city":"Oslo","zip_code":"1"},"weight":"1.50"}"#
    );
    let none = not_applicable::<Event>(r#"{"kind":"nothing"}"#);
    assert_eq!(none, [DriftKind::Reordered, DriftKind::NumberAsString]);
}

#[test]
fn lists_maps_and_bare_values() {
    assert_eq!(
        not_applicable::<Vec<Outer>>(
            r#"[{"address":{"city":"Oslo","zip_code":null},"totalCents":12}]"#
        ),
        []
    );
    let none = not_applicable::<BTreeMap<String, u32>>(r#"{"a":1}"#);
    // Its keys are the model's own; what stands in them is in no list, so that the first of them
    // isn't looked for.
    assert!(none.contains(&DriftKind::RenamedKey) && none.contains(&DriftKind::ExtraKey));
    let none = not_applicable::<u32>("12");
    assert!(none.contains(&DriftKind::TruncatedJson) && none.contains(&DriftKind::MissingKey));
    assert!(!none.contains(&DriftKind::NumberAsString));
}

#[test]
fn recursion() {
    let document = r#"{"name":"a","children":[{"name":"b","children":[]}]}"#;
    assert_eq!(
        not_applicable::<Tree>(document),
        [DriftKind::NumberAsString]
    );
}

#[test]
fn what_may_be_anything_is_left_alone() {
    let none = not_applicable::<Loose>(r#"{"anything":{"deep":[1,2]},"maybe":null}"#);
    assert_eq!(none, [DriftKind::NumberAsString, DriftKind::NullValue]);
}

#[test]
fn what_may_be_missing_is_not_missed() {
    let none = not_applicable::<Only>(r#"{"maybe":1}"#);
    for kind in [
        DriftKind::MissingKey,
        DriftKind::RenamedKey,
        DriftKind::NullValue,
    ] {
        assert!(none.contains(&kind), "{kind}");
    }
    assert!(!none.contains(&DriftKind::ExtraKey));
}

#[test]
fn a_document_that_drifts_already_is_no_start() {
    let refused = drifted::<Inner>(r#"{"city":"Oslo"}"#, DriftKind::ExtraKey).unwrap_err();
    assert!(matches!(refused, NoDrift::NotIntact(_)));
    assert!(refused.to_string().contains("/zip_code"), "{refused}");
    let broken = drifted::<Inner>("no JSON", DriftKind::Fenced).unwrap_err();
    assert!(matches!(broken, NoDrift::NotIntact(_)));
}
