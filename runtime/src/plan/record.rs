//! The parts of a receipt that are known when a plan is built.

use crate::contract::Contract;
use crate::prompt::Prompt;
use crate::receipt::{ContractRecord, PromptRecord};

/// Returns the prompt's part of a receipt.
pub(super) fn prompt_record<P: Prompt>() -> PromptRecord {
    PromptRecord {
        name: P::NAME.to_owned(),
        fingerprint: P::prompt_fingerprint(),
        ..PromptRecord::default()
    }
}

/// Returns the contract's part of a receipt.
pub(super) fn contract_record<T: Contract>() -> ContractRecord {
    let fingerprint = T::fingerprint();
    ContractRecord {
        name: T::SHAPE
            .name()
            .map_or_else(|| "value".to_owned(), |name| name.title.to_owned()),
        shape: fingerprint.shape(),
        text: fingerprint.text(),
    }
}
