//! The contract in words says every rule, each type under its own name, and every comment ends with
//! its line.

use driftless::Contract;
use driftless::dialect::{self, Dialect};

fn words<T: Contract>() -> String {
    super::adapted(T::SHAPE, dialect::Instructions::TABLE)
        .instructions
        .unwrap()
}

fn count(text: &str, part: &str) -> usize {
    text.matches(part).count()
}

#[derive(Contract)]
struct Ticket {
    id: u8,
}

#[derive(Contract)]
struct User {
    mail: String,
}

#[derive(Contract)]
#[contract(tag = "kind")]
enum Outcome<T> {
    Done { value: T },
    Failed { why: String },
}

#[derive(Contract)]
struct Report {
    ticket: Outcome<Ticket>,
    user: Outcome<User>,
}

#[test]
fn unions_of_one_title_are_types_of_their_own() {
    let text = words::<Report>();
    assert_eq!(count(&text, "\ntype "), 2, "{text}");
    assert!(text.contains("ticket:Outcome_Ticket"), "{text}");
    assert!(text.contains("user:Outcome_User"), "{text}");
    assert!(
        text.contains("id:int") && text.contains("mail:string"),
        "{text}"
    );
}

mod a {
    #[derive(driftless::Contract)]
    #[contract(tag = "do")]
    pub(super) enum Act {
        Sell { amount: u8 },
    }
}

mod b {
    #[derive(driftless::Contract)]
    #[contract(tag = "do")]
    pub(super) enum Act {
        Buy { price: u8 },
    }
}

mod c {
    #[derive(driftless::Contract)]
    pub(super) struct Act {
        pub(super) stage: bool,
    }
}

#[derive(Contract)]
struct Acts {
    one: a::Act,
    other: b::Act,
    first: c::Act,
    second: c::Act,
}

#[test]
fn types_of_several_modules_are_types_of_their_own() {
    let text = words::<Acts>();
    assert_eq!(count(&text, "\ntype "), 3, "{text}");
    for part in ["amount:int", "price:int", "stage:boolean"] {
        assert_eq!(count(&text, part), 1, "{text}");
    }
}

#[derive(Contract)]
#[contract(range(1..=5))]
struct Stars(u8);

#[test]
fn a_comment_does_not_swallow_the_brace_of_a_wrapped_root() {
    let shape = Stars::SHAPE;
    let text = super::adapted(shape, dialect::JsonMode::TABLE)
        .instructions
        .unwrap();
    assert!(text.ends_with("\n{value:int} // >=1, <=5"), "{text}");
}

#[derive(Contract)]
enum Level {
    /// Not at all
    ///
    /// pressing.
    Low,
    /// Now.
    High,
}

#[derive(Contract)]
struct Lines {
    level: Level,
    #[contract(pattern = "^a\nb\r\tc$")]
    text: String,
}

#[test]
fn every_comment_ends_with_its_line() {
    let text = words::<Lines>();
    assert!(
        text.contains("\nlevel:\"Low\"|\"High\" // Low: Not at all pressing. High: Now.\n"),
        "{text}"
    );
    assert!(text.contains(r"matches /^a\nb\r\tc$/"), "{text}");
}

#[derive(Contract)]
#[contract(one_of(1, 2, 3))]
struct Few(u8);

#[derive(Contract)]
struct Fewer {
    #[contract(one_of(2, 3))]
    few: Few,
}

#[test]
fn two_lists_of_values_are_both_said() {
    let text = words::<Fewer>();
    assert!(text.contains("few:2|3 // one of 1, 2, 3"), "{text}");
}
