//! A rehearsal as a table for people.

use std::fmt::{self, Write};

use super::table::{CallOutcome, Rehearsal, RehearsedStep, Row};

/// The columns behind the fault.
const HEADS: [&str; 7] = [
    "fault",
    "outcome",
    "taken for",
    "answered by",
    "added",
    "cost",
    "signal",
];

impl fmt::Display for CallOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One block for each model, one line for each fault.
impl fmt::Display for Rehearsal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}, in {}", self.prompt, self.contract, self.mode)?;
        for (at, step) in self.steps.iter().enumerate() {
            write!(f, "\n\n{}. {step}", at.saturating_add(1))?;
            let rows = self.rows.iter().filter(|row| row.step == at);
            let cells: Vec<[String; 7]> = rows.map(cells).collect();
            if !cells.is_empty() {
                lines(f, &cells)?;
            }
        }
        let count = |outcome| {
            self.rows
                .iter()
                .filter(|row| row.outcome == outcome)
                .count()
        };
        write!(
            f,
            "\n\n{} answered, {} fell back, {} failed, {} misread, {} not applicable",
            count(CallOutcome::Answered),
            count(CallOutcome::FellBack),
            count(CallOutcome::Failed),
            count(CallOutcome::Misread),
            count(CallOutcome::NotApplicable),
        )
    }
}

impl fmt::Display for RehearsedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}, {})", self.model, self.provider, self.dialect)?;
        if let Some(fault) = self.reached_by {
            write!(f, ", reached by: {fault}")?;
        }
        match &self.not_rehearsed {
            Some(why) => write!(f, "\n   not rehearsed: {why}"),
            None => Ok(()),
        }
    }
}

fn cells(row: &Row) -> [String; 7] {
    let fault = row.fault.to_string();
    let note = row.note.clone().unwrap_or_default();
    let dash = || "-".to_owned();
    if row.outcome == CallOutcome::NotApplicable {
        let blank = String::new;
        return [
            fault,
            "n/a".to_owned(),
            note,
            blank(),
            blank(),
            blank(),
            blank(),
        ];
    }
    let signals: Vec<String> = row.signals.iter().map(ToString::to_string).collect();
    let signal = match (signals.as_slice(), row.failure) {
        ([], Some(_)) => "call failed".to_owned(),
        ([], None) => dash(),
        (some, Some(_)) => format!("{}; call failed", some.join("; ")),
        (some, None) => some.join("; "),
    };
    let signal = if note.is_empty() {
        signal
    } else {
        format!("{signal} ({note})")
    };
    [
        fault,
        row.outcome.to_string(),
        row.class.map_or_else(dash, |class| class.to_string()),
        row.answered_by.clone().unwrap_or_else(dash),
        format!("{} ms", row.added_latency.as_millis()),
        row.cost.map_or_else(dash, |cost| cost.to_string()),
        signal,
    ]
}

fn lines(f: &mut fmt::Formatter<'_>, rows: &[[String; 7]]) -> fmt::Result {
    let heads = HEADS.map(str::to_owned);
    let all = || std::iter::once(&heads).chain(rows);
    let width = |column: usize| {
        // What explains a line that isn't applicable stands across the columns.
        let spans = |row: &[String; 7]| column > 1 && row.iter().skip(3).all(String::is_empty);
        all()
            .filter(|row| !spans(row))
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..HEADS.len()).map(width).collect();
    for row in all() {
        let mut line = String::from("  ");
        for (cell, width) in row.iter().zip(&widths) {
            // Writing to a String can't fail.
            let _infallible = write!(line, " {cell:<width$} ");
        }
        write!(f, "\n{}", line.trim_end())?;
    }
    Ok(())
}
