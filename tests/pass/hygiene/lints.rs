//! Generated code trips none of the lints that careful crates deny.

#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    single_use_lifetimes,
    unused_results,
    let_underscore_drop,
    trivial_casts,
    trivial_numeric_casts,
    unsafe_code,
    non_ascii_idents,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    unused_lifetimes,
    variant_size_differences,
    rust_2018_idioms,
    nonstandard_style,
    future_incompatible,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    clippy::nursery
)]
#![allow(clippy::blanket_clippy_restriction_lints, reason = "the point of this program")]

use std::borrow::Cow;

use driftless::{Contract, Violation, decode};

/// An order.
#[derive(Debug, Contract)]
#[contract(ensure = fine)]
pub struct Order<'a, T, const N: usize> {
    /// A text.
    #[contract(pattern = "^a", length(1..=3), example = "a", optional)]
    pub text: Option<Cow<'a, str>>,
    /// Items.
    #[contract(unique)]
    pub items: Vec<T>,
    /// What nobody should use any more.
    #[deprecated]
    pub old: u8,
    /// Axes.
    pub axes: [u8; N],
    /// More.
    pub more: Vec<Order<'a, T, N>>,
}

fn fine<T, const N: usize>(_: &Order<'_, T, N>) -> Result<(), Violation> {
    Ok(())
}

/// A kind.
#[derive(Debug, Clone, Copy, Contract)]
#[non_exhaustive]
pub enum Kind {
    /// One.
    One,
    /// Two.
    #[deprecated]
    Two,
}

/// A union.
#[derive(Debug, Contract)]
#[contract(tag = "kind", content = "data")]
#[non_exhaustive]
pub enum Union {
    /// Fields.
    Fields {
        /// A field.
        a: u8,
    },
    /// A value.
    Value(String),
    /// Nothing.
    #[deprecated]
    Unit,
}

/// A newtype.
#[derive(Debug, Contract)]
#[contract(range(0..=5))]
pub struct Few(u8);

fn main() {
    assert!(decode::<Order<'_, Few, 1>>(r#"{"items":[1],"old":0,"axes":[1],"more":[]}"#).is_ok(), "decodes");
    assert!(decode::<Kind>(r#""One""#).is_ok(), "decodes");
    assert!(decode::<Union>(r#"{"kind":"Unit"}"#).is_ok(), "decodes");
}
