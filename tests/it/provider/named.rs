//! A model that a text names, and addresses that the environment names.

use std::ffi::OsStr;

use driftless::dialect::AnyDialect;
use driftless::provider::{
    Anthropic, DeepSeek, Gemini, Mistral, Model, OpenAi, OpenRouter, Portkey, Provider, Qwen,
};
use driftless::{Ask, Contract, Plan};

use super::child::in_child;

#[derive(Debug, Contract)]
struct Mood {
    happy: bool,
}

#[derive(Debug, Contract)]
struct Tree {
    children: Vec<Tree>,
}

const KEYS: [(&str, &str); 9] = [
    ("OPENAI_API_KEY", "key"),
    ("ANTHROPIC_API_KEY", "key"),
    ("GEMINI_API_KEY", "key"),
    ("MISTRAL_API_KEY", "key"),
    ("DEEPSEEK_API_KEY", "key"),
    ("DASHSCOPE_API_KEY", "key"),
    ("OPENROUTER_API_KEY", "key"),
    ("PORTKEY_API_KEY", "key"),
    ("TOKENMIX_API_KEY", "key"),
];

fn child(name: &str, more: &[(&'static str, &'static str)]) -> String {
    let all = KEYS.iter().chain(more);
    let all: Vec<(&str, &OsStr)> = all.map(|(name, value)| (*name, value.as_ref())).collect();
    in_child(&format!("provider::named::{name}"), &all)
}

#[test]
fn a_model_is_named_by_a_text() {
    child("child_names_models", &[]);
}

#[test]
#[ignore = "run by its parent, in an environment of its own"]
fn child_names_models() {
    for (name, vendor, id, dialect) in [
        (
            "openai/gpt-6.1-terra",
            "openai",
            "gpt-6.1-terra",
            "OpenAI strict schema",
        ),
        (
            "anthropic/claude-haiku-4-5",
            "anthropic",
            "claude-haiku-4-5",
            "Anthropic native schema",
        ),
        (
            "gemini/gemini-3.8-flash",
            "gemini",
            "gemini-3.8-flash",
            "Gemini response schema",
        ),
        (
            "openrouter/openai/gpt-6.1-terra",
            "openrouter",
            "openai/gpt-6.1-terra",
            "OpenAI strict schema",
        ),
    ] {
        let model = Model::from_env(name).unwrap();
        assert_eq!((model.provider().name(), model.id()), (vendor, id));
        let model = model.max_output_tokens(500).price(driftless::Price::free());
        let plan = Plan::<Ask<Mood>>::primary(model).build().unwrap();
        let step = &plan.describe().steps[0];
        assert_eq!((step.model.as_str(), step.dialect.as_str()), (id, dialect));
    }
    // Features that the dialect can't carry are reported when the plan is built.
    let model = Model::from_env("anthropic/claude-haiku-4-5").unwrap();
    let error = Plan::<Ask<Tree>>::primary(model).build().unwrap_err();
    assert!(error.to_string().contains("contains itself"), "{error}");
    // Models of several vendors have one type, and keep their dialects.
    let models: Vec<Model<AnyDialect>> = vec![
        OpenAi::new("key").model("gpt-6.1-terra").any_dialect(),
        OpenAi::new("key")
            .model("gpt-6.1-terra")
            .strict_tool()
            .any_dialect(),
        Anthropic::new("key")
            .model("claude-haiku-4-5")
            .any_dialect(),
    ];
    let dialects = models.into_iter().map(|model| {
        let plan = Plan::<Ask<Mood>>::primary(model).build().unwrap();
        plan.describe().steps[0].dialect.clone()
    });
    let dialects: Vec<String> = dialects.collect();
    assert_eq!(
        dialects,
        [
            "OpenAI strict schema",
            "OpenAI strict tool",
            "Anthropic native schema"
        ]
    );
}

#[test]
fn a_text_that_names_no_model_is_told() {
    for (name, told) in [
        (
            "gpt-6.1-terra",
            "names no vendor; did you mean `openai/gpt-6.1-terra`?",
        ),
        (
            "opnai/gpt-6.1-terra",
            "names no known vendor; did you mean `openai/gpt-6.1-terra`?",
        ),
        (
            "acme/m1",
            "names no known vendor; write `vendor/model`, such as `openai/gpt-6.1-terra`; the vendors are anthropic, ",
        ),
        ("openai/", "has no id; write its id behind the slash"),
        ("openai/ ", "has no id"),
        ("", "names no vendor"),
    ] {
        let error = Model::from_env(name).unwrap_err().to_string();
        assert!(error.contains(told), "{name:?}: {error}");
    }
}

