//! Two answers to one prompt, compared field by field as the contract's types and
//! `#[contract(compare(…))]` say.
//!
//! | type | compared, if the field says nothing else |
//! |---|---|
//! | Booleans, integers, `char`, enums of strings, decimals, [`Untyped`](crate::contract::Untyped), texts with `pattern` or `one_of` | exactly |
//! | `f32`, `f64` | to six digits (the two lie within 0.0001 % of the larger one) |
//! | dates, times, durations, UUIDs, addresses: types and `format`s | by what the text stands for: `10:00Z` is `12:00+02:00` |
//! | texts that a prompt ties to `choices` | exactly, in its qualification |
//! | any other text | by its words: twice those that both have over those of both (token F1) is at least 0.8 |
//! | `Vec` | in any order, so that as much as possible agrees (best matching); every item has a partner that agrees |
//! | sets, lists with `unique` whose items are single values | as sets |
//! | arrays | in order |
//! | maps | by key |
//! | unions | by tag, then the variant's fields; another variant differs in everything inside |
//!
//! A missing key, `null` and a value are three things. Every field is required unless it is marked
//! `informative`.
//!
//! ```
//! use driftless::compare;
//! use driftless::json::Json;
//! use driftless::Contract;
//!
//! #[derive(Contract)]
//! struct Invoice {
//!     number: u64,
//!     #[contract(compare(within = 0.01))]
//!     total: f64,
//!     #[contract(compare(informative))]
//!     note: Option<String>,
//! }
//!
//! let truth = Json::parse(r#"{"number":7,"total":12.5,"note":null}"#)?;
//! let answer = Json::parse(r#"{"number":7,"total":12.509,"note":"paid"}"#)?;
//! let compared = compare::documents(Invoice::SHAPE, &truth, &answer);
//! assert!(compared.overall);
//! let differ = compared.fields.iter().filter(|field| !field.agrees);
//! let differ: Vec<&str> = differ.map(|field| field.pointer.as_str()).collect();
//! assert_eq!(differ, ["/note"]);
//! # Ok::<(), driftless::json::NotJson>(())
//! ```

mod assign;
mod build;
mod context;
mod digest;
mod format;
mod layout;
mod leaf;
mod pair;
mod tally;
mod text;
mod walk;

pub use crate::shape::Requirement;

use crate::bound::Relation;
use crate::json::Json;
use crate::shape::Shape;

use layout::{Layout, What};
use leaf::{Leaf, Verdict};
use tally::Tally;
use walk::Walk;

/// The comparison of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct FieldPlan {
    /// Where, such as `/lines/*/sku` for all lines together, or `/event[paid]/amount` for one
    /// variant; empty for a contract that is one value.
    pub pointer: String,
    /// The method in words: `exact`, `token F1 ≥ 0.8`.
    pub method: String,
    /// The field's part in the decision.
    pub requirement: Requirement,
    /// `true` if a judge model must be asked.
    pub judged: bool,
}

/// A comparison of two documents.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Comparison {
    /// The fields that the truth has, in the contract's order. Fields inside a list, a variant or
    /// an object are left out where the truth has none, since the list, the tag or the object
    /// reports that. Fields that wait for a judge are left out as well.
    pub fields: Vec<FieldScore>,
    /// `true` if all required fields in `fields` agree.
    pub overall: bool,
    /// The share of them that agree; 1 if there is none.
    pub share: f64,
    /// Fields that only a judge can compare; see [`Comparison::grade`].
    pub ungraded: Vec<Ungraded>,
    /// The field of each open question.
    open: Vec<usize>,
    /// All fields.
    all: Vec<Counted>,
}

/// One field's score for two documents.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct FieldScore {
    /// Its index in [`plan`].
    pub field: usize,
    /// Its pointer there.
    pub pointer: String,
    /// The field's part in the decision.
    pub requirement: Requirement,
    /// Between 0 and 1, over all its places: a place that both documents have counts twice, one
    /// that only one of them has counts once, with 0.
    pub score: f64,
    /// `true` if the documents agree.
    pub agrees: bool,
    /// Where they disagree, as JSON Pointers into the answer, in its order; at most 100. For what
    /// is missing there: where it would be, or its list.
    pub at: Vec<String>,
}

/// Two values that a judge must compare.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ungraded {
    /// The question that the judge is asked.
    pub rubric: String,
    /// From which grade on they agree.
    pub at_least: f64,
    /// Where, as a JSON Pointer into the answer.
    pub pointer: String,
    /// One value as JSON text.
    pub truth: String,
    /// The other.
    pub answer: String,
}

#[derive(Debug, Clone)]
struct Counted {
    score: FieldScore,
    tally: Tally,
    /// The share of its places that must agree.
    at_least: f64,
}

/// The comparison of one contract, prepared once for many documents.
#[derive(Debug)]
pub struct Comparer {
    layout: Layout,
}

