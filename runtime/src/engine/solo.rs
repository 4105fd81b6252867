//! The loop for a prompt without its type.

use super::messages::Messages;
use super::{Begins, Entrance, run};
use crate::bound::Bindings;
use crate::error::{Cause, Error};
use crate::failure::FailureClass;
use crate::money::Usd;
use crate::plan::{CallOptions, Checked};
use crate::prompt::RenderedPrompt;
use crate::receipt::Receipt;
use crate::registry::ContractEntry;

/// Asks, and gives the document as the contract writes it.
pub(crate) async fn ask_solo(
    checked: &Checked,
    contract: &ContractEntry,
    (prompt, bindings): (&RenderedPrompt, &Bindings),
    begins: &Begins<'_>,
    options: Option<&CallOptions>,
) -> Result<(String, Receipt), Error> {
    let mut document = None;
    let entrance = Entrance {
        bindings,
        begins: Some(begins),
        viewer: None,
        options,
    };
    let receipt = run(
        checked,
        prompt,
        entrance,
        None,
        &mut |adapted, text, keys| {
            let (written, steps) = (contract.answer)(adapted, text, bindings)?;
            // It goes into a journal and a report.
            document = Some(keys.mask_strings(&written).into_owned());
            Ok(steps)
        },
    )
    .await?;
    match document {
        Some(document) => Ok((document, receipt)),
        None => Err(Error::ended(
            FailureClass::Malformed,
            None,
            "the call ended without a value",
            receipt,
            Cause::None,
        )),
    }
}

/// Returns the highest cost of asking once; `None` if the model is free. The error is the reason
/// why it is unknown.
pub(crate) fn worst_case(
    checked: &Checked,
    (prompt, bindings): (&RenderedPrompt, &Bindings),
) -> Result<Option<Usd>, String> {
    let Some(step) = checked.steps.first() else {
        return Ok(None);
    };
    let messages = Messages::new(step, prompt, bindings);
    let worst = step.worst_case(messages.bytes(), &messages.media(), &checked.today());
    worst.map_err(|why| why.to_string())
}
