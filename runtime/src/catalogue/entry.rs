//! One row of the catalogue.

use crate::dialect::Route;
use crate::media::MediaKind;
use crate::money::Price;

/// A model of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// The id that requests carry.
    pub id: String,
    /// The provider's name, such as `openai`.
    pub vendor: String,
    /// Other ids that the vendor documents to lead to this model.
    pub aliases: Vec<String>,
    /// The dialects that it takes; the first is the default.
    pub dialects: Vec<Route>,
    /// `true` if it can be made to call one tool.
    pub forced_tool: bool,
    /// The most input tokens.
    pub context: Option<u64>,
    /// The most output tokens.
    pub output: Option<u64>,
    /// Input tokens up to which the recorded price holds; `None`: all.
    pub priced_up_to: Option<u64>,
    /// The day on which the vendor shuts it down, `YYYY-MM-DD`.
    pub shutdown: Option<String>,
    /// The model that the vendor recommends in its stead.
    pub successor: Option<String>,
    /// Source of these two, with its day; `None` if it is that of the row.
    pub shutdown_source: Option<String>,
    /// Settings that it rejects, by the names that [`Parameters`](crate::provider::Parameters) has.
    pub refuses: Vec<String>,
    /// Settings that it takes only with the effort `none`.
    pub refuses_reasoning: Vec<String>,
    /// Settings that it takes without a word and doesn't read.
    pub ignores: Vec<String>,
    /// Source of these three, with its day; `None` if it is that of the row.
    pub settings_source: Option<String>,
    /// Kinds of media that it takes. A kind in neither list is unknown: it is sent, and shown.
    pub takes_media: Vec<MediaKind>,
    /// Kinds of media that it doesn't take.
    pub takes_no_media: Vec<MediaKind>,
    /// Source of these two, with its day; `None` if it is that of the row.
    pub media_source: Option<String>,
    /// Where the row comes from.
    pub source: String,
    /// When that was read, `YYYY-MM-DD`.
    pub date: String,
    /// Facts that could not be confirmed, and other remarks.
    pub note: Option<String>,
    /// The price; `None`: not recorded, which is not the same as free.
    pub price: Option<Price>,
    /// Prices announced for later: from which day, `YYYY-MM-DD`, in order.
    pub changes: Vec<(String, Price)>,
}

impl Entry {
    /// Returns a model of which nothing is known but who makes it; set what is known. It takes
    /// instructions, as every model does.
    #[must_use]
    pub fn new(id: impl Into<String>, vendor: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            vendor: vendor.into(),
            aliases: Vec::new(),
            dialects: vec![Route::Instructions],
            forced_tool: false,
            context: None,
            output: None,
            priced_up_to: None,
            shutdown: None,
            successor: None,
            shutdown_source: None,
            refuses: Vec::new(),
            refuses_reasoning: Vec::new(),
            ignores: Vec::new(),
            settings_source: None,
            takes_media: Vec::new(),
            takes_no_media: Vec::new(),
            media_source: None,
            source: "user".to_owned(),
            date: String::new(),
            note: None,
            price: None,
            changes: Vec::new(),
        }
    }

    /// Returns the price on a day, `YYYY-MM-DD`, announced changes included.
    #[must_use]
    pub fn price_on(&self, day: &str) -> Option<&Price> {
        let changed = self
            .changes
            .iter()
            .rev()
            .find(|(from, _)| from.as_str() <= day);
        changed.map(|(_, price)| price).or(self.price.as_ref())
    }

    /// Returns the source of the kinds of media, in words.
    pub(crate) fn media_source(&self) -> String {
        let row = || format!("{}, {}", self.source, self.date);
        self.media_source.clone().unwrap_or_else(row)
    }

    /// Returns the source of the shutdown, in words.
    pub(crate) fn shutdown_source(&self) -> String {
        let row = || format!("{}, {}", self.source, self.date);
        self.shutdown_source.clone().unwrap_or_else(row)
    }

    /// The price today for a prompt of `input` tokens, as far as that is recorded. The day is asked
    /// for only where it makes a difference.
    pub(crate) fn price_for(&self, input: u64, today: impl FnOnce() -> String) -> Option<&Price> {
        if self.priced_up_to.is_some_and(|most| input > most) {
            return None;
        }
        if self.changes.is_empty() {
            return self.price.as_ref();
        }
        self.price_on(&today())
    }
}

/// Returns the advice at the end of a sentence about a model that is shut down, whose vendor names
/// this successor.
pub(crate) fn succession(successor: Option<&str>) -> String {
    successor.map_or_else(
        || "choose another".to_owned(),
        |successor| format!("the vendor recommends `{successor}`"),
    )
}
