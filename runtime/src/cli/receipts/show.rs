//! Sums over receipts, in words and as JSON.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::super::print::safe;
use super::read::Bad;
use super::totals::Totals;
use crate::clock::minute;
use crate::json::Json;
use crate::money::Usd;

/// The most entries of a list that are shown in words.
const SHOWN: usize = 8;

/// Returns the share of `part` in `whole`, as `12.3 %`.
fn share(part: u64, whole: u64) -> String {
    let permille = part.saturating_mul(1000).checked_div(whole).unwrap_or(0);
    format!("{}.{} %", permille / 10, permille % 10)
}

/// Returns a time as `1.32 s` or `410 ms`.
fn seconds(micros: u64) -> String {
    if micros < 1_000_000 {
        format!("{} ms", micros / 1000)
    } else {
        format!("{}.{:02} s", micros / 1_000_000, micros / 10_000 % 100)
    }
}

/// Returns the entries of `counts`, the largest first, those of one number by name.
fn largest<K: Ord>(counts: &BTreeMap<K, u64>) -> Vec<(&K, u64)> {
    let mut all: Vec<(&K, u64)> = counts.iter().map(|(key, count)| (key, *count)).collect();
    all.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    all
}

/// Returns the largest entries in one line.
fn listed<K: Ord>(counts: &BTreeMap<K, u64>, say: impl Fn(&K, u64) -> String) -> String {
    let all = largest(counts);
    let more = all.len().saturating_sub(SHOWN);
    let shown = all.into_iter().take(SHOWN);
    let mut list: Vec<String> = shown.map(|(key, count)| safe(&say(key, count))).collect();
    if more > 0 {
        list.push(format!("and {more} more"));
    }
    list.join(", ")
}

/// Prints all in words: a few lines for all calls, then a row for each group.
pub(super) fn text(
    all: &mut Totals,
    by: &str,
    rows: &mut BTreeMap<String, Totals>,
    bad: &Bad,
    out: &mut impl Write,
) -> io::Result<()> {
    summary(all, out)?;
    if rows.len() > 1 || by != "time" {
        table(by, rows, out)?;
    }
    if bad.count > 0 {
        writeln!(out, "\n{} lines are no receipts:", bad.count)?;
        for line in &bad.first {
            writeln!(out, "  {}", safe(line))?;
        }
    }
    Ok(())
}

fn summary(all: &mut Totals, out: &mut impl Write) -> io::Result<()> {
    let (Some(first), Some(last)) = (all.first, all.last) else {
        return writeln!(out, "no calls");
    };
    let failures = all.failures();
    writeln!(
        out,
        "{} calls from {} to {} UTC: {} answered, {failures} failed ({})",
        all.calls,
        minute(first),
        minute(last),
        all.calls.saturating_sub(failures),
        share(failures, all.calls),
    )?;
    let mut fact = |name: &str, text: String| writeln!(out, "  {name:<9} {text}");
    let unknown = match all.unknown {
        0 => String::new(),
        unknown => format!(
            "; {unknown} of {} attempts may have cost more that is unknown",
            all.attempts
        ),
    };
    let (intended, fallback) = (all.intended, all.fallback);
    fact(
        "spent",
        format!("{intended} as intended, {fallback} on fallback{unknown}"),
    )?;
    let calls = all.calls;
    if !all.served.is_empty() {
        fact(
            "served",
            listed(&all.served, |model, count| {
                format!("{model} {count} ({})", share(count, calls))
            }),
        )?;
    }
    if !all.hops.is_empty() || all.held_back > 0 {
        fact("fallback", fallbacks(all))?;
    }
    if !all.failed.is_empty() {
        fact(
            "failed",
            listed(&all.failed, |class, count| format!("{class} {count}")),
        )?;
    }
    if !all.drifted.is_empty() {
        let place = |(contract, field): &(String, String), count| match field.as_str() {
            "" => format!("{contract} (the answer as a whole) {count}"),
            field => format!("{contract}{field} {count}"),
        };
        fact("drifted", listed(&all.drifted, place))?;
    }
    let (half, most) = (seconds(all.percentile(50)), seconds(all.percentile(95)));
    let slowest = all.slowest.as_ref();
    let slowest = slowest.map_or(String::new(), |(took, id)| {
        format!(", slowest {} ({})", seconds(*took), safe(id))
    });
    fact(
        "time",
        format!("half of the calls within {half}, 95 % within {most}{slowest}"),
    )
}

/// Returns which models answered instead of others, and why.
fn fallbacks(all: &Totals) -> String {
    let held = match all.held_back {
        0 => String::new(),
        held => format!("; {held} held back"),
    };
    let ways = listed(&all.hops, |(from, to, reason), count| {
        format!("{from} -> {to} after {reason} {count}")
    });
    let ways = if ways.is_empty() {
        ways
    } else {
        format!(": {ways}")
    };
    let (fell_back, part) = (all.fell_back, share(all.fell_back, all.calls));
    format!("answered {fell_back} calls ({part}){ways}{held}")
}

