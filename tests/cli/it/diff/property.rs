//! Over random pairs: a change called harmless has no counter-example, and a change called breaking
//! shows one.

use std::ops::Range;

use driftless::diff::{Change, Class};
use rand::SeedableRng;
use rand::rngs::SmallRng;

use super::generate::{document, edited, schema};
use super::{confirmed, validator};

/// Documents that are tried on each pair, of either side.
const DOCUMENTS: u32 = 12;

/// The seeds of the pairs: `DRIFTLESS_PAIRS=100000` for the long run, `DRIFTLESS_FROM` to begin at
/// another seed than 0.
fn seeds() -> Range<u64> {
    let number = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |number| number.parse().unwrap())
    };
    let from = number("DRIFTLESS_FROM", 0);
    from..from + number("DRIFTLESS_PAIRS", 1_500)
}

/// That objects as such are gone, or new, is not said of their forms once more.
fn told_once(seed: u64, found: &[Change]) {
    let whole = |change: &&Change| {
        let sentence = change.sentence();
        sentence.contains("no longer object") || sentence.contains("may now be object")
    };
    for change in found.iter().filter(whole) {
        let again = found.iter().find(|other| {
            (other.class(), other.pointer()) == (change.class(), change.pointer())
                && ["objects of", "the variant `"]
                    .iter()
                    .any(|words| other.sentence().starts_with(words))
        });
        assert!(again.is_none(), "seed {seed}: {change}, and {again:?}");
    }
}

#[test]
fn verdicts_hold_over_random_pairs() {
    let (mut breaking, mut harmless, mut accepted) = (0_u64, 0_u64, 0_u64);
    let seeds = seeds();
    for seed in seeds.clone() {
        let random = &mut SmallRng::seed_from_u64(seed);
        let old = schema(random);
        let new = edited(random, &old);
        // Each proof is confirmed by the independent validator in there.
        let (before, after) = (validator(&old), validator(&new));
        let found = confirmed((&old, &before), (&new, &after));
        told_once(seed, &found);
        let of = |class: Class| found.iter().filter(move |change| change.class() == class);
        for change in of(Class::ProducerBreaking).chain(of(Class::ConsumerBreaking)) {
            assert!(
                change.witness().is_some(),
                "seed {seed}: {} {change} has no proof\nold {old}\nnew {new}",
                change.class()
            );
            breaking += 1;
        }
        let producers = of(Class::ProducerBreaking).count() > 0;
        let consumers = of(Class::ConsumerBreaking).count() > 0;
        harmless += u64::from(!producers) + u64::from(!consumers);
        for (unbroken, from, to, root) in [
            (!producers, &before, &after, &old),
            (!consumers, &after, &before, &new),
        ] {
            for _ in 0..DOCUMENTS {
                let document = document(random, root, root, 8);
                if unbroken && from.is_valid(&document) {
                    accepted += 1;
                    assert!(
                        to.is_valid(&document),
                        "seed {seed}: called harmless, but {document} shows it\nold {old}\nnew {new}"
                    );
                }
            }
        }
    }
    let pairs = seeds.end - seeds.start;
    println!(
        "{pairs} pairs: {breaking} breaking changes, {harmless} harmless directions, {accepted} documents"
    );
    // Of a few pairs, chance may have made all alike.
    assert!(pairs < 1_000 || breaking > pairs / 2 && harmless > pairs / 4 && accepted > pairs);
}
