//! Limits of the envelope around a schema: a tool's description, and the keys of its arguments.

use driftless::Contract;
use driftless::dialect::{self, Dialect, Form, Table, adapt};
use driftless::json::Json;
use driftless::shape::Shape;

#[derive(Debug, Contract)]
#[contract(
    describe = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
)]
struct Short {
    a: u8,
}

#[derive(Debug, Contract)]
#[contract(
    describe = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxé"
)]
struct Long {
    a: u8,
}

#[derive(Debug, Contract)]
struct Nested {
    #[contract(rename = "full name")]
    name: String,
}

#[derive(Debug, Contract)]
struct Keys {
    #[contract(rename = "full name")]
    name: String,
    #[contract(rename = "größe")]
    size: u8,
    #[contract(rename = "filter[name]")]
    filter: String,
    #[contract(rename = "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg")]
    long: u8,
    #[contract(rename = "Fine.key-1_")]
    fine: u8,
    nested: Nested,
}

#[derive(Debug, Contract)]
struct Fine {
    nested: Nested,
}

const fn refused<D: Dialect, T: Contract>() -> bool {
    D::TABLE.unsupported(T::SHAPE).is_some()
}

// Known while compiling.
const _: () = assert!(refused::<dialect::AnthropicTool, Keys>());
const _: () = assert!(!refused::<dialect::AnthropicSchema, Keys>());
const _: () = assert!(!refused::<dialect::AnthropicTool, Fine>());
const _: () = assert!(!refused::<dialect::AnthropicTool, Vec<Keys>>());
const _: () = assert!(!refused::<dialect::OpenAiTool, Keys>());

/// The characters of the tool's own description and of the schema's.
fn described(shape: &'static Shape, table: &'static Table) -> (Option<usize>, Option<usize>) {
    let Form::Tool {
        description,
        schema,
        ..
    } = super::adapted(shape, table).form
    else {
        panic!("no tool");
    };
    let inside = match schema.get("description") {
        Some(Json::String(text)) => Some(text.chars().count()),
        _ => None,
    };
    (description.map(|text| text.chars().count()), inside)
}

#[test]
fn a_long_description_stands_inside_the_schema() {
    for table in [
        dialect::OpenAiTool::TABLE,
        dialect::MistralTool::TABLE,
        dialect::DeepSeekTool::TABLE,
    ] {
        assert_eq!(described(Short::SHAPE, table), (Some(1024), None));
        assert_eq!(described(Long::SHAPE, table), (None, Some(1025)));
    }
    assert_eq!(
        described(Long::SHAPE, dialect::AnthropicTool::TABLE),
        (Some(1025), None)
    );
}

#[test]
fn keys_that_anthropics_tools_refuse_are_told_with_their_places() {
    let problems = adapt(Keys::SHAPE, dialect::AnthropicTool::TABLE).unwrap_err();
    let places: Vec<&str> = problems.iter().map(|of| of.pointer.as_str()).collect();
    let long = "/aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggg";
    assert_eq!(places, ["/full name", "/größe", "/filter[name]", long]);
    assert!(adapt(Keys::SHAPE, dialect::AnthropicSchema::TABLE).is_ok());
    // Reports say that the check is on the keys of the arguments themselves.
    assert!(adapt(Fine::SHAPE, dialect::AnthropicTool::TABLE).is_ok());
    assert!(adapt(Vec::<Keys>::SHAPE, dialect::AnthropicTool::TABLE).is_ok());
}
