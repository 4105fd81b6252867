//! A receipt at a glance.

use std::fmt;
use std::time::Duration;

use super::{Attempt, Receipt, Spend};
use crate::bill::Bill;
use crate::money::Usd;
use crate::served::Served;

/// A few lines for a terminal or a log.
impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {}", self.prompt.name, self.contract.name)?;
        if self.attempts.is_empty() {
            f.write_str(": no attempt was made")?;
        }
        for medium in &self.prompt.media {
            write!(f, "\n  media    {medium}")?;
        }
        self.show_skips(f, 0)?;
        for (index, attempt) in self.attempts.iter().enumerate() {
            if self.attempts.len() > 1 {
                write!(f, "\n  attempt {} ({})", index + 1, attempt.kind)?;
            }
            attempt.show(f)?;
            self.show_skips(f, index + 1)?;
        }
        for hop in &self.hops {
            write!(f, "\n  fallback {hop}")?;
        }
        for omitted in &self.omitted {
            write!(f, "\n  without  {}: {}", omitted.model, omitted.why)?;
        }
        if self.spend.fallback > Usd::ZERO {
            let Spend {
                intended, fallback, ..
            } = self.spend;
            write!(
                f,
                "\n  spent    {intended} as intended, {fallback} on fallback"
            )?;
        }
        self.show_own(f)
    }
}

impl Receipt {
    /// Writes what the caller gave.
    fn show_own(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.tags.iter().enumerate() {
            let before = if index == 0 { "\n  tags     " } else { ", " };
            write!(f, "{before}{name}: {value}")?;
        }
        if let Some(account) = &self.account {
            write!(f, "\n  account  {account}")?;
        }
        if let Some(key) = &self.idempotency_key {
            write!(f, "\n  key      {key}")?;
        }
        Ok(())
    }

    fn show_skips(&self, f: &mut fmt::Formatter<'_>, after: usize) -> fmt::Result {
        self.skips
            .iter()
            .filter(|skip| skip.after_attempts == after)
            .try_for_each(|skip| write!(f, "\n  skipped  {}: {}", skip.model, skip.detail))
    }
}

impl Attempt {
    fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show_model(f)?;
        if let Some(failure) = self.failure {
            write!(f, "\n  failed   {failure}")?;
        }
        self.show_tokens(f)?;
        self.show_stop(f)?;
        self.show_cost(f)?;
        write!(f, "\n  time     {}", Millis(self.elapsed))?;
        if let Some(first) = self.first_token_after {
            write!(f, ", first token after {}", Millis(first))?;
        }
        if let Some(id) = &self.request_id {
            write!(f, "\n  request  {id}")?;
        }
        self.show_wire_form(f)
    }

    fn show_model(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (asked, provider) = (&self.requested_model, &self.provider);
        match (self.served, &self.served_model) {
            (Some(Served::AsRequested), _) => write!(f, "\n  model    {asked} ({provider})")?,
            (Some(Served::Snapshot), Some(served)) => {
                write!(
                    f,
                    "\n  model    {served} ({provider}; a snapshot of {asked})"
                )?;
            }
            (Some(_), Some(served)) => {
                write!(f, "\n  model    {served} ({provider}; asked for {asked})")?;
            }
            _ => write!(f, "\n  model    {asked} ({provider}; not confirmed)")?,
        }
        let mut label = "\n  settings ";
        for (name, value) in &*self.parameters {
            write!(f, "{label}{name} {value}")?;
            label = ", ";
        }
        if !self.ignored_parameters.is_empty() {
            let ignored = self.ignored_parameters.join(", ");
            write!(f, "\n  ignored  {ignored}: the model doesn't read it")?;
        }
        if let Some(change) = &self.snapshot_changed {
            write!(f, "\n  snapshot {change}")?;
        }
        if let (Some(verdict), Some(reason)) = (self.served, &self.served_reason) {
            write!(f, "\n  served   {verdict}: {reason}")?;
        }
        Ok(())
    }

    fn show_tokens(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(usage) = self.usage {
            write!(f, "\n  tokens   {} in", usage.input)?;
            if usage.cached > 0 {
                write!(f, " ({} cached)", usage.cached)?;
            }
            if usage.media > 0 {
                write!(f, " ({} of media)", usage.media)?;
            }
            write!(f, ", {} out", usage.output)?;
            if usage.reasoning > 0 {
                write!(f, " ({} reasoning)", usage.reasoning)?;
            }
        }
        Ok(())
    }

    fn show_stop(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.stopped_at {
            Some(byte) => write!(
                f,
                "\n  stopped  at byte {byte} of the answer: no end of it fits the contract"
            ),
            None => Ok(()),
        }
    }

    fn show_cost(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cost {
            Some(cost) if self.bill == Bill::Closed => write!(f, "\n  cost     {cost}")?,
            Some(cost) => write!(f, "\n  cost     at least {cost}")?,
            None if self.failure.is_none() || self.cost_unknown() => {
                write!(f, "\n  cost     unknown")?;
            }
            None => {}
        }
        if let Some(reported) = self.reported_cost {
            write!(f, " (the vendor says {reported})")?;
        }
        if let Some(booked) = self.booked.filter(|booked| Some(*booked) != self.cost)
            && (booked > Usd::ZERO || self.cost.is_some())
        {
            write!(f, "\n  booked   {booked}")?;
            if let Some(overrun) = self.overrun {
                write!(f, ", {overrun} beyond the worst case")?;
            }
        }
        if let Some(note) = &self.cost_note {
            write!(f, "\n  price    {note}")?;
        }
        Ok(())
    }

    /// Writes the form in which the contract travelled, and the consequence for the answer.
    fn show_wire_form(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in self.provider_details.iter() {
            write!(f, "\n  reported {name}: {value}")?;
        }
        if !self.steps.is_empty() {
            let steps: Vec<String> = self.steps.iter().map(ToString::to_string).collect();
            write!(f, "\n  undone   {}", steps.join(", "))?;
        }
        if !self.losses.is_empty() {
            let (many, dialect) = (self.losses.len(), &self.dialect);
            write!(f, "\n  in words {many} rule(s) that {dialect} can't carry")?;
        }
        Ok(())
    }
}

struct Millis(Duration);

impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < Duration::from_secs(1) {
            write!(f, "{:.1} ms", self.0.as_secs_f64() * 1e3)
        } else {
            write!(f, "{:.2} s", self.0.as_secs_f64())
        }
    }
}
