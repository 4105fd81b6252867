//! From the answers to one item to a mark per field.
//!
//! The truth of an item is what it expects, or else the reference's first answer; then its second
//! speaks for the reference, so that the reference's own noise isn't charged to the candidate. An
//! item without a truth, since the reference gave no document, says something of keeping the
//! contract and nothing of fields.
//!
//! Fields that only a judge can compare are put to it as pairs of values. A pair without a grade
//! counts against the candidate when it comes to passing: the reference's as right, the candidate's
//! as wrong, beside the known values of the other side. It has no effect when it comes to failing,
//! since nothing was shown.

use std::collections::BTreeMap;

use super::answers::{Answers, Grades};
use super::decide::{Field, Mark};
use super::journal::Answered;
use super::judge::identity;
use super::{Disagreement, Requirement};
use crate::compare::{Comparer, Comparison, FieldScore, Ungraded};
use crate::data::Item;
use crate::json::Json;

/// The name of the first field, which every contract has.
const CONFORMANCE: &str = "keeps the contract";

/// Compares documents of one contract.
#[derive(Debug)]
pub(super) struct Judging {
    comparer: Comparer,
    fields: Vec<Field>,
    /// `true` if there is a judge, and something to judge.
    judges: bool,
}

/// The result of one item for one candidate.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) marks: Vec<Option<Mark>>,
    pub(super) disagreement: Option<Disagreement>,
}

impl Judging {
    /// With a judge or without one.
    pub(super) fn new(comparer: Comparer, judge: bool) -> Self {
        let mut fields = vec![Field {
            pointer: String::new(),
            method: CONFORMANCE.to_owned(),
            requirement: Requirement::Required,
            judged: false,
        }];
        fields.extend(comparer.plan().into_iter().map(|field| Field {
            pointer: field.pointer,
            method: field.method,
            requirement: field.requirement,
            judged: field.judged,
        }));
        let judges = judge && fields.iter().any(|field| field.judged);
        Self {
            comparer,
            fields,
            judges,
        }
    }

    /// Returns `true` if a judge is asked.
    pub(super) fn judges(&self) -> bool {
        self.judges
    }

    /// Returns the number of fields that only a judge can compare.
    pub(super) fn judged(&self) -> usize {
        self.fields.iter().filter(|field| field.judged).count()
    }

    /// Required fields that only a judge model can compare, where there is none.
    pub(super) fn unjudged(&self) -> Vec<String> {
        let fields = self.fields.iter().filter(|_| !self.judges);
        let judged =
            fields.filter(|field| field.judged && field.requirement == Requirement::Required);
        judged
            .map(|field| {
                format!(
                    "the field `{}` is {}, and there is no judge; name a model that judges by `.judge(model)`, on the command line by `--judge VENDOR/MODEL`, or compare the field in another way, or mark it `informative`",
                    field.pointer, field.method
                )
            })
            .collect()
    }

    /// Returns a digest of the comparison, in 128 bits.
    pub(super) fn digest(&self) -> u128 {
        self.comparer.digest()
    }

    /// Keeping the contract, then the contract's own fields.
    pub(super) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Which of the contract's fields the truth has, and whether an answer agrees in each; a field
    /// that waits for a grade is left out.
    fn compared(&self, truth: &str, answer: Option<&str>, grades: &Grades) -> Option<Comparison> {
        let truth = Json::parse(truth).ok()?;
        let answer = Json::parse(answer?).ok()?;
        let mut comparison = self.comparer.documents(&truth, &answer);
        let pairs = comparison.ungraded.iter();
        let found: Vec<Option<f64>> = pairs
            .map(|pair| grades.of(pair).and_then(|of| of.grade))
            .collect();
        comparison.grade(&found);
        Some(comparison)
    }

    /// Returns the pairs that only a judge can compare in the answers to an item, for these
    /// candidates; each pair once.
    pub(super) fn pairs(&self, item: &Item, answers: &Answers, active: &[bool]) -> Vec<Ungraded> {
        let (Some(truth), speaks) = sides(item, answers) else {
            return Vec::new();
        };
        let candidates = answers.candidates.iter().zip(active);
        let candidates =
            candidates.filter_map(|(candidate, active)| candidate.as_ref().filter(|_| *active));
        let mut pairs = BTreeMap::new();
        for answered in std::iter::once(speaks)
            .chain(candidates)
            .filter(|_| self.judges)
        {
            let compared = self.compared(truth, answered.document(), &Grades::default());
            for pair in compared.into_iter().flat_map(|compared| compared.ungraded) {
                pairs.insert(identity(&pair), pair);
            }
        }
        pairs.into_values().collect()
    }

