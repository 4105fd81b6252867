//! Pairs the items of one list with those of the other.

use std::collections::BTreeMap;

use super::assign::assign;
use super::layout::{Layout, List};
use super::leaf::{Leaf, Verdict};
use super::walk::Walk;
use crate::json::{Json, canonical};
use crate::shape::Pairing;

/// The best matching of so many items on either side is found; it takes time by the third power.
/// The second number is for lists inside of items whose partners are searched for.
const MOST_ITEMS: [usize; 2] = [128, 16];

/// The limit further in, for items that are one value each.
const LEAST_ITEMS: usize = 4;

/// The outcome.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    pub(super) both: Vec<Pair>,
    /// Items of the truth without a partner.
    pub(super) truth: Vec<usize>,
    /// Items of the answer without a partner.
    pub(super) answer: Vec<usize>,
}

/// Two items that are compared with each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) truth: usize,
    pub(super) answer: usize,
    /// For a list that is reported as one: the verdict on the items. For any other: that both
    /// exist.
    pub(super) verdict: Verdict,
}

/// Pairs the items of two lists.
pub(super) fn pairs(
    layout: &Layout,
    list: &List,
    truth: &[Json],
    answer: &[Json],
    searches: u32,
) -> Pairs {
    let mut search = Search {
        walk: Walk::new(layout, searches + 1),
        list,
        truth,
        answer,
        pairs: Pairs::default(),
    };
    match list.pairing {
        Pairing::Ordered => search.in_order(),
        Pairing::Set | Pairing::Matching => search.in_any_order(searches),
    }
    search.pairs.both.sort_by_key(|pair| pair.truth);
    search.pairs.truth.sort_unstable();
    search.pairs.answer.sort_unstable();
    search.pairs
}

struct Search<'a> {
    walk: Walk<'a>,
    list: &'a List,
    truth: &'a [Json],
    answer: &'a [Json],
    pairs: Pairs,
}

/// Items with a text each, sorted by it, so that the order in which they came says nothing.
type Sorted = Vec<(String, usize)>;

