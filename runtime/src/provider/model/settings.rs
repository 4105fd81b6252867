//! Settings of a model's calls that go to the vendor.

use crate::dialect::Dialect;
use crate::provider::header::Header;
use crate::secret::Secret;

use super::Model;

/// Settings that go to the vendor. Only what is set is sent; `build()` refuses what the API or the
/// model doesn't take.
impl<D: Dialect> Model<D> {
    /// Limits the output in tokens, reasoning included.
    #[doc(alias("max_tokens", "max_completion_tokens"))]
    #[must_use]
    pub fn max_output_tokens(mut self, limit: u32) -> Self {
        self.settings.parameters.max_output_tokens = Some(limit);
        self
    }

    /// Sets the sampling temperature. Some models reject it, so it is sent only if set.
    #[must_use]
    pub fn temperature(mut self, temperature: f64) -> Self {
        self.settings.parameters.temperature = Some(temperature);
        self
    }

    /// Sets the number that the vendor draws from, so that equal requests are answered alike as far
    /// as possible; none promises more than that. `build()` refuses it where an API has no such
    /// member.
    #[must_use]
    pub fn seed(mut self, seed: i64) -> Self {
        self.settings.parameters.seed = Some(seed);
        self
    }

    /// Draws from the most likely tokens that have this share of the probability together, above 0
    /// and at most 1. Vendors advise to set it or the temperature, not both.
    #[must_use]
    pub fn top_p(mut self, share: f64) -> Self {
        self.settings.parameters.top_p = Some(share);
        self
    }

    /// Sets how much the model reasons, in the vendor's own word, such as `low`. Models differ in
    /// the words that they take.
    #[doc(alias("reasoning_effort", "thinking"))]
    #[must_use]
    pub fn effort(mut self, effort: impl Into<String>) -> Self {
        self.settings.parameters.effort = Some(effort.into());
        self
    }

    /// Draws from this number of the most likely tokens.
    #[must_use]
    pub fn top_k(mut self, tokens: u32) -> Self {
        self.settings.parameters.top_k = Some(tokens);
        self
    }

    /// Ends the output before any of these texts. An answer that ends so is rarely a whole
    /// document, so this is for answers of which the contract is a plain text.
    #[doc(alias("stop_sequences"))]
    #[must_use]
    pub fn stop<T: Into<String>>(mut self, texts: impl IntoIterator<Item = T>) -> Self {
        let texts = texts.into_iter().map(Into::into).collect();
        self.settings.parameters.stop = Some(texts);
        self
    }

    /// Makes tokens less likely the more often they were said, from -2 to 2.
    #[must_use]
    pub fn frequency_penalty(mut self, penalty: f64) -> Self {
        self.settings.parameters.frequency_penalty = Some(penalty);
        self
    }

    /// Makes tokens less likely that were said at all, from -2 to 2.
    #[must_use]
    pub fn presence_penalty(mut self, penalty: f64) -> Self {
        self.settings.parameters.presence_penalty = Some(penalty);
        self
    }

    /// Limits the tokens that the model reasons with, for models that take a number instead of
    /// [`effort`](Self::effort): Gemini 2.5 and Claude up to 4.6. It is part of the output limit.
    #[doc(alias("budget_tokens", "thinking_budget_tokens"))]
    #[must_use]
    pub fn thinking_budget(mut self, tokens: u32) -> Self {
        self.settings.parameters.thinking_budget = Some(tokens);
        self
    }

    /// Sets how much the model says, in the vendor's own word, such as `low`.
    #[must_use]
    pub fn verbosity(mut self, verbosity: impl Into<String>) -> Self {
        self.settings.parameters.verbosity = Some(verbosity.into());
        self
    }

    /// Sets the vendor's service tier, in its own word, such as `flex` or `priority`. Budgets
    /// reserve what the tier costs; one of unknown price counts as the dearest that is known.
    #[must_use]
    pub fn service_tier(mut self, tier: impl Into<String>) -> Self {
        self.settings.parameters.service_tier = Some(tier.into());
        self
    }

    /// Names the application's own user to the vendor, who can then stop one of them instead of
    /// all. Give a hash, not a name or an address: receipts don't show it, and vendors store it.
    #[doc(alias("user", "safety_identifier"))]
    #[must_use]
    pub fn end_user(mut self, id: impl Into<String>) -> Self {
        self.settings.parameters.end_user = Some(id.into());
        self
    }

    /// Says whether the vendor may store the answer for later requests. Unless set, OpenAI's
    /// Responses is asked not to, and others do as they document.
    #[must_use]
    pub fn store(mut self, store: bool) -> Self {
        self.settings.parameters.store = Some(store);
        self
    }

    /// Adds a member to the request body, in the vendor's own words.
    ///
    /// An object is merged member by member with one that driftless writes, such as Gemini's
    /// `generationConfig`. What the vendor makes of it isn't checked. `build()` refuses members
    /// that carry the prompt or the contract. The value is part of the digest that evidence and
    /// journals know a model by.
    ///
    /// ```
    /// use driftless::provider::{Compatible, Gemini};
    /// use serde_json::json;
    ///
    /// let local = Compatible::at("http://localhost:8000/v1")
    ///     .model("qwen3")
    ///     .extra("chat_template_kwargs", json!({ "enable_thinking": false }));
    /// let gemini = Gemini::new("the key")
    ///     .model("gemini-3.8-flash")
    ///     .extra("safetySettings", json!([]));
    /// # let _ = (local, gemini);
    /// ```
    #[must_use]
    pub fn extra(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
        let member = (name.into(), value.into());
        self.settings.parameters.extra.push(member);
        self
    }

    /// Adds an HTTP header to every request, such as a gateway's routing or a tenant's name.
    ///
    /// The value never prints. It is part of the digest that evidence and journals know a model by,
    /// since it may decide who answers; for keys use [`secret_header`](Self::secret_header).
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let header = Header::new(name.into(), Secret::new(value), true);
        self.settings.parameters.headers.push(header);
        self
    }

    /// Adds an HTTP header whose value is a key, such as a gateway's own beside the vendor's.
    ///
    /// The value never prints, and no digest depends on it, so that it can be renewed.
    #[must_use]
    pub fn secret_header(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        let header = Header::new(name.into(), value.into(), false);
        self.settings.parameters.headers.push(header);
        self
    }
}