    /// Returns `true` if the reference said the same twice, on all required fields; `None`: it was
    /// asked once, or a judge didn't say.
    pub(super) fn agrees_with_itself(&self, answers: &Answers) -> Option<bool> {
        let second = answers.second.as_ref()?;
        let compare = |answer: Option<&str>| {
            self.compared(answers.reference.document()?, answer, &answers.grades)
        };
        let Some(compared) = compare(second.document()) else {
            return Some(false);
        };
        let own = compare(answers.reference.document())?;
        let mut required = own
            .fields
            .iter()
            .filter(|field| field.requirement == Requirement::Required);
        let all = required.all(|field| of(&compared, field.field).is_some());
        all.then_some(compared.overall)
    }

    /// Returns the item's result for a candidate.
    pub(super) fn judge(&self, item: &Item, answers: &Answers, candidate: &Answered) -> Judged {
        let (truth, speaks) = sides(item, answers);
        let conforms = candidate.document().is_some();
        let mut marks = vec![None; self.fields.len()];
        if let Some(first) = marks.first_mut() {
            *first = Some(Mark {
                reference: speaks.document().is_some(),
                candidate: conforms,
                score: if conforms { 1.0 } else { 0.0 },
                graded: true,
            });
        }
        let Some(truth) = truth else {
            let disagreement = (!conforms).then(|| told(item, answers, candidate, None));
            return Judged {
                marks,
                disagreement,
            };
        };
        // What the truth has itself is what an answer without a document is wrong on.
        let compare = |answer| self.compared(truth, answer, &answers.grades);
        let own = compare(Some(truth));
        let theirs = compare(speaks.document());
        let found = compare(candidate.document());
        for field in own.iter().flat_map(|own| &own.fields) {
            // An answer without a document is wrong; `None`: it waits for a grade.
            let right = |compared: Option<&Comparison>| match compared {
                Some(compared) => of(compared, field.field).map(|field| field.agrees),
                None => Some(false),
            };
            let (reference, candidate) = (right(theirs.as_ref()), right(found.as_ref()));
            let graded = reference.is_some() && candidate.is_some();
            if !graded && !self.judges {
                continue;
            }
            let score = found.as_ref().and_then(|found| of(found, field.field));
            if let Some(slot) = marks.get_mut(field.field + 1) {
                *slot = Some(Mark {
                    reference: reference.unwrap_or(true),
                    candidate: candidate.unwrap_or(false),
                    score: score.map_or(0.0, |field| field.score),
                    graded,
                });
            }
        }
        let agrees = found.as_ref().is_some_and(|found| found.overall);
        let disagreement = (!agrees).then(|| told(item, answers, candidate, found.as_ref()));
        Judged {
            marks,
            disagreement,
        }
    }
}

/// The truth of an item, if there is one, and who speaks for the reference.
fn sides<'a>(item: &'a Item, answers: &'a Answers) -> (Option<&'a str>, &'a Answered) {
    match &item.expected {
        Some(expected) => (Some(expected), &answers.reference),
        None => (
            answers.reference.document(),
            answers.second.as_ref().unwrap_or(&answers.reference),
        ),
    }
}

fn of(comparison: &Comparison, field: usize) -> Option<&FieldScore> {
    let mut fields = comparison.fields.iter();
    fields.find(|score| score.field == field)
}

fn told(
    item: &Item,
    answers: &Answers,
    candidate: &Answered,
    found: Option<&Comparison>,
) -> Disagreement {
    let mut differing: Vec<&FieldScore> = found
        .iter()
        .flat_map(|found| &found.fields)
        .filter(|field| !field.agrees)
        .collect();
    differing.sort_by(|one, other| {
        let informative = |field: &FieldScore| field.requirement != Requirement::Required;
        let order = informative(one).cmp(&informative(other));
        order.then(one.score.total_cmp(&other.score))
    });
    Disagreement {
        id: item.id.clone(),
        input: item.input.clone(),
        expected: item.expected.clone(),
        reference: answers.reference.said.clone(),
        candidate: candidate.said.clone(),
        pointers: differing
            .iter()
            .flat_map(|field| field.at.clone())
            .collect(),
        score: found.map_or(0.0, |found| found.share),
    }
}