impl Search<'_> {
    fn in_order(&mut self) {
        let common = self.truth.len().min(self.answer.len());
        for index in 0..common {
            let verdict = if self.list.whole {
                self.compare(index, index).1
            } else {
                Verdict::AGREES
            };
            self.pair(index, index, verdict);
        }
        self.pairs.truth.extend(common..self.truth.len());
        self.pairs.answer.extend(common..self.answer.len());
    }

    fn pair(&mut self, truth: usize, answer: usize, verdict: Verdict) {
        self.pairs.both.push(Pair {
            truth,
            answer,
            verdict,
        });
    }

    /// Returns the similarity of two items, and the verdict on them.
    fn compare(&mut self, truth: usize, answer: usize) -> (f64, Verdict) {
        let (Some(one), Some(other)) = (self.truth.get(truth), self.answer.get(answer)) else {
            return (0.0, Verdict::DIFFERS);
        };
        if let Some(leaf) = self.list.leaf {
            let verdict = leaf.likeness(Some(one), Some(other));
            let gain = if verdict.agrees { 1.0 } else { 0.0 } + verdict.score / 1024.0;
            return (gain, verdict);
        }
        let (gain, agrees) = self.walk.likeness(self.list.item, one, other);
        (
            gain,
            Verdict {
                score: if agrees { 1.0 } else { gain },
                agrees,
            },
        )
    }

    fn in_any_order(&mut self, searches: u32) {
        let mut truth = sorted(self.truth, canonical);
        let mut answer = sorted(self.answer, canonical);
        if self.list.pairing == Pairing::Set {
            distinct(&mut truth);
            distinct(&mut answer);
        }
        if let Some(leaf) = self.list.leaf
            && self.by_key(leaf, &truth, &answer)
        {
            return;
        }
        let limit = usize::try_from(searches)
            .ok()
            .and_then(|searches| MOST_ITEMS.get(searches))
            .copied();
        // One item on either side has no other partner anyway.
        let single = searches > 0 && truth.len() == 1 && answer.len() == 1;
        if self.list.leaf.is_none() && (limit.is_none() || single && !self.list.whole) {
            return self.without_search(truth, answer);
        }
        let most = limit.unwrap_or(LEAST_ITEMS);
        if truth.len() > most || answer.len() > most {
            (truth, answer) = self.equal_first(truth, answer);
            // What is left beyond the limit has no partner: never too much agreement.
            let over = |list: &mut Sorted| list.split_off(list.len().min(most));
            let (truth_over, answer_over) = (over(&mut truth), over(&mut answer));
            self.pairs
                .truth
                .extend(truth_over.iter().map(|(_, index)| *index));
            self.pairs
                .answer
                .extend(answer_over.iter().map(|(_, index)| *index));
        }
        self.best(&truth, &answer);
    }

    /// Two lists in, a search no longer searches: each would walk what is inside, which would
    /// search again, twice as long for each level.
    fn without_search(&mut self, truth: Sorted, answer: Sorted) {
        let (truth, answer) = self.equal_first(truth, answer);
        let common = if self.list.whole {
            0
        } else {
            truth.len().min(answer.len())
        };
        for ((_, one), (_, other)) in truth.iter().zip(&answer).take(common) {
            self.pair(*one, *other, Verdict::AGREES);
        }
        let alone = |list: &Sorted| list.iter().skip(common).map(|(_, index)| *index).collect();
        let (truth, answer): (Vec<usize>, Vec<usize>) = (alone(&truth), alone(&answer));
        self.pairs.truth.extend(truth);
        self.pairs.answer.extend(answer);
    }

    /// Pairs by the text that items share exactly if they agree. Whether there is one.
    fn by_key(&mut self, leaf: Leaf, truth: &Sorted, answer: &Sorted) -> bool {
        let keyed = |items: &[Json], sorted: &Sorted| -> Option<Sorted> {
            let key = |(_, index): &(String, usize)| {
                let key = match items.get(*index)? {
                    Json::Null => "null".to_owned(),
                    item => leaf.key(item)?,
                };
                Some((key, *index))
            };
            sorted.iter().map(key).collect()
        };
        let (Some(mut truth), Some(mut answer)) =
            (keyed(self.truth, truth), keyed(self.answer, answer))
        else {
            return false;
        };
        if self.list.pairing == Pairing::Set {
            distinct(&mut truth);
            distinct(&mut answer);
        }
        let (truth, answer) = self.equal_first(truth, answer);
        self.pairs
            .truth
            .extend(truth.iter().map(|(_, index)| *index));
        self.pairs
            .answer
            .extend(answer.iter().map(|(_, index)| *index));
        true
    }

    /// Pairs items of one text; what is left of both.
    fn equal_first(&mut self, truth: Sorted, answer: Sorted) -> (Sorted, Sorted) {
        let mut left: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (text, index) in answer.into_iter().rev() {
            left.entry(text).or_default().push(index);
        }
        let mut alone = Sorted::new();
        for (text, index) in truth {
            match left.get_mut(&text).and_then(Vec::pop) {
                Some(partner) => self.pair(index, partner, Verdict::AGREES),
                None => alone.push((text, index)),
            }
        }
        let rest = left
            .into_iter()
            .flat_map(|(text, mut indices)| {
                indices.reverse();
                indices.into_iter().map(move |index| (text.clone(), index))
            })
            .collect();
        (alone, rest)
    }

    /// The pairs whose likeness is greatest in sum. Items that are not alike at all stay alone.
    fn best(&mut self, truth: &Sorted, answer: &Sorted) {
        let mut gains = Vec::with_capacity(truth.len());
        for (_, one) in truth {
            let row: Vec<(f64, Verdict)> = answer
                .iter()
                .map(|(_, other)| self.compare(*one, *other))
                .collect();
            gains.push(row);
        }
        let at = |row: usize, column: usize| {
            let found = gains.get(row).and_then(|row| row.get(column));
            found.copied().unwrap_or((0.0, Verdict::DIFFERS))
        };
        let chosen: Vec<(usize, usize)> = if truth.len() <= answer.len() {
            let columns = assign(truth.len(), answer.len(), |row, column| at(row, column).0);
            columns.into_iter().enumerate().collect()
        } else {
            let rows = assign(answer.len(), truth.len(), |column, row| at(row, column).0);
            rows.into_iter()
                .enumerate()
                .map(|(column, row)| (row, column))
                .collect()
        };
        let (mut rows, mut columns) = (vec![true; truth.len()], vec![true; answer.len()]);
        for (row, column) in chosen {
            let (gain, verdict) = at(row, column);
            let (Some((_, one)), Some((_, other))) = (truth.get(row), answer.get(column)) else {
                continue;
            };
            if gain <= 0.0 {
                continue;
            }
            let verdict = if self.list.whole {
                verdict
            } else {
                Verdict::AGREES
            };
            self.pair(*one, *other, verdict);
            if let (Some(row), Some(column)) = (rows.get_mut(row), columns.get_mut(column)) {
                (*row, *column) = (false, false);
            }
        }
        let alone = |list: &Sorted, left: &[bool]| -> Vec<usize> {
            let all = list.iter().zip(left);
            all.filter(|(_, left)| **left)
                .map(|((_, index), _)| *index)
                .collect()
        };
        self.pairs.truth.extend(alone(truth, &rows));
        self.pairs.answer.extend(alone(answer, &columns));
    }
}

/// Keeps the first item of each text.
fn distinct(items: &mut Sorted) {
    items.sort();
    items.dedup_by(|one, other| one.0 == other.0);
}

fn sorted(items: &[Json], text: impl Fn(&Json) -> String) -> Sorted {
    let mut sorted: Sorted = items
        .iter()
        .enumerate()
        .map(|(index, item)| (text(item), index))
        .collect();
    sorted.sort();
    sorted
}
