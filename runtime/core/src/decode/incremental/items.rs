//! Commas and closing brackets of containers.

use std::collections::hash_map::Entry;

use crate::drift::ViolationKind as Kind;
use crate::json::{Node, canonical};
use crate::shape::{Field, Shape};

use super::super::words;
use super::frame::{Frame, Free, Goal, Owner};
use super::machine::{Machine, Mode, Read};

impl Machine {
    /// Wants the next item of the innermost list.
    pub(super) fn item(&mut self) -> Read<()> {
        let (goal, control, full) = match self.frames.last_mut() {
            Some(Frame::List(items)) => {
                let full = (!items.size.has_room(items.count)).then_some((items.size, items.start));
                items.count += 1;
                (Goal::Shape(items.list.items, &[]), items.control, full)
            }
            Some(Frame::Entries(map)) => {
                let full = (!map.size.has_room(map.count)).then_some((map.size, map.start));
                map.count += 1;
                map.key = None;
                (Goal::Entry, map.control, full)
            }
            Some(Frame::Free(free)) => {
                free.count += 1;
                let goal = if free.is_loose {
                    Goal::Loose
                } else {
                    Goal::Shape(&Shape::Untyped, &[])
                };
                (goal, free.control, None)
            }
            _ => (Goal::Loose, false, None),
        };
        if let Some((size, start)) = full {
            return Err(self.too_many(size, start));
        }
        self.aim(goal, control);
        Ok(())
    }

    /// Takes in the comma behind a value.
    pub(super) fn comma(&mut self) -> Read<()> {
        let is_list = matches!(
            self.frames.last(),
            Some(
                Frame::List(_)
                    | Frame::Entries(_)
                    | Frame::Free(Free {
                        is_object: false,
                        ..
                    })
            )
        );
        if is_list {
            return self.item();
        }
        self.key_wanted()?;
        self.mode = Mode::Key;
        Ok(())
    }

    /// Closes the innermost container.
    pub(super) fn close(&mut self) -> Read<()> {
        self.holds_enough()?;
        let end = self.at + 1;
        match self.frames.pop() {
            Some(Frame::Entry(_) | Frame::Root(_) | Frame::Fork(_)) | None => {}
            Some(Frame::List(items)) => {
                self.depth -= 1;
                self.recording -= u32::from(items.distinct.is_some());
            }
            Some(
                Frame::Object(_)
                | Frame::Untold(_)
                | Frame::Adjacent(_)
                | Frame::Map(_)
                | Frame::Entries(_)
                | Frame::Free(_),
            ) => self.depth -= 1,
        }
        self.done(end);
        Ok(())
    }

    /// Checks that the innermost container lacks nothing.
    fn holds_enough(&mut self) -> Read<()> {
        match self.frames.last() {
            Some(Frame::List(items)) if items.count < items.size.min => {
                let expected = words::count(items.size.min, items.size.max, "items");
                Err(self.short(items.start, expected, items.count, "item", "items"))
            }
            Some(Frame::Map(map) | Frame::Entries(map)) if map.count < map.size.min => {
                let expected = words::count(map.size.min, map.size.max, "entries");
                Err(self.short(map.start, expected, map.count, "entry", "entries"))
            }
            Some(Frame::Object(object)) => {
                let lacks = object
                    .unseen()
                    .find(|field| !field.optional && !self.may_lack(object.owner, field));
                match lacks {
                    Some(field) => {
                        let kind = words::kind_of(field.shape);
                        Err(self.missing(object.start, field.name, &kind))
                    }
                    None => Ok(()),
                }
            }
            Some(Frame::Untold(union)) => {
                let names: Vec<&str> = union.variants().map(|variant| variant.name).collect();
                let kind = words::one_of(names.into_iter());
                Err(self.missing(union.start, union.of.tag, &kind))
            }
            Some(Frame::Adjacent(union)) => {
                if !union.has_tag {
                    let names: Vec<&str> = union.variants().map(|variant| variant.name).collect();
                    let kind = words::one_of(names.into_iter());
                    return Err(self.missing(union.start, union.of.tag, &kind));
                }
                if union.wants_content().1 {
                    return Err(self.missing(union.start, union.content, "the variant's data"));
                }
                Ok(())
            }
            Some(Frame::Entry(entry)) if !entry.has_key => {
                Err(self.missing(entry.start, "key", "a string"))
            }
            Some(Frame::Entry(entry)) if !entry.has_value => {
                Err(self.missing(entry.start, "value", "the entry's value"))
            }
            Some(Frame::Root(root)) if !root.has_value => {
                Err(self.missing(root.start, "value", &words::kind_of(root.shape)))
            }
            _ => Ok(()),
        }
    }

    /// Returns `true` if a field may be left out because of the dialect.
    fn may_lack(&self, owner: Owner, field: &Field) -> bool {
        let loosened = &self.rewrites.loosened;
        !loosened.is_empty()
            && loosened.contains(&(owner.place(), field.name, field.shape.is_nullable()))
    }

    /// Appends to the record what has come of `text`, which starts at byte `base`, up to byte
    /// `end`.
    pub(super) fn keep(&mut self, text: &str, base: usize, end: usize) {
        if self.recording == 0 {
            return;
        }
        let from = (self.record_at + self.record.len()).saturating_sub(base);
        let more = text.get(from..end.saturating_sub(base));
        self.record.push_str(more.unwrap_or(""));
    }

    /// Compares the item that ended before byte `end` with those before it.
    pub(super) fn item_done(&mut self, end: usize) -> Read<()> {
        let is_innermost = self.recording == 1;
        let record_at = self.record_at;
        let Some(Frame::List(items)) = self.frames.last_mut() else {
            return Ok(());
        };
        let span = items.item.saturating_sub(record_at)..end.saturating_sub(record_at);
        let text = self.record.get(span).unwrap_or("");
        let Ok(node) = Node::parse(text) else {
            return Ok(());
        };
        let form = canonical(&node);
        let index = items.count.saturating_sub(1);
        let earlier =
            items
                .distinct
                .as_mut()
                .and_then(|known| match known.entry(form.into_boxed_str()) {
                    Entry::Occupied(known) => Some(*known.get()),
                    Entry::Vacant(vacant) => {
                        vacant.insert(index);
                        None
                    }
                });
        if let Some(earlier) = earlier {
            let expected = format!("an item that differs from item {earlier}");
            let (found, start) = (words::found(&node, text), items.item);
            return Err(self.violation(Kind::Repeated, start..end, expected, found));
        }
        if is_innermost {
            self.record.clear();
            self.record_at = end;
        }
        Ok(())
    }
}
