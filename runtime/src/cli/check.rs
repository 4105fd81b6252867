//! `check`: what can be verified without asking a model.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use clap::ArgMatches;

use super::exit::{Exit, Fault};
use super::print::{Format, annotation, safe};
use super::{carried, stale};
use crate::catalogue::{Catalogue, Entry};
use crate::clock::{Clock, SystemClock, day};
use crate::json::Json;
use crate::pointer::Pointer;
use crate::registry::Registry;
use crate::shape::{Body, Field, Shape};

const DAY: u64 = 86_400;

/// One thing that was found.
pub(super) struct Finding {
    /// The contract or the model.
    of: String,
    pointer: String,
    sentence: String,
    /// Whether it is to be known rather than to be mended.
    is_note: bool,
}

impl Finding {
    pub(super) fn problem(of: String, pointer: String, sentence: String) -> Self {
        Self {
            of,
            pointer,
            sentence,
            is_note: false,
        }
    }

    pub(super) fn note(of: String, pointer: String, sentence: String) -> Self {
        Self {
            is_note: true,
            ..Self::problem(of, pointer, sentence)
        }
    }
}

/// Looks at every contract and model.
pub(super) fn run(registry: &Registry, matches: &ArgMatches) -> Result<Exit, Fault> {
    let models = models(matches)?;
    let mut found = Vec::new();
    carried::limits(registry, &models, &mut found);
    if let Some(most) = matches.get_one::<u64>("max-prompt-tokens") {
        carried::sizes(registry, &models, *most, &mut found);
    }
    if matches.get_flag("descriptions") {
        descriptions(registry, &mut found);
    }
    let given = matches.get_one::<SystemTime>("today").copied();
    let now = given.unwrap_or_else(|| SystemClock.now());
    let today = day(now);
    let oldest = matches.get_one::<u32>("max-price-age").and_then(|days| {
        let age = Duration::from_secs(u64::from(*days).saturating_mul(DAY));
        now.checked_sub(age).map(day)
    });
    for model in &models {
        facts(model, &today, oldest.as_deref(), &mut found);
    }
    if let Some(path) = matches.get_one::<PathBuf>("lock") {
        for (of, sentence) in stale::of(registry, path, &today)? {
            found.push(Finding::problem(of, String::new(), sentence));
        }
    }
    found.sort_by_key(|finding| finding.is_note);
    let is_clean = found.iter().all(|finding| finding.is_note);
    let format = Format::of(matches);
    let mut out = BufWriter::new(io::stdout().lock());
    for finding in &found {
        finding.print(format, &mut out)?;
    }
    if is_clean && format == Format::Text {
        let (contracts, models) = (registry.contracts.len(), models.len());
        writeln!(out, "{contracts} contracts hold for {models} models")?;
    }
    out.flush()?;
    Ok(if is_clean { Exit::Clean } else { Exit::Found })
}

/// The models in use: those that are named, or all that are known.
fn models(matches: &ArgMatches) -> Result<Vec<Entry>, Fault> {
    let mut catalogue = Catalogue::builtin();
    if let Some(path) = matches.get_one::<PathBuf>("catalogue") {
        let text = std::fs::read_to_string(path).map_err(|error| Fault::reading(path, &error))?;
        catalogue = catalogue
            .with_toml(&path.display().to_string(), &text)
            .map_err(|error| Fault::new(error.to_string()))?;
    }
    let Some(names) = matches.get_many::<String>("model") else {
        return Ok(catalogue.models().to_vec());
    };
    let known = |name: &String| {
        let unknown = || {
            Fault::new(format!(
                "the catalogue has no model `{name}`; add it by --catalogue"
            ))
        };
        catalogue.get(name).cloned().ok_or_else(unknown)
    };
    names.map(known).collect()
}

