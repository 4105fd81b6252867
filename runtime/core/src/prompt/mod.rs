//! Typed prompts, their few-shot examples, and the quick form of both.

mod ask;
mod assemble;
mod block;
mod content;
mod conversation;
mod input;
mod placed;
mod quote;
#[cfg(feature = "qualify")]
mod read;
mod rendered;
mod turn;

pub use ask::Ask;
#[doc(hidden)]
pub use assemble::Assembly;
pub use block::{Each, When};
#[doc(hidden)]
pub use content::KnownPart;
pub use content::{Content, Part};
pub use conversation::{Conversation, History};
pub use input::Input;
pub use placed::{InSystem, MediaInput};
#[doc(hidden)]
pub use placed::{Placed, PlacedText};
pub use quote::{find_quote, find_quote_normalized};
#[cfg(feature = "qualify")]
#[doc(hidden)]
pub use read::{InputError, InputField, InputValue, Inputs, ReadInput, Shown};
pub use rendered::RenderedPrompt;
pub use turn::{Role, Turn};

use crate::bound::{Bindings, Binds, Placement, Relation, RelationKind};
use crate::contract::Contract;
use crate::fingerprint::Hasher;
use crate::media::MediaKinds;

/// A question whose answer has a contract. Derive it, or use [`Ask`].
///
/// A prompt whose text is loaded at run time is written by hand:
///
/// ```
/// use driftless::prompt::Content;
/// use driftless::{Contract, Prompt};
///
/// #[derive(Contract)]
/// struct Mood {
///     happy: bool,
/// }
///
/// struct JudgeReview {
///     instructions: String,
///     review: String,
/// }
///
/// impl Prompt for JudgeReview {
///     type Output = Mood;
///     const NAME: &'static str = "JudgeReview";
///     const USER_TEMPLATE: &'static str = "{review}";
///
///     fn user(&self) -> Content {
///         self.review.as_str().into()
///     }
///
///     fn system(&self) -> Option<String> {
///         Some(self.instructions.clone())
///     }
/// }
///
/// let instructions = "You judge moods.".to_owned(); // from a file or a database
/// let prompt = JudgeReview { instructions, review: "Boils in no time!".to_owned() };
/// assert_eq!(prompt.user(), "Boils in no time!");
/// ```
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
    /// The inputs of the user template that are media, each with the kinds that it may hold; part
    /// of the fingerprint. A plan checks them against its models. A prompt written by hand that
    /// leaves them out is checked by what it holds, when it is called.
    const MEDIA: &'static [(&'static str, MediaKinds)] = &[];
    /// `true` if messages may come before the user message; part of the fingerprint.
    const HAS_HISTORY: bool = false;

    /// Returns the user message.
    fn user(&self) -> Content;

    /// Returns the system text, or `None` if there is none.
    fn system(&self) -> Option<String> {
        None
    }

    /// Returns the messages before the user message, in their order.
    ///
    /// Two in a row of one role are sent as one message with the parts of both, since many vendors
    /// and chat templates want the roles to alternate.
    fn history(&self) -> Vec<Turn> {
        Vec::new()
    }

    /// Returns everything that the prompt says with its inputs filled in.
    fn render(&self) -> RenderedPrompt {
        RenderedPrompt::new(self.system(), self.user()).with_history(self.history())
    }

    /// Few-shot examples, in the order in which they are shown.
    #[must_use]
    fn examples() -> Vec<Example<Self::Output>> {
        Vec::new()
    }

    /// The relations between inputs and answer that the derive knows of.
    #[doc(hidden)]
    const RELATIONS: &'static [Relation] = &[];

    /// Returns what ties the answer to these inputs, which holds the prompt itself only where its
    /// own checks see it: a prompt without any need not be `Send`.
    #[doc(hidden)]
    fn bind(self) -> impl Binds<Self::Output> + Send
    where
        Self: Sized,
    {
        Bindings::none()
    }

    /// The inputs that stand in a template.
    #[doc(hidden)]
    const PLACED: &'static [&'static str] = &[];

    /// The part of [`prompt_fingerprint`](Self::prompt_fingerprint) that is known while compiling,
    /// as 32 hexadecimal digits: name, templates, and the contract with every word of it, as far as
    /// that is known then (a field marked `recursive` counts as an edge that leads somewhere).
    #[must_use]
    fn template_fingerprint() -> String {
        format!("{:032x}", template_hash::<Self>())
    }

    /// Returns the readers of the inputs, for data sets; `None` if the prompt has none.
    #[cfg(feature = "qualify")]
    #[doc(hidden)]
    #[must_use]
    fn inputs() -> Option<Inputs> {
        None
    }

    /// Returns name, templates, examples, and the contract with every word of it, in 128 bits as 32
    /// hexadecimal digits.
    ///
    /// A text that a prompt written by hand loads at run time isn't in it: two such texts have one
    /// fingerprint, and evidence for the one counts for the other. A receipt's `prompt.text_digest`
    /// distinguishes them.
    #[must_use]
    fn prompt_fingerprint() -> String {
        let mut hasher = templates::<Self>().number(Self::Output::fingerprint().text);
        for example in Self::examples() {
            hasher = example.user.hashed(hasher).text(&example.answer());
        }
        format!("{:032x}", hasher.finish())
    }
}

/// Name, templates, and the relations between inputs and answer.
const fn templates<P: Prompt + ?Sized>() -> Hasher {
    let (stands, system) = match P::SYSTEM_TEMPLATE {
        Some(system) => (true, system),
        None => (false, ""),
    };
    let mut hasher = Hasher::new()
        .text(P::NAME)
        .text(P::USER_TEMPLATE)
        .flag(stands)
        .text(system);
    if P::HAS_HISTORY {
        hasher = hasher.text("\0history");
    }
    let mut media = P::MEDIA;
    while let [(name, kinds), tail @ ..] = media {
        if !kinds.is_empty() {
            hasher = hasher.text("\0media").text(name).byte(kinds.bits());
        }
        media = tail;
    }
    let mut rest = P::RELATIONS;
    while let [relation, tail @ ..] = rest {
        let kind = match relation.kind {
            RelationKind::Choices => match relation.placement {
                Placement::Free => 1,
                Placement::Schema => 5,
                Placement::Words => 6,
            },
            RelationKind::Quotes if relation.is_normalized => 4,
            RelationKind::Quotes => 2,
            RelationKind::Ensure => 3,
        };
        hasher = hasher
            .byte(kind)
            .text(relation.spelled)
            .text(relation.input);
        rest = tail;
    }
    hasher
}

/// [`Prompt::template_fingerprint`] as a number.
pub(crate) const fn template_hash<P: Prompt + ?Sized>() -> u128 {
    templates::<P>()
        .number(P::Output::HASHED.fingerprint.text)
        .finish()
}

/// One few-shot example: what was asked, and the value that is right.
///
/// The value is a Rust value of the contract type, so an example can't have another shape than the
/// contract; `build()` holds it to the rules as well.
///
/// ```
/// use driftless::prompt::Example;
/// use driftless::{Contract, Prompt};
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
    user: Content,
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

    /// Returns the user message.
    #[must_use]
    pub fn user(&self) -> &Content {
        &self.user
    }

    /// The right answer.
    #[must_use]
    pub fn output(&self) -> &T {
        &self.output
    }

    /// The right answer as JSON text.
    #[doc(hidden)]
    pub fn answer(&self) -> String {
        let mut text = String::new();
        self.output.write(&mut text);
        text
    }
}
