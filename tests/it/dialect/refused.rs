//! Features that a dialect can't carry: known while compiling, and reported as a whole at run time.

use driftless::Contract;
use driftless::contract::Untyped;
use driftless::dialect::{self, Dialect, adapt};
use driftless_tests::contracts::{Folder, Sparse, Ticket};

#[derive(Debug, Contract)]
struct Free {
    any: Untyped,
    more: Vec<Untyped>,
}

#[derive(Debug, Contract)]
#[contract(tag = "op")]
enum Sum {
    Leaf { value: i64 },
    Add { left: Box<Sum>, right: Box<Sum> },
}

#[derive(Debug, Contract)]
struct L11 {
    end: bool,
}
#[derive(Debug, Contract)]
struct L10 {
    inner: L11,
}

#[derive(Debug, Contract)]
struct L9 {
    inner: L10,
}

#[derive(Debug, Contract)]
struct L8 {
    inner: L9,
}

#[derive(Debug, Contract)]
struct L7 {
    inner: L8,
}

#[derive(Debug, Contract)]
struct L6 {
    inner: L7,
}

#[derive(Debug, Contract)]
struct L5 {
    inner: L6,
}

#[derive(Debug, Contract)]
struct L4 {
    inner: L5,
}

#[derive(Debug, Contract)]
struct L3 {
    inner: L4,
}

#[derive(Debug, Contract)]
struct L2 {
    inner: L3,
}

#[derive(Debug, Contract)]
struct L1 {
    inner: L2,
}

const fn refused<D: Dialect, T: Contract>() -> bool {
    D::TABLE.unsupported(T::SHAPE).is_some()
}

// Known while compiling.
const _: () = assert!(!refused::<dialect::OpenAiSchema, Ticket>());
const _: () = assert!(!refused::<dialect::AnthropicSchema, Ticket>());
const _: () = assert!(!refused::<dialect::AnthropicSchema, Sparse>());
const _: () = assert!(refused::<dialect::AnthropicTool, Folder>());
const _: () = assert!(!refused::<dialect::GeminiSchema, Folder>());
const _: () = assert!(refused::<dialect::GeminiSchema, Sum>());
const _: () = assert!(!refused::<dialect::OpenAiSchema, Sum>());
const _: () = assert!(refused::<dialect::OpenAiSchema, Free>());
const _: () = assert!(refused::<dialect::OpenAiSchema, L1>());
const _: () = assert!(!refused::<dialect::OpenAiSchema, L2>());
const _: () = assert!(!refused::<dialect::Instructions, Free>());
const _: () = assert!(!refused::<dialect::DeepSeekTool, Ticket>());
const _: () = assert!(refused::<dialect::DeepSeekTool, Folder>());
const _: () = assert!(!refused::<dialect::MistralSchema, Folder>());
const _: () = assert!(refused::<dialect::QwenSchema, Folder>());

/// The compile-time check never says more than the exact one.
fn agrees<T: Contract>() {
    for table in super::TABLES {
        let told = table.unsupported(T::SHAPE).is_some();
        let exact = adapt(T::SHAPE, table).is_err();
        assert!(
            exact || !told,
            "{} of {}",
            std::any::type_name::<T>(),
            table.name()
        );
    }
}

#[test]
fn the_compile_time_check_refuses_nothing_that_can_be_carried() {
    agrees::<Ticket>();
    agrees::<Folder>();
    agrees::<Sparse>();
    agrees::<Free>();
    agrees::<Sum>();
    agrees::<L1>();
    agrees::<L2>();
    for (_, shape) in driftless_tests::contracts::ALL {
        for table in super::TABLES {
            assert!(table.unsupported(shape).is_none() || adapt(shape, table).is_err());
        }
    }
}

#[test]
fn every_place_is_told_at_once() {
    let problems = adapt(Free::SHAPE, dialect::OpenAiSchema::TABLE).unwrap_err();
    let places: Vec<&str> = problems
        .iter()
        .map(|problem| problem.pointer.as_str())
        .collect();
    assert_eq!(places, ["/any", "/more/*"]);
    assert!(
        problems[0]
            .to_string()
            .contains("choose `dialect::JsonMode`"),
        "{}",
        problems[0]
    );
    let problems = adapt(L1::SHAPE, dialect::OpenAiSchema::TABLE).unwrap_err();
    assert!(
        problems[0].sentence.ends_with("(found 11)"),
        "{}",
        problems[0]
    );
}
