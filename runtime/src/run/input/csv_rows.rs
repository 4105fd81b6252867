//! Rows of CSV: columns become the prompt's inputs.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{Reader, ReaderBuilder, StringRecord};

use super::{Row, RowReader};
use crate::data::{DataError, LONGEST, Problems, Raw, listed};
use crate::json::write_string;
use crate::run::RunError;

/// The rows behind the header.
pub(super) struct CsvRows {
    reader: Reader<Bounded>,
    /// The use of each column.
    columns: Vec<Column>,
    record: StringRecord,
    row_bytes: Arc<AtomicUsize>,
    name: String,
}

/// A column's use.
#[derive(Clone)]
enum Column {
    Id,
    Field(&'static str),
    /// An id that the prompt shows as well.
    Both(&'static str),
    Other,
}

impl CsvRows {
    /// Reads the header.
    pub(super) fn new(
        reader: Box<dyn BufRead + Send>,
        asked: &RowReader,
        name: &str,
    ) -> Result<Self, RunError> {
        let row_bytes = Arc::new(AtomicUsize::new(0));
        let bounded = Bounded {
            inside: reader,
            read: Arc::clone(&row_bytes),
        };
        let mut reader = ReaderBuilder::new().from_reader(bounded);
        let header = reader.headers().cloned();
        let header = header.map_err(|error| RunError::Input(broken(name, &error)))?;
        let columns = columns(&header, asked, name).map_err(RunError::Input)?;
        Ok(Self {
            reader,
            columns,
            record: StringRecord::new(),
            row_bytes,
            name: name.to_owned(),
        })
    }

    pub(super) fn next(&mut self, asked: &RowReader) -> Result<Option<Row>, RunError> {
        self.row_bytes.store(0, Ordering::Relaxed);
        let invalid = |line: u64, message: String| {
            Ok(Some(Row::Invalid {
                line,
                id: None,
                problems: vec![(String::new(), message)],
            }))
        };
        match self.reader.read_record(&mut self.record) {
            Ok(false) => return Ok(None),
            Ok(true) => {}
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                return match error.kind() {
                    csv::ErrorKind::Utf8 { .. } => invalid(
                        line,
                        "a cell is not UTF-8; save the file as UTF-8".to_owned(),
                    ),
                    csv::ErrorKind::UnequalLengths {
                        expected_len, len, ..
                    } => invalid(
                        line,
                        format!("the row has {len} cells, and the header has {expected_len}"),
                    ),
                    _ => Err(RunError::Input(broken(&self.name, &error))),
                };
            }
        }
        let line = self.record.position().map_or(0, csv::Position::line);
        if self.record.as_slice().len() > LONGEST {
            return invalid(
                line,
                format!("the row is longer than {LONGEST} bytes; no model takes as much"),
            );
        }
        let (raw, problems) = self.raw(asked);
        Ok(Some(asked.row(line, raw, problems, true)))
    }

    /// Takes the row apart.
    fn raw(&self, asked: &RowReader) -> (Raw, Problems) {
        let (mut raw, mut problems) = (Raw::default(), Problems::new());
        for (cell, column) in self.record.iter().zip(&self.columns) {
            if matches!(column, Column::Id | Column::Both(_)) {
                if cell.trim().is_empty() {
                    let message = "no id; give each document one of its own".to_owned();
                    problems.push((asked.layout.id.clone(), message));
                }
                raw.id = Some(cell.to_owned());
            }
            if let Column::Field(field) | Column::Both(field) = column {
                raw.input
                    .push(((*field).to_owned(), value(cell, field, asked)));
            }
        }
        (raw, problems)
    }
}

/// Returns a cell as the JSON that its field reads: a text where the field takes one, otherwise the
/// cell as it is, such as a number; an empty cell of an optional field is `null`.
fn value(cell: &str, field: &str, asked: &RowReader) -> String {
    let mut text = String::new();
    write_string(&mut text, cell);
    let fields = asked.inputs.fields.iter();
    let Some(read) = fields
        .filter(|known| known.name == field)
        .find_map(|known| known.read)
    else {
        return text;
    };
    if cell.is_empty() && read("null").is_ok() {
        return "null".to_owned();
    }
    if read(&text).is_err() && read(cell).is_ok() {
        return cell.to_owned();
    }
    text
}

/// Returns the use of each column; a header that lacks a field or has an unknown one is an error.
fn columns(header: &StringRecord, asked: &RowReader, name: &str) -> Result<Vec<Column>, DataError> {
    let mut problems = DataError::new(name);
    let id = asked.layout.id.as_str();
    let mut columns = Vec::with_capacity(header.len());
    for (at, title) in header.iter().enumerate() {
        let field = asked.fields.iter().find(|field| **field == title).copied();
        if header.iter().take(at).any(|before| before == title) {
            let message = "the column stands twice; keep one".to_owned();
            problems.push(Some(1), title, message);
        }
        columns.push(match (title == id, field) {
            (true, Some(field)) => Column::Both(field),
            (true, None) => Column::Id,
            (false, Some(field)) => Column::Field(field),
            (false, None) if asked.layout.lenient => Column::Other,
            (false, None) => {
                let message = format!(
                    "unknown; the file has the id as `{id}` and {}; drop the column, or let unknown columns pass",
                    listed(&asked.fields)
                );
                problems.push(Some(1), title, message);
                Column::Other
            }
        });
    }
    for field in &asked.fields {
        if !header.iter().any(|title| title == *field) {
            let message = format!(
                "no such column; the prompt `{}` asks with it",
                asked.prompt.name
            );
            problems.push(Some(1), field, message);
        }
    }
    if problems.is_empty() {
        Ok(columns)
    } else {
        Err(problems)
    }
}

fn broken(name: &str, error: &csv::Error) -> DataError {
    let line = error.position().map(csv::Position::line);
    let mut problems = DataError::new(name);
    let message = match error.kind() {
        csv::ErrorKind::Io(error) => format!("can't be read: {error}"),
        _ => error.to_string(),
    };
    problems.push(line, "", message);
    problems
}

/// A file of which a row takes a bounded part: a quote that is never closed makes all that follows
/// one cell.
struct Bounded {
    inside: Box<dyn BufRead + Send>,
    /// Bytes since the row began.
    read: Arc<AtomicUsize>,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inside.read(buffer)?;
        let before = self.read.fetch_add(read, Ordering::Relaxed);
        if before > 2 * LONGEST {
            return Err(io::Error::other(format!(
                "a row is longer than {} bytes; is a quotation mark never closed?",
                2 * LONGEST
            )));
        }
        Ok(read)
    }
}
