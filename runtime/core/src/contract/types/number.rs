//! Numbers and Booleans.

use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8,
    NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize,
};

use crate::contract::{Contract, View};
use crate::json::{Reader, Stop, write_float};
use crate::shape::{Compare, Name, Newtype, Precision, Shape, key};

macro_rules! integer {
    ($($type:ident as $wire:ident, $wide:ident, $view:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Contract for $type {
            #[allow(clippy::as_conversions, clippy::cast_lossless, clippy::cast_sign_loss, clippy::cast_possible_wrap, reason = "bounds of the type itself; From is not const")]
            const SHAPE: &'static Shape = &Shape::Integer {
                min: $wire::MIN as i128,
                max: $wire::MAX as u128,
            };

            #[inline]
            fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
                if let Some(value) = reader.short_integer() {
                    return Self::try_from(value).map_err(|_out_of_range| Stop);
                }
                let number = reader.number()?;
                let value = number.$wide().ok_or(Stop)?;
                Self::try_from(value).map_err(|_out_of_range| Stop)
            }

            fn write(&self, out: &mut String) {
                out.push_str(&self.to_string());
            }

            #[inline]
            fn view(&self) -> View<'_> {
                let view: fn(Self) -> View<'static> = $view;
                view(*self)
            }
        }
    )*};
}

integer! {
    i8 as i8, to_i128, |value| View::Int(value.into());
    i16 as i16, to_i128, |value| View::Int(value.into());
    i32 as i32, to_i128, |value| View::Int(value.into());
    i64 as i64, to_i128, |value| View::Int(value.into());
    i128 as i128, to_i128, View::Int;
    u8 as u8, to_u128, |value| View::Int(value.into());
    u16 as u16, to_u128, |value| View::Int(value.into());
    u32 as u32, to_u128, |value| View::Int(value.into());
    u64 as u64, to_u128, |value| View::Int(value.into());
    u128 as u128, to_u128, View::Uint;
    // On the wire as wide as on the widest platform, so that a fingerprint is the same everywhere.
    isize as i64, to_i128, |value| i128::try_from(value).map_or(View::Other, View::Int);
    usize as u64, to_u128, |value| i128::try_from(value).map_or(View::Other, View::Int);
}

macro_rules! positive {
    ($($type:ident of $plain:ident as $wire:ident, $view:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Contract for $type {
            #[allow(clippy::as_conversions, clippy::cast_lossless, reason = "bounds of the type itself; From is not const")]
            const SHAPE: &'static Shape = &Shape::Integer {
                min: 1,
                max: $wire::MAX as u128,
            };

            #[inline]
            fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
                Self::new($plain::read(reader)?).ok_or(Stop)
            }

            fn write(&self, out: &mut String) {
                self.get().write(out);
            }

            #[inline]
            fn view(&self) -> View<'_> {
                let view: fn($plain) -> View<'static> = $view;
                view(self.get())
            }
        }
    )*};
}

positive! {
    NonZeroU8 of u8 as u8, |value| View::Int(value.into());
    NonZeroU16 of u16 as u16, |value| View::Int(value.into());
    NonZeroU32 of u32 as u32, |value| View::Int(value.into());
    NonZeroU64 of u64 as u64, |value| View::Int(value.into());
    NonZeroU128 of u128 as u128, View::Uint;
    NonZeroUsize of usize as u64, |value| i128::try_from(value).map_or(View::Other, View::Int);
}

macro_rules! signed {
    ($($type:ident of $plain:ident;)*) => {$(
        /// The hole at zero is no range, so a model reads of it in words, and a zero is refused as
        /// a value that is none of the type's.
        #[diagnostic::do_not_recommend]
        impl Contract for $type {
            const SHAPE: &'static Shape = &Shape::Newtype(&Newtype {
                name: Name {
                    id: concat!("driftless::", stringify!($type)),
                    key: key(concat!("driftless::", stringify!($type)), 0, 0, &[]),
                    title: stringify!($type),
                    args: || &[],
                },
                doc: "Not 0.",
                inner: $plain::SHAPE,
                rules: &[],
                examples: &[],
                ensures: &[],
                compare: Compare::DEFAULT,
            });

            fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
                let start = reader.start();
                let value = $plain::read(reader)?;
                Self::new(value).ok_or_else(|| reader.refuse(start, "a whole number other than 0"))
            }

            fn write(&self, out: &mut String) {
                self.get().write(out);
            }

            fn view(&self) -> View<'_> {
                i128::try_from(self.get()).map_or(View::Other, View::Int)
            }
        }
    )*};
}

signed! {
    NonZeroI8 of i8;
    NonZeroI16 of i16;
    NonZeroI32 of i32;
    NonZeroI64 of i64;
    NonZeroI128 of i128;
    NonZeroIsize of isize;
}

#[diagnostic::do_not_recommend]
impl Contract for f64 {
    const SHAPE: &'static Shape = &Shape::Number(Precision::Double);

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        match reader.short_float() {
            Some(value) => Ok(value),
            None => reader.number()?.to_f64().ok_or(Stop),
        }
    }

    fn write(&self, out: &mut String) {
        write_float(out, *self);
    }

    fn view(&self) -> View<'_> {
        View::Float(*self)
    }
}

#[diagnostic::do_not_recommend]
impl Contract for f32 {
    const SHAPE: &'static Shape = &Shape::Number(Precision::Single);

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        reader.number()?.to_f32().ok_or(Stop)
    }

    fn write(&self, out: &mut String) {
        write_float(out, *self);
    }

    fn view(&self) -> View<'_> {
        View::Single(*self)
    }
}

#[cfg(feature = "rust_decimal")]
#[diagnostic::do_not_recommend]
impl Contract for rust_decimal::Decimal {
    const SHAPE: &'static Shape = &Shape::Number(Precision::Decimal);

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        reader.number()?.to_decimal().ok_or(Stop)
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.to_string());
    }
}

#[diagnostic::do_not_recommend]
impl Contract for bool {
    const SHAPE: &'static Shape = &Shape::Bool;

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        reader.boolean()
    }

    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }

    fn view(&self) -> View<'_> {
        View::Bool(*self)
    }
}
