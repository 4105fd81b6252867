//! Maps, whose keys are data.

use std::collections::btree_map::{self, BTreeMap};
use std::collections::hash_map::{self, HashMap};
use std::hash::BuildHasher;

use crate::contract::{Contract, Probe, View};
use crate::json::{Reader, Stop, write_string};
use crate::shape::Shape;

fn write_entries<'a, V: Contract + 'a>(
    entries: impl IntoIterator<Item = (&'a String, &'a V)>,
    out: &mut String,
) {
    out.push('{');
    for (index, (key, value)) in entries.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_string(out, key);
        out.push(':');
        value.write(out);
    }
    out.push('}');
}

macro_rules! map {
    ($([$($generics:tt)*] $type:ty, $module:ident;)*) => {$(
        impl<$($generics)*> Contract for $type {
            const SHAPE: &'static Shape = &Shape::Map(V::SHAPE);

            fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
                let mut entries = Self::default();
                let mut first = true;
                reader.map()?;
                while let Some(key) = reader.entry(&mut first)? {
                    let $module::Entry::Vacant(vacant) = entries.entry(key.into_owned()) else {
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
    [V: Contract] BTreeMap<String, V>, btree_map;
    [V: Contract, S: BuildHasher + Default] HashMap<String, V, S>, hash_map;
}
