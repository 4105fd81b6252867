//! From the answers to one item to a mark per field.
//!
//! The truth of an item is what it expects, or else the reference's first answer; then its second speaks for the reference, so that the reference's own noise isn't charged to
//! the candidate. An item without a truth, since the reference gave no document, says something of keeping the contract and nothing of fields.

use super::data::Item;
use super::decide::{Field, Mark};
use super::journal::Answered;
use super::run::Answers;
use super::{Disagreement, Requirement};
use crate::compare::{Comparer, Comparison, FieldScore};
use crate::json::Json;

/// How the first field is called, which every contract has.
const CONFORMANCE: &str = "keeps the contract";

/// Compares documents of one contract.
#[derive(Debug)]
pub(super) struct Judging {
    comparer: Comparer,
    fields: Vec<Field>,
}

/// What one item says of one candidate.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) marks: Vec<Option<Mark>>,
    pub(super) disagreement: Option<Disagreement>,
}

impl Judging {
    pub(super) fn new(comparer: Comparer) -> Self {
        let mut fields = vec![Field {
            pointer: String::new(),
            method: CONFORMANCE.to_owned(),
            requirement: Requirement::Required,
        }];
        fields.extend(comparer.plan().into_iter().map(|field| Field {
            pointer: field.pointer,
            method: field.method,
            requirement: field.requirement,
        }));
        Self { comparer, fields }
    }

    /// Required fields that only a judge model can compare, which a run doesn't ask.
    pub(super) fn unjudged(&self) -> Vec<String> {
        let fields = self.comparer.plan().into_iter();
        let judged =
            fields.filter(|field| field.judged && field.requirement == Requirement::Required);
        judged
            .map(|field| {
                format!(
                    "the field `{}` is {}, and a run asks no judge; compare it in another way, or mark it `informative`, and grade the answers by `Comparison::grade`",
                    field.pointer, field.method
                )
            })
            .collect()
    }

    /// What the comparison is, in 128 bits.
    pub(super) fn digest(&self) -> u128 {
        self.comparer.digest()
    }

    /// Keeping the contract, then the contract's own fields.
    pub(super) fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Which of the contract's fields the truth has; and whether an answer agrees in each.
    fn compared(&self, truth: &str, answer: Option<&str>) -> Option<Comparison> {
        let truth = Json::parse(truth).ok()?;
        let answer = Json::parse(answer?).ok()?;
        Some(self.comparer.documents(&truth, &answer))
    }

    /// Whether the reference said the same twice, on all required fields; `None`: it was asked once.
    pub(super) fn agrees_with_itself(&self, answers: &Answers) -> Option<bool> {
        let second = answers.second.as_ref()?;
        let truth = answers.reference.document();
        let compared = truth.and_then(|truth| self.compared(truth, second.document()));
        Some(compared.is_some_and(|compared| compared.overall))
    }

    /// What the item says of a candidate.
    pub(super) fn judge(&self, item: &Item, answers: &Answers, candidate: &Answered) -> Judged {
        let truth = item.expected.as_deref().or(answers.reference.document());
        let speaks = match &item.expected {
            Some(_) => &answers.reference,
            None => answers.second.as_ref().unwrap_or(&answers.reference),
        };
        let conforms = candidate.document().is_some();
        let mut marks = vec![None; self.fields.len()];
        if let Some(first) = marks.first_mut() {
            *first = Some(Mark {
                reference: speaks.document().is_some(),
                candidate: conforms,
                score: if conforms { 1.0 } else { 0.0 },
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
        let own = self.compared(truth, Some(truth));
        let theirs = self.compared(truth, speaks.document());
        let found = self.compared(truth, candidate.document());
        for field in own.iter().flat_map(|own| &own.fields) {
            let reference = of(theirs.as_ref(), field.field);
            let candidate = of(found.as_ref(), field.field);
            if let Some(slot) = marks.get_mut(field.field + 1) {
                *slot = Some(Mark {
                    reference: reference.is_some_and(|field| field.agrees),
                    candidate: candidate.is_some_and(|field| field.agrees),
                    score: candidate.map_or(0.0, |field| field.score),
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

fn of(comparison: Option<&Comparison>, field: usize) -> Option<&FieldScore> {
    let mut fields = comparison?.fields.iter();
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
