//! Answers with a note that only a judge can compare, models that write such notes in words of
//! their own, and a judge.
#![allow(dead_code, reason = "each test program uses a part")]

use serde_json::json;

use crate::vendor::{Asked, Reply, chance};

/// The two values that a judge is shown, in its order.
pub(crate) fn shown(said: &str) -> Option<(&str, &str)> {
    let (_, values) = said.split_once("First value, as JSON:\n")?;
    values.split_once("\n\nSecond value, as JSON:\n")
}

/// Returns the truth about an item, in the words of the data set (0) or of a model.
pub(crate) fn note(item: u64, right: bool, words: usize) -> String {
    let colour = if item.is_multiple_of(2) == right {
        "red"
    } else {
        "blue"
    };
    match words {
        0 => format!("ticket {item}: {colour}"),
        1 => format!("as for ticket {item}, it is {colour}"),
        _ => format!("we find that ticket {item} says {colour}"),
    }
}

/// An answer with a note, for a contract with a rubric.
pub(crate) fn noted(item: u64, right: bool, words: usize) -> String {
    let severity = if item.is_multiple_of(3) {
        "high"
    } else {
        "low"
    };
    json!({"severity": severity, "note": note(item, right, words)}).to_string()
}

/// Returns a judge's reply.
pub(crate) fn grade(grade: &str) -> Reply {
    Reply::Says(json!({"difference": "The colour.", "grade": grade}).to_string())
}

/// Models that err like the usual ones, each in words of its own, and a judge that sees through the
/// words.
pub(crate) fn noting(asked: Asked<'_>) -> Reply {
    if let Some((first, second)) = shown(asked.said) {
        let same = first.contains("red") == second.contains("red");
        return grade(if same { "same" } else { "major" });
    }
    let (salt, errs, words) = match asked.model {
        "reference" => (1, 30, 1),
        "equal" => (2, 30, 2),
        "worse" => (3, 400, 2),
        _ => (4, 0, 2),
    };
    let right = !chance(salt, asked.item, errs);
    Reply::Says(noted(asked.item, right, words))
}

/// A data set for a contract with a rubric.
pub(crate) fn notes(number: u64, expected: bool) -> String {
    (0..number)
        .map(|item| {
            let mut line = json!({"id": format!("t{item}"), "input": {"ticket": format!("This is ticket {item}.")}});
            if expected {
                line["expected"] = serde_json::from_str(&noted(item, true, 0)).unwrap();
            }
            format!("{line}\n")
        })
        .collect()
}
