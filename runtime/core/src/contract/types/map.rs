//! Maps, whose keys are data.

use std::borrow::Cow;
use std::collections::btree_map::{self, BTreeMap};
use std::collections::hash_map::{self, HashMap};
use std::hash::{BuildHasher, Hash};

use crate::contract::{Contract, Probe, View};
use crate::json::{Reader, Stop, write_string};
use crate::shape::Shape;

/// A type of map keys. Sealed: the trait has a message of its own for types that can't be keys.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the key of a map on the wire",
    label = "keys of a JSON object are text",
    note = "write `String` instead of `{Self}`, or a `Vec` of a struct with a field for the key"
)]
pub trait MapKey: Ord + Hash {
    /// The key of this text.
    fn of(text: Cow<'_, str>) -> Self;

    /// The text of this key.
    fn text(&self) -> &str;
}

impl MapKey for String {
    fn of(text: Cow<'_, str>) -> Self {
        text.into_owned()
    }

    fn text(&self) -> &str {
        self
    }
}

fn write_entries<'a, K: MapKey + 'a, V: Contract + 'a>(
    entries: impl IntoIterator<Item = (&'a K, &'a V)>,
    out: &mut String,
) {
    out.push('{');
    for (index, (key, value)) in entries.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_string(out, key.text());
        out.push(':');
        value.write(out);
    }
    out.push('}');
}

macro_rules! map {
    ($([$($generics:tt)*] $type:ty, $module:ident;)*) => {$(
        impl<$($generics)*> Contract for $type {
            const SHAPE: &'static Shape = &Shape::Map(V::SHAPE);
            const WAYS: u64 = V::WAYS;

            fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
                let mut entries = Self::default();
                let mut first = true;
                reader.map()?;
                while let Some(key) = reader.entry(&mut first)? {
                    let $module::Entry::Vacant(vacant) = entries.entry(K::of(key)) else {
                        return Err(Stop);
                    };
                    vacant.insert(V::read(reader)?);
                }
                Ok(entries)
            }

            fn probe(probe: &mut Probe<'_>) {
                if !probe.takes::<Self>() {
                    probe.values(V::probe);
                }
            }

            fn write(&self, out: &mut String) {
                write_entries(self, out);
            }

            fn view(&self) -> View<'_> {
                View::Count(self.len())
            }
        }
    )*};
}

map! {
    [K: MapKey, V: Contract] BTreeMap<K, V>, btree_map;
    [K: MapKey, V: Contract, S: BuildHasher + Default] HashMap<K, V, S>, hash_map;
}
