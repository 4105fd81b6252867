//! Keys of objects, which are wrong as soon as no declared one begins so.

use crate::drift::{Violation, ViolationKind as Kind};
use crate::shape::Shape;

use super::super::words;
use super::frame::{Adjacent, Frame, Goal, Object, Untold};
use super::machine::{Machine, Mode, Next, Read};
use super::union::{self, Choice};

impl Machine {
    /// Returns the keys that may come in the innermost object; `None` if any may.
    fn open_keys(&self) -> Option<Vec<&'static str>> {
        Some(match self.frames.last()? {
            Frame::Object(object) => object.unseen().map(|field| field.name).collect(),
            Frame::Untold(union) => {
                let mut names = vec![union.of.tag];
                for field in union.unseen() {
                    if !names.contains(&field.name) {
                        names.push(field.name);
                    }
                }
                names
            }
            Frame::Adjacent(union) => {
                let tag = (!union.has_tag).then_some(union.of.tag);
                let content = union.wants_content().0.then_some(union.content);
                tag.into_iter().chain(content).collect()
            }
            Frame::Entry(entry) => {
                let key = (!entry.has_key).then_some("key");
                let value = (!entry.has_value).then_some("value");
                key.into_iter().chain(value).collect()
            }
            Frame::Root(root) => (!root.has_value).then_some("value").into_iter().collect(),
            Frame::Map(_)
            | Frame::Entries(_)
            | Frame::List(_)
            | Frame::Free(_)
            | Frame::Fork(_) => {
                return None;
            }
        })
    }

    /// Returns a key of the innermost object that has come already and begins like `prefix`.
    fn come_key(&self, prefix: &str) -> Option<&'static str> {
        let is_it = |name: &&'static str| name.starts_with(prefix);
        match self.frames.last()? {
            Frame::Object(object) => {
                let fields = object.fields.iter().enumerate();
                let seen = fields.filter(|(index, _)| object.seen.has(*index));
                let names = seen.map(|(_, field)| field.name);
                names.chain(object.tag).find(is_it)
            }
            Frame::Untold(union) => union.keys.iter().copied().find(is_it),
            Frame::Adjacent(union) => {
                let tag = union.has_tag.then_some(union.of.tag);
                let content = union.has_content.then_some(union.content);
                tag.into_iter().chain(content).find(is_it)
            }
            Frame::Entry(entry) => {
                let key = entry.has_key.then_some("key");
                let value = entry.has_value.then_some("value");
                key.into_iter().chain(value).find(is_it)
            }
            Frame::Root(root) => root.has_value.then_some("value").filter(is_it),
            Frame::Map(_)
            | Frame::Entries(_)
            | Frame::List(_)
            | Frame::Free(_)
            | Frame::Fork(_) => None,
        }
    }

    /// Returns `true` if a key that may come begins like `prefix`.
    pub(super) fn may_be_key(&self, prefix: &str) -> bool {
        // Answers mostly keep the declared order.
        if let Some(Frame::Object(object)) = self.frames.last()
            && let Some(field) = object.fields.get(object.expected)
            && field.name.starts_with(prefix)
            && !object.seen.has(object.expected)
        {
            return true;
        }
        if let Some(Frame::Untold(union)) = self.frames.last()
            && union.of.tag.starts_with(prefix)
        {
            return true;
        }
        self.open_keys()
            .is_none_or(|names| names.iter().any(|name| name.starts_with(prefix)))
    }

    /// Checks that one more key may come.
    pub(super) fn key_wanted(&mut self) -> Read<()> {
        if let Some(Frame::Map(map)) = self.frames.last()
            && !map.size.has_room(map.count)
        {
            let (size, start) = (map.size, map.start);
            return Err(self.too_many(size, start));
        }
        if self.may_be_key("") {
            return Ok(());
        }
        let span = self.at..self.at + 1;
        let expected = "no further key".to_owned();
        Err(self.violation_of_container(Kind::UnknownKey, span, expected, "one more".to_owned()))
    }

    /// Begins a key with its quote.
    pub(super) fn key_begin(&mut self) -> Read<()> {
        if self.mode == Mode::FirstKey {
            self.key_wanted()?;
        }
        self.start = self.at;
        self.text_begin(true);
        Ok(())
    }

    /// Refuses the key that has come as far as `prefix`, which ends before byte `end`.
    #[cold]
    pub(super) fn wrong_key(&mut self, prefix: &str, end: usize, is_whole: bool) -> Box<Violation> {
        let more = if is_whole { "" } else { "…" };
        let span = self.start..end;
        if let Some(name) = self
            .come_key(prefix)
            .filter(|name| !is_whole || *name == prefix)
        {
            let found = if is_whole {
                format!("the key `{}` again", words::shortened(name))
            } else {
                format!(
                    "a key that begins `{}`, as only `{name}` does, which stands already",
                    words::shortened(prefix)
                )
            };
            let expected = "each key once".to_owned();
            return self.violation_of_key(Kind::DuplicateKey, span, expected, found, name);
        }
        let Some(names) = self.open_keys() else {
            let found = format!("the key `{}` again", words::shortened(prefix));
            let expected = "each key once".to_owned();
            return self.violation_of_key(Kind::DuplicateKey, span, expected, found, prefix);
        };
        let expected = if names.is_empty() {
            "no further key".to_owned()
        } else {
            words::keys(names.iter().copied())
        };
        let found = format!("the key `{}{more}`", words::shortened(prefix));
        self.violation_of_key(Kind::UnknownKey, span, expected, found, prefix)
    }

    /// Ends a key with its closing quote.
    pub(super) fn key_end(&mut self) -> Read<()> {
        self.mode = Mode::Colon;
        let key = std::mem::take(&mut self.text.buf);
        let Some(next) = self.key_found(&key) else {
            return Err(self.wrong_key(&key, self.at + 1, true));
        };
        self.next = next;
        self.text.buf = key;
        Ok(())
    }

    /// Returns what the value of `key` is to be; `None` if no such key may come.
    fn key_found(&mut self, key: &str) -> Option<Next> {
        let below = self.frames.len().checked_sub(2);
        let entries = below.and_then(|below| match self.frames.get(below) {
            Some(Frame::Entries(map)) => Some(map.values),
            _ => None,
        });
        match self.frames.last_mut()? {
            Frame::Object(object) => field(object, key),
            Frame::Untold(union) => member(union, key),
            Frame::Adjacent(union) => half(union, key),
            Frame::Map(map) => {
                if !map.keys.insert(key.into()) {
                    return None;
                }
                map.key = Some(key.into());
                map.count += 1;
                Some(Next::Goal(Goal::Shape(map.values, &[]), map.control))
            }
            Frame::Entry(entry) if key == "key" && !entry.has_key => {
                entry.has_key = true;
                Some(Next::Goal(Goal::EntryKey, entry.control))
            }
            Frame::Entry(entry) if key == "value" && !entry.has_value => {
                entry.has_value = true;
                Some(Next::Goal(Goal::Shape(entries?, &[]), entry.control))
            }
            Frame::Root(root) if key == "value" && !root.has_value => {
                root.has_value = true;
                Some(Next::Goal(Goal::Shape(root.shape, &[]), false))
            }
            Frame::Free(free) if free.is_loose => Some(Next::Goal(Goal::Loose, free.control)),
            Frame::Free(free) => {
                if !free.keys.insert(key.into()) {
                    return None;
                }
                free.key = key.into();
                let goal = Goal::Shape(&Shape::Untyped, &[]);
                Some(Next::Goal(goal, free.control))
            }
            Frame::Entry(_)
            | Frame::Root(_)
            | Frame::Entries(_)
            | Frame::List(_)
            | Frame::Fork(_) => None,
        }
    }
}

