//! The reader itself: a stack of open containers and the token under way, driven by bytes.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::contract::rules;
use crate::drift::{Violation, ViolationKind as Kind};
use crate::json::{MAX_DEPTH, Syntax};
use crate::schema::Place;
use crate::shape::{Field, LAYERS, Rule, Shape};

use super::frame::{Frame, Goal, Owner};
use super::number::{Part, Span};
use super::text::Text;
use super::trace::Trace;
use super::union::{Branch, Choice, Fork, MOST};

/// A step of reading: what is wrong ends it.
pub(super) type Read<T> = Result<T, Box<Violation>>;

/// A dialect's rewrites, as far as they change what a model sends.
#[derive(Clone, Default)]
pub(super) struct Rewrites {
    pub(super) wrapped: bool,
    pub(super) entries: bool,
    pub(super) folds: bool,
    pub(super) loosened: Arc<BTreeSet<Place>>,
}

/// The part of a document that the next byte belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Value,
    FirstItem,
    FirstKey,
    Key,
    Colon,
    After,
    Text,
    Number,
    Word,
    Fork,
    Done,
}

/// A wanted value, without the layers around its shape.
pub(super) struct Want {
    pub(super) kind: Wanted,
    pub(super) rules: Vec<&'static [Rule]>,
    pub(super) nullable: bool,
    /// Control characters are allowed in texts.
    pub(super) control: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted {
    Shape(&'static Shape),
    Fields(&'static [Field], Owner),
    Tag,
    Root(&'static Shape),
    Entry,
    EntryKey,
    Loose,
}

impl Want {
    /// Takes the layers off a shape.
    fn strip(&mut self, shape: &'static Shape, rules: &'static [Rule]) -> Wanted {
        let mut shape = shape;
        self.add(rules);
        for _ in 0..LAYERS {
            shape = match shape {
                Shape::Nullable(inner) => {
                    self.nullable = true;
                    inner
                }
                Shape::Newtype(of) => {
                    self.add(of.rules);
                    of.inner
                }
                Shape::Back(back) => (back.resolve)(),
                Shape::Bool
                | Shape::Integer { .. }
                | Shape::Number(_)
                | Shape::String(_)
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::Enum(_)
                | Shape::Object(_)
                | Shape::Union(_)
                | Shape::Untyped => return Wanted::Shape(shape),
            };
        }
        // A type that wraps nothing but itself has no value; the end says so.
        Wanted::Loose
    }

    fn add(&mut self, rules: &'static [Rule]) {
        if !rules.is_empty() {
            self.control |= rules::allows(rules, None);
            self.rules.push(rules);
        }
    }
}

/// The value that follows the colon.
pub(super) enum Next {
    Goal(Goal, bool),
    Fork(Vec<Choice>, bool),
}

pub(super) struct Machine {
    pub(super) rewrites: Rewrites,
    pub(super) frames: Vec<Frame>,
    pub(super) mode: Mode,
    pub(super) want: Want,
    pub(super) next: Next,
    pub(super) text: Text,
    pub(super) number: String,
    pub(super) part: Part,
    pub(super) spans: Vec<Span>,
    /// The first byte of the value under way.
    pub(super) first: u8,
    pub(super) word: (&'static str, usize),
    /// The offset of the byte that is being read.
    pub(super) at: usize,
    /// Where the token under way starts.
    pub(super) start: usize,
    pub(super) depth: u32,
    /// The text of the open list whose items are to differ.
    pub(super) record: String,
    pub(super) record_at: usize,
    /// Number of such lists that are open.
    pub(super) recording: u32,
    /// Where an item of one ended just now.
    pub(super) item_end: Option<usize>,
    /// Shapes as which one value may yet be read at a time.
    forks: u32,
    /// A record of what is read, for drafts; `None` if nobody asked.
    pub(super) trace: Option<Box<Trace>>,
}

impl Machine {
    pub(super) fn new(shape: &'static Shape, rewrites: Rewrites) -> Self {
        let mut machine = Self::bare(rewrites, 0, 0, MOST);
        machine.aim(
            if machine.rewrites.wrapped {
                Goal::Root(shape)
            } else {
                Goal::Shape(shape, &[])
            },
            false,
        );
        machine
    }

    fn bare(rewrites: Rewrites, at: usize, depth: u32, forks: u32) -> Self {
        Self {
            rewrites,
            frames: Vec::new(),
            mode: Mode::Value,
            want: Want {
                kind: Wanted::Loose,
                rules: Vec::new(),
                nullable: false,
                control: false,
            },
            next: Next::Goal(Goal::Loose, false),
            text: Text::default(),
            number: String::new(),
            part: Part::default(),
            spans: Vec::new(),
            first: 0,
            word: ("", 0),
            at,
            start: at,
            depth,
            record: String::new(),
            record_at: at,
            recording: 0,
            item_end: None,
            forks,
            trace: None,
        }
    }

    /// Returns `true` once the value is whole.
    pub(super) fn is_done(&self) -> bool {
        self.mode == Mode::Done
    }

    /// Takes in `text` up to the end of the value; returns the bytes that were taken.
    ///
    /// # Errors
    /// [`Violation`] at the first byte from which no end fits.
    pub(super) fn feed(&mut self, text: &str) -> Read<usize> {
        let (base, bytes) = (self.at, text.as_bytes());
        let mut at = 0;
        while let Some(byte) = bytes.get(at).copied() {
            self.at = base + at;
            at = match self.mode {
                Mode::Text => self.take_text(text, at)?,
                Mode::Number => self.take_number(bytes, at)?,
                Mode::Word => self.take_word(byte, at)?,
                Mode::Fork => self.take_fork(text, at)?,
                Mode::Done => break,
                Mode::Value
                | Mode::FirstItem
                | Mode::FirstKey
                | Mode::Key
                | Mode::Colon
                | Mode::After => {
                    if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                        self.take_mark(byte)?;
                    }
                    at + 1
                }
            };
            if let Some(end) = self.item_end.take() {
                self.keep(text, base, end);
                self.item_done(end)?;
            }
        }
        self.at = base + at;
        self.keep(text, base, base + at);
        Ok(at)
    }

    /// Ends the text: a number at the root is whole then.
    ///
    /// # Errors
    /// [`Violation`] if the value is not whole.
    pub(super) fn end(&mut self) -> Read<()> {
        if self.mode == Mode::Number && self.part.may_end() {
            self.number_end(self.at)?;
        }
        if self.is_done() {
            return Ok(());
        }
        Err(self.syntax(
            Kind::Truncated,
            "the rest of the document",
            "the end of the text",
        ))
    }

    /// Takes in a byte between tokens, which is no white space.
    fn take_mark(&mut self, byte: u8) -> Read<()> {
        match (self.mode, byte) {
            (Mode::FirstItem, b']') | (Mode::FirstKey, b'}') => self.close(),
            (Mode::FirstItem | Mode::Value, _) => self.begin(byte),
            (Mode::FirstKey | Mode::Key, b'"') => self.key_begin(),
            (Mode::Key, b'}') => Err(self.wrong(TRAILING_COMMA, byte)),
            (Mode::Colon, b':') => {
                self.colon();
                Ok(())
            }
            (Mode::After, b',') => self.comma(),
            (Mode::After, b'}') if !self.is_in_list() => self.close(),
            (Mode::After, b']') if self.is_in_list() => self.close(),
            (Mode::FirstKey | Mode::Key, _) => Err(self.wrong(Syntax::KEY, byte)),
            (Mode::Colon, _) => Err(self.wrong("`:`", byte)),
            (_, _) if self.is_in_list() => Err(self.wrong("`,` or `]`", byte)),
            (_, _) => Err(self.wrong("`,` or `}`", byte)),
        }
    }

    fn colon(&mut self) {
        let next = std::mem::replace(&mut self.next, Next::Goal(Goal::Loose, false));
        match next {
            Next::Goal(goal, control) => self.aim(goal, control),
            Next::Fork(choices, control) => self.fork(choices, control),
        }
    }

    /// Wants a value next.
    pub(super) fn aim(&mut self, goal: Goal, control: bool) {
        self.mode = Mode::Value;
        self.want.rules.clear();
        self.want.nullable = false;
        self.want.control = control;
        self.want.kind = match goal {
            Goal::Shape(shape, rules) => self.want.strip(shape, rules),
            Goal::Root(shape) => Wanted::Root(shape),
            Goal::Entry => Wanted::Entry,
            Goal::Fields(fields, owner) => Wanted::Fields(fields, owner),
            Goal::Tag => Wanted::Tag,
            Goal::EntryKey => Wanted::EntryKey,
            Goal::Loose => Wanted::Loose,
        };
    }

    /// Wants a value that may be of several shapes.
    fn fork(&mut self, choices: Vec<Choice>, control: bool) {
        let count = u32::try_from(choices.len()).unwrap_or(u32::MAX);
        let Some(forks) = self.forks.checked_div(count).filter(|forks| *forks > 0) else {
            return self.aim(Goal::Loose, control);
        };
        let branches = choices.into_iter().map(|choice| {
            let mut machine = Self::bare(self.rewrites.clone(), self.at + 1, self.depth, forks);
            machine.aim(choice.goal, control);
            Branch {
                machine,
                variants: choice.variants,
            }
        });
        let branches = branches.collect();
        self.trace_fork();
        self.frames.push(Frame::Fork(Box::new(Fork { branches })));
        self.mode = Mode::Fork;
    }

    fn take_fork(&mut self, text: &str, at: usize) -> Read<usize> {
        let Some(Frame::Fork(fork)) = self.frames.last_mut() else {
            self.mode = Mode::After;
            return Ok(at);
        };
        match fork.feed(text.get(at..).unwrap_or("")) {
            Ok((taken, None)) => Ok(at + taken),
            Ok((taken, Some(variants))) => {
                self.frames.pop();
                self.narrow(&variants);
                let end = self.at + taken;
                self.done(end);
                Ok(at + taken)
            }
            Err(mut violation) => {
                let mut pointer = self.pointer().to_string();
                pointer.push_str(&violation.pointer);
                violation.pointer = pointer;
                Err(violation)
            }
        }
    }

    /// Keeps the variants that are among `variants`.
    fn narrow(&mut self, variants: &[usize]) {
        let live = match self.frames.last_mut() {
            Some(Frame::Untold(union)) => &mut union.live,
            Some(Frame::Adjacent(union)) => &mut union.live,
            _ => return,
        };
        for (index, live) in live.iter_mut().enumerate() {
            *live &= variants.contains(&index);
        }
    }

    /// Goes one level down.
    pub(super) fn enter(&mut self) -> Read<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let expected = Syntax::too_deep(self.at).problem;
            return Err(self.syntax(Kind::TooDeep, expected, "another level"));
        }
        Ok(())
    }

    /// Notes that a value ended before byte `end`.
    pub(super) fn done(&mut self, end: usize) {
        self.trace_end(end);
        self.mode = match self.frames.last() {
            None => Mode::Done,
            Some(Frame::List(items)) => {
                if items.distinct.is_some() {
                    self.item_end = Some(end);
                }
                Mode::After
            }
            Some(_) => Mode::After,
        };
    }

    fn is_in_list(&self) -> bool {
        match self.frames.last() {
            Some(Frame::List(_) | Frame::Entries(_)) => true,
            Some(Frame::Free(free)) => !free.is_object,
            _ => false,
        }
    }
}

/// The element that a trailing comma lacks.
const TRAILING_COMMA: &str = "another element behind the comma (JSON has no trailing comma)";
