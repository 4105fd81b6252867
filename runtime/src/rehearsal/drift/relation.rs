//! Answers that break a relation between the prompt's inputs and its answer.

use super::super::fault::Fault;
use super::Intact;
use crate::bound::{Bindings, Relation, RelationKind};
use crate::contract::Contract;
use crate::decode::decode;

/// The right answer's relations: values under which it is right, and answers that break them.
#[derive(Debug, Clone)]
pub(in crate::rehearsal) struct Related {
    relations: &'static [Relation],
    pub(in crate::rehearsal) bindings: Bindings,
    /// In the contract's own JSON.
    pub(in crate::rehearsal) wrong_choice: Option<String>,
    /// In the contract's own JSON.
    pub(in crate::rehearsal) invented_quote: Option<String>,
}

impl Related {
    /// Returns what a prompt's relations make of `document`, a right answer of the contract.
    pub(in crate::rehearsal) fn of<T: Contract>(
        relations: &'static [Relation],
        document: &str,
    ) -> Self {
        let bindings = Bindings::met_by(relations, T::SHAPE, document);
        let accepts = |text: &str| decode::<T>(text).is_ok();
        let breaking = |kind| bindings.breaking(T::SHAPE, document, kind, &accepts);
        let wrong_choice = breaking(RelationKind::Choices);
        let invented_quote = breaking(RelationKind::Quotes);
        Self {
            relations,
            bindings,
            wrong_choice,
            invented_quote,
        }
    }

    /// Returns every fault, but those of relations that the prompt doesn't have.
    pub(in crate::rehearsal) fn faults(&self) -> impl Iterator<Item = Fault> {
        let has = |kind| self.relations.iter().any(|relation| relation.kind == kind);
        let (choices, quotes) = (has(RelationKind::Choices), has(RelationKind::Quotes));
        Fault::all().into_iter().filter(move |fault| match fault {
            Fault::UnlistedChoice => choices,
            Fault::InventedQuote => quotes,
            _ => true,
        })
    }
}

impl Intact<'_> {
    /// Returns the answer as sent, with a value that is none of the choices; or what there would
    /// have to be for that.
    pub(in crate::rehearsal) fn unlisted(&self) -> Result<String, &'static str> {
        self.wrong_choice
            .map(str::to_owned)
            .ok_or("the answer has no place of a choice where another value could stand")
    }

    /// Returns the answer as sent, with a quotation that stands nowhere; or what there would have
    /// to be for that.
    pub(in crate::rehearsal) fn invented(&self) -> Result<String, &'static str> {
        self.invented_quote
            .map(str::to_owned)
            .ok_or("the answer quotes nothing that other words could replace")
    }
}
