//! The contracts and prompts of a small shop; nothing names them but themselves.
#![allow(
    dead_code,
    reason = "found by the command line, which reads documents and never a value's fields"
)]

use driftless::{Contract, Prompt, Violation};

/// How soon somebody must look.
#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Severity {
    Low,
    High,
}

/// What the on-call engineer must know about one ticket.
#[derive(Debug, Contract)]
struct Triage {
    /// One sentence.
    #[contract(length(1..=160))]
    summary: String,
    severity: Severity,
    /// In US dollars; null when none was asked for.
    #[contract(range(0.0..=10_000.0))]
    refund_usd: Option<f64>,
    #[contract(length(..=8), unique)]
    products: Vec<String>,
}

/// A page of anything.
#[derive(Debug, Contract)]
struct Page<T> {
    items: Vec<T>,
    next: Option<String>,
}

/// Triages one ticket.
#[derive(Debug, Prompt)]
#[prompt(output = Triage, system = "You triage tickets.", user = "Ticket:\n{ticket}")]
struct TriageTicket<'a> {
    ticket: &'a str,
}

/// Triages many tickets at once.
#[derive(Debug, Prompt)]
#[prompt(
    output = Page<Triage>,
    user = "Tickets:\n{tickets}",
    quotes(items.*.summary = tickets)
)]
struct TriageAll {
    tickets: String,
}

fn is_no_echo(remark: &Remark) -> Result<(), Violation> {
    if remark
        .answers
        .iter()
        .any(|answer| answer.text == remark.text)
    {
        return Err(Violation::new("an answer that repeats what it answers"));
    }
    Ok(())
}

/// What somebody said, and what was said to it: a type within itself, which not every dialect has.
#[derive(Debug, Contract)]
#[contract(ensure = is_no_echo)]
struct Remark {
    /// In their words.
    text: String,
    /// In the order of time.
    answers: Vec<Remark>,
}

/// Reads a discussion.
#[derive(Debug, Prompt)]
#[prompt(output = Remark, user = "Discussion:\n{text}")]
struct ReadDiscussion<'a> {
    text: &'a str,
}

mod archive {
    //! A second type of the same name.

    use driftless::{Contract, Violation};

    #[derive(Debug, Contract)]
    pub(super) struct Page<'a> {
        #[contract(ensure = is_whole)]
        text: std::borrow::Cow<'a, str>,
    }

    /// A check with a fault of its own: it ends in a panic where a page is torn.
    fn is_whole(text: &str) -> Result<(), Violation> {
        assert!(!text.contains("torn"), "nobody has thought of torn pages");
        if text.is_empty() {
            return Err(Violation::new("words on the page"));
        }
        Ok(())
    }
}

/// Types inside of functions, which share their paths.
fn refunds() {
    /// A line of a refund.
    #[derive(Debug, Contract)]
    struct Line {
        /// In cents.
        cents: u32,
    }

    /// Reads a refund's line.
    #[derive(Debug, Prompt)]
    #[prompt(output = Line, user = "Refund: {text}")]
    struct ReadLine<'a> {
        text: &'a str,
    }
}

fn orders() {
    /// A line of an order.
    #[derive(Debug, Contract)]
    struct Line {
        /// The article.
        sku: String,
    }

    /// Reads an order's line.
    #[derive(Debug, Prompt)]
    #[prompt(output = Line, user = "Order: {text}")]
    struct ReadLine<'a> {
        text: &'a str,
    }
}
