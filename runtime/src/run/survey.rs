//! The first pass over the input: every row is checked, and compared with the journal, before any
//! call is made.

use std::collections::HashMap;
use std::io;
use std::num::NonZeroU64;
use std::path::Path;
use std::sync::Arc;

use serde_json::json;

use super::RunError;
use super::held::{Held, id_hash};
use super::input::{Document, Row, RowReader, Rows};
use super::options::Options;
use super::output::Lines;
use super::record::End;
use super::summary::Ends;
use crate::data::{DataError, Problems};
use crate::engine::worst_case;
use crate::fingerprint::Hasher;
use crate::money::Usd;
use crate::plan::Checked;
use crate::visible::shown_path;

/// The state of one row before the calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowState(u64);

impl RowState {
    /// It is to be asked.
    pub(super) const OPEN: Self = Self(0);
    /// It is no document of this run.
    pub(super) const OUT: Self = Self(u64::MAX);

    /// Its end stands at this byte of the journal.
    pub(super) const fn done(offset: NonZeroU64) -> Self {
        Self(offset.get())
    }

    /// Returns the byte of the journal at which its end stands.
    pub(super) fn offset(self) -> Option<u64> {
        Some(self.0).filter(|_| self != Self::OPEN && self != Self::OUT)
    }
}

/// The input, compared with the journal.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) rows: Vec<RowState>,
    /// Documents of the whole file.
    pub(super) documents: u64,
    /// Documents that this run is about.
    pub(super) selected: u64,
    pub(super) invalid: u64,
    /// Ends that the journal has.
    pub(super) kept: Ends,
    /// Documents that the journal knows with other content, and the first one's id.
    pub(super) changed: (u64, Option<String>),
    /// Ended documents that are not in the input any more.
    pub(super) gone: u64,
    digest: u128,
    /// The most that the open documents can cost, and the dearest of them; `None` until asked.
    pub(super) worst: Option<Result<Worst, String>>,
}

/// The highest cost of documents.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Worst {
    pub(super) all: Option<Usd>,
    pub(super) one: Option<Usd>,
}

/// A hash of documents, whatever their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Digest(u128);

impl Digest {
    /// Adds a document.
    pub(super) fn add(&mut self, document: &Document) {
        let one = Hasher::new().text(&document.id).number(document.key);
        self.0 = self.0.wrapping_add(one.finish());
    }

    /// Returns it as 32 hexadecimal digits.
    pub(super) fn text(self) -> String {
        format!("{:032x}", self.0)
    }
}

impl Survey {
    /// Returns the hash of all documents.
    pub(super) fn digest(&self) -> Digest {
        Digest(self.digest)
    }

    /// Reads the whole input; `price` has the highest cost of the open documents computed, and an
    /// `estimate` writes nothing.
    pub(super) fn read(
        input: &Path,
        asked: &Arc<RowReader>,
        held: &mut Held,
        options: &Options,
        (price, estimate): (Option<&Checked>, bool),
    ) -> Result<Self, RunError> {
        let mut rows = Rows::open(input, asked)?;
        let mut scan = Scan {
            survey: Self {
                worst: price.map(|_| Ok(Worst::default())),
                ..Self::default()
            },
            ids: HashMap::new(),
            errors: DataError::new(&shown_path(input)),
            invalid: None,
            options,
            price,
            estimate,
            digest: Digest::default(),
        };
        while let Some(row) = rows.next()? {
            scan.row(row, held)?;
        }
        scan.ended(input, held)
    }
}

struct Scan<'s> {
    survey: Survey,
    /// The line of each id's hash.
    ids: HashMap<u128, u64>,
    errors: DataError,
    /// Rows that are passed over.
    invalid: Option<Lines>,
    options: &'s Options,
    price: Option<&'s Checked>,
    estimate: bool,
    digest: Digest,
}

impl Scan<'_> {
    fn row(&mut self, row: Row, held: &mut Held) -> Result<(), RunError> {
        let document = match row {
            Row::Document(document) => document,
            Row::Invalid { line, id, problems } => {
                self.survey.rows.push(RowState::OUT);
                return self.invalid(line, id.as_deref(), problems);
            }
        };
        self.digest.add(&document);
        let hash = id_hash(&document.id);
        if let Some(line) = self.ids.insert(hash, document.line) {
            let message = format!(
                "{:?} stands in line {line} as well; give each document an id of its own",
                document.id
            );
            self.survey.rows.push(RowState::OUT);
            let problems = vec![(self.options.layout.id.clone(), message)];
            self.ids.insert(hash, line);
            return self.invalid(document.line, Some(&document.id), problems);
        }
        self.survey.documents += 1;
        let state = self.state(&document, hash, held);
        self.survey.rows.push(state);
        Ok(())
    }

    /// Compares a document with the journal and with what is asked for.
    fn state(&mut self, document: &Document, hash: u128, held: &mut Held) -> RowState {
        let survey = &mut self.survey;
        let slot = held.slots.remove(&hash);
        let known = slot.filter(|slot| slot.key == document.key);
        if slot.is_some() && known.is_none() {
            survey.changed.0 += 1;
            survey.changed.1.get_or_insert_with(|| document.id.clone());
        }
        if !self.options.selects(survey.documents - 1, survey.selected) {
            return RowState::OUT;
        }
        survey.selected += 1;
        let again = self.options.retry_failed;
        if let Some(slot) = known.filter(|slot| !(again && slot.end == End::Failed)) {
            survey.kept.add(slot.end);
            return RowState::done(slot.offset);
        }
        if let (Some(plan), Some(Ok(worst))) = (self.price, &mut survey.worst) {
            match worst_case(plan, (&document.asked, &document.bindings)) {
                Ok(one) => {
                    worst.all = super::held::plus(worst.all, one);
                    worst.one = worst.one.max(one);
                }
                Err(why) => survey.worst = Some(Err(why)),
            }
        }
        RowState::OPEN
    }

    fn invalid(&mut self, line: u64, id: Option<&str>, problems: Problems) -> Result<(), RunError> {
        self.survey.invalid += 1;
        if !self.options.skip_invalid {
            for (field, message) in problems {
                self.errors.push(Some(line), &field, message);
            }
            return Ok(());
        }
        if self.estimate {
            return Ok(());
        }
        let problems: Vec<_> = problems
            .into_iter()
            .map(|(field, message)| json!({"field": field, "message": message}))
            .collect();
        let text = json!({"line": line, "id": id, "problems": problems}).to_string();
        let folder = &self.options.output;
        let lines = match &mut self.invalid {
            Some(lines) => lines,
            none => none.insert(Lines::create(folder, "invalid.jsonl")?),
        };
        lines.line(&text)
    }

    fn ended(mut self, input: &Path, held: &Held) -> Result<Survey, RunError> {
        if !self.errors.is_empty() {
            return Err(RunError::Input(self.errors));
        }
        if self.survey.documents == 0 {
            let name = shown_path(input);
            let error = io::Error::other("it has no document");
            return Err(RunError::Input(DataError::unreadable(&name, &error)));
        }
        if let Some(lines) = self.invalid.take() {
            lines.finish()?;
        }
        self.survey.gone = u64::try_from(held.slots.len()).unwrap_or(u64::MAX);
        self.survey.digest = self.digest.0;
        Ok(self.survey)
    }
}
