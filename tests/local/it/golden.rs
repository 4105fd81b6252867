//! Compared with llama.cpp on the same weights: `tests/oracles/llama_cpp` writes the file of
//! expectations and can be run again; here nothing of it is needed.

use driftless::provider::Turn;
use driftless_local::Generation;
use serde_json::{Value, json};

use super::contracts::real;
use super::schemas::ordered;

/// Closer calls than this are rounding's to decide: llama.cpp multiplies 4-bit weights, we widen
/// them to 8 bits.
const FIRM: f64 = 0.25;

fn expected() -> Value {
    serde_json::from_str(include_str!("../fixtures/llama_cpp.json")).unwrap()
}

#[test]
fn texts_have_the_tokens_that_llama_cpp_gives_them() {
    let Some(local) = real() else { return };
    let expected = expected();
    assert_eq!(expected["weights"], local.digest());
    let cases = expected["tokens"].as_array().unwrap();
    for case in cases {
        let text = case["text"].as_str().unwrap();
        assert_eq!(json!(local.tokens(text).unwrap()), case["ids"], "{text:?}");
    }
    assert!(cases.len() >= 20);
}

/// Prompt, arithmetic and greedy choice: the same words, as long as llama.cpp is sure of each.
#[test]
fn greedy_answers_are_llama_cpps() {
    let Some(local) = real() else { return };
    let schema = ordered(&json!({ "type": "string", "maxLength": 300 }));
    let mut compared = 0;
    for case in expected()["answers"].as_array().unwrap() {
        let leads = case["leads"].as_array().unwrap();
        let firm = leads
            .iter()
            .take_while(|lead| lead.as_f64().unwrap() >= FIRM)
            .count();
        let turns = [Turn::user(case["user"].as_str().unwrap())];
        let mut generation = Generation::new(&turns, &schema);
        generation.system = case["system"].as_str();
        // What comes after is another's to say: the text is closed there.
        generation.max_tokens = Some(firm + 4);
        let made = local.generate(&generation).unwrap();
        assert_eq!(json!(made.prompt_tokens), case["prompt_tokens"], "{case}");
        let pieces = &case["pieces"].as_array().unwrap()[..firm];
        let words: String = pieces.iter().map(|piece| piece.as_str().unwrap()).collect();
        println!("{words:?}\n  of {}", made.text);
        assert!(
            made.text.starts_with(&format!("\"{words}")),
            "{words:?}: {}",
            made.text
        );
        compared += firm;
    }
    assert!(compared >= 40, "only {compared} tokens were compared");
}
