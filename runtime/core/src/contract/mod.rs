//! The [`Contract`] trait: what a type must be to be the output of a prompt.

mod probe;
pub(crate) mod rules;
mod types;
pub(crate) mod unique;
mod view;

#[doc(hidden)]
pub use probe::{Part, Probe};
pub use types::Untyped;
#[doc(hidden)]
pub use types::{MapKey, one_null};
#[doc(hidden)]
pub use view::View;

pub use crate::fingerprint::Fingerprint;

pub(crate) use probe::Notes;

use crate::json::{Reader, Stop};
use crate::shape::{Hashed, Shape};

/// A type that a model's answer becomes, or an error.
///
/// Derive it. The shape, the decoder and the encoder come from one description, so they can't
/// disagree.
///
/// ```
/// use driftless::{Contract, decode};
///
/// /// A product on a shelf.
/// #[derive(Debug, PartialEq, Contract)]
/// struct Product {
///     name: String,
///     #[contract(range(0.0..=10_000.0))]
///     price_usd: f64,
/// }
///
/// let product: Product = decode(r#"{"name":"Kettle","price_usd":39.5}"#)?;
/// assert_eq!(product, Product { name: "Kettle".to_owned(), price_usd: 39.5 });
///
/// let mut text = String::new();
/// product.write(&mut text);
/// assert_eq!(text, r#"{"name":"Kettle","price_usd":39.5}"#);
///
/// let schema = Product::json_schema();
/// assert_eq!(schema.get("required"), Some(&serde_json::json!(["name", "price_usd"])));
/// # Ok::<(), driftless::Drift>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a contract type",
    label = "this type has no JSON form that a schema could describe",
    note = "add `#[derive(driftless::Contract)]` to `{Self}` if it is yours",
    note = "of other crates, the feature of the crate's name brings `NaiveDate`, `NaiveTime`, `NaiveDateTime`, `TimeDelta`, `DateTime<Utc>` and `DateTime<FixedOffset>` of `chrono`, `Date`, `Time`, `PrimitiveDateTime`, `OffsetDateTime` and `Duration` of `time`, `Uuid`, `Url` and `Decimal`, and no other type",
    note = "for free-form JSON, say so with `driftless::contract::Untyped`",
    note = "for anything else, put a newtype around it whose JSON form is that of a contract type, by `#[contract(via = Wire)]`"
)]
pub trait Contract: Sized {
    /// The type's form in JSON, with every word that a model reads.
    const SHAPE: &'static Shape;

    /// Reads one value; called by [`decode`](crate::decode()) and by generated code.
    ///
    /// # Errors
    /// [`Stop`] where the text deviates.
    #[doc(hidden)]
    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop>;

    /// Reads an object whose tag `tag` has been read already; only shapes that are objects can.
    ///
    /// # Errors
    /// [`Stop`] where the text deviates.
    #[doc(hidden)]
    fn read_tagged(reader: &mut Reader<'_>, tag: &'static str) -> Result<Self, Stop> {
        let (_, _) = (reader, tag);
        Err(Stop)
    }

    /// Holds a value that could not be read as a whole to its type, part by part; a type that says
    /// nothing of its parts is one.
    #[doc(hidden)]
    fn probe(probe: &mut Probe<'_>) {
        probe.whole::<Self>();
    }

    /// Writes the value as JSON text, in declaration order.
    #[doc(hidden)]
    fn write(&self, out: &mut String);

    /// Writes the members of an object without its braces, each behind a comma; only shapes that
    /// are objects can.
    #[doc(hidden)]
    fn write_members(&self, out: &mut String) {
        let _ = out;
    }

    /// Returns the view of the value that rules are evaluated on.
    #[doc(hidden)]
    fn view(&self) -> View<'_> {
        View::Other
    }

    /// Looks into newtypes, options and pointers. A newtype that holds nothing but itself, be it
    /// through others, asks in a circle here, which ends the build.
    #[doc(hidden)]
    const HOLDS_A_VALUE: () = ();

    /// Number of type paths that rustc must monomorphise from here. The derive limits it, because
    /// each generic layer doubles it; only a static ends a path, and types with parameters have
    /// none.
    #[doc(hidden)]
    const WAYS: u64 = 1;

    /// The contract's fingerprints, as far as they are known while compiling.
    #[doc(hidden)]
    const HASHED: Hashed = crate::shape::hashed(Self::SHAPE);

    /// Returns the contract's [`Fingerprint`], in 128 bits.
    #[must_use]
    fn fingerprint() -> Fingerprint {
        if Self::HASHED.open {
            crate::shape::resolved(Self::SHAPE)
        } else {
            Self::HASHED.fingerprint
        }
    }

    /// The contract as JSON Schema, draft 2020-12.
    #[must_use]
    fn json_schema() -> schemars::Schema {
        crate::schema::json_schema(Self::SHAPE)
    }
}
