//! Two limits at once: sixteen unions and twenty-four properties that may be missing hold forty
//! nullable fields.

use driftless::dialect::{self, Dialect, Step, adapt};
use driftless::json::Json;
use driftless::shape::Shape;
use driftless::{Contract, decode};

/// A struct of these fields, each an `Option`.
macro_rules! nullable {
    ($name:ident: $($field:ident)*) => {
        #[derive(Debug, Contract)]
        struct $name {
            $($field: Option<u8>,)*
        }
    };
}

nullable! {
    Nullable16:
    n01 n02 n03 n04 n05 n06 n07 n08 n09 n10 n11 n12 n13 n14 n15 n16
}

nullable! {
    Nullable17:
    n01 n02 n03 n04 n05 n06 n07 n08 n09 n10 n11 n12 n13 n14 n15 n16 n17
}

nullable! {
    Nullable24:
    n01 n02 n03 n04 n05 n06 n07 n08 n09 n10 n11 n12 n13 n14 n15 n16 n17 n18 n19 n20 n21 n22 n23
    n24
}

nullable! {
    Nullable25:
    n01 n02 n03 n04 n05 n06 n07 n08 n09 n10 n11 n12 n13 n14 n15 n16 n17 n18 n19 n20 n21 n22 n23
    n24 n25
}

nullable! {
    Nullable30:
    n01 n02 n03 n04 n05 n06 n07 n08 n09 n10 n11 n12 n13 n14 n15 n16 n17 n18 n19 n20 n21 n22 n23
    n24 n25 n26 n27 n28 n29 n30
}

nullable! {
    Nullable40:
    n01 n02 n03 n04 n05 n06 n07 n08 n09 n10 n11 n12 n13 n14 n15 n16 n17 n18 n19 n20 n21 n22 n23
    n24 n25 n26 n27 n28 n29 n30 n31 n32 n33 n34 n35 n36 n37 n38 n39 n40
}

nullable! {
    Nullable41:
    n01 n02 n03 n04 n05 n06 n07 n08 n09 n10 n11 n12 n13 n14 n15 n16 n17 n18 n19 n20 n21 n22 n23
    n24 n25 n26 n27 n28 n29 n30 n31 n32 n33 n34 n35 n36 n37 n38 n39 n40 n41
}

/// Values of an enum and of `one_of` take `null` without a union.
macro_rules! listed {
    ($($field:ident)*) => {
        #[derive(Debug, Contract)]
        struct Listed {
            $($field: Option<Level>,)*
            #[contract(one_of = [1, 2])]
            chosen: Option<u8>,
            plain: Option<u8>,
        }
    };
}

listed! {
    e01 e02 e03 e04 e05 e06 e07 e08 e09 e10 e11 e12 e13 e14 e15 e16 e17 e18 e19 e20 e21 e22 e23
    e24 e25 e26 e27 e28 e29 e30
}

#[derive(Debug, Contract)]
enum Level {
    Low,
    High,
}

#[derive(Debug, Contract)]
struct Part {
    a: Option<u8>,
    b: Option<String>,
    c: Option<bool>,
}

/// Written out four times: three fields make twelve unions, and six more stand beside them.
#[derive(Debug, Contract)]
struct Parts {
    first: Part,
    second: Part,
    third: Vec<Part>,
    fourth: Part,
    p1: Option<u8>,
    p2: Option<u8>,
    p3: Option<u8>,
    p4: Option<u8>,
    p5: Option<u8>,
    p6: Option<Vec<Option<u8>>>,
}

