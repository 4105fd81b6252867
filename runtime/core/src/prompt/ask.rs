//! A quick question without a prompt type.

use std::fmt;
use std::marker::PhantomData;

use super::{Content, History, Part, Prompt, Turn};
use crate::contract::Contract;

/// A question in plain text whose answer is a `T`.
///
/// All questions to one contract have the same template, so the same fingerprint; a receipt's
/// `prompt.text_digest` distinguishes them.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use driftless::{Ask, Contract, Plan, provider::OpenAi};
///
/// #[derive(Debug, Contract)]
/// struct Capital { city: String }
///
/// let plan = Plan::<Ask<Capital>>::primary(OpenAi::from_env()?.model("gpt-6.1-terra")).build()?;
/// let answer = plan.call(Ask::new("What is the capital of Norway?")).await?;
/// println!("{}", answer.value.city);
/// # Ok(())
/// # }
/// ```
pub struct Ask<T> {
    user: Content,
    system: Option<String>,
    history: Vec<Turn>,
    output: PhantomData<fn() -> T>,
}

impl<T> Ask<T> {
    /// Asks `user`.
    #[must_use]
    pub fn new(user: impl Into<Content>) -> Self {
        Self {
            user: user.into(),
            system: None,
            history: Vec::new(),
            output: PhantomData,
        }
    }

    /// Adds a system text.
    #[must_use]
    pub fn system(mut self, text: impl Into<String>) -> Self {
        self.system = Some(text.into());
        self
    }

    /// Adds a medium, or another text, behind what is asked so far.
    ///
    /// ```
    /// use driftless::media::Image;
    /// use driftless::{Ask, Contract, Prompt};
    ///
    /// #[derive(Contract)]
    /// struct Plant { name: String }
    ///
    /// let leaf = Image::from_url("https://example.com/leaf.jpg")?;
    /// let ask = Ask::<Plant>::new("Which plant is this?").with(leaf);
    /// assert_eq!(ask.user().parts().len(), 2);
    /// # Ok::<(), driftless::media::MediaError>(())
    /// ```
    #[must_use]
    pub fn with(mut self, part: impl Into<Part>) -> Self {
        let parts = self.user.parts().iter().cloned();
        self.user = parts.chain([part.into()]).collect();
        self
    }

    /// Puts a conversation before the question.
    #[must_use]
    pub fn history(mut self, history: &(impl History + ?Sized)) -> Self {
        self.history = history.turns().to_vec();
        self
    }
}

impl<T: Contract> Prompt for Ask<T> {
    type Output = T;
    const NAME: &'static str = "Ask";
    const DESCRIPTION: &'static str = "A question in plain text.";
    const USER_TEMPLATE: &'static str = "{user}";

    fn user(&self) -> Content {
        self.user.clone()
    }

    fn system(&self) -> Option<String> {
        self.system.clone()
    }

    fn history(&self) -> Vec<Turn> {
        self.history.clone()
    }
}

impl<T> fmt::Debug for Ask<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ask")
            .field("user", &self.user)
            .field("system", &self.system)
            .field("history", &self.history)
            .finish()
    }
}

impl<T> Clone for Ask<T> {
    fn clone(&self) -> Self {
        Self {
            user: self.user.clone(),
            system: self.system.clone(),
            history: self.history.clone(),
            output: PhantomData,
        }
    }
}
