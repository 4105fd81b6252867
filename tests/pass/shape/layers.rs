//! Types that hold the one below twice: a graph of few types that unfolds to a tree of many
//! thousands.

use driftless::dialect::{
    AnthropicSchema, Dialect, GeminiSchema, Instructions, OpenAiSchema, adapt,
};
use driftless::{Contract, decode};

/// Declares each type as two of the one before.
macro_rules! layers {
    ($($below:ident $name:ident)*) => {$(
        #[derive(Debug, Contract)]
        struct $name { left: Option<Box<$below>>, right: Vec<$below>, by_name: Option<Box<$below>> }
    )*};
}

#[derive(Debug, Contract)]
struct L0 {
    end: bool,
}

layers! {
    L0 L1  L1 L2  L2 L3  L3 L4  L4 L5  L5 L6  L6 L7  L7 L8  L8 L9  L9 L10  L10 L11  L11 L12
    L12 L13  L13 L14  L14 L15  L15 L16  L16 L17  L17 L18  L18 L19  L19 L20  L20 L21  L21 L22
    L22 L23  L23 L24
}

/// Anthropic's schemas have few optional and nullable places, but any depth.
macro_rules! plain {
    ($($below:ident $name:ident)*) => {$(
        #[derive(Debug, Contract)]
        struct $name { left: $below, right: Vec<$below> }
    )*};
}

plain! {
    L0 P1  P1 P2  P2 P3  P3 P4  P4 P5  P5 P6  P6 P7  P7 P8  P8 P9  P9 P10  P10 P11  P11 P12
    P12 P13  P13 P14  P14 P15  P15 P16
}

#[derive(Debug, Contract)]
#[contract(targets(anthropic, gemini))]
struct Targeted {
    first: P16,
    second: P16,
}

/// A layer with a parameter.
macro_rules! generic {
    ($($below:ident $name:ident)*) => {$(
        #[derive(Debug, Contract)]
        struct $name<T> { left: Option<Box<$below<T>>>, right: Vec<$below<T>>, own: Option<T> }
    )*};
}

#[derive(Debug, Contract)]
struct G0<T> {
    end: Option<T>,
}

generic! {
    G0 G1  G1 G2  G2 G3  G3 G4  G4 G5  G5 G6  G6 G7  G7 G8  G8 G9  G9 G10  G10 G11  G11 G12
    G12 G13  G13 G14
}

/// A layer with a way back out of every layer.
#[derive(Debug, Contract)]
struct Tree {
    below: Option<Box<G14<Tree>>>,
    again: Vec<G13<Tree>>,
}

/// Layers that are arguments.
#[derive(Debug, Contract)]
struct Pair<A, B> {
    left: Option<Box<A>>,
    right: Vec<B>,
}

type A1 = Pair<bool, bool>;
type A2 = Pair<A1, A1>;
type A3 = Pair<A2, A2>;
type A4 = Pair<A3, A3>;
type A5 = Pair<A4, A4>;
type A6 = Pair<A5, A5>;
type A7 = Pair<A6, A6>;
type A8 = Pair<A7, A7>;

/// Layers of unions.
macro_rules! unions {
    ($($below:ident $name:ident)*) => {$(
        #[derive(Debug, Contract)]
        #[contract(tag = "kind", content = "value")]
        enum $name { Left(Box<$below>), Right(Box<$below>), Both { left: Vec<$below>, right: Vec<$below> }, None }
    )*};
}

unions! {
    L0 U1  U1 U2  U2 U3  U3 U4  U4 U5  U5 U6  U6 U7  U7 U8  U8 U9  U9 U10  U10 U11  U11 U12
    U12 U13  U13 U14  U14 U15  U15 U16  U16 U17  U17 U18  U18 U19  U19 U20  U20 U21  U21 U22
    U22 U23  U23 U24
}

/// Layers with an edge that only run time can follow.
#[derive(Debug, Contract)]
struct Marked {
    #[contract(recursive)]
    back: Option<Box<Ring>>,
    below: Option<Box<L24>>,
}

#[derive(Debug, Contract)]
struct Ring {
    one: Option<Box<Marked>>,
    two: Vec<Marked>,
    layers: Option<Box<L24>>,
}

fn whole<T: Contract>() {
    assert_eq!(T::fingerprint(), T::fingerprint());
    let schema = T::json_schema();
    assert!(schema.to_value().to_string().len() < 100_000);
    assert!(decode::<T>("[]").is_err());
    for table in [
        &OpenAiSchema::TABLE,
        &AnthropicSchema::TABLE,
        &GeminiSchema::TABLE,
        &Instructions::TABLE,
    ] {
        // What it says is not the matter here, but that it comes to an end.
        let _may_be_refused = adapt(T::SHAPE, table);
    }
}

#[test]
fn runs() {
    whole::<L24>();
    whole::<Targeted>();
    whole::<G14<u8>>();
    whole::<Tree>();
    whole::<A8>();
    whole::<U24>();
    whole::<Ring>();
    assert!(decode::<L2>(r#"{"left":{"left":null,"right":[{"end":true}],"by_name":null},"right":[],"by_name":null}"#).is_ok());
    assert_ne!(G14::<u8>::fingerprint(), G14::<bool>::fingerprint());
    assert_ne!(L24::fingerprint().shape(), L23::fingerprint().shape());
}
