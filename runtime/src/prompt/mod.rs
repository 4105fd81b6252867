//! What is asked: a typed prompt, its few-shot examples, and the quick form of both.

mod ask;
mod input;

pub use ask::Ask;
pub use input::Input;

use crate::contract::Contract;
use crate::fingerprint::Hasher;

/// A question whose answer has a contract. Derive it, or use [`Ask`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a prompt",
    label = "no template and no output type are known for this",
    note = "add `#[derive(driftless::Prompt)]` and `#[prompt(output = …, user = \"…\")]` to `{Self}`, or use `driftless::Ask::<Output>` for a quick call"
)]
pub trait Prompt {
    /// The contract of the answer.
    type Output: Contract;
    /// The prompt's name in receipts and documentation.
    const NAME: &'static str;
    /// The type's doc comment; for people, not sent.
    const DESCRIPTION: &'static str = "";
    /// The template of the user message.
    const USER_TEMPLATE: &'static str;
    /// The template of the system text.
    const SYSTEM_TEMPLATE: Option<&'static str> = None;

    /// The user message.
    fn user(&self) -> String;

    /// The system text.
    fn system(&self) -> Option<String> {
        None
    }

    /// Few-shot examples, in the order in which they are shown.
    #[must_use]
    fn examples() -> Vec<Example<Self::Output>> {
        Vec::new()
    }

    /// What the prompt says, in 128 bits as 32 hexadecimal digits: name, templates, examples, and the contract with every word of it.
    #[must_use]
    fn prompt_fingerprint() -> String {
        let mut hasher = Hasher::new()
            .text(Self::NAME)
            .text(Self::USER_TEMPLATE)
            .flag(Self::SYSTEM_TEMPLATE.is_some());
        hasher = hasher
            .text(Self::SYSTEM_TEMPLATE.unwrap_or_default())
            .number(Self::Output::fingerprint().text);
        for example in Self::examples() {
            hasher = hasher.text(&example.user).text(&example.answer());
        }
        format!("{:032x}", hasher.finish())
    }
}

/// One few-shot example: what was asked, and the value that is right.
///
/// The value is a Rust value of the contract type, so an example can't have another shape than the contract; `build()` holds it to the rules as well.
///
/// ```
/// use driftless::{Contract, Example, Prompt};
///
/// #[derive(Contract)]
/// struct Mood { happy: bool }
///
/// #[derive(Prompt)]
/// #[prompt(output = Mood, user = "{text}", examples = moods)]
/// struct FindMood<'a> { text: &'a str }
///
/// fn moods() -> Vec<Example<Mood>> {
///     vec![Example::new(&FindMood { text: "Hooray!" }, Mood { happy: true })]
/// }
/// assert_eq!(FindMood::examples().len(), 1);
/// ```
#[derive(Debug, Clone)]
pub struct Example<T> {
    user: String,
    output: T,
}

impl<T: Contract> Example<T> {
    /// The answer `output` to `prompt`.
    #[must_use]
    pub fn new<P: Prompt<Output = T>>(prompt: &P, output: T) -> Self {
        Self {
            user: prompt.user(),
            output,
        }
    }

    /// The user message.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The right answer.
    #[must_use]
    pub fn output(&self) -> &T {
        &self.output
    }

    /// The right answer as JSON text.
    pub(crate) fn answer(&self) -> String {
        let mut text = String::new();
        self.output.write(&mut text);
        text
    }
}
