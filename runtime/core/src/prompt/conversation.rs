//! The conversation before a prompt.

use serde::{Deserialize, Serialize};

use super::{Content, Turn};
use crate::contract::Contract;

/// A field that holds the messages before a prompt's user message: any list of [`Turn`]s, such as a
/// [`Conversation`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no conversation",
    label = "this type holds no turns",
    note = "use a `driftless::prompt::Conversation`, a `Vec<Turn>` or a slice of turns"
)]
pub trait History {
    /// Returns the turns in their order.
    fn turns(&self) -> &[Turn];
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<[Turn]> + ?Sized> History for T {
    fn turns(&self) -> &[Turn] {
        self.as_ref()
    }
}

/// A conversation so far: what a prompt with `#[prompt(history)]` sends before its own message.
///
/// It serialises to a list of `{"role":"user","content":"…"}`, so it can be kept between calls.
///
/// ```no_run
/// use driftless::prompt::Conversation;
/// use driftless::{Contract, Plan, Prompt, provider::OpenAi};
///
/// #[derive(Debug, Contract)]
/// struct Reply { text: String }
///
/// #[derive(Prompt)]
/// #[prompt(output = Reply, system = "You answer customers.", user = "{question}")]
/// struct Chat<'a> {
///     #[prompt(history)]
///     before: &'a Conversation,
///     question: &'a str,
/// }
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let plan = Plan::<Chat<'_>>::primary(OpenAi::from_env()?.model("gpt-6.1-terra")).build()?;
/// let mut conversation = Conversation::new();
/// for question in ["Where is my order?", "When will it come?"] {
///     let prompt = Chat { before: &conversation, question };
///     let asked = prompt.user();
///     let answer = plan.call(prompt).await?;
///     conversation.record(asked, &answer.value);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Conversation {
    turns: Vec<Turn>,
}

impl Conversation {
    /// Returns a conversation in which nothing was said.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a message of the application.
    pub fn user(&mut self, content: impl Into<Content>) -> &mut Self {
        self.turns.push(Turn::user(content));
        self
    }

    /// Adds a message of the model.
    pub fn assistant(&mut self, content: impl Into<Content>) -> &mut Self {
        self.turns.push(Turn::assistant(content));
        self
    }

    /// Adds a user message and the value that answered it, as JSON in the form in which its
    /// contract writes it.
    pub fn record<T: Contract>(&mut self, asked: impl Into<Content>, answered: &T) -> &mut Self {
        let mut json = String::new();
        answered.write(&mut json);
        self.user(asked).assistant(json)
    }

    /// Returns the turns in their order.
    #[must_use]
    pub fn turns(&self) -> &[Turn] {
        &self.turns
    }

    /// Removes the oldest turns until at most `most` are left, and the conversation begins with the
    /// application's. Models have a context of limited length, and every turn is paid in each call.
    pub fn keep_last(&mut self, most: usize) -> &mut Self {
        let mut dropped = self.turns.len().saturating_sub(most);
        let kept = self.turns.iter().skip(dropped);
        dropped += kept
            .take_while(|turn| turn.role != super::Role::User)
            .count();
        self.turns.drain(..dropped);
        self
    }
}

impl AsRef<[Turn]> for Conversation {
    fn as_ref(&self) -> &[Turn] {
        &self.turns
    }
}

impl FromIterator<Turn> for Conversation {
    fn from_iter<I: IntoIterator<Item = Turn>>(turns: I) -> Self {
        Self {
            turns: turns.into_iter().collect(),
        }
    }
}

impl Extend<Turn> for Conversation {
    fn extend<I: IntoIterator<Item = Turn>>(&mut self, turns: I) {
        self.turns.extend(turns);
    }
}
