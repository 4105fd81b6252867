//! The strict reader of a catalogue's TOML.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::entry::Entry;
use crate::dialect::Route;
use crate::media::MediaKind;
use crate::money::{Price, Usd, usd};
use crate::visible::debug_as_display;

/// A catalogue that can't be read.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CatalogueError {
    /// The file, or whatever the caller named the text.
    pub origin: String,
    /// The line, from 1; `None` where the parser names none.
    pub line: Option<usize>,
    /// The error.
    pub message: String,
}

debug_as_display!(CatalogueError);

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for CatalogueError {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    model: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: Spanned<String>,
    vendor: String,
    #[serde(default)]
    aliases: Vec<String>,
    dialects: Spanned<Vec<Route>>,
    forced_tool: bool,
    context: Option<u64>,
    output: Option<u64>,
    priced_up_to: Option<u64>,
    #[serde(default, deserialize_with = "some_day")]
    shutdown: Option<String>,
    successor: Option<String>,
    shutdown_source: Option<String>,
    #[serde(default)]
    refuses: Vec<String>,
    #[serde(default)]
    refuses_reasoning: Vec<String>,
    #[serde(default)]
    ignores: Vec<String>,
    settings_source: Option<String>,
    #[serde(default)]
    takes_media: Vec<MediaKind>,
    #[serde(default)]
    takes_no_media: Vec<MediaKind>,
    media_source: Option<String>,
    source: String,
    #[serde(deserialize_with = "day")]
    date: String,
    note: Option<String>,
    price: Option<Rates>,
    #[serde(default)]
    tiers: Vec<Tier>,
    #[serde(default)]
    changes: Vec<Change>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rates {
    #[serde(deserialize_with = "amount")]
    input: Usd,
    #[serde(default, deserialize_with = "some_amount")]
    cached: Option<Usd>,
    #[serde(default, deserialize_with = "some_amount")]
    cache_written: Option<Usd>,
    #[serde(deserialize_with = "amount")]
    output: Usd,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tier {
    above: u64,
    #[serde(deserialize_with = "amount")]
    input: Usd,
    #[serde(default, deserialize_with = "some_amount")]
    cached: Option<Usd>,
    #[serde(default, deserialize_with = "some_amount")]
    cache_written: Option<Usd>,
    #[serde(deserialize_with = "amount")]
    output: Usd,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    #[serde(deserialize_with = "day")]
    from: String,
    #[serde(deserialize_with = "amount")]
    input: Usd,
    #[serde(default, deserialize_with = "some_amount")]
    cached: Option<Usd>,
    #[serde(default, deserialize_with = "some_amount")]
    cache_written: Option<Usd>,
    #[serde(deserialize_with = "amount")]
    output: Usd,
}

/// The rows of `text`.
pub(super) fn entries(origin: &str, text: &str) -> Result<Vec<Entry>, CatalogueError> {
    let wrong = |at: Option<usize>, message: String| CatalogueError {
        origin: origin.to_owned(),
        line: at.map(|at| line(text, at)),
        message,
    };
    let file: File = toml::from_str(text).map_err(|error| {
        wrong(
            error.span().map(|span| span.start),
            error.message().to_owned(),
        )
    })?;
    let mut entries: Vec<Entry> = Vec::with_capacity(file.model.len());
    for row in file.model {
        let at = row.id.span().start;
        if row.id.get_ref().is_empty() {
            return Err(wrong(Some(at), "the id is empty".to_owned()));
        }
        if row.dialects.get_ref().is_empty() {
            let message = "a model takes at least one dialect; every one takes `instructions`";
            return Err(wrong(Some(row.dialects.span().start), message.to_owned()));
        }
        if row.price.is_none() && !row.tiers.is_empty() {
            return Err(wrong(
                Some(at),
                format!("{} has tiers without a price", row.id.get_ref()),
            ));
        }
        if !row.changes.is_empty() && !row.tiers.is_empty() {
            // A change names one price: that of long requests would be forgotten from its day on.
            return Err(wrong(
                Some(at),
                format!(
                    "{} has tiers and announced changes; a change can't name tiers",
                    row.id.get_ref()
                ),
            ));
        }
        let entry = entry(row);
        let names =
            |known: &Entry, name: &String| known.id == *name || known.aliases.contains(name);
        let again = std::iter::once(&entry.id)
            .chain(&entry.aliases)
            .find(|name| entries.iter().any(|known| names(known, name)));
        if let Some(again) = again {
            return Err(wrong(Some(at), format!("{again} stands twice")));
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn entry(row: Row) -> Entry {
    let mut price = row
        .price
        .map(|rates| price(rates.input, rates.cached, rates.cache_written, rates.output));
    for tier in row.tiers {
        let above = self::price(tier.input, tier.cached, tier.cache_written, tier.output);
        price = price.map(|price| price.tier(tier.above, &above));
    }
    let mut changes: Vec<(String, Price)> = row
        .changes
        .into_iter()
        .map(|change| {
            let price = self::price(
                change.input,
                change.cached,
                change.cache_written,
                change.output,
            );
            (change.from, price)
        })
        .collect();
    changes.sort_by(|(one, _), (other, _)| one.cmp(other));
    Entry {
        id: row.id.into_inner(),
        vendor: row.vendor,
        aliases: row.aliases,
        dialects: row.dialects.into_inner(),
        forced_tool: row.forced_tool,
        context: row.context,
        output: row.output,
        priced_up_to: row.priced_up_to,
        shutdown: row.shutdown,
        successor: row.successor,
        shutdown_source: row.shutdown_source,
        refuses: row.refuses,
        refuses_reasoning: row.refuses_reasoning,
        ignores: row.ignores,
        settings_source: row.settings_source,
        takes_media: row.takes_media,
        takes_no_media: row.takes_no_media,
        media_source: row.media_source,
        source: row.source,
        date: row.date,
        note: row.note,
        price,
        changes,
    }
}

fn price(input: Usd, cached: Option<Usd>, written: Option<Usd>, output: Usd) -> Price {
    let price = Price::per_million(input, output).cached(cached.unwrap_or(input));
    price.cache_written(written.unwrap_or(input))
}

fn line(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() + 1
}

fn amount<'de, D: Deserializer<'de>>(from: D) -> Result<Usd, D::Error> {
    usd(&String::deserialize(from)?).map_err(D::Error::custom)
}

fn some_amount<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Usd>, D::Error> {
    amount(from).map(Some)
}

fn day<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = String::deserialize(from)?;
    if super::serving::is_day(&text) {
        return Ok(text);
    }
    Err(D::Error::custom(format!(
        "{text:?} is no day; write YYYY-MM-DD"
    )))
}

fn some_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    day(from).map(Some)
}