/// Fields that a model gets no words for.
fn descriptions(registry: &Registry, found: &mut Vec<Finding>) {
    for contract in registry.contracts.values() {
        let mut bare = Vec::new();
        let mut open = Vec::new();
        undescribed(contract.shape, &mut Pointer::root(), &mut open, &mut bare);
        found.extend(bare.into_iter().map(|pointer| {
            let sentence = "no description; write a doc comment, since a model reads it";
            Finding::problem(registry.shown(contract), pointer, sentence.to_owned())
        }));
    }
}

fn undescribed(
    shape: &'static Shape,
    at: &mut Pointer,
    open: &mut Vec<u128>,
    found: &mut Vec<String>,
) {
    if let Some(name) = shape.name() {
        // A named type is told once, where it is met first.
        if open.contains(&name.key) {
            return;
        }
        open.push(name.key);
    }
    match shape {
        Shape::Nullable(inner) => undescribed(inner, at, open, found),
        Shape::Newtype(of) => undescribed(of.inner, at, open, found),
        Shape::List(list) => below("*", list.items, at, open, found),
        Shape::Map(values) => below("*", values, at, open, found),
        Shape::Object(of) => fields(of.fields, at, open, found),
        Shape::Union(of) => {
            for variant in of.variants {
                match variant.body {
                    Body::Unit => {}
                    Body::Fields(of) => fields(of, at, open, found),
                    Body::Value(shape) => undescribed(shape, at, open, found),
                }
            }
        }
        _ => {}
    }
}

fn below(
    key: &str,
    shape: &'static Shape,
    at: &mut Pointer,
    open: &mut Vec<u128>,
    found: &mut Vec<String>,
) {
    let mark = at.mark();
    at.push_key(key);
    undescribed(shape, at, open, found);
    at.truncate(mark);
}

fn fields(
    fields: &'static [Field],
    at: &mut Pointer,
    open: &mut Vec<u128>,
    found: &mut Vec<String>,
) {
    for field in fields {
        let mark = at.mark();
        at.push_key(field.name);
        if field.doc.is_empty() {
            found.push(at.to_string());
        }
        undescribed(field.shape, at, open, found);
        at.truncate(mark);
    }
}

/// What is known of a model and no longer holds, or may not.
fn facts(model: &Entry, today: &str, oldest: Option<&str>, found: &mut Vec<Finding>) {
    let mut push = |sentence: String| {
        let of = format!("model {}", model.id);
        found.push(Finding::problem(of, String::new(), sentence));
    };
    if let Some(shutdown) = model
        .shutdown
        .as_deref()
        .filter(|shutdown| *shutdown <= today)
    {
        push(format!("its vendor has shut it down on {shutdown}"));
    }
    let Some(oldest) = oldest else { return };
    if model.price_on(today).is_none() {
        push("no price is recorded; add it by --catalogue".to_owned());
    } else if model.date.as_str() < oldest {
        let date = if model.date.is_empty() {
            "an unknown day"
        } else {
            &model.date
        };
        push(format!(
            "its price was read on {date}; look at {} and record it anew by --catalogue",
            model.source
        ));
    }
}

impl Finding {
    fn print(&self, format: Format, out: &mut impl Write) -> io::Result<()> {
        let place = if self.pointer.is_empty() { "" } else { " " };
        let message = format!(
            "{}{place}{}: {}",
            self.of,
            safe(&self.pointer),
            safe(&self.sentence)
        );
        match format {
            Format::Text if self.is_note => writeln!(out, "note: {message}"),
            Format::Text => writeln!(out, "{message}"),
            Format::GitHub => {
                let level = if self.is_note { "notice" } else { "error" };
                writeln!(out, "{}", annotation(level, None, "check", &message))
            }
            Format::Json => {
                let level = if self.is_note { "note" } else { "problem" };
                let members = [
                    ("of", Json::string(&self.of)),
                    ("level", Json::string(level)),
                    ("pointer", Json::string(&self.pointer)),
                    ("sentence", Json::string(&self.sentence)),
                ];
                let line = serde_json::to_string(&Json::object(members)).unwrap_or_default();
                writeln!(out, "{line}")
            }
        }
    }
}
