//! The worst disagreements, side by side, with the places marked where they differ.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::super::{Candidate, Disagreement, Side};
use super::number::{count, cut, percent, visible};
use crate::drift::Pointer;
use crate::json::{Node, NodeKind, write_string};

/// Disagreements of one candidate.
pub(super) fn section(candidate: &Candidate, anchor: &str) -> Markup {
    let of = &candidate.disagreements;
    html! {
        h3 id={ (anchor) "-answers" } { "Worst disagreements" }
        @if of.is_empty() {
            p { "No two answers that were kept differ." }
        } @else {
            p class="quiet" { "Where the two differ, lines are marked ≠ and underlined. The list starts with the items on which the fewest required fields agree." }
            @for (index, disagreement) in of.iter().enumerate() {
                (item(disagreement, index == 0))
            }
        }
    }
}

fn item(disagreement: &Disagreement, open: bool) -> Markup {
    let differs: BTreeSet<&str> = disagreement.pointers.iter().map(String::as_str).collect();
    html! {
        details class="item" open[open] {
            summary {
                span class="name" { bdi { (visible(&disagreement.id)) } }
                span class="quiet" { (percent(disagreement.score)) " of the required fields agree" }
                @if !disagreement.pointers.is_empty() {
                    span class="quiet places" {
                        @for pointer in disagreement.pointers.iter().take(6) {
                            code { (place(pointer)) } " "
                        }
                        @if disagreement.pointers.len() > 6 { "and " (disagreement.pointers.len() - 6) " more" }
                    }
                }
            }
            div class="inside" {
                h4 { "Input" }
                (document("Input", &disagreement.input, &BTreeSet::new()))
                div class="sides" {
                    @if let Some(expected) = &disagreement.expected {
                        div { h4 { "Expected" } (document("Expected answer", expected, &differs)) }
                    }
                    div { h4 { "Reference" } (side("Answer of the reference", &disagreement.reference, &differs)) }
                    div { h4 { "Candidate" } (side("Answer of the candidate", &disagreement.candidate, &differs)) }
                }
            }
        }
    }
}

fn place(pointer: &str) -> &str {
    if pointer.is_empty() {
        "whole answer"
    } else {
        pointer
    }
}

fn side(label: &str, side: &Side, differs: &BTreeSet<&str>) -> Markup {
    match side {
        Side::Answer { json } => document(label, json, differs),
        Side::Failure { class, message } => html! {
            p class="failure" { strong { "No value: " bdi { (class) } } }
            (verbatim(label, message))
        },
    }
}

fn verbatim(label: &str, text: &str) -> Markup {
    let (shown, left) = cut(text);
    html! {
        pre tabindex="0" role="group" aria-label=(label) dir="auto" { code { (shown) } }
        @if left > 0 { p class="quiet" { "… and " (count(u64::try_from(left).unwrap_or(u64::MAX))) " characters more" } }
    }
}

/// JSON with one member on each line; text that is no JSON as it is.
fn document(label: &str, text: &str, differs: &BTreeSet<&str>) -> Markup {
    let (_, left) = cut(text);
    let Ok(node) = Node::parse(text) else {
        return verbatim(label, text);
    };
    if left > 0 {
        return verbatim(label, text);
    }
    let mut printer = Printer {
        lines: Vec::new(),
        pointer: Pointer::root(),
        differs,
        met: BTreeSet::new(),
    };
    printer.value(&node, 0, "", "", false);
    let missing: Vec<&str> = differs
        .iter()
        .copied()
        .filter(|pointer| !printer.met.contains(*pointer))
        .collect();
    html! {
        pre tabindex="0" role="group" aria-label=(label) {
            code {
                @for line in &printer.lines {
                    @if line.differs {
                        mark { span class="hide" { "differs: " } (line.text) } "\n"
                    } @else {
                        (line.text) "\n"
                    }
                }
            }
        }
        @if !missing.is_empty() {
            p class="quiet" { "Not in it: " @for pointer in missing.iter().take(20) { code { (place(pointer)) } " " } }
        }
    }
}

struct Line {
    text: String,
    differs: bool,
}

struct Printer<'d> {
    lines: Vec<Line>,
    pointer: Pointer,
    differs: &'d BTreeSet<&'d str>,
    met: BTreeSet<String>,
}

impl Printer<'_> {
    fn line(&mut self, depth: usize, text: &str, differs: bool) {
        let text = format!("{}{text}", "  ".repeat(depth));
        self.lines.push(Line { text, differs });
    }

    /// `before` is the key, `after` the comma; `inside` says that a value around this one differs
    /// as a whole.
    fn value(&mut self, node: &Node<'_>, depth: usize, before: &str, after: &str, inside: bool) {
        let here = self.differs.contains(self.pointer.as_str());
        if here {
            self.met.insert(self.pointer.as_str().to_owned());
        }
        let differs = here || inside;
        match &node.kind {
            NodeKind::List(items) if !items.is_empty() => {
                self.line(depth, &format!("{before}["), differs);
                for (index, item) in items.iter().enumerate() {
                    let mark = self.pointer.mark();
                    self.pointer.push_index(index);
                    let comma = if index + 1 < items.len() { "," } else { "" };
                    self.value(item, depth + 1, "", comma, differs);
                    self.pointer.truncate(mark);
                }
                self.line(depth, &format!("]{after}"), differs);
            }
            NodeKind::Object(members) if !members.is_empty() => {
                self.line(depth, &format!("{before}{{"), differs);
                for (index, (_, key, item)) in members.iter().enumerate() {
                    let mark = self.pointer.mark();
                    self.pointer.push_key(key);
                    let mut name = String::new();
                    write_string(&mut name, key);
                    let comma = if index + 1 < members.len() { "," } else { "" };
                    self.value(item, depth + 1, &format!("{name}: "), comma, differs);
                    self.pointer.truncate(mark);
                }
                self.line(depth, &format!("}}{after}"), differs);
            }
            _ => {
                let mut text = before.to_owned();
                node.write(&mut text);
                text.push_str(after);
                self.line(depth, &text, differs);
            }
        }
    }
}
