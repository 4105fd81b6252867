//! The documents of a run, one at a time: lines of JSON or rows of CSV, compressed or not.

mod csv_rows;
mod open;

pub(super) use open::spool;

use std::path::Path;
use std::sync::Arc;

use super::RunError;
use crate::bound::Bindings;
use crate::data::{
    DataError, LONGEST, Line, Lines, Problems, Raw, Reading, broken, flat, inputs_of,
};
use crate::fingerprint::Hasher;
use crate::json::Node;
use crate::prompt::{Inputs, RenderedPrompt};
use crate::registry::PromptEntry;
use crate::visible::shown_path;

use csv_rows::CsvRows;

/// The layout of a run's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputFormat {
    /// One JSON object a line.
    JsonLines,
    /// Comma-separated values with a header row (RFC 4180), whose columns are the prompt's fields.
    Csv,
}

/// The settings by which input is read.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// `None`: by the file's name.
    pub(crate) format: Option<InputFormat>,
    /// The column of the ids.
    pub(crate) id: String,
    /// Columns that the prompt doesn't know are passed over.
    pub(crate) lenient: bool,
}

/// One document of a run.
#[derive(Debug)]
pub(super) struct Document {
    pub(crate) id: String,
    /// The line in which it begins, from 1.
    pub(super) line: u64,
    /// Hash of everything that its answer may depend on.
    pub(super) key: u128,
    pub(super) asked: RenderedPrompt,
    pub(super) bindings: Bindings,
}

/// A row of the input.
pub(super) enum Row {
    Document(Box<Document>),
    /// It is no document of the prompt.
    Invalid {
        line: u64,
        id: Option<String>,
        problems: Problems,
    },
}

/// A reader of rows as documents of one prompt.
#[derive(Debug)]
pub(super) struct RowReader {
    prompt: PromptEntry,
    inputs: Inputs,
    fields: Vec<&'static str>,
    layout: Layout,
    /// Hash of everything but the document.
    identity: u128,
}

impl RowReader {
    /// Returns the readers of `prompt`, whose calls have `identity`; `file` is for messages.
    pub(super) fn new(
        prompt: PromptEntry,
        layout: Layout,
        identity: u128,
        file: &Path,
    ) -> Result<Self, DataError> {
        let inputs = inputs_of(&prompt, &shown_path(file))?;
        let fields = inputs.fields.iter().map(|field| field.name).collect();
        Ok(Self {
            prompt,
            inputs,
            fields,
            layout,
            identity,
        })
    }

    fn row(&self, line: u64, raw: Raw, mut problems: Problems, is_flat: bool) -> Row {
        let reading = Reading {
            prompt: &self.prompt,
            inputs: &self.inputs,
        };
        let (id, before) = (raw.id.clone(), problems.len());
        let item = if before == 0 {
            reading.item(line, raw, &mut problems)
        } else {
            None
        };
        let Some(item) = item else {
            if is_flat {
                for (place, _) in problems.iter_mut().skip(before) {
                    if let Some(column) = place.strip_prefix("input.") {
                        *place = column.to_owned();
                    }
                }
            }
            return Row::Invalid { line, id, problems };
        };
        let hasher = Hasher::new().number(self.identity).text(&item.input);
        let key = item.asked.hashed(hasher).finish();
        let derived = || {
            let hash = Hasher::new().text(&item.input).finish();
            format!("doc-{hash:032x}")
        };
        Row::Document(Box::new(Document {
            id: id.unwrap_or_else(derived),
            line,
            key,
            asked: item.asked,
            bindings: item.bindings,
        }))
    }

    /// Reads a line of JSON; `None` if it is blank.
    fn json(&self, line: u64, bytes: &[u8]) -> Option<Row> {
        let invalid = |message: String| {
            Some(Row::Invalid {
                line,
                id: None,
                problems: vec![(String::new(), message)],
            })
        };
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text
                .strip_prefix('\u{feff}')
                .filter(|_| line == 1)
                .unwrap_or(text),
            Err(error) => {
                let at = error.valid_up_to() + 1;
                return invalid(format!("byte {at} is not UTF-8; save the file as UTF-8"));
            }
        };
        if text.trim().is_empty() {
            return None;
        }
        let node = match Node::parse(text) {
            Ok(node) => node,
            Err(problem) => return invalid(broken(text, &problem)),
        };
        let mut problems = Problems::new();
        let layout = (self.layout.id.as_str(), self.layout.lenient);
        let raw = flat(&node, &self.fields, layout, &mut problems);
        let is_flat = !text.contains("\"input\"");
        Some(self.row(line, raw, problems, is_flat))
    }
}

/// The rows of one file, from its first on.
pub(super) struct Rows {
    asked: Arc<RowReader>,
    name: String,
    kind: Kind,
}

enum Kind {
    Json(Lines),
    Csv(Box<CsvRows>),
}

impl Rows {
    /// Opens a file.
    pub(super) fn open(path: &Path, asked: &Arc<RowReader>) -> Result<Self, RunError> {
        let name = shown_path(path);
        let unreadable =
            |error: std::io::Error| RunError::Input(DataError::unreadable(&name, &error));
        let reader = open::reader(path).map_err(unreadable)?;
        let format = asked.layout.format.unwrap_or_else(|| open::format(path));
        let kind = match format {
            InputFormat::JsonLines => Kind::Json(Lines::of(reader)),
            InputFormat::Csv => Kind::Csv(Box::new(CsvRows::new(reader, asked, &name)?)),
        };
        Ok(Self {
            asked: Arc::clone(asked),
            name,
            kind,
        })
    }

    /// Returns the next row; `None` behind the last one.
    pub(super) fn next(&mut self) -> Result<Option<Row>, RunError> {
        let lines = match &mut self.kind {
            Kind::Csv(rows) => return rows.next(&self.asked),
            Kind::Json(lines) => lines,
        };
        loop {
            let next = lines
                .next()
                .map_err(|error| RunError::Input(DataError::unreadable(&self.name, &error)))?;
            match next {
                None => return Ok(None),
                Some((line, Line::TooLong)) => {
                    let message = format!(
                        "the line is longer than {LONGEST} bytes; no model takes as much, so shorten it"
                    );
                    return Ok(Some(Row::Invalid {
                        line,
                        id: None,
                        problems: vec![(String::new(), message)],
                    }));
                }
                Some((line, Line::Whole(bytes))) => {
                    if let Some(row) = self.asked.json(line, &bytes) {
                        return Ok(Some(row));
                    }
                }
            }
        }
    }
}