/// Returns what the value of a declared field is to be.
fn field(object: &mut Object, key: &str) -> Option<Next> {
    let fields = object.fields;
    let is_it = |index: &usize| fields.get(*index).is_some_and(|field| field.name == key);
    let index = Some(object.expected)
        .filter(is_it)
        .or_else(|| (0..fields.len()).find(is_it))?;
    if object.seen.has(index) {
        return None;
    }
    let field = fields.get(index)?;
    object.seen.put(index);
    object.current = index;
    object.expected = index + 1;
    let goal = Goal::Shape(field.shape, field.rules);
    Some(Next::Goal(goal, object.control))
}

/// Returns what the value of a member is to be while the tag beside it has not come.
fn member(union: &mut Untold, key: &str) -> Option<Next> {
    if key == union.of.tag {
        union.keys.push(union.of.tag);
        return Some(Next::Goal(Goal::Tag, union.control));
    }
    let name = union.unseen().find(|field| field.name == key)?.name;
    let (of, control) = (union.of, union.control);
    let choices = union::choices(of, &union.live, |index| union::beside(of, index, name));
    union.keys.push(name);
    keep_choices(&mut union.live, &choices);
    one_or_fork(choices, control)
}

/// Returns what the tag or the data of a union of both are to be.
fn half(union: &mut Adjacent, key: &str) -> Option<Next> {
    if key == union.of.tag && !union.has_tag {
        union.has_tag = true;
        union.is_in_tag = true;
        return Some(Next::Goal(Goal::Tag, union.control));
    }
    if key != union.content || !union.wants_content().0 {
        return None;
    }
    union.has_content = true;
    union.is_in_tag = false;
    let (of, control) = (union.of, union.control);
    let choices = union::choices(of, &union.live, |index| union::content(of, index));
    keep_choices(&mut union.live, &choices);
    one_or_fork(choices, control)
}

/// Keeps the variants that are in one of the choices.
fn keep_choices(live: &mut [bool], choices: &[Choice]) {
    for (index, live) in live.iter_mut().enumerate() {
        *live &= choices
            .iter()
            .any(|choice| choice.variants.contains(&index));
    }
}

fn one_or_fork(choices: Vec<Choice>, control: bool) -> Option<Next> {
    match choices.as_slice() {
        [] => None,
        [one] => Some(Next::Goal(one.goal, control)),
        _ => Some(Next::Fork(choices, control)),
    }
}
