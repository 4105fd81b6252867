//! Results that the explaining pass gets from the types themselves: every semantic check and every
//! refusal, also those after the position at which reading stopped.

use std::ops::Range;

use super::Contract;
use crate::json::{Failed, MAX_DEPTH, Node, NodeKind, Reader, Refused, Stop};

/// Most notes of one kind that are kept.
const MOST: usize = 1000;

/// Notes that types make about the values that they read.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Values that only their Rust type refuses.
    pub(crate) refused: Vec<Refused>,
    /// Semantic checks that said no.
    pub(crate) failed: Vec<Failed>,
    /// Values that their type did not read, and did not say why.
    pub(crate) silent: Vec<Range<usize>>,
}

/// One value of an answer that could not be read as a whole, checked against its type part by part.
///
/// A part is read as a whole as soon as it can be, and then not taken apart, so that each is read
/// twice at most.
#[derive(Debug)]
pub struct Probe<'n> {
    text: &'n str,
    node: &'n Node<'n>,
    /// Values that can't be read at all, since they are not all that was sent; sorted.
    broken: &'n [Range<usize>],
    /// Where reading something around this value stopped. Reading is deterministic, so a value with
    /// that place inside stops there too.
    stopped: Option<usize>,
    /// Readings of this very value; a type that wraps nothing but itself would never end.
    layers: u32,
    notes: &'n mut Notes,
}

/// A part of an object: one key's value.
#[derive(Debug)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct Part {
    /// The key on the wire.
    pub key: &'static str,
    /// Holds the value to its type, rules and checks.
    pub probe: fn(&mut Probe<'_>),
}

impl<'n> Probe<'n> {
    /// The value `node` of `text`.
    pub(crate) fn new(
        text: &'n str,
        node: &'n Node<'n>,
        broken: &'n [Range<usize>],
        notes: &'n mut Notes,
    ) -> Self {
        Self {
            text,
            node,
            broken,
            stopped: None,
            layers: 0,
            notes,
        }
    }

    /// Reads the value as a whole. Returns `true` if nothing about it is left to report.
    pub fn takes<T: Contract>(&mut self) -> bool {
        self.reads(|reader| T::read(reader).map(drop))
    }

    /// Reads the value as a whole with the given function. Returns `true` if nothing about it is
    /// left to report.
    pub fn reads(&mut self, read: fn(&mut Reader<'_>) -> Result<(), Stop>) -> bool {
        let is_full = self.notes.failed.len() >= MOST || self.notes.refused.len() >= MOST;
        if is_full || self.layers > MAX_DEPTH {
            return true;
        }
        self.layers += 1;
        let Range { start, end } = self.node.span;
        let next = self.broken.partition_point(|of| of.start < start);
        let is_broken = self.broken.get(next).is_some_and(|of| of.start < end);
        if is_broken || self.stopped.is_some_and(|at| start < at && at < end) {
            return false;
        }
        let mut reader = Reader::from(self.text, start);
        let is_read = read(&mut reader).is_ok();
        let at = reader.position();
        let (refused, failed) = reader.into_notes();
        if is_read {
            self.notes.failed.extend(failed);
        } else {
            // Checks of what was read before will say so again, when that is read alone.
            self.stopped = Some(at);
            let known = &mut self.notes.refused;
            known.extend(refused.filter(|one| known.iter().all(|of| of.span != one.span)));
        }
        is_read
    }

    /// Reads a value that has no parts.
    pub(crate) fn whole<T: Contract>(&mut self) {
        if self.takes::<T>() || self.notes.silent.len() >= MOST {
            return;
        }
        let span = &self.node.span;
        let is_inside = |of: &Refused| span.start <= of.span.start && of.span.end <= span.end;
        if !self.notes.refused.iter().any(is_inside) {
            self.notes.silent.push(span.clone());
        }
    }

    /// Returns `true` if the value is `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.node.kind, NodeKind::Null)
    }

    /// Holds every item of a list to its type.
    pub(crate) fn items(&mut self, probe: fn(&mut Probe<'_>)) {
        if let NodeKind::List(items) = &self.node.kind {
            for item in items {
                probe(&mut self.inside(item));
            }
        }
    }

    /// Holds every value of a map to its type.
    pub(crate) fn values(&mut self, probe: fn(&mut Probe<'_>)) {
        if let NodeKind::Object(members) = &self.node.kind {
            for (_, _, value) in members {
                probe(&mut self.inside(value));
            }
        }
    }

    /// Holds every declared member of an object to its type.
    pub fn members(&mut self, parts: &[Part]) {
        let NodeKind::Object(members) = &self.node.kind else {
            return;
        };
        let mut next = 0;
        for (_, key, value) in members {
            // Answers mostly keep the declared order, so the next part is the likeliest.
            let known = |(_, part): &(usize, &Part)| part.key == key;
            let ahead = parts.iter().enumerate().skip(next).take(1).find(known);
            if let Some((index, part)) = ahead.or_else(|| parts.iter().enumerate().find(known)) {
                next = index + 1;
                (part.probe)(&mut self.inside(value));
            }
        }
    }

    /// Returns the text under the key `tag`.
    #[must_use]
    pub fn tag(&self, tag: &str) -> Option<&'n str> {
        let NodeKind::Object(members) = &self.node.kind else {
            return None;
        };
        match members.iter().find(|(_, key, _)| key == tag) {
            Some((_, _, value)) => match &value.kind {
                NodeKind::String(name) => Some(name),
                _ => None,
            },
            None => None,
        }
    }

    fn inside<'p>(&'p mut self, node: &'n Node<'n>) -> Probe<'p>
    where
        'n: 'p,
    {
        Probe {
            text: self.text,
            node,
            broken: self.broken,
            stopped: self.stopped,
            layers: 0,
            notes: self.notes,
        }
    }
}
