//! The containers that are open, and what each still wants.

use std::collections::HashSet;

use crate::pointer::Pointer;
use crate::schema::identity;
use crate::shape::{Body, Field, List, Name, Rule, Shape, Union, Variant};

use super::union::Fork;

/// One open container.
pub(super) enum Frame {
    /// An object with declared fields, whose tag has been read if it has one.
    Object(Object),
    /// An object of several kinds with a tag, which lies beside the data and has not come yet.
    Untold(Box<Untold>),
    /// An object of a tag and the data.
    Adjacent(Box<Adjacent>),
    Map(Box<Map>),
    /// A map that travels as a list of entries.
    Entries(Box<Map>),
    /// One of those entries.
    Entry(Entry),
    /// The wrapper around a root that is no object.
    Root(Root),
    List(Box<Items>),
    /// A list or an object of free-form JSON.
    Free(Free),
    /// A value of which several shapes are possible.
    Fork(Box<Fork>),
}

/// A value that is to be read next.
#[derive(Debug, Clone, Copy)]
pub(super) enum Goal {
    Shape(&'static Shape, &'static [Rule]),
    /// An object with these fields, which has no shape of its own.
    Fields(&'static [Field], Owner),
    /// The tag of the innermost union.
    Tag,
    /// The wrapper around a root.
    Root(&'static Shape),
    /// One entry of a map that travels as a list.
    Entry,
    /// The key of a map's entry.
    EntryKey,
    /// Any JSON, of which nothing but the syntax is judged.
    Loose,
}

/// A type that declares fields.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner {
    Type(&'static Name),
    Variant(&'static Name, &'static str),
}

impl Owner {
    /// Returns the identity of the place, as dialects name it.
    pub(super) fn place(self) -> String {
        match self {
            Self::Type(name) => identity(name),
            Self::Variant(name, variant) => format!("{}/{variant}", identity(name)),
        }
    }
}

/// The fields that have come.
#[derive(Debug, Clone)]
pub(super) enum Seen {
    Few(u64),
    Many(Vec<bool>),
}

impl Seen {
    pub(super) fn of(count: usize) -> Self {
        if count <= 64 {
            Self::Few(0)
        } else {
            Self::Many(vec![false; count])
        }
    }

    pub(super) fn has(&self, index: usize) -> bool {
        match self {
            Self::Few(bits) => bits.checked_shr(shift(index)).unwrap_or(0) & 1 == 1,
            Self::Many(seen) => seen.get(index).copied().unwrap_or(false),
        }
    }

    pub(super) fn put(&mut self, index: usize) {
        match self {
            Self::Few(bits) => *bits |= 1_u64.checked_shl(shift(index)).unwrap_or(0),
            Self::Many(seen) => {
                if let Some(one) = seen.get_mut(index) {
                    *one = true;
                }
            }
        }
    }
}

fn shift(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

pub(super) struct Object {
    pub(super) start: usize,
    pub(super) fields: &'static [Field],
    pub(super) owner: Owner,
    /// The tag's key, which has come.
    pub(super) tag: Option<&'static str>,
    pub(super) seen: Seen,
    /// The field that is likely to come next.
    pub(super) expected: usize,
    /// The field that is being read.
    pub(super) current: usize,
    /// Control characters are allowed in texts.
    pub(super) control: bool,
}

impl Object {
    pub(super) fn new(start: usize, fields: &'static [Field], owner: Owner, control: bool) -> Self {
        Self {
            start,
            fields,
            owner,
            tag: None,
            seen: Seen::of(fields.len()),
            expected: 0,
            current: 0,
            control,
        }
    }

    /// Returns the fields that have not come.
    pub(super) fn unseen(&self) -> impl Iterator<Item = &'static Field> + '_ {
        let fields = self.fields.iter().enumerate();
        fields
            .filter(|(index, _)| !self.seen.has(*index))
            .map(|(_, field)| field)
    }
}

pub(super) struct Untold {
    pub(super) start: usize,
    pub(super) of: &'static Union,
    /// The variants that are still possible, each in its place.
    pub(super) live: Vec<bool>,
    /// The keys that have come.
    pub(super) keys: Vec<&'static str>,
    pub(super) control: bool,
}

impl Untold {
    pub(super) fn variants(&self) -> impl Iterator<Item = &'static Variant> + '_ {
        live(self.of, &self.live)
    }

    /// Returns the fields that a variant that is still possible declares and that have not come.
    pub(super) fn unseen(&self) -> impl Iterator<Item = &'static Field> + '_ {
        self.variants()
            .flat_map(|variant| fields_beside(self.of, variant).0)
            .filter(|field| !self.keys.contains(&field.name))
    }
}

pub(super) struct Adjacent {
    pub(super) start: usize,
    pub(super) of: &'static Union,
    pub(super) content: &'static str,
    pub(super) live: Vec<bool>,
    pub(super) has_tag: bool,
    pub(super) has_content: bool,
    /// The tag is being read, not the data.
    pub(super) is_in_tag: bool,
    pub(super) control: bool,
}

impl Adjacent {
    pub(super) fn variants(&self) -> impl Iterator<Item = &'static Variant> + '_ {
        live(self.of, &self.live)
    }

    /// Returns `true` if data may come, and `true` if they must.
    pub(super) fn wants_content(&self) -> (bool, bool) {
        let has = |variant: &Variant| !matches!(variant.body, Body::Unit);
        let may = !self.has_content && self.variants().any(has);
        (may, may && self.variants().all(has))
    }
}

fn live<'f>(
    of: &'static Union,
    live: &'f [bool],
) -> impl Iterator<Item = &'static Variant> + use<'f> {
    let variants = of.variants.iter().zip(live);
    variants
        .filter(|(_, live)| **live)
        .map(|(variant, _)| variant)
}

/// Returns the fields of a variant that lie beside the tag, and who declares them.
pub(super) fn fields_beside(
    of: &'static Union,
    variant: &'static Variant,
) -> (&'static [Field], Owner) {
    let own = Owner::Variant(&of.name, variant.name);
    match variant.body {
        Body::Unit => (&[], own),
        Body::Fields(fields) => (fields, own),
        Body::Value(shape) => match shape.core() {
            Shape::Object(object) => (object.fields, Owner::Type(&object.name)),
            // No such union is derived.
            _ => (&[], own),
        },
    }
}

pub(super) struct Map {
    pub(super) start: usize,
    pub(super) values: &'static Shape,
    pub(super) keys: HashSet<Box<str>>,
    /// The key of the entry that is being read; `None` if it has not come.
    pub(super) key: Option<Box<str>>,
    /// Entries that have come or are under way.
    pub(super) count: u64,
    pub(super) size: Size,
    pub(super) control: bool,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    pub(super) start: usize,
    pub(super) has_key: bool,
    pub(super) has_value: bool,
    pub(super) control: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Root {
    pub(super) start: usize,
    pub(super) shape: &'static Shape,
    pub(super) has_value: bool,
}

pub(super) struct Items {
    pub(super) start: usize,
    pub(super) list: &'static List,
    /// Items that have come or are under way.
    pub(super) count: u64,
    pub(super) size: Size,
    /// The items that have come, in one form for equal ones, with their indices; `None` if they may
    /// repeat.
    pub(super) distinct: Option<std::collections::HashMap<Box<str>, u64>>,
    /// Where the item under way starts.
    pub(super) item: usize,
    pub(super) control: bool,
}

pub(super) struct Free {
    pub(super) is_object: bool,
    /// Nothing but the syntax is judged.
    pub(super) is_loose: bool,
    pub(super) keys: HashSet<Box<str>>,
    pub(super) key: Box<str>,
    pub(super) count: u64,
    pub(super) control: bool,
}

impl Frame {
    /// Steps to the value that is being read in it.
    pub(super) fn step(&self, pointer: &mut Pointer) {
        match self {
            Self::Object(object) => {
                let field = object.fields.get(object.current);
                pointer.push_key(field.map_or("", |field| field.name));
            }
            Self::Untold(union) => pointer.push_key(union.keys.last().unwrap_or(&union.of.tag)),
            Self::Adjacent(union) if union.is_in_tag => pointer.push_key(union.of.tag),
            Self::Adjacent(union) => pointer.push_key(union.content),
            Self::Map(map) | Self::Entries(map) => match &map.key {
                Some(key) => pointer.push_key(key),
                None => pointer.push_index(index(map.count)),
            },
            Self::List(items) => pointer.push_index(index(items.count)),
            Self::Free(free) if free.is_object => pointer.push_key(&free.key),
            Self::Free(free) => pointer.push_index(index(free.count)),
            Self::Entry(_) | Self::Root(_) | Self::Fork(_) => {}
        }
    }
}

/// Returns the index of the last of `count` items.
fn index(count: u64) -> usize {
    usize::try_from(count.saturating_sub(1)).unwrap_or(usize::MAX)
}

/// The numbers of items that are allowed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
}

impl Size {
    pub(super) const ANY: Self = Self { min: 0, max: None };

    /// Narrows it to what the rules allow.
    pub(super) fn with(mut self, rules: &[&'static [Rule]]) -> Self {
        for rule in rules.iter().copied().flatten() {
            if let Rule::Length { min, max } = rule {
                self.min = self.min.max(*min);
                self.max = match (self.max, *max) {
                    (Some(one), Some(other)) => Some(one.min(other)),
                    (one, other) => one.or(other),
                };
            }
        }
        self
    }

    /// Returns `true` if there may be one more than `count`.
    pub(super) fn has_room(self, count: u64) -> bool {
        self.max.is_none_or(|max| count < max)
    }
}
