//! Two documents side by side, place by place.

use super::Requirement;
use super::layout::{Layout, List, Place, Union};
use super::leaf::{Leaf, Verdict, json_text};
use super::pair::{self, Pairs};
use super::tally::Tally;
use super::{Ungraded, share};
use crate::drift::Pointer;
use crate::json::{Json, canonical};

/// Documents that were read have 128 levels, each a place or two.
const MOST_LEVELS: u32 = 1_024;

/// Which document has what the other one lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Truth,
    Answer,
}

/// The state of a value before its content is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Missing,
    Null,
    There,
}

fn state(json: Option<&Json>) -> State {
    match json {
        None => State::Missing,
        Some(Json::Null) => State::Null,
        Some(_) => State::There,
    }
}

/// One walk.
pub(super) struct Walk<'l> {
    layout: &'l Layout,
    pub(super) tallies: Vec<Tally>,
    /// The rows with results since the last [`Walk::likeness`].
    touched: Vec<usize>,
    /// Fields that only a judge can compare.
    pub(super) ungraded: Vec<(usize, Ungraded)>,
    pointer: Pointer,
    levels: u32,
    /// Number of searches for partners around this walk; only the outermost walk records places.
    searches: u32,
}

impl<'l> Walk<'l> {
    pub(super) fn new(layout: &'l Layout, searches: u32) -> Self {
        Self {
            layout,
            tallies: vec![Tally::default(); layout.rows.len()],
            touched: Vec::new(),
            ungraded: Vec::new(),
            pointer: Pointer::root(),
            levels: 0,
            searches,
        }
    }

    /// Returns the similarity of two values of this place, from 0 to 1: the share of its required
    /// fields that agree, then their scores.
    pub(super) fn likeness(&mut self, place: usize, truth: &Json, answer: &Json) -> (f64, bool) {
        for row in self.touched.drain(..) {
            if let Some(tally) = self.tallies.get_mut(row) {
                *tally = Tally::default();
            }
        }
        self.pair(place, Some(truth), Some(answer));
        let mut required = Tally::default();
        let mut all = Tally::default();
        for row in &self.touched {
            let (Some(tally), Some(of)) = (self.tallies.get(*row), self.layout.rows.get(*row))
            else {
                continue;
            };
            all.merge(tally);
            if of.requirement == Requirement::Required {
                required.merge(tally);
            }
        }
        let counted = if required.units > 0 { required } else { all };
        if counted.units == 0 {
            return (1.0, true);
        }
        // Agreement goes first; scores decide between partners that agree in as much.
        let score = counted.mean() / 1024.0;
        let agreeing = share(counted.agreeing, counted.units);
        (
            (agreeing + score) / (1.0 + 1.0 / 1024.0),
            counted.agreeing == counted.units,
        )
    }

    fn tally(&mut self, row: usize, tell: impl FnOnce(&mut Tally)) {
        if let Some(tally) = self.tallies.get_mut(row) {
            if self.searches > 0 && tally.units == 0 {
                self.touched.push(row);
            }
            tell(tally);
        }
    }

    /// A place that both documents have.
    fn matched(&mut self, row: usize, verdict: Verdict) {
        let at = self.at(!verdict.agrees);
        self.tally(row, |tally| tally.matched(verdict, at));
    }

    /// A place that only one of them has.
    fn alone(&mut self, row: usize, side: Side) {
        let at = self.at(true);
        self.tally(row, |tally| tally.alone(side == Side::Truth, at));
    }

    fn at(&self, told: bool) -> Option<String> {
        (told && self.searches == 0).then(|| self.pointer.as_str().to_owned())
    }

    fn key(&mut self, key: &str, then: impl FnOnce(&mut Self)) {
        let mark = self.pointer.mark();
        self.pointer.push_key(key);
        then(self);
        self.pointer.truncate(mark);
    }

    fn index(&mut self, index: usize, then: impl FnOnce(&mut Self)) {
        let mark = self.pointer.mark();
        self.pointer.push_index(index);
        then(self);
        self.pointer.truncate(mark);
    }

