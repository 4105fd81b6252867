//! A record of what is read, from which drafts are built: which value begins, what has come of a
//! text, which value is whole.

use crate::shape::{Rule, Shape, Text as Held, Variant};

use super::frame::Frame;
use super::machine::{Machine, Wanted};
use super::value::Opens;

/// A step from a value to one that it contains.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(hidden)]
#[allow(
    clippy::exhaustive_enums,
    reason = "generated code goes through all of them"
)]
pub enum Member {
    /// A declared field, by its index.
    Field(usize),
    /// The next item of a list.
    Item,
    /// The entry of a map.
    Key(Box<str>),
    /// The data of a variant, beside its tag.
    Data,
}

/// Something that happened to a value.
#[derive(Debug)]
pub(crate) enum Event {
    /// The value that this step leads to begins.
    Into(Member),
    /// It is left.
    Out,
    /// It is one that may be shown before it is whole.
    Begin,
    /// More of a text has come.
    Text(String),
    /// The variant is known, by its index.
    Told(usize),
    Done(Whole),
}

/// A value that is whole.
#[derive(Debug)]
pub(crate) struct Whole {
    /// Its bytes in the answer.
    pub(crate) span: std::ops::Range<usize>,
    pub(crate) shape: &'static Shape,
    pub(crate) rules: Vec<&'static [Rule]>,
    /// Control characters are allowed in its texts.
    pub(crate) control: bool,
}

/// A value under way.
struct Level {
    /// `None` for one that isn't shown.
    seen: Option<Whole>,
    is_member: bool,
    is_muted: bool,
    /// `true` if nothing that it contains is shown.
    mutes: bool,
}

/// The record so far.
#[derive(Default)]
pub(super) struct Trace {
    pub(super) events: Vec<Event>,
    levels: Vec<Level>,
    /// Number of the values under way that aren't shown.
    muted: usize,
    /// A text that is shown is under way.
    is_text: bool,
}

/// The place of a value in the one around it.
enum Way {
    Root,
    Member(Member),
    /// A dialect's wrapper, which the contract doesn't have.
    Wrapper,
    /// Its place isn't known yet, or it is no value of its own.
    Muted,
}

impl Trace {
    /// Notes more of a text.
    pub(super) fn text(&mut self, run: &str) {
        if !self.is_text {
            return;
        }
        if let Some(Event::Text(text)) = self.events.last_mut() {
            text.push_str(run);
        } else {
            self.events.push(Event::Text(run.to_owned()));
        }
    }

    /// Notes a value that may be of several shapes: it is shown with what is around it.
    fn fork(&mut self) {
        self.muted += 1;
        self.levels.push(Level {
            seen: None,
            is_member: false,
            is_muted: true,
            mutes: true,
        });
    }

    /// Notes which variant the value around the tag is; of a tag that is `late`, the members before
    /// it weren't shown, so that those behind it aren't either.
    pub(super) fn told(&mut self, variants: &[Variant], name: &str, is_late: bool) {
        let around = self.levels.len().checked_sub(2);
        let Some(around) = around.and_then(|at| self.levels.get_mut(at)) else {
            return;
        };
        if around.is_muted || around.mutes {
            return;
        }
        if is_late {
            around.mutes = true;
        } else if let Some(index) = variants.iter().position(|variant| variant.name == name) {
            self.events.push(Event::Told(index));
        }
    }

    fn end(&mut self, end: usize) {
        self.is_text = false;
        let Some(level) = self.levels.pop() else {
            return;
        };
        self.muted -= usize::from(level.is_muted);
        if level.is_muted {
            return;
        }
        if let Some(mut whole) = level.seen {
            whole.span.end = end;
            self.events.push(Event::Done(whole));
        }
        if level.is_member {
            self.events.push(Event::Out);
        }
    }
}

impl Machine {
    fn way(&self) -> Way {
        match self.want.kind {
            Wanted::Tag | Wanted::EntryKey => return Way::Muted,
            Wanted::Root(_) | Wanted::Entry => return Way::Wrapper,
            Wanted::Shape(_) | Wanted::Fields(..) | Wanted::Loose => {}
        }
        match self.frames.last() {
            None | Some(Frame::Root(_)) => Way::Root,
            Some(Frame::Object(object)) => Way::Member(Member::Field(object.current)),
            Some(Frame::Adjacent(union)) if union.has_tag => Way::Member(Member::Data),
            Some(Frame::Map(map)) => key(map.key.as_deref()),
            Some(Frame::Entry(_)) => {
                let below = self.frames.len().checked_sub(2);
                match below.and_then(|below| self.frames.get(below)) {
                    Some(Frame::Entries(map)) => key(map.key.as_deref()),
                    _ => Way::Muted,
                }
            }
            Some(Frame::List(_)) => Way::Member(Member::Item),
            Some(
                Frame::Untold(_)
                | Frame::Adjacent(_)
                | Frame::Entries(_)
                | Frame::Free(_)
                | Frame::Fork(_),
            ) => Way::Muted,
        }
    }

    /// Notes that a value begins.
    pub(super) fn trace_begin(&mut self, opens: Opens) {
        let way = self.way();
        let shape = match self.want.kind {
            Wanted::Shape(shape) => Some(shape),
            _ => None,
        };
        let is_open = match (self.want.kind, opens) {
            (Wanted::Fields(..), _) => true,
            (Wanted::Shape(shape), Opens::Object | Opens::List) => !matches!(shape, Shape::Untyped),
            (Wanted::Shape(Shape::String(Held::Any)), Opens::Text) => {
                let mut rules = self.want.rules.iter().copied().flatten();
                !rules.any(|rule| matches!(rule, Rule::OneOf(_) | Rule::Format(_)))
            }
            _ => false,
        };
        let (rules, control) = (&self.want.rules, self.want.control);
        let (start, is_text) = (self.start, opens == Opens::Text);
        let Some(trace) = &mut self.trace else { return };
        let is_around_mute = trace.levels.last().is_some_and(|level| level.mutes);
        let is_muted = trace.muted > 0 || is_around_mute || matches!(way, Way::Muted);
        let mut level = Level {
            seen: None,
            is_member: false,
            is_muted,
            mutes: false,
        };
        if is_muted {
            trace.muted += 1;
            trace.levels.push(level);
            return;
        }
        let is_wrapper = matches!(way, Way::Wrapper);
        if let Way::Member(member) = way {
            level.is_member = true;
            trace.events.push(Event::Into(member));
        }
        if is_open {
            trace.events.push(Event::Begin);
            trace.is_text = is_text;
        }
        if !is_wrapper && let Some(shape) = shape {
            level.seen = Some(Whole {
                span: start..start,
                shape,
                rules: rules.clone(),
                control,
            });
        }
        trace.levels.push(level);
    }

    /// Notes that a value begins that may be of several shapes.
    pub(super) fn trace_fork(&mut self) {
        if let Some(trace) = &mut self.trace {
            trace.fork();
        }
    }

    /// Notes that the value under way ended before byte `end`.
    pub(super) fn trace_end(&mut self, end: usize) {
        if let Some(trace) = &mut self.trace {
            trace.end(end);
        }
    }
}

fn key(key: Option<&str>) -> Way {
    key.map_or(Way::Muted, |key| Way::Member(Member::Key(key.into())))
}