/// Optional properties leave less room.
macro_rules! both {
    ($($optional:ident)*; $($field:ident)*) => {
        #[derive(Debug, Contract)]
        struct Both {
            $(#[contract(optional)] $optional: Option<Level>,)*
            $($field: Option<u8>,)*
        }
    };
}

both! {
    o01 o02 o03 o04 o05 o06 o07 o08 o09 o10 o11 o12 o13 o14 o15 o16 o17 o18 o19 o20;
    n01 n02 n03 n04 n05 n06 n07 n08 n09 n10 n11 n12 n13 n14 n15 n16 n17 n18 n19 n20
}

/// A key that may be missing needs no `null`.
macro_rules! optional {
    ($($field:ident)*) => {
        #[derive(Debug, Contract)]
        struct Optional {
            $(#[contract(optional)] $field: Option<u8>,)*
            n01: Option<u8>,
        }
    };
}

optional! {
    o01 o02 o03 o04 o05 o06 o07 o08 o09 o10 o11 o12 o13 o14 o15 o16 o17 o18 o19 o20 o21 o22 o23
    o24
}

const fn fits<T: Contract>() -> bool {
    dialect::AnthropicSchema::TABLE
        .unsupported(T::SHAPE)
        .is_none()
}

// Known while compiling.
const _: () = assert!(fits::<Nullable16>());
const _: () = assert!(fits::<Nullable17>());
const _: () = assert!(fits::<Nullable25>());
const _: () = assert!(fits::<Nullable40>());
const _: () = assert!(!fits::<Nullable41>());
const _: () = assert!(fits::<Listed>());
const _: () = assert!(fits::<Both>());
const _: () = assert!(fits::<Optional>());

/// The keys of the root that may be missing.
fn left_out(shape: &'static Shape) -> Vec<String> {
    let adapted = super::adapted(shape, dialect::AnthropicSchema::TABLE);
    let schema = super::schema_of(&adapted).unwrap();
    let Some(Json::Array(required)) = schema.get("required") else {
        panic!("no list");
    };
    let Some(Json::Object(properties)) = schema.get("properties") else {
        panic!("no properties");
    };
    let is_required = |key: &str| required.contains(&Json::string(key));
    let keys = properties.iter().map(|(key, _)| key.clone());
    keys.filter(|key| !is_required(key)).collect()
}

#[test]
fn only_as_many_nullable_fields_are_left_out_as_must_be() {
    assert_eq!(left_out(Nullable16::SHAPE), [""; 0]);
    assert_eq!(left_out(Nullable17::SHAPE), ["n17"]);
    assert_eq!(left_out(Nullable24::SHAPE).len(), 8);
    assert_eq!(left_out(Nullable25::SHAPE).len(), 9);
    assert_eq!(left_out(Nullable30::SHAPE).len(), 14);
    let forty = left_out(Nullable40::SHAPE);
    assert_eq!((forty.len(), forty[0].as_str()), (24, "n17"));
    assert_eq!(left_out(Listed::SHAPE), [""; 0]);
    assert_eq!(left_out(Optional::SHAPE).len(), 24);
}

#[test]
fn what_fits_no_choice_is_refused_by_the_limit_that_is_passed() {
    for table in [
        dialect::AnthropicSchema::TABLE,
        dialect::AnthropicTool::TABLE,
    ] {
        let problems = adapt(Nullable41::SHAPE, table).unwrap_err();
        assert_eq!(problems.len(), 1, "{problems:?}");
        let sentence = &problems[0].sentence;
        assert!(
            sentence.contains("16 unions and nullable values at most")
                && sentence.ends_with("(found 17)"),
            "{sentence}"
        );
    }
}

#[test]
fn a_type_that_is_written_out_at_several_places_counts_at_each() {
    // 12 + 6 + 1 unions: three too many. One field of `Part` would be four.
    assert_eq!(left_out(Parts::SHAPE), ["p4", "p5", "p6"]);
    // 20 optional, 20 nullable: four are left out.
    let both = left_out(Both::SHAPE);
    assert_eq!(both.len(), 24);
    assert_eq!(both[20..], ["n17", "n18", "n19", "n20"]);
}

#[test]
fn what_is_left_out_comes_back_as_null() {
    let adapted = super::adapted(Nullable17::SHAPE, dialect::AnthropicSchema::TABLE);
    assert_eq!(adapted.steps, [Step::NullAsAbsent, Step::CaseFolded]);
    let members: Vec<String> = (1..=17).map(|n| format!("\"n{n:02}\":null")).collect();
    let json = format!("{{{}}}", members.join(","));
    let wire = adapted.example(&json);
    assert!(
        wire.contains("\"n16\":null") && !wire.contains("n17"),
        "{wire}"
    );
    let (value, _) = adapted.decode::<Nullable17>(&wire).unwrap();
    assert_eq!((value.n16, value.n17), (None, None));
    assert!(decode::<Nullable17>(&json).is_ok());
    assert!(
        adapted
            .decode::<Nullable17>(&wire.replace("\"n16\":null", "\"n15x\":1"))
            .is_err()
    );
}