    /// Compares what stands at a place that both documents have.
    pub(super) fn pair(&mut self, place: usize, truth: Option<&Json>, answer: Option<&Json>) {
        if self.levels >= MOST_LEVELS {
            return;
        }
        self.levels += 1;
        let layout = self.layout;
        match layout.place(place) {
            Place::Nothing => {}
            Place::Same(other) => self.pair(*other, truth, answer),
            Place::Leaf(row, leaf) => self.leaf(*row, *leaf, truth, answer),
            Place::Maybe(row, inner) => {
                self.matched(*row, Verdict::of(state(truth) == state(answer)));
                match (state(truth), state(answer)) {
                    (State::There, State::There) => self.pair(*inner, truth, answer),
                    (State::There, _) => self.only(*inner, truth, Side::Truth),
                    (_, State::There) => self.only(*inner, answer, Side::Answer),
                    _ => {}
                }
            }
            Place::Object(members) => {
                if let (Some(Json::Object(_)), Some(Json::Object(_))) = (truth, answer) {
                    self.members(members, truth, answer);
                } else if truth.map(canonical) == answer.map(canonical) {
                    // Neither is an object; no document of the contract is like that.
                    self.members(members, None, None);
                } else {
                    self.only(place, truth, Side::Truth);
                    self.only(place, answer, Side::Answer);
                }
            }
            Place::Union(union) => self.union(union, truth, answer),
            Place::List(list) => self.list(list, truth, answer),
            Place::Map(row, value) => self.map(*row, *value, truth, answer),
        }
        self.levels -= 1;
    }

    fn leaf(&mut self, row: usize, leaf: Leaf, truth: Option<&Json>, answer: Option<&Json>) {
        if self.searches > 0 {
            let verdict = leaf.likeness(truth, answer);
            return self.tally(row, |tally| tally.matched(verdict, None));
        }
        if let Some(verdict) = leaf.judge(truth, answer) {
            return self.matched(row, verdict);
        }
        if let (Leaf::Rubric(rubric, at_least), Some(truth), Some(answer)) = (leaf, truth, answer) {
            self.ungraded.push((
                row,
                Ungraded {
                    rubric: rubric.to_owned(),
                    at_least,
                    pointer: self.pointer.as_str().to_owned(),
                    truth: json_text(truth),
                    answer: json_text(answer),
                },
            ));
            self.tally(row, Tally::open);
        }
    }

