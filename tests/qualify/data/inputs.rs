//! Whatever a prompt's fields are, a data set shows the model what a value of the Rust type would.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use driftless::prompt::{Content, Turn};
use driftless::{Contract, Prompt};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use serde_json::json;

use crate::file::{File, Triage, said};

/// A contract with a text form of its own.
#[derive(Debug, Clone, Contract)]
struct Money {
    cents: u32,
    currency: String,
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{:02} {}",
            self.cents / 100,
            self.cents % 100,
            self.currency
        )
    }
}

#[derive(Prompt)]
#[prompt(
    output = Triage,
    system = "{{{type}}} {flag} {letter} {type}",
    user = "{borrowed}|{owned}|{cow}|{shared}|{boxed}|{small}|{signed}|{float}|{single}|{money}|{behind}|{address}|{number}|{owned}"
)]
struct Everything<'a, 'b> {
    r#type: String,
    borrowed: &'a str,
    owned: String,
    cow: Cow<'b, str>,
    shared: Arc<str>,
    boxed: Box<str>,
    small: u8,
    signed: i64,
    float: f64,
    single: f32,
    flag: bool,
    letter: char,
    money: Money,
    behind: &'a Money,
    address: IpAddr,
    number: &'b u64,
}

fn text(random: &mut SmallRng) -> String {
    const POOL: [&str; 12] = [
        "a",
        "{owned}",
        "}}",
        "\"",
        "\\",
        "\n",
        "\u{1f600}",
        "é",
        "\u{0}",
        " ",
        "{{",
        "\u{2028}",
    ];
    (0..random.random_range(0..9))
        .map(|_| POOL[random.random_range(0..POOL.len())])
        .collect()
}

#[test]
fn what_is_asked_is_what_the_rust_value_would_ask() {
    let mut random = SmallRng::seed_from_u64(11);
    for round in 0..400 {
        let (borrowed, owned, cow) = (text(&mut random), text(&mut random), text(&mut random));
        let money = Money {
            cents: random.random(),
            currency: text(&mut random),
        };
        let number: u64 = random.random();
        let float = f64::from_bits(random.random());
        let single = f32::from_bits(random.random());
        let prompt = Everything {
            r#type: text(&mut random),
            borrowed: &borrowed,
            owned: owned.clone(),
            cow: Cow::Borrowed(&cow),
            shared: text(&mut random).into(),
            boxed: text(&mut random).into(),
            small: random.random(),
            signed: random.random(),
            float: if float.is_finite() { float } else { 0.1 },
            single: if single.is_finite() { single } else { -0.0 },
            flag: random.random(),
            letter: ['x', '"', '😀'][random.random_range(0..3)],
            money: money.clone(),
            behind: &money,
            address: IpAddr::from(random.random::<[u8; 4]>()),
            number: &number,
        };
        let as_json = json!({"cents": money.cents, "currency": money.currency});
        // Its own digits: serde_json would write those of a double.
        let single = format!("{:?}", prompt.single);
        let line = json!({"id": "1", "input": {
            "type": prompt.r#type, "borrowed": borrowed, "owned": owned, "cow": cow, "shared": &*prompt.shared, "boxed": &*prompt.boxed,
            "small": prompt.small, "signed": prompt.signed, "float": prompt.float, "single": "SINGLE", "flag": prompt.flag,
            "letter": prompt.letter, "money": as_json, "behind": as_json, "address": prompt.address.to_string(), "number": number,
        }});
        let line = line.to_string().replace("\"SINGLE\"", &single);
        let data = File::new(&line).read::<Everything<'_, '_>>();
        let data = data.unwrap_or_else(|error| panic!("round {round}: {error}\n{line}"));
        let item = &data.items()[0];
        assert_eq!(item.user(), &prompt.user(), "round {round}: {line}");
        assert_eq!(
            item.system().map(str::to_owned),
            prompt.system(),
            "round {round}: {line}"
        );
    }
}

/// Bound by what reads it, a parameter's type is read.
#[derive(Prompt)]
#[prompt(output = Triage, user = "{value}")]
struct Of<T: Contract + fmt::Display> {
    value: T,
}

#[test]
fn a_type_parameter_is_read_by_its_bounds() {
    let line = r#"{"id": "1", "input": {"value": 2.50}}"#;
    let data = File::new(line).read::<Of<f64>>().unwrap();
    assert_eq!(data.items()[0].user(), &Of { value: 2.5 }.user());
    let said = said::<Of<u8>>(line);
    assert_eq!(said.len(), 1);
    assert!(
        said[0].starts_with("1: input.value: not a `T`: expected a whole number"),
        "{said:?}"
    );
}

/// Nothing reads it.
struct Opaque;

impl fmt::Display for Opaque {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("opaque")
    }
}

