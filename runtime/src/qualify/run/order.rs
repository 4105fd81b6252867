//! In which order items are asked: shuffled, so that the first hundred are a sample of all, with
//! the items of a cluster side by side, so that each cluster is whole before the next begins.

use std::collections::BTreeMap;

use crate::data::Item;
use crate::random::Random;

/// Where items stand that belong together; indices into the data set.
pub(in crate::qualify) fn order(items: &[Item], seed: u64) -> Vec<Vec<usize>> {
    // By name and not by place in the file, so that reordering lines changes nothing.
    let mut groups: BTreeMap<(bool, &str), Vec<usize>> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let key = match &item.cluster {
            Some(cluster) => (true, cluster.as_str()),
            None => (false, item.id.as_str()),
        };
        groups.entry(key).or_default().push(index);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|index| items.get(*index).map(|item| item.id.as_str()));
    }
    shuffle(&mut groups, &Random::seeded(seed));
    groups
}

/// Fisher and Yates (Durstenfeld, 1964).
fn shuffle<T>(list: &mut [T], random: &Random) {
    for last in (1..list.len()).rev() {
        list.swap(last, below(last + 1, random));
    }
}

/// A number below `bound`, all equally likely: draws beyond the last whole multiple are thrown
/// away.
fn below(bound: usize, random: &Random) -> usize {
    let Ok(bound) = u64::try_from(bound) else {
        return 0;
    };
    let most = u64::MAX - u64::MAX % bound;
    loop {
        let draw = random.bits();
        if draw < most {
            return usize::try_from(draw % bound).unwrap_or(0);
        }
    }
}