    fn members(
        &mut self,
        members: &[(&'static str, usize)],
        truth: Option<&Json>,
        answer: Option<&Json>,
    ) {
        for (name, place) in members {
            let truth = truth.and_then(|json| json.get(name));
            let answer = answer.and_then(|json| json.get(name));
            self.key(name, |walk| walk.pair(*place, truth, answer));
        }
    }

    fn union(&mut self, union: &Union, truth: Option<&Json>, answer: Option<&Json>) {
        let (one, other) = (tag(union, truth), tag(union, answer));
        let same = state(truth) == state(answer) && one == other;
        self.key(union.tag, |walk| {
            walk.matched(union.row, Verdict::of(same));
        });
        if same {
            if let Some(members) = one.and_then(|tag| union.variants.get(tag)) {
                self.members(members, truth, answer);
            }
            return;
        }
        self.variant(union, truth, Side::Truth);
        self.variant(union, answer, Side::Answer);
    }

    fn variant(&mut self, union: &Union, json: Option<&Json>, side: Side) {
        let members = tag(union, json).and_then(|tag| union.variants.get(tag));
        self.only_members(members.map_or(&[], Vec::as_slice), json, side);
    }

    fn only_members(&mut self, members: &[(&'static str, usize)], json: Option<&Json>, side: Side) {
        for (name, place) in members {
            let inside = json.and_then(|json| json.get(name));
            self.key(name, |walk| walk.only(*place, inside, side));
        }
    }

    /// Counts everything inside of what only one document has.
    fn only(&mut self, place: usize, json: Option<&Json>, side: Side) {
        if self.levels >= MOST_LEVELS {
            return;
        }
        self.levels += 1;
        let layout = self.layout;
        match layout.place(place) {
            Place::Nothing => {}
            Place::Same(other) => self.only(*other, json, side),
            Place::Leaf(row, _) => self.alone(*row, side),
            Place::Maybe(row, inner) => {
                self.alone(*row, side);
                if state(json) == State::There {
                    self.only(*inner, json, side);
                }
            }
            Place::Object(members) => {
                if matches!(json, Some(Json::Object(_))) || side == Side::Truth {
                    self.only_members(members, json, side);
                }
            }
            Place::Union(union) => {
                self.key(union.tag, |walk| walk.alone(union.row, side));
                self.variant(union, json, side);
            }
            Place::List(list) => {
                self.alone(list.row, side);
                self.items(list.item, json, side);
            }
            Place::Map(row, value) => {
                self.alone(*row, side);
                self.values(*value, json, side);
            }
        }
        self.levels -= 1;
    }

    fn items(&mut self, item: usize, json: Option<&Json>, side: Side) {
        for (index, value) in array(json).iter().enumerate() {
            self.index(index, |walk| walk.only(item, Some(value), side));
        }
    }

    fn values(&mut self, value: usize, json: Option<&Json>, side: Side) {
        for (key, inside) in entries(json) {
            self.key(key, |walk| walk.only(value, Some(inside), side));
        }
    }

    fn map(&mut self, row: usize, value: usize, truth: Option<&Json>, answer: Option<&Json>) {
        let (Some(Json::Object(one)), Some(Json::Object(other))) = (truth, answer) else {
            self.matched(row, Verdict::of(state(truth) == state(answer)));
            self.values(value, truth, Side::Truth);
            self.values(value, answer, Side::Answer);
            return;
        };
        if one.is_empty() && other.is_empty() {
            self.matched(row, Verdict::AGREES);
        }
        let mut left: std::collections::BTreeMap<&str, &Json> = other
            .iter()
            .map(|(key, value)| (key.as_str(), value))
            .collect();
        for (key, truth) in one {
            let answer = left.remove(key.as_str());
            self.key(key, |walk| {
                if answer.is_some() {
                    walk.matched(row, Verdict::AGREES);
                    walk.pair(value, Some(truth), answer);
                } else {
                    walk.alone(row, Side::Truth);
                    walk.only(value, Some(truth), Side::Truth);
                }
            });
        }
        for (key, answer) in left {
            self.key(key, |walk| {
                walk.alone(row, Side::Answer);
                walk.only(value, Some(answer), Side::Answer);
            });
        }
        // The map's row is reported even if the truth has no key.
        self.tally(row, |tally| tally.truth = true);
    }

    fn list(&mut self, list: &List, truth: Option<&Json>, answer: Option<&Json>) {
        let (Some(Json::Array(one)), Some(Json::Array(other))) = (truth, answer) else {
            self.matched(list.row, Verdict::of(state(truth) == state(answer)));
            if !list.whole {
                self.items(list.item, truth, Side::Truth);
                self.items(list.item, answer, Side::Answer);
            }
            return;
        };
        let pairs = pair::pairs(self.layout, list, one, other, self.searches);
        if pairs.both.is_empty() && pairs.truth.is_empty() && pairs.answer.is_empty() {
            self.matched(list.row, Verdict::AGREES);
        }
        self.paired(list, &pairs, one, other);
        self.tally(list.row, |tally| tally.truth = true);
    }

    fn paired(&mut self, list: &List, pairs: &Pairs, one: &[Json], other: &[Json]) {
        for pair in &pairs.both {
            let (Some(truth), Some(answer)) = (one.get(pair.truth), other.get(pair.answer)) else {
                continue;
            };
            self.index(pair.answer, |walk| {
                walk.matched(list.row, pair.verdict);
                if !list.whole {
                    walk.pair(list.item, Some(truth), Some(answer));
                }
            });
        }
        for index in &pairs.truth {
            // Where the answer has nothing, the list is the place.
            self.alone(list.row, Side::Truth);
            if !list.whole {
                self.only(list.item, one.get(*index), Side::Truth);
            }
        }
        for index in &pairs.answer {
            self.index(*index, |walk| {
                walk.alone(list.row, Side::Answer);
                if !list.whole {
                    walk.only(list.item, other.get(*index), Side::Answer);
                }
            });
        }
    }
}

fn tag<'j>(union: &Union, json: Option<&'j Json>) -> Option<&'j str> {
    match json?.get(union.tag) {
        Some(Json::String(tag)) => Some(tag),
        _ => None,
    }
}

fn array(json: Option<&Json>) -> &[Json] {
    match json {
        Some(Json::Array(items)) => items,
        _ => &[],
    }
}

fn entries(json: Option<&Json>) -> &[(String, Json)] {
    match json {
        Some(Json::Object(members)) => members,
        _ => &[],
    }
}