#[derive(Prompt)]
#[prompt(output = Triage, user = "{left} {right} {fine}")]
struct Unreadable<'a, T: fmt::Display> {
    left: Opaque,
    right: &'a T,
    fine: u8,
}

#[test]
fn a_type_that_nothing_reads_compiles_and_is_told_by_name() {
    let asked = Unreadable {
        left: Opaque,
        right: &1,
        fine: 2,
    };
    assert_eq!(asked.user(), "opaque 1 2");
    let said = said::<Unreadable<'_, u8>>(r#"{"id": "1", "input": {}}"#);
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said[0].contains("the field `left` of the prompt `Unreadable` has the type `Opaque`"),
        "{said:?}"
    );
    assert!(said[0].contains("implement `FromStr`"), "{said:?}");
    assert!(said[1].contains("the field `right`"), "{said:?}");
}

/// A prompt without inputs.
#[derive(Prompt)]
#[prompt(output = Triage, user = "Say something {{nice}}.")]
struct Nothing;

#[test]
fn a_prompt_without_fields_takes_an_empty_object() {
    let data = File::new(r#"{"id": "1", "input": {}}"#)
        .read::<Nothing>()
        .unwrap();
    assert_eq!(*data.items()[0].user(), "Say something {nice}.");
    assert_eq!(data.items()[0].system(), None);
}

/// Lists, options and a history, as a data set has them.
#[derive(Prompt)]
#[prompt(
    output = Triage,
    user = "{#each tags}<{this}>{/each}{#each pairs}{this}{/each}{#each slice}{this},{/each}{#if note}{note}{/if}{#if money}{money}{/if}{#if flag}+{/if}{#if tags}!{/if}"
)]
struct Blocks<'a> {
    tags: Vec<&'a str>,
    pairs: Vec<u8>,
    slice: &'a [Money],
    note: Option<&'a str>,
    money: Option<Money>,
    flag: bool,
    #[prompt(history)]
    before: Vec<Turn>,
}

#[test]
fn blocks_and_history_are_rendered_as_the_prompt_does() {
    let money = Money {
        cents: 105,
        currency: "EUR".to_owned(),
    };
    for seed in 0..32_usize {
        let is = |bit: u32| seed >> bit & 1 == 1;
        let prompt = Blocks {
            tags: if is(0) { vec!["a", "false"] } else { vec![] },
            pairs: if is(1) { vec![1, 2] } else { vec![] },
            slice: if is(2) {
                std::slice::from_ref(&money)
            } else {
                &[]
            },
            note: is(3).then_some("false"),
            money: is(4).then(|| money.clone()),
            flag: is(0) != is(3),
            before: if is(1) {
                vec![Turn::user("Hi")]
            } else {
                vec![]
            },
        };
        let as_json = json!({"cents": 105, "currency": "EUR"});
        let slice: Vec<_> = prompt.slice.iter().map(|_| &as_json).collect();
        let line = json!({"id": "1", "input": {
            "tags": prompt.tags, "pairs": prompt.pairs, "slice": slice, "note": prompt.note,
            "money": prompt.money.as_ref().map(|_| &as_json), "flag": prompt.flag,
            "before": prompt.before,
        }});
        let data = File::new(line.to_string()).read::<Blocks<'_>>();
        let data = data.unwrap_or_else(|error| panic!("{error}\n{line}"));
        assert_eq!(data.items()[0].user(), &prompt.user(), "{line}");
    }
}

#[test]
fn a_list_or_a_history_of_another_form_names_its_place() {
    let line = r#"{"id": "1", "input": {"tags": "a", "pairs": [1, "2"], "slice": [], "note": 5,
        "money": null, "flag": true, "before": [{"role": "robot", "content": "x"}]}}"#;
    let said = said::<Blocks<'_>>(&line.replace('\n', " "));
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(
        said[0].contains("input.tags: not a `Vec<&'a str>`: expected a list"),
        "{said:?}"
    );
    assert!(said[1].contains("input.pairs: "), "{said:?}");
    assert!(said[2].contains("input.note: "), "{said:?}");
    assert!(
        said[3].contains("input.before: ") && said[3].contains("robot"),
        "{said:?}"
    );
}

struct ByHand;

impl Prompt for ByHand {
    type Output = Triage;
    const NAME: &'static str = "ByHand";
    const USER_TEMPLATE: &'static str = "x";

    fn user(&self) -> Content {
        "x".into()
    }
}

#[test]
fn a_prompt_written_by_hand_is_told() {
    let said = said::<ByHand>(r#"{"id": "1", "input": {}}"#);
    assert!(
        said[0].contains("`ByHand` can't be read from a data set")
            && said[0].contains("derive `Prompt`"),
        "{said:?}"
    );
}
