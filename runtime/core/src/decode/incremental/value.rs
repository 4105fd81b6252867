//! Beginnings of values.

use std::collections::{HashMap, HashSet};

use crate::json::Syntax;
use crate::shape::{List, Rule, Shape, Union};

use super::frame::{Adjacent, Entry, Frame, Free, Items, Map, Object, Owner, Root, Size, Untold};
use super::machine::{Machine, Mode, Read, Wanted};
use super::number::spans;

/// A kind of JSON value, as its first byte shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opens {
    Object,
    List,
    Text,
    Number,
    True,
    False,
    Null,
}

impl Opens {
    const fn of(byte: u8) -> Option<Self> {
        Some(match byte {
            b'{' => Self::Object,
            b'[' => Self::List,
            b'"' => Self::Text,
            b'-' | b'0'..=b'9' => Self::Number,
            b't' => Self::True,
            b'f' => Self::False,
            b'n' => Self::Null,
            _ => return None,
        })
    }
}

impl Machine {
    /// Begins a value with its first byte.
    pub(super) fn begin(&mut self, byte: u8) -> Read<()> {
        if self.mode == Mode::FirstItem {
            self.item()?;
        }
        self.start = self.at;
        self.first = byte;
        let Some(opens) = Opens::of(byte) else {
            return Err(self.wrong(Syntax::VALUE, byte));
        };
        if let Some(Frame::List(items)) = self.frames.last_mut() {
            items.item = self.at;
        }
        if self.trace.is_some() {
            self.trace_begin(opens);
        }
        if opens == Opens::Null && self.want.nullable {
            self.word("null");
            return Ok(());
        }
        match (self.want.kind, opens) {
            (Wanted::Shape(shape), _) => self.begin_shape(shape, opens),
            (Wanted::Loose, _) => self.begin_free(opens, true),
            (Wanted::Tag | Wanted::EntryKey, Opens::Text) => {
                self.text_begin(false);
                Ok(())
            }
            (Wanted::Fields(fields, owner), Opens::Object) => {
                let object = Object::new(self.at, fields, owner, self.want.control);
                self.open(Frame::Object(object), Mode::FirstKey)
            }
            (Wanted::Root(shape), Opens::Object) => {
                self.frames.push(Frame::Root(Root {
                    start: self.at,
                    shape,
                    has_value: false,
                }));
                self.mode = Mode::FirstKey;
                Ok(())
            }
            (Wanted::Entry, Opens::Object) => {
                self.frames.push(Frame::Entry(Entry {
                    start: self.at,
                    control: self.want.control,
                    ..Entry::default()
                }));
                self.mode = Mode::FirstKey;
                Ok(())
            }
            (
                Wanted::Tag
                | Wanted::EntryKey
                | Wanted::Fields(..)
                | Wanted::Root(_)
                | Wanted::Entry,
                _,
            ) => Err(self.wrong_type(opens)),
        }
    }

    fn begin_shape(&mut self, shape: &'static Shape, opens: Opens) -> Read<()> {
        let entries = self.rewrites.entries;
        match (shape, opens) {
            (Shape::Bool, Opens::True) => {
                self.word("true");
                Ok(())
            }
            (Shape::Bool, Opens::False) => {
                self.word("false");
                Ok(())
            }
            (Shape::Integer { .. } | Shape::Number(_), Opens::Number) => {
                spans(shape, &self.want.rules, &mut self.spans);
                self.number_begin()
            }
            (Shape::String(_) | Shape::Enum(_), Opens::Text) => {
                self.text_begin(false);
                Ok(())
            }
            (Shape::List(list), Opens::List) => self.list(list),
            (Shape::Map(values), Opens::List) if entries => self.map(values, true),
            (Shape::Map(values), Opens::Object) if !entries => self.map(values, false),
            (Shape::Object(of), Opens::Object) => {
                let owner = Owner::Type(&of.name);
                let object = Object::new(self.at, of.fields, owner, self.want.control);
                self.open(Frame::Object(object), Mode::FirstKey)
            }
            (Shape::Union(of), Opens::Object) => self.union(of),
            (Shape::Untyped, _) => self.begin_free(opens, false),
            (Shape::Nullable(_) | Shape::Newtype(_) | Shape::Back(_), _) => {
                self.begin_free(opens, true)
            }
            (
                Shape::Bool
                | Shape::Integer { .. }
                | Shape::Number(_)
                | Shape::String(_)
                | Shape::List(_)
                | Shape::Map(_)
                | Shape::Enum(_)
                | Shape::Object(_)
                | Shape::Union(_),
                _,
            ) => Err(self.wrong_type(opens)),
        }
    }

    /// Begins a value of any kind.
    fn begin_free(&mut self, opens: Opens, is_loose: bool) -> Read<()> {
        match opens {
            Opens::True => {
                self.word("true");
                Ok(())
            }
            Opens::False => {
                self.word("false");
                Ok(())
            }
            Opens::Null => {
                self.word("null");
                Ok(())
            }
            Opens::Number => {
                self.spans.clear();
                self.number_begin()
            }
            Opens::Text => {
                self.text_begin(false);
                Ok(())
            }
            Opens::Object | Opens::List => {
                let is_object = opens == Opens::Object;
                let free = Free {
                    is_object,
                    is_loose,
                    keys: HashSet::new(),
                    key: Box::default(),
                    count: 0,
                    control: self.want.control,
                };
                let mode = if is_object {
                    Mode::FirstKey
                } else {
                    Mode::FirstItem
                };
                self.open(Frame::Free(free), mode)
            }
        }
    }

    fn open(&mut self, frame: Frame, mode: Mode) -> Read<()> {
        self.enter()?;
        self.frames.push(frame);
        self.mode = mode;
        Ok(())
    }

    fn list(&mut self, list: &'static List) -> Read<()> {
        let rules = &self.want.rules;
        let is_distinct = list.unique || rules.iter().copied().flatten().any(is_unique);
        let size = Size {
            min: list.min,
            max: list.max,
        };
        let items = Items {
            start: self.at,
            list,
            count: 0,
            size: size.with(rules),
            distinct: is_distinct.then(HashMap::new),
            item: self.at,
            control: self.want.control,
        };
        if is_distinct {
            if self.recording == 0 {
                self.record.clear();
                self.record_at = self.at;
            }
            self.recording += 1;
        }
        self.open(Frame::List(Box::new(items)), Mode::FirstItem)
    }

    fn map(&mut self, values: &'static Shape, entries: bool) -> Read<()> {
        let map = Box::new(Map {
            start: self.at,
            values,
            keys: HashSet::new(),
            key: None,
            count: 0,
            size: Size::ANY.with(&self.want.rules),
            control: self.want.control,
        });
        if entries {
            self.open(Frame::Entries(map), Mode::FirstItem)
        } else {
            self.open(Frame::Map(map), Mode::FirstKey)
        }
    }

    fn union(&mut self, of: &'static Union) -> Read<()> {
        let live = vec![true; of.variants.len()];
        let (start, control) = (self.at, self.want.control);
        let frame = match of.content {
            None => Frame::Untold(Box::new(Untold {
                start,
                of,
                live,
                keys: Vec::new(),
                control,
            })),
            Some(content) => Frame::Adjacent(Box::new(Adjacent {
                start,
                of,
                content,
                live,
                has_tag: false,
                has_content: false,
                is_in_tag: true,
                control,
            })),
        };
        self.open(frame, Mode::FirstKey)
    }
}

fn is_unique(rule: &Rule) -> bool {
    matches!(rule, Rule::Unique)
}
