//! Maps, whose keys are data, or values of an enum.

use std::borrow::Cow;
use std::collections::btree_map::{self, BTreeMap};
use std::collections::hash_map::{self, HashMap};
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use std::sync::Arc;

use crate::contract::{Contract, Probe, View};
use crate::json::{Reader, Stop, write_string};
use crate::shape::{Shape, nullable};

/// A type of map keys, for values `V`. The trait has a message of its own for types that can't be
/// keys.
///
/// Texts are keys that are data. Of an enum each value is a declared key that may be missing, so
/// that a schema says them
/// all; a `null` says the same as a key that is missing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the key of a map on the wire",
    label = "keys of a JSON object are text",
    note = "a key is a `String`, an enum of names, or a newtype of one of them without rules; write that instead of `{Self}`, or a `Vec` of a struct with a field for the key"
)]
pub trait MapKey<V: Contract>: Sized {
    /// The shape of the map.
    const MAP: &'static Shape;

    /// The key of this text; `None` if it is none.
    fn of(text: Cow<'_, str>) -> Option<Self>;

    /// The text of this key.
    fn text(&self) -> &str;

    /// Reads the value of an entry; `None` if it stands for an entry that is not there.
    ///
    /// # Errors
    /// [`Stop`] where the text deviates.
    fn read_value(reader: &mut Reader<'_>) -> Result<Option<V>, Stop> {
        V::read(reader).map(Some)
    }

    /// Holds every value to its type.
    fn probe(probe: &mut Probe<'_>) {
        probe.values(V::probe);
    }
}

macro_rules! text_key {
    ($($type:ty),*) => {$(
        impl<V: Contract> MapKey<V> for $type {
            const MAP: &'static Shape = &Shape::Map(V::SHAPE);

            fn of(text: Cow<'_, str>) -> Option<Self> {
                Some(text.into_owned().into())
            }

            fn text(&self) -> &str {
                self
            }
        }
    )*};
}

text_key!(String, Box<str>, Arc<str>, Rc<str>);

/// Refuses values that may be `null` themselves where `null` says that an entry is not there.
///
/// # Panics
/// While compiling, if the values may be `null`.
pub const fn one_null(value: &'static Shape) {
    assert!(
        !nullable(value) && !matches!(value, Shape::Untyped),
        "`null` would mean two things in a map of an enum, whose keys may be missing; take the value without `Option`"
    );
}

fn write_entries<'a, K: MapKey<V> + 'a, V: Contract + 'a>(
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
            const SHAPE: &'static Shape = K::MAP;
            const WAYS: u64 = V::WAYS;

            fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
                let mut entries = Self::default();
                // Keys of `null`, which may stand once as well.
                let mut absent = Vec::new();
                let mut first = true;
                reader.map()?;
                while let Some(key) = reader.entry(&mut first)? {
                    let key = K::of(key).ok_or(Stop)?;
                    if absent.contains(&key) {
                        return Err(Stop);
                    }
                    match (entries.entry(key), K::read_value(reader)?) {
                        ($module::Entry::Vacant(vacant), Some(value)) => {
                            vacant.insert(value);
                        }
                        ($module::Entry::Vacant(vacant), None) => absent.push(vacant.into_key()),
                        ($module::Entry::Occupied(_), _) => return Err(Stop),
                    }
                }
                Ok(entries)
            }

            fn probe(probe: &mut Probe<'_>) {
                if !probe.takes::<Self>() {
                    K::probe(probe);
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
    [K: MapKey<V> + Ord, V: Contract] BTreeMap<K, V>, btree_map;
    [K: MapKey<V> + Hash + Eq, V: Contract, S: BuildHasher + Default] HashMap<K, V, S>, hash_map;
}
