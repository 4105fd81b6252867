//! `Option` and the pointers that own what they point to.

use std::rc::Rc;
use std::sync::Arc;

use crate::contract::{Contract, Probe, View};
use crate::json::{Reader, Stop};
use crate::shape::Shape;

impl<T: Contract> Contract for Option<T> {
    const SHAPE: &'static Shape = &Shape::Nullable(T::SHAPE);
    const HOLDS_A_VALUE: () = T::HOLDS_A_VALUE;
    const WAYS: u64 = T::WAYS;

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        if reader.null() {
            return Ok(None);
        }
        T::read(reader).map(Some)
    }

    fn probe(probe: &mut Probe<'_>) {
        if !probe.is_null() {
            T::probe(probe);
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }

    fn view(&self) -> View<'_> {
        self.as_ref().map_or(View::Null, T::view)
    }
}

macro_rules! pointer {
    ($($type:ident),*) => {$(
        impl<T: Contract> Contract for $type<T> {
            const SHAPE: &'static Shape = T::SHAPE;
            const HOLDS_A_VALUE: () = T::HOLDS_A_VALUE;
            const WAYS: u64 = T::WAYS;

            #[inline]
            fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
                T::read(reader).map($type::new)
            }

            fn read_tagged(reader: &mut Reader<'_>, tag: &'static str) -> Result<Self, Stop> {
                T::read_tagged(reader, tag).map($type::new)
            }

            fn probe(probe: &mut Probe<'_>) {
                T::probe(probe);
            }

            fn write(&self, out: &mut String) {
                T::write(self, out);
            }

            fn write_members(&self, out: &mut String) {
                T::write_members(self, out);
            }

            fn view(&self) -> View<'_> {
                T::view(self)
            }
        }
    )*};
}

pointer!(Box, Arc, Rc);

/// A reference, so that [`Strict(&value)`](crate::decode::Strict) is written without giving the
/// value away. Nothing is read as one.
#[diagnostic::do_not_recommend]
impl<T: Contract> Contract for &T {
    const SHAPE: &'static Shape = T::SHAPE;
    const HOLDS_A_VALUE: () = T::HOLDS_A_VALUE;
    const WAYS: u64 = T::WAYS;

    fn read(_: &mut Reader<'_>) -> Result<Self, Stop> {
        const {
            assert!(
                T::WAYS == 0,
                "a contract owns its data; decode the type itself, not a reference to it"
            );
        }
        Err(Stop)
    }

    fn write(&self, out: &mut String) {
        T::write(self, out);
    }

    fn write_members(&self, out: &mut String) {
        T::write_members(self, out);
    }

    fn view(&self) -> View<'_> {
        T::view(self)
    }
}
