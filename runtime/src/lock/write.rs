//! An entry as text: one key a line, always in the same order, numbers in one form.

use std::fmt::{Display, Write as _};

use driftless_base::lock::{Seal, key, text};

use super::entry::{Entry, FieldEntry, JudgeEntry, Quantiles};
use super::verdict::{Design, Verdict};
use crate::estimate::Estimate;
use crate::shape::Requirement;

/// The lines of one entry, its seal last.
pub(super) fn entry(of: &Entry) -> String {
    let mut lines = Lines::default();
    lines.push(&format!(
        "[evidence.{}.{}]",
        key(&of.prompt),
        key(&of.model)
    ));
    lines.key("verdict", text(verdict(of.verdict)));
    lines.key("reason", text(&of.reason));
    lines.key("date", text(&of.date));
    lines.key("expires", text(&of.expires));
    lines.key("reference", text(&of.reference));
    let fingerprints = &of.fingerprints;
    lines.key("contract", text(&fingerprints.contract));
    lines.key("shape", text(&fingerprints.shape));
    lines.key("text", text(&fingerprints.text));
    lines.key("template", text(&fingerprints.template));
    lines.key("prompt", text(&fingerprints.prompt));
    lines.key("comparison", text(&fingerprints.comparison));
    lines.key("dialect", text(&of.dialect));
    lines.key("adapter", text(&of.adapter));
    for (key, line) in [
        ("parameters", &of.parameters),
        ("reference_parameters", &of.reference_parameters),
    ] {
        if !line.is_empty() {
            lines.key(key, text(line));
        }
    }
    let served: Vec<String> = of.served.iter().map(|name| text(name)).collect();
    lines.key("served", format!("[{}]", served.join(", ")));
    lines.key("data.path", text(&of.data.path));
    lines.key("data.digest", text(&of.data.digest));
    lines.key("data.items", whole(of.data.items));
    lines.key("calls", whole(of.calls));
    lines.key("pairs", whole(of.pairs));
    lines.key("rule.margin", of.rule.margin);
    lines.key("rule.alpha", of.rule.alpha);
    match of.rule.design {
        Design::Sequential => lines.key("rule.design", text("sequential")),
        Design::Fixed { items } => {
            lines.key("rule.design", text("fixed"));
            lines.key("rule.items", whole(items));
        }
    }
    lines.key("rule.least_items", whole(of.rule.least_items));
    lines.optional("conformance", of.conformance.as_ref());
    lines.quantiles("latency_us", of.latency.as_ref());
    lines.quantiles("first_token_us", of.first_token.as_ref());
    lines.key(
        "cost.total",
        text(&of.cost.as_decimal().normalize().to_string()),
    );
    lines.optional("cost.per_call", of.cost_per_call.as_ref());
    lines.judge(of.judge.as_ref());
    for field in &of.fields {
        let key = format!("field.{}", text(&field.pointer));
        lines.key(&key, self::field(field));
    }
    lines.end()
}

#[derive(Default)]
struct Lines {
    text: String,
    seal: Seal,
}

impl Lines {
    fn push(&mut self, line: &str) {
        self.seal.line(line);
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn key(&mut self, key: &str, value: impl Display) {
        self.push(&format!("{key} = {value}"));
    }

    fn judge(&mut self, judge: Option<&JudgeEntry>) {
        if let Some(judge) = judge {
            self.key("judge.model", text(&judge.model));
            self.key("judge.pairs", whole(judge.pairs));
            self.key("judge.consistent", whole(judge.consistent));
            self.key("judge.failed", whole(judge.failed));
        }
    }

    fn optional(&mut self, key: &str, estimate: Option<&Estimate>) {
        if let Some(estimate) = estimate {
            self.key(key, self::estimate(estimate));
        }
    }

    fn quantiles(&mut self, key: &str, of: Option<&Quantiles>) {
        let Some(of) = of else { return };
        for (name, quantile) in [("p50", &of.p50), ("p90", &of.p90), ("p99", &of.p99)] {
            self.key(&format!("{key}.{name}"), estimate(quantile));
        }
    }

    fn end(mut self) -> String {
        // Writing to a String can't fail.
        let _infallible = writeln!(self.text, "seal = \"{}\"", self.seal.finish());
        self.text
    }
}

fn field(of: &FieldEntry) -> String {
    let requirement = match of.requirement {
        Requirement::Required => "required",
        Requirement::Informative => "informative",
    };
    format!(
        "{{ verdict = {}, requirement = {}, method = {}, items = {}, candidate = {}, reference = {}, difference = {}, p_value = {} }}",
        text(verdict(of.verdict)),
        text(requirement),
        text(&of.method),
        whole(of.items),
        estimate(&of.candidate),
        estimate(&of.reference),
        estimate(&of.difference),
        of.p_value
    )
}

/// The verdict as one word.
pub(super) const fn verdict(of: Verdict) -> &'static str {
    match of {
        Verdict::Passed => "passed",
        Verdict::InsufficientData => "insufficient_data",
        Verdict::Failed => "failed",
    }
}

fn estimate(of: &Estimate) -> String {
    format!(
        "{{ estimate = {}, low = {}, high = {}, level = {} }}",
        of.estimate, of.low, of.high, of.level
    )
}

/// TOML's integers have 63 bits.
fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