/// Seen to fail before: a list of vendors was all, and a colon became `openai/openai:…`.
#[test]
fn the_name_that_was_meant_is_suggested() {
    for (name, told) in [
        // Names that other tools have for these vendors, and vendors that speak another's API.
        (
            "google/gemini-3.8-flash",
            "did you mean `gemini/gemini-3.8-flash`?",
        ),
        (
            "vertex_ai/gemini-3.8-flash",
            "did you mean `gemini/gemini-3.8-flash`?",
        ),
        (
            "claude/claude-haiku-4-5",
            "did you mean `anthropic/claude-haiku-4-5`?",
        ),
        (
            "OpenAI/gpt-6.1-terra",
            "did you mean `openai/gpt-6.1-terra`?",
        ),
        ("dashscope/qwen-max", "did you mean `qwen/qwen-max`?"),
        (
            "mistralai/mistral-large-4",
            "did you mean `mistral/mistral-large-4`?",
        ),
        ("ollama/llama3", "did you mean `compatible/llama3`?"),
        ("groq/llama3", "did you mean `compatible/llama3`?"),
        ("azure/gpt-4o", "did you mean `compatible/gpt-4o`?"),
        // Another mark between the two, and none, with an id that is known.
        (
            "openai:gpt-6.1-terra",
            "did you mean `openai/gpt-6.1-terra`?",
        ),
        (
            "anthropic.claude-haiku-4-5",
            "did you mean `anthropic/claude-haiku-4-5`?",
        ),
        (
            "claude-haiku-4-5",
            "did you mean `anthropic/claude-haiku-4-5`?",
        ),
        (
            "gemini-3.8-flash",
            "did you mean `gemini/gemini-3.8-flash`?",
        ),
        ("claude-haiku-9", "such as `openai/gpt-6.1-terra`"),
    ] {
        let error = Model::from_env(name).unwrap_err().to_string();
        assert!(error.contains(told), "{name:?}: {error}");
    }
}

const ADDRESSES: [&str; 9] = [
    "OPENAI_BASE_URL",
    "ANTHROPIC_BASE_URL",
    "GOOGLE_GEMINI_BASE_URL",
    "MISTRAL_BASE_URL",
    "DEEPSEEK_BASE_URL",
    "DASHSCOPE_BASE_URL",
    "OPENROUTER_BASE_URL",
    "PORTKEY_BASE_URL",
    "TOKENMIX_BASE_URL",
];

/// Seen to fail before: none of them was read.
#[test]
fn addresses_are_read_from_the_environment() {
    let elsewhere: Vec<_> = ADDRESSES
        .iter()
        .map(|name| (*name, "http://localhost:4000/proxy/"))
        .collect();
    let printed = child("child_prints_addresses", &elsewhere);
    let lines = printed.matches(" at http://localhost:4000/proxy\n").count();
    assert_eq!(lines, 9, "{printed}");
    // An empty one counts as none.
    let empty: Vec<_> = ADDRESSES.iter().map(|name| (*name, "")).collect();
    for printed in [
        child("child_prints_addresses", &empty),
        child("child_prints_addresses", &[]),
    ] {
        assert!(
            printed.contains("openai at https://api.openai.com/v1\n"),
            "{printed}"
        );
        assert_eq!(printed.matches(" at https://").count(), 9, "{printed}");
    }
    let wrong = [("OPENAI_BASE_URL", "localhost:4000")];
    let printed = child("child_prints_addresses", &wrong);
    assert!(
        printed.contains("OPENAI_BASE_URL begins with neither `https://` nor `http://`"),
        "{printed}"
    );
}

#[test]
#[ignore = "run by its parent, in an environment of its own"]
fn child_prints_addresses() {
    fn print<P: Provider, E: std::fmt::Display>(made: Result<P, E>) {
        match made {
            Ok(provider) => println!("{} at {}", provider.name(), Provider::base_url(&provider)),
            Err(error) => println!("{error}"),
        }
    }
    println!();
    print(OpenAi::from_env());
    print(Anthropic::from_env());
    print(Gemini::from_env());
    print(Mistral::from_env());
    print(DeepSeek::from_env());
    print(Qwen::from_env());
    print(OpenRouter::from_env());
    print(Portkey::from_env());
    print(driftless::provider::TokenMix::from_env());
}
