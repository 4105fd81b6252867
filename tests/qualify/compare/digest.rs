//! The digest of a comparison, which makes evidence stale, and the contract's fingerprints, which
//! must not change with it.

use driftless::Contract;
use driftless::compare;

/// One contract in many versions; each is distinguished from all others.
macro_rules! versions {
    ($($name:ident: $field:ident [$($said:tt)*] $ty:ty;)*) => {
        $(mod $name {
            #[derive(driftless::Contract)]
            pub(super) struct Thing {
                #[contract($($said)*)]
                pub(super) $field: $ty,
            }
        })*
    };
}

fn one(_: &str, _: &str) -> f64 {
    1.0
}

fn two(_: &str, _: &str) -> f64 {
    1.0
}

versions! {
    plain: text [] String;
    spelled: text [compare(token_f1, at_least = 0.8)] String;
    bound: text [compare(at_least = 0.9)] String;
    informative: text [compare(informative)] String;
    ignored: text [compare(ignore)] String;
    exact: text [compare(exact)] String;
    edit: text [compare(edit)] String;
    normalized: text [compare(normalized)] String;
    by_one: text [compare(with = super::one)] String;
    by_two: text [compare(with = super::two)] String;
    rubric: text [compare(rubric = "a")] String;
    other_rubric: text [compare(rubric = "b")] String;
    renamed: words [] String;
    number: number [] f64;
    near: number [compare(within = 0.5)] f64;
    nearer: number [compare(within = 0.25)] f64;
    share: number [compare(within = "50%")] f64;
    list: numbers [] Vec<f64>;
    ordered: numbers [compare(ordered)] Vec<f64>;
    set: numbers [compare(set)] Vec<f64>;
    most: numbers [compare(at_least = 0.5)] Vec<f64>;
}

#[test]
fn the_digest_tells_every_change_of_a_comparison() {
    let digests = [
        compare::digest(plain::Thing::SHAPE),
        compare::digest(bound::Thing::SHAPE),
        compare::digest(informative::Thing::SHAPE),
        compare::digest(ignored::Thing::SHAPE),
        compare::digest(exact::Thing::SHAPE),
        compare::digest(edit::Thing::SHAPE),
        compare::digest(normalized::Thing::SHAPE),
        compare::digest(by_one::Thing::SHAPE),
        compare::digest(by_two::Thing::SHAPE),
        compare::digest(rubric::Thing::SHAPE),
        compare::digest(other_rubric::Thing::SHAPE),
        compare::digest(renamed::Thing::SHAPE),
        compare::digest(number::Thing::SHAPE),
        compare::digest(near::Thing::SHAPE),
        compare::digest(nearer::Thing::SHAPE),
        compare::digest(share::Thing::SHAPE),
        compare::digest(list::Thing::SHAPE),
        compare::digest(ordered::Thing::SHAPE),
        compare::digest(set::Thing::SHAPE),
        compare::digest(most::Thing::SHAPE),
    ];
    let distinct: std::collections::BTreeSet<u128> = digests.into_iter().collect();
    assert_eq!(distinct.len(), digests.len());
    // What follows from the type may be said.
    assert_eq!(
        compare::digest(plain::Thing::SHAPE),
        compare::digest(spelled::Thing::SHAPE)
    );
    // The same on every platform and in every build.
    assert_eq!(
        format!("{:032x}", compare::digest(plain::Thing::SHAPE)),
        PLAIN
    );
}

/// Evidence in users' repositories holds such numbers: a change of this one makes all of it stale.
const PLAIN: &str = "ffc875b1817bca8de53e317147de03d6";

#[test]
fn no_fingerprint_of_the_contract_hangs_on_its_comparison() {
    assert_eq!(plain::Thing::fingerprint(), rubric::Thing::fingerprint());
    assert_eq!(plain::Thing::fingerprint(), ignored::Thing::fingerprint());
}