fn table(by: &str, rows: &mut BTreeMap<String, Totals>, out: &mut impl Write) -> io::Result<()> {
    let head = ["calls", "failed", "fallback", "cost", "50 %", "95 %", "why"];
    let mut lines = vec![{
        let by = if by == "time" { "time (UTC)" } else { by };
        std::iter::once(by)
            .chain(head)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    }];
    for (name, row) in rows {
        let cost = row.intended.checked_add(row.fallback).unwrap_or(Usd::ZERO);
        let why = largest(&row.failed);
        let hop = largest(&row.hops);
        let why = why.first().map(|(class, count)| format!("{class} {count}"));
        let hop = hop
            .first()
            .map(|((_, to, reason), count)| format!("{reason} {count} -> {to}"));
        lines.push(vec![
            safe(name),
            row.calls.to_string(),
            share(row.failures(), row.calls),
            share(row.fell_back, row.calls),
            cost.to_string(),
            seconds(row.percentile(50)),
            seconds(row.percentile(95)),
            safe(
                &[why, hop]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join("; "),
            ),
        ]);
    }
    let columns = head.len() + 1;
    let widths: Vec<usize> = (0..columns)
        .map(|at| {
            let cells = lines.iter().filter_map(|line| line.get(at));
            cells
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or_default()
        })
        .collect();
    writeln!(out)?;
    for line in &lines {
        let mut text = String::new();
        for (at, (cell, width)) in line.iter().zip(&widths).enumerate() {
            // Names stand left, numbers right.
            let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
            if at == 0 || at + 1 == columns {
                text.push_str(cell);
                text.push_str(&padding);
            } else {
                text.push_str(&padding);
                text.push_str(cell);
            }
            text.push_str("  ");
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

/// Prints an object for all calls, then one for each group.
pub(super) fn json(
    all: &mut Totals,
    by: &str,
    rows: &mut BTreeMap<String, Totals>,
    bad: &Bad,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut members = object(all);
    members.push(("no_receipts", number(bad.count)));
    line(members, out)?;
    for (name, row) in rows {
        let mut members = vec![(by_name(by), Json::string(name))];
        members.extend(object(row));
        line(members, out)?;
    }
    Ok(())
}

/// Prints an object in a line.
fn line(members: Vec<(&'static str, Json)>, out: &mut impl Write) -> io::Result<()> {
    let text = serde_json::to_string(&Json::object(members)).map_err(io::Error::other)?;
    writeln!(out, "{text}")
}

fn by_name(by: &str) -> &'static str {
    match by {
        "prompt" => "prompt",
        "contract" => "contract",
        "model" => "model",
        "account" => "account",
        _ if by.starts_with("tag:") => "tag",
        _ => "time",
    }
}

fn number(number: u64) -> Json {
    Json::Int(number.into())
}

/// Returns an amount as a text, so that it stays exact.
fn amount(amount: Usd) -> Json {
    Json::string(amount.to_string().trim_start_matches('$'))
}

fn counts(counts: &BTreeMap<String, u64>) -> Json {
    let members = largest(counts).into_iter();
    Json::Array(
        members
            .map(|(name, count)| {
                Json::object([("name", Json::string(name)), ("count", number(count))])
            })
            .collect(),
    )
}

fn object(totals: &mut Totals) -> Vec<(&'static str, Json)> {
    let hops = largest(&totals.hops)
        .into_iter()
        .map(|((from, to, reason), count)| {
            Json::object([
                ("from", Json::string(from)),
                ("to", Json::string(to)),
                ("reason", Json::string(reason)),
                ("count", number(count)),
            ])
        });
    let hops = Json::Array(hops.collect());
    let drifted = largest(&totals.drifted)
        .into_iter()
        .map(|((contract, field), count)| {
            Json::object([
                ("contract", Json::string(contract)),
                ("field", Json::string(field)),
                ("count", number(count)),
            ])
        });
    let drifted = Json::Array(drifted.collect());
    let slowest = totals.slowest.as_ref().map_or(Json::Null, |(took, id)| {
        Json::object([("id", Json::string(id)), ("elapsed_us", number(*took))])
    });
    vec![
        ("calls", number(totals.calls)),
        ("failed", number(totals.failures())),
        ("failures", counts(&totals.failed)),
        ("served", counts(&totals.served)),
        ("fell_back", number(totals.fell_back)),
        ("fallbacks", hops),
        ("held_back", number(totals.held_back)),
        ("drifted", drifted),
        ("attempts", number(totals.attempts)),
        ("intended", amount(totals.intended)),
        ("fallback", amount(totals.fallback)),
        ("unknown_costs", number(totals.unknown)),
        ("p50_us", number(totals.percentile(50))),
        ("p95_us", number(totals.percentile(95))),
        ("slowest", slowest),
        ("first_unix_ms", totals.first.map_or(Json::Null, number)),
        ("last_unix_ms", totals.last.map_or(Json::Null, number)),
    ]
}
