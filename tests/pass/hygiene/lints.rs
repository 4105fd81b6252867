//! Generated code trips none of the lints that careful crates forbid, and overrules none (E0453). A
//! target of its own, so that clippy judges it, too.

#![forbid(
    deprecated,
    unused,
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
    non_camel_case_types,
    non_snake_case,
    future_incompatible,
    clippy::correctness,
    clippy::complexity,
    clippy::perf,
    clippy::style,
    clippy::pedantic,
    clippy::nursery
)]
// `nonstandard_style` only denied: what the command line finds contracts by (`inventory`) allows
// `non_upper_case_globals`.
#![deny(warnings, nonstandard_style, clippy::suspicious, clippy::restriction)]
#![allow(
    clippy::blanket_clippy_restriction_lints,
    clippy::single_char_lifetime_names,
    clippy::min_ident_chars,
    clippy::arbitrary_source_item_ordering,
    clippy::exhaustive_structs,
    clippy::implicit_return,
    clippy::missing_docs_in_private_items,
    clippy::std_instead_of_alloc,
    clippy::single_call_fn,
    clippy::tests_outside_test_module,
    reason = "the user's own style; nothing that the derives write needs it"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;

use driftless::{Contract, Prompt, Violation, decode, prompt::Example};

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
    /// Axes.
    pub axes: [u8; N],
    /// More.
    pub more: Vec<Self>,
}

fn fine<T, const N: usize>(order: &Order<'_, T, N>) -> Result<(), Violation> {
    if order.items.is_empty() {
        return Err(Violation::new("at least one item"));
    }
    Ok(())
}

/// A kind.
#[derive(Debug, Clone, Copy, Contract)]
#[contract(draft)]
#[non_exhaustive]
pub enum Kind {
    /// One.
    One,
    /// Two.
    Two,
}

/// A union.
#[derive(Debug, Clone, Contract)]
#[contract(draft, tag = "kind", content = "data")]
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
    Unit,
}

/// A union without a key for its content.
#[derive(Debug, Contract)]
#[contract(tag = "kind")]
#[non_exhaustive]
pub enum Flat {
    /// Fields.
    Fields {
        /// A field.
        #[contract(one_of("a", "b"), ensure = short)]
        a: String,
    },
    /// A value.
    Value(Aimed<'static>),
    /// Nothing.
    Unit,
}

fn short(text: &str) -> Result<(), Violation> {
    if text.len() < 9 {
        Ok(())
    } else {
        Err(Violation::new("a short text"))
    }
}

/// A newtype.
#[derive(Debug, Clone, Contract)]
#[contract(draft, range(0..=5))]
pub struct Few(u8);

/// A newtype that holds itself.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub struct Nested(Vec<Self>);

/// What vendors' schemas can carry.
#[derive(Debug, Contract)]
#[contract(targets(openai, gemini))]
pub struct Aimed<'a> {
    /// A text.
    pub text: Cow<'a, str>,
    /// Kinds.
    #[contract(recursive)]
    pub child: Option<Box<Self>>,
    /// A number.
    #[contract(range(0.0..=1.0), multiple_of = 0.5)]
    pub share: f64,
}

/// Counts.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub struct Counts {
    /// By name.
    pub by_name: BTreeMap<String, Option<u64>>,
    /// Inside.
    pub inside: BTreeMap<String, Self>,
}

/// A page.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub struct Page<T, const N: usize> {
    /// Rows.
    pub rows: Vec<T>,
    /// Axes.
    pub axes: [u8; N],
    /// One more page.
    pub next: Option<Box<Self>>,
    /// A union.
    pub union: Union,
    /// A kind.
    #[contract(optional)]
    pub kind: Option<Kind>,
}

/// A parcel, whose list nobody asks for by its path.
#[derive(Debug, Clone, Contract)]
#[contract(draft, tag = "way")]
#[non_exhaustive]
pub enum Parcel {
    /// Fields.
    Fields {
        /// A field, with room for as much as the other variant's.
        all: Counts,
        /// Another one.
        few: Few,
    },
    /// A value.
    Value(Counts),
    /// Nothing.
    Unit,
}

/// A question.
#[derive(Debug, Prompt)]
#[prompt(output = Aimed<'static>, user = "{name}", system = "{more}", examples = shots)]
pub struct Question<'a> {
    /// A name.
    pub name: &'a str,
    /// More.
    pub more: Cow<'a, str>,
}

const fn shots() -> Vec<Example<Aimed<'static>>> {
    Vec::new()
}

#[test]
fn runs() {
    assert!(
        decode::<Order<'_, Few, 1>>(r#"{"items":[1],"axes":[1],"more":[]}"#).is_ok(),
        "decodes"
    );
    assert!(decode::<Kind>(r#""One""#).is_ok(), "decodes");
    assert!(decode::<Union>(r#"{"kind":"Unit"}"#).is_ok(), "decodes");
    assert!(decode::<Flat>(r#"{"kind":"Unit"}"#).is_ok(), "decodes");
    assert!(decode::<Nested>("[[],[[]]]").is_ok(), "decodes");
    assert!(
        decode::<Counts>(r#"{"by_name":{"a":1},"inside":{}}"#).is_ok(),
        "decodes"
    );
}
