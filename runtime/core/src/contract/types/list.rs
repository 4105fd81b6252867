//! Lists: vectors, arrays and sets.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::hash::{BuildHasher, Hash};

use crate::contract::{Contract, Probe, View, unique};
use crate::json::{Reader, Stop};
use crate::shape::{List, Shape};

fn write_items<'a, T: Contract + 'a>(items: impl IntoIterator<Item = &'a T>, out: &mut String) {
    out.push('[');
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        item.write(out);
    }
    out.push(']');
}

impl<T: Contract> Contract for Vec<T> {
    const SHAPE: &'static Shape = &Shape::List(&List {
        items: T::SHAPE,
        min: 0,
        max: None,
        unique: false,
    });
    const WAYS: u64 = T::WAYS;

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let mut items = Self::new();
        let mut first = true;
        reader.list()?;
        while reader.item(&mut first)? {
            items.push(T::read(reader)?);
        }
        Ok(items)
    }

    fn probe(probe: &mut Probe<'_>) {
        if !probe.takes::<Self>() {
            probe.items(T::probe);
        }
    }

    fn write(&self, out: &mut String) {
        write_items(self, out);
    }

    fn view(&self) -> View<'_> {
        View::Count(self.len())
    }
}

impl<T: Contract> Contract for VecDeque<T> {
    const SHAPE: &'static Shape = Vec::<T>::SHAPE;
    const WAYS: u64 = T::WAYS;

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        Vec::read(reader).map(Self::from)
    }

    fn probe(probe: &mut Probe<'_>) {
        if !probe.takes::<Self>() {
            probe.items(T::probe);
        }
    }

    fn write(&self, out: &mut String) {
        write_items(self, out);
    }

    fn view(&self) -> View<'_> {
        View::Count(self.len())
    }
}

impl<T: Contract, const N: usize> Contract for [T; N] {
    #[allow(
        clippy::as_conversions,
        reason = "a length always fits; From is not const"
    )]
    const SHAPE: &'static Shape = &Shape::List(&List {
        items: T::SHAPE,
        min: N as u64,
        max: Some(N as u64),
        unique: false,
    });
    const WAYS: u64 = T::WAYS;

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        let mut items = Vec::with_capacity(N);
        let mut first = true;
        reader.list()?;
        while reader.item(&mut first)? {
            if items.len() == N {
                return Err(Stop);
            }
            items.push(T::read(reader)?);
        }
        Self::try_from(items).map_err(|_too_few| Stop)
    }

    fn probe(probe: &mut Probe<'_>) {
        if !probe.takes::<Self>() {
            probe.items(T::probe);
        }
    }

    fn write(&self, out: &mut String) {
        write_items(self, out);
    }

    fn view(&self) -> View<'_> {
        View::Count(N)
    }
}

/// The expectation that a report shows for an item that equals another one in Rust although the
/// contract's texts differ.
const EQUAL: &str = "an item that the set does not hold yet";

/// Returns `true` if values of the shape that are equal in JSON are surely equal in Rust: `1` and
/// `1.0` are not, as free-form values, and what `Eq` of a user's type says is the user's choice.
fn is_told_apart(shape: &'static Shape) -> bool {
    match shape {
        Shape::Bool | Shape::Integer { .. } | Shape::String(_) => true,
        Shape::Nullable(inner) | Shape::Map(inner) => is_told_apart(inner),
        Shape::List(list) => is_told_apart(list.items),
        _ => false,
    }
}

macro_rules! set {
    ($([$($generics:tt)*] $type:ty, $new:expr;)*) => {$(
        impl<$($generics)*> Contract for $type {
            const SHAPE: &'static Shape = &Shape::List(&List {
                items: T::SHAPE,
                min: 0,
                max: None,
                unique: true,
            });
            const WAYS: u64 = T::WAYS;

            fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
                let mut items: Self = $new;
                let mut first = true;
                let list = reader.start();
                reader.list()?;
                while reader.item(&mut first)? {
                    let start = reader.start();
                    if !items.insert(T::read(reader)?) {
                        return Err(reader.refuse(start, EQUAL));
                    }
                }
                if items.len() > 1 && !is_told_apart(T::SHAPE) && !unique::holds(reader.since(list)) {
                    return Err(Stop);
                }
                Ok(items)
            }

            fn probe(probe: &mut Probe<'_>) {
                if !probe.takes::<Self>() {
                    probe.items(T::probe);
                }
            }

            fn write(&self, out: &mut String) {
                write_items(self, out);
            }

            fn view(&self) -> View<'_> {
                View::Count(self.len())
            }
        }
    )*};
}

set! {
    [T: Contract + Ord] BTreeSet<T>, Self::new();
    [T: Contract + Hash + Eq, S: BuildHasher + Default] HashSet<T, S>, Self::default();
}