impl Comparer {
    /// Returns the comparer of the contract with this shape.
    #[must_use]
    pub fn new(shape: &'static Shape) -> Self {
        Self::related(shape, &[])
    }

    /// Returns the comparer of the answers to a prompt with these relations: a value that is one of
    /// a call's choices is compared like one of an enum.
    pub(crate) fn related(shape: &'static Shape, relations: &[Relation]) -> Self {
        Self {
            layout: Layout::new(shape, relations),
        }
    }

    /// Returns the comparison of each field, in the contract's order. A type that contains itself
    /// has its fields here once, for all levels.
    #[must_use]
    pub fn plan(&self) -> Vec<FieldPlan> {
        let field = |(_, row): (usize, &layout::Row)| FieldPlan {
            pointer: row.pointer.clone(),
            method: row.to_string(),
            requirement: row.requirement,
            judged: matches!(row.what, What::Value(Leaf::Rubric(..))),
        };
        self.layout.told().map(field).collect()
    }

    /// Holds an answer to the truth.
    #[must_use]
    pub fn documents(&self, truth: &Json, answer: &Json) -> Comparison {
        let mut walk = Walk::new(&self.layout, 0);
        walk.pair(self.layout.root, Some(truth), Some(answer));
        let Walk {
            mut tallies,
            ungraded,
            ..
        } = walk;
        let mut comparison = Comparison {
            fields: Vec::new(),
            overall: true,
            share: 1.0,
            ungraded: Vec::new(),
            open: Vec::new(),
            all: Vec::new(),
        };
        let mut indices = vec![None; tallies.len()];
        for (field, (index, row)) in self.layout.told().enumerate() {
            if let Some(slot) = indices.get_mut(index) {
                *slot = Some(field);
            }
            comparison.all.push(Counted {
                score: FieldScore {
                    field,
                    pointer: row.pointer.clone(),
                    requirement: row.requirement,
                    score: 0.0,
                    agrees: false,
                    at: Vec::new(),
                },
                tally: tallies
                    .get_mut(index)
                    .map(std::mem::take)
                    .unwrap_or_default(),
                at_least: row.share,
            });
        }
        for (row, ungraded) in ungraded {
            if let Some(Some(field)) = indices.get(row) {
                comparison.open.push(*field);
                comparison.ungraded.push(ungraded);
            }
        }
        comparison.sum_up();
        comparison
    }

    /// Returns a digest of the comparison, in 128 bits: methods, bounds, functions by name, and the
    /// required fields. It is equal on every platform.
    #[must_use]
    pub fn digest(&self) -> u128 {
        digest::digest(&self.layout)
    }
}

impl Comparison {
    /// Takes a judge's grade between 0 and 1 for each of [`Comparison::ungraded`], in their order.
    /// A field stays left out as long as one of its grades is `None`.
    pub fn grade(&mut self, grades: &[Option<f64>]) {
        let ungraded = std::mem::take(&mut self.ungraded);
        let open = std::mem::take(&mut self.open);
        let grades = grades.iter().copied().chain(std::iter::repeat(None));
        for ((waiting, field), grade) in ungraded.into_iter().zip(open).zip(grades) {
            if let (Some(grade), Some(counted)) = (grade, self.all.get_mut(field)) {
                let verdict = Verdict::scored(grade, waiting.at_least);
                counted.tally.graded(verdict, &waiting.pointer);
            } else {
                self.ungraded.push(waiting);
                self.open.push(field);
            }
        }
        self.sum_up();
    }

    fn sum_up(&mut self) {
        let told = |counted: &&Counted| counted.tally.truth && counted.tally.open == 0;
        let scored = |counted: &Counted| FieldScore {
            score: counted.tally.mean(),
            agrees: counted.tally.agrees(counted.at_least),
            at: counted.tally.at.clone(),
            ..counted.score.clone()
        };
        self.fields = self.all.iter().filter(told).map(scored).collect();
        let required = |field: &&FieldScore| field.requirement == Requirement::Required;
        let required: Vec<&FieldScore> = self.fields.iter().filter(required).collect();
        let agreeing = required.iter().filter(|field| field.agrees).count();
        self.overall = agreeing == required.len();
        self.share = share(agreeing, required.len());
    }
}

/// Returns the comparison of each field of the contract; see [`Comparer::plan`].
#[must_use]
pub fn plan(shape: &'static Shape) -> Vec<FieldPlan> {
    Comparer::new(shape).plan()
}

/// Holds an answer to the truth; see [`Comparer::documents`].
#[must_use]
pub fn documents(shape: &'static Shape, truth: &Json, answer: &Json) -> Comparison {
    Comparer::new(shape).documents(truth, answer)
}

/// Returns the digest of the contract's comparison, in 128 bits; see [`Comparer::digest`].
#[must_use]
pub fn digest(shape: &'static Shape) -> u128 {
    Comparer::new(shape).digest()
}

/// A part of a whole, 1 of nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 1.0;
    }
    let float = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    float(part) / float(whole)
}
