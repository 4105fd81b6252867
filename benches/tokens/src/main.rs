//! Prompt tokens (o200k) of the reference contract in each form: `cargo run --release` in this
//! folder. Texts as arguments (files) are counted as well.

mod odd;
mod reference;

use driftless::Contract;
use driftless::dialect::{self, Adapted, Form, Table, adapt};

fn adapted(table: &'static Table) -> Adapted {
    match adapt(reference::Ticket::SHAPE, table) {
        Ok(adapted) => adapted,
        Err(problems) => panic!("{problems:?}"),
    }
}

fn schema(table: &'static Table) -> String {
    match adapted(table).form {
        Form::Schema { schema, .. } => serde_json::to_string(&schema).unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

fn main() {
    use dialect::Dialect;
    let tokenizer = tiktoken_rs::o200k_base_singleton();
    let show = |name: &str, text: &str| {
        let tokens = tokenizer.encode_ordinary(text).len();
        println!("{tokens:5} tokens {:5} bytes  {name}", text.len());
    };
    let theirs = schemars::schema_for!(reference::serde::Ticket);
    show(
        "schemars, pretty",
        &serde_json::to_string_pretty(&theirs).unwrap_or_default(),
    );
    show(
        "schemars, compact",
        &serde_json::to_string(&theirs).unwrap_or_default(),
    );
    show(
        "JSON Schema, compact",
        &serde_json::to_string(&reference::Ticket::json_schema()).unwrap_or_default(),
    );
    show(
        "OpenAI strict schema",
        &schema(dialect::OpenAiSchema::TABLE),
    );
    show(
        "Anthropic native schema",
        &schema(dialect::AnthropicSchema::TABLE),
    );
    show(
        "Gemini response schema",
        &schema(dialect::GeminiSchema::TABLE),
    );
    let words = adapted(dialect::Instructions::TABLE)
        .instructions
        .unwrap_or_default();
    let (sentence, block) = words.split_once('\n').unwrap_or_default();
    show("instructions, whole", &words);
    show("instructions, the sentence alone", sentence);
    show("instructions, the type alone", block);
    for path in std::env::args().skip(1) {
        match std::fs::read_to_string(&path) {
            Ok(text) => show(&path, text.trim_end()),
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
    println!("\n{words}");
    odd::check(tokenizer);
}
