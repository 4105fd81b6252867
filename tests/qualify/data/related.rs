//! Prompts whose answers are tied to their inputs: a data set binds each item as a call does.

use std::collections::BTreeSet;

use driftless::{Contract, Prompt, Violation};

use crate::file::{File, said};

#[derive(Debug, Contract)]
struct Order {
    skus: Vec<String>,
    count: Option<u32>,
    reason: String,
}

#[derive(Prompt)]
#[prompt(
    output = Order,
    user = "Read this order.\n{mail}",
    choices(skus.* = catalogue, count = counts),
    quotes(reason = mail)
)]
struct ReadOrder<'a> {
    mail: &'a str,
    catalogue: BTreeSet<String>,
    counts: &'a [u32],
}

const INPUT: &str =
    r#""input":{"mail":"Two boxes of tea, please.","catalogue":["tea-1","tea-2"],"counts":[1,2]}"#;

fn item(id: u32, expected: &str) -> String {
    format!(r#"{{"id":"{id}",{INPUT},"expected":{expected}}}"#)
}

#[test]
fn an_item_asks_what_a_call_with_these_inputs_asks() {
    let data = File::new(item(
        1,
        r#"{"skus":["tea-2"],"count":2,"reason":"Two boxes"}"#,
    ));
    let data = data.read::<ReadOrder<'_>>().unwrap();
    let user = data.items()[0].user().to_string();
    assert!(
        user.starts_with("Read this order.\nTwo boxes of tea, please.\n\n"),
        "{user}"
    );
    assert!(
        user.contains(r#"Write `skus.*` exactly as one of these values: "tea-1", "tea-2"."#),
        "{user}"
    );
    assert!(
        user.contains("Write `count` exactly as one of these values: 1, 2."),
        "{user}"
    );
}

#[test]
fn an_expected_answer_that_breaks_a_relation_is_refused() {
    let lines = [
        item(
            1,
            r#"{"skus":["tea-1","coffee"],"count":3,"reason":"three boxes"}"#,
        ),
        item(2, r#"{"skus":[],"count":null,"reason":"tea, please"}"#),
    ];
    let said = said::<ReadOrder<'_>>(lines.join("\n"));
    assert_eq!(said.len(), 3, "{said:#?}");
    for (said, start) in said.iter().zip([
        "1: expected: /skus/1: expected one of the choices in `catalogue`, found",
        "1: expected: /count: expected one of the choices in `counts`, found",
        "1: expected: /reason: expected words that stand in `mail`, found",
    ]) {
        assert!(said.starts_with(start), "{said}");
    }
}

#[test]
fn inputs_that_no_call_takes_are_refused() {
    let line = r#"{"id":"1","input":{"mail":" ","catalogue":["a"],"counts":[]}}"#;
    let said = said::<ReadOrder<'_>>(line);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].starts_with("1: input: `mail` is empty, so `reason` can quote nothing"),
        "{said:?}"
    );
}

#[test]
fn choices_are_part_of_the_data_set_s_digest() {
    let digest = |line: String| File::new(line).read::<ReadOrder<'_>>().unwrap().digest();
    let right = r#"{"skus":["tea-2"],"count":null,"reason":"tea"}"#;
    let other = item(1, right).replace("tea-1", "tea-3");
    assert_ne!(digest(item(1, right)), digest(other));
}

#[derive(Prompt)]
#[prompt(output = Order, user = "{mail}", ensure = sensible)]
struct Checked {
    mail: String,
}

fn sensible(prompt: &Checked, order: &Order) -> Result<(), Violation> {
    if order.skus.len() <= prompt.mail.len() {
        Ok(())
    } else {
        Err(Violation::new("fewer"))
    }
}

#[test]
fn a_check_that_needs_the_prompt_itself_is_named() {
    let said = said::<Checked>(r#"{"id":"1","input":{"mail":"a"}}"#);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("checks its answers by the function `sensible`"),
        "{said:?}"
    );
}
