//! Data that every call of a plan shares is kept once.

use std::sync::Arc;

use driftless::prompt::Example;
use driftless::{Contract, Plan, Prompt};

use super::{DRIFTED, Say, scripted};

#[derive(Debug, Clone, PartialEq, Contract)]
struct Word {
    #[contract(length(1..=9))]
    text: String,
}

#[derive(Debug, Prompt)]
#[prompt(output = Word, user = "A word like {like}.", examples = words)]
struct FindWord<'a> {
    like: &'a str,
}

fn words() -> Vec<Example<Word>> {
    let text = "boat".to_owned();
    vec![Example::new(&FindWord { like: "ship" }, Word { text })]
}

#[tokio::test]
async fn examples_and_losses_are_those_of_the_plan() {
    let good = Say::Text(r#"{"text":"car"}"#);
    let (model, asked) = scripted("one", "alpha", [Say::Text(DRIFTED), good]);
    let plan = Plan::<FindWord<'_>>::primary(model)
        .repair(1)
        .build()
        .unwrap();
    let first = plan.call(FindWord { like: "cart" }).await.unwrap();
    let second = plan.call(FindWord { like: "bus" }).await.unwrap();

    let talks = asked.conversations();
    let [start, repair, later] = talks.as_slice() else {
        panic!("{talks:?}");
    };
    assert_eq!(start[0].content, "A word like ship.");
    assert_eq!(start[2].content, "A word like cart.");
    assert_eq!(later[2].content, "A word like bus.");
    for (one, other) in start.iter().zip(repair).chain(start[..2].iter().zip(later)) {
        let texts = [one, other].map(|turn| turn.content.as_text().unwrap());
        assert!(std::ptr::eq(texts[0], texts[1]), "{one:?} {other:?}");
    }

    let attempts = [&first.receipt, &second.receipt].map(|receipt| &receipt.attempts);
    let losses: Vec<_> = attempts
        .into_iter()
        .flatten()
        .map(|attempt| &attempt.losses)
        .collect();
    assert_eq!(losses.len(), 3);
    assert!(!losses[0].is_empty());
    assert!(losses.iter().all(|other| Arc::ptr_eq(losses[0], other)));
    let written = serde_json::to_value(&first.receipt).unwrap();
    let words = written["attempts"][0]["losses"][0]["words"].as_str();
    assert_eq!(words, Some(&*losses[0][0].words));
}
