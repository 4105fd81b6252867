//! The values that a call ties its answer to: those that no answer can meet, many, and long ones.

use std::collections::BTreeSet;

use driftless::{Contract, Plan, Prompt};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

use super::bound::refused;
use super::{Say, scripted};

/// Answers with a quotation that must be there, and with a number.
#[derive(Debug, Contract)]
struct Claim {
    quote: String,
    line: u32,
}

#[derive(Prompt)]
#[prompt(output = Claim, user = "{text}", quotes(quote = text), choices(line = lines))]
struct Cite<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
}

#[tokio::test]
async fn values_that_could_never_be_met_are_refused_before_anything_is_sent() {
    let lines = vec!["7"];
    let text = " \n\u{3000}";
    let (words, asked) = refused(Cite { text, lines }).await;
    assert!(words.contains("`text` is empty"), "{words}");
    assert_eq!(asked.times(), 0);
    for odd in ["07", "+7", "seven", "7.0", ""] {
        let (text, lines) = ("a", vec!["7", odd]);
        let (words, asked) = refused(Cite { text, lines }).await;
        let words_of_it = format!("the choice `{odd}`, and `line` is a whole number");
        assert!(words.contains(&words_of_it), "{words}");
        assert_eq!(asked.times(), 0);
    }
}

/// Many choices, long ones, and those that differ only in case or normal form, are different
/// choices.
#[tokio::test]
async fn choices_are_compared_letter_by_letter() {
    #[derive(Debug, Contract)]
    struct Pick {
        id: String,
    }
    #[derive(Prompt)]
    #[prompt(output = Pick, user = "{text}", choices(id = ids))]
    struct Choose {
        text: String,
        ids: Vec<String>,
    }
    let mut ids: Vec<String> = (0..10_000).map(|id| format!("item-{id}")).collect();
    let long = "x".repeat(10_000);
    ids.extend(["mW", "MW", "é", "e\u{301}", &long].map(str::to_owned));
    for (id, holds) in [
        ("item-9999", true),
        ("item-10000", false),
        ("mW", true),
        ("MW", true),
        ("Mw", false),
        ("é", true),
        ("e\u{301}", true),
        ("É", false),
        (&long, true),
        (&long[1..], false),
    ] {
        let json = serde_json::json!({ "id": id }).to_string();
        let (model, _) = scripted("one", "alpha", [Say::Text(json.leak())]);
        let plan = Plan::<Choose>::primary(model).build().unwrap();
        let (text, ids) = ("Which?".to_owned(), ids.clone());
        let answer = plan.call(Choose { text, ids }).await;
        assert_eq!(answer.is_ok(), holds, "{id:.20}");
    }
}

/// A list that a template shows only sometimes is listed again; one that it always shows is not.
#[tokio::test]
async fn choices_are_listed_unless_a_template_always_shows_them() {
    #[derive(Debug, Contract)]
    struct Pick {
        one: String,
        two: String,
    }
    #[derive(Prompt)]
    #[prompt(
        output = Pick,
        user = "{#each always}- {this}\n{/each}{#if note}{note}{#each sometimes}- {this}\n{/each}{/if}",
        choices(one = always, two = sometimes)
    )]
    struct Choose {
        always: Vec<String>,
        sometimes: Vec<String>,
        note: Option<String>,
    }
    let (model, asked) = scripted("one", "alpha", [Say::Text(r#"{"one":"a","two":"b"}"#)]);
    let plan = Plan::<Choose>::primary(model).build().unwrap();
    let prompt = Choose {
        always: vec!["a".to_owned()],
        sometimes: vec!["b".to_owned()],
        note: None,
    };
    assert!(plan.call(prompt).await.is_ok());
    let first = asked.conversations()[0][0].content.to_string();
    assert_eq!(
        first,
        "- a\n\n\nWrite `one` exactly as one of the values that you were given for it.\n\n\
         Write `two` exactly as one of these values: \"b\"."
    );
}

/// Against a set as judge, over random choices that are alike.
#[tokio::test]
async fn what_is_taken_is_in_the_set_and_what_is_in_the_set_is_taken() {
    #[derive(Debug, Contract)]
    struct Picks {
        ids: Vec<Option<String>>,
        number: i64,
    }
    #[derive(Prompt)]
    #[prompt(output = Picks, user = "{text}", choices(ids.* = known, number = numbers))]
    struct Choose {
        text: String,
        known: BTreeSet<String>,
        numbers: BTreeSet<i64>,
    }
    const PIECES: [&str; 8] = ["a", "A", "é", "e\u{301}", " ", "\"", "\0", "👩\u{200d}👧"];
    let mut random = SmallRng::seed_from_u64(10);
    let (mut taken, mut refused) = (0, 0);
    for _ in 0..600 {
        let mut word = || -> String {
            let length = random.random_range(0..3);
            (0..length)
                .map(|_| PIECES[random.random_range(0..PIECES.len())])
                .collect()
        };
        let known: BTreeSet<String> = (0..40).map(|_| word()).collect();
        let ids: Vec<Option<String>> = (0..2)
            .map(|_| Some(word()).filter(|word| word != "a"))
            .collect();
        let numbers: BTreeSet<i64> = (0..6).map(|_| random.random_range(-4..4)).collect();
        let number = random.random_range(-4..4);
        let judged = ids.iter().flatten().all(|id| known.contains(id)) && numbers.contains(&number);
        let json = serde_json::json!({ "ids": ids, "number": number }).to_string();
        let (model, _) = scripted("one", "alpha", [Say::Text(json.clone().leak())]);
        let plan = Plan::<Choose>::primary(model).build().unwrap();
        let text = "Which?".to_owned();
        let answer = plan
            .call(Choose {
                text,
                known,
                numbers,
            })
            .await;
        assert_eq!(answer.is_ok(), judged, "{json}");
        *(if judged { &mut taken } else { &mut refused }) += 1;
    }
    assert!(taken > 50 && refused > 50, "{taken} {refused}");
}
