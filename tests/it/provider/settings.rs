//! Settings in each API's own words: the whole body of a request, and what is refused before.

use driftless::dialect::AnyDialect;
use driftless::provider::{
    Anthropic, Compatible, DeepSeek, Gemini, LiteLlm, Mistral, Model, OpenAi, OpenRouter, Portkey,
    Qwen, TokenMix,
};
use driftless::{Ask, Contract, Plan, Price};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Loopback, answer};
use serde_json::{Value, json};

#[derive(Debug, Contract)]
struct Mood {
    #[allow(dead_code, reason = "only asked for")]
    happy: bool,
}

type Set = fn(Model<AnyDialect>) -> Model<AnyDialect>;

/// A setting by its name, and how it is set.
const SETTINGS: &[(&str, Set)] = &[
    ("temperature", |model| model.temperature(0.5)),
    ("top_p", |model| model.top_p(0.9)),
    ("top_k", |model| model.top_k(20)),
    ("seed", |model| model.seed(7)),
    ("stop", |model| model.stop(["END", "STOP"])),
    ("frequency_penalty", |model| model.frequency_penalty(0.5)),
    ("presence_penalty", |model| model.presence_penalty(-0.5)),
    ("effort", |model| model.effort("high")),
    ("thinking_budget", |model| model.thinking_budget(1024)),
    ("verbosity", |model| model.verbosity("low")),
    ("service_tier", |model| model.service_tier("flex")),
    ("end_user", |model| model.end_user("5f3a")),
    ("store", |model| model.store(true)),
];

type Make = fn(&str) -> Model<AnyDialect>;

/// An API: its name, a model of it, the members of a request with all settings that it takes, and
/// the settings that it doesn't take.
struct Api {
    name: &'static str,
    make: Make,
    body: fn() -> Value,
    refused: &'static [&'static str],
}

const APIS: &[Api] = &[
    Api {
        name: "OpenAI, Responses",
        make: |url| openai(url).model("m").any_dialect(),
        body: || json!({ "temperature": 0.5, "top_p": 0.9, "reasoning": { "effort": "high" }, "text": { "verbosity": "low" }, "service_tier": "flex", "safety_identifier": "5f3a", "store": true }),
        refused: &[
            "top_k",
            "seed",
            "stop",
            "frequency_penalty",
            "presence_penalty",
            "thinking_budget",
        ],
    },
    Api {
        name: "OpenAI, Chat Completions",
        make: |url| openai(url).chat().model("m").any_dialect(),
        body: || json!({ "temperature": 0.5, "top_p": 0.9, "seed": 7, "stop": ["END", "STOP"], "frequency_penalty": 0.5, "presence_penalty": -0.5, "reasoning_effort": "high", "verbosity": "low", "service_tier": "flex", "safety_identifier": "5f3a", "store": true }),
        refused: &["top_k", "thinking_budget"],
    },
    Api {
        name: "Anthropic",
        make: |url| anthropic(url).model("m").any_dialect(),
        body: || json!({ "stop_sequences": ["END", "STOP"], "output_config": { "effort": "high" }, "thinking": { "budget_tokens": 1024, "type": "enabled" }, "service_tier": "flex", "metadata": { "user_id": "5f3a" } }),
        refused: &[
            "temperature",
            "top_p",
            "top_k",
            "seed",
            "frequency_penalty",
            "presence_penalty",
            "verbosity",
            "store",
        ],
    },
    Api {
        name: "Anthropic, 2023",
        make: |url| {
            anthropic(url)
                .api_version("2023-06-01")
                .model("m")
                .any_dialect()
        },
        body: || json!({ "temperature": 0.5, "top_p": 0.9, "top_k": 20, "stop_sequences": ["END", "STOP"], "output_config": { "effort": "high" }, "thinking": { "budget_tokens": 1024, "type": "enabled" }, "service_tier": "flex", "metadata": { "user_id": "5f3a" } }),
        refused: &[
            "seed",
            "frequency_penalty",
            "presence_penalty",
            "verbosity",
            "store",
        ],
    },
    Api {
        name: "Gemini",
        make: |url| {
            Gemini::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: || json!({ "generationConfig": { "temperature": 0.5, "topP": 0.9, "topK": 20, "seed": 7, "stopSequences": ["END", "STOP"], "frequencyPenalty": 0.5, "presencePenalty": -0.5, "thinkingConfig": { "thinkingLevel": "high" } }, "serviceTier": "flex", "store": true }),
        refused: &["verbosity", "end_user"],
    },
    Api {
        name: "Mistral",
        make: |url| {
            Mistral::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: || json!({ "temperature": 0.5, "top_p": 0.9, "random_seed": 7, "stop": ["END", "STOP"], "frequency_penalty": 0.5, "presence_penalty": -0.5, "reasoning_effort": "high" }),
        refused: &[
            "top_k",
            "thinking_budget",
            "verbosity",
            "service_tier",
            "end_user",
            "store",
        ],
    },
    Api {
        name: "DeepSeek",
        make: |url| {
            DeepSeek::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: || json!({ "temperature": 0.5, "top_p": 0.9, "stop": ["END", "STOP"], "frequency_penalty": 0.5, "presence_penalty": -0.5, "reasoning_effort": "high" }),
        refused: &[
            "top_k",
            "seed",
            "thinking_budget",
            "verbosity",
            "service_tier",
            "end_user",
            "store",
        ],
    },
    Api {
        name: "Qwen",
        make: |url| Qwen::new("test-key").base_url(url).model("m").any_dialect(),
        body: || json!({ "temperature": 0.5, "top_p": 0.9, "top_k": 20, "seed": 7, "stop": ["END", "STOP"], "presence_penalty": -0.5, "reasoning_effort": "high" }),
        refused: &[
            "frequency_penalty",
            "thinking_budget",
            "verbosity",
            "service_tier",
            "end_user",
            "store",
        ],
    },
    Api {
        name: "OpenRouter",
        make: |url| {
            OpenRouter::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: gateway,
        refused: &["thinking_budget", "store"],
    },
    Api {
        name: "LiteLLM",
        make: |url| {
            LiteLlm::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: gateway,
        refused: &["thinking_budget", "store"],
    },
    Api {
        name: "Portkey",
        make: |url| {
            let portkey = Portkey::new("test-key").base_url(url);
            portkey.saved_config("pc-one").model("m").any_dialect()
        },
        body: gateway,
        refused: &["thinking_budget", "store"],
    },
    Api {
        name: "TokenMix",
        make: |url| {
            TokenMix::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: gateway,
        refused: &["thinking_budget", "store"],
    },
    Api {
        name: "compatible servers",
        make: |url| Compatible::at(url).model("m").any_dialect(),
        body: gateway,
        refused: &["thinking_budget", "store"],
    },
];

/// The members of Chat Completions at servers that hand on what they don't know.
fn gateway() -> Value {
    json!({ "temperature": 0.5, "top_p": 0.9, "top_k": 20, "seed": 7, "stop": ["END", "STOP"], "frequency_penalty": 0.5, "presence_penalty": -0.5, "reasoning_effort": "high", "verbosity": "low", "service_tier": "flex", "user": "5f3a" })
}

fn openai(url: &str) -> OpenAi {
    OpenAi::new("test-key").base_url(url)
}

fn anthropic(url: &str) -> Anthropic {
    Anthropic::new("test-key").base_url(url)
}

/// Returns the body of one request of a plan with this model.
async fn body(make: impl FnOnce(&str) -> Model<AnyDialect>) -> Value {
    let server = Loopback::always(|_| Act::Send(answer(503, &[], "{}"))).await;
    let model = make(&server.url()).price(Price::free());
    let plan = Plan::<Ask<Mood>>::primary(model).build();
    let plan = plan.unwrap_or_else(|error| panic!("{error}"));
    within(plan.call(Ask::new("hello"))).await.expect_err("503");
    let seen = server.finish().pop().expect("a request");
    serde_json::from_str(&seen.body).expect("JSON")
}

/// Adds the members of `more` to `body`, objects member by member.
fn merge(body: &mut Value, more: Value) {
    match (body, more) {
        (Value::Object(body), Value::Object(more)) => {
            for (name, value) in more {
                merge(body.entry(name).or_insert(Value::Null), value);
            }
        }
        (body, more) => *body = more,
    }
}

/// A request with all settings is the one without, and these members.
#[tokio::test]
async fn each_api_gets_every_setting_by_its_own_name() {
    for api in APIS {
        let mut expected = body(api.make).await;
        merge(&mut expected, (api.body)());
        let taken = SETTINGS
            .iter()
            .filter(|(name, _)| !api.refused.contains(name))
            // Gemini takes one of two, as another test has it.
            .filter(|(name, _)| api.name != "Gemini" || *name != "thinking_budget");
        let found = body(|url| {
            let model = (api.make)(url);
            taken.fold(model, |model, (_, set)| set(model))
        })
        .await;
        assert_eq!(found, expected, "{}", api.name);
    }
}

/// A setting without a member is an error of `build()`, and of a request made without a plan.
#[tokio::test]
async fn a_setting_that_an_api_does_not_know_is_refused() {
    for api in APIS {
        for (name, set) in SETTINGS {
            let model = set((api.make)("http://127.0.0.1:1")).price(Price::free());
            let plan = Plan::<Ask<Mood>>::primary(model).build();
            let refused = plan.err().map(|error| error.to_string());
            assert_eq!(
                refused.is_some(),
                api.refused.contains(name),
                "{}: {refused:?}",
                api.name
            );
            if let Some(words) = refused {
                assert!(words.contains(&format!("takes no `{name}`")), "{words}");
                assert!(
                    words.contains(&format!("leave `.{name}(…)` out")),
                    "{words}"
                );
            }
        }
    }
}

/// A member that a setting is made for can't be set beside it.
#[test]
fn a_member_of_a_setting_is_refused_as_an_extra_one() {
    let gemini = Gemini::new("test-key").model("m");
    let model = gemini.extra(
        "generationConfig",
        json!({ "thinkingConfig": { "thinkingLevel": "low" } }),
    );
    let plan = Plan::<Ask<Mood>>::primary(model.price(Price::free())).build();
    let words = plan.expect_err("refused").to_string();
    assert!(words.contains("use `.effort(…)`"), "{words}");
}

/// Gemini has a level or a budget of thinking, by the generation of its models.
#[tokio::test]
async fn a_level_and_a_budget_of_thinking_are_not_sent_together() {
    let gemini = |url: &str| {
        Gemini::new("test-key")
            .base_url(url)
            .model("m")
            .any_dialect()
    };
    let body = body(|url| gemini(url).thinking_budget(0)).await;
    let config = &body["generationConfig"]["thinkingConfig"];
    assert_eq!(*config, json!({ "thinkingBudget": 0 }));
    let both = gemini("http://127.0.0.1:1")
        .thinking_budget(0)
        .effort("low");
    let plan = Plan::<Ask<Mood>>::primary(both.price(Price::free())).build();
    let words = plan.expect_err("refused").to_string();
    assert!(
        words.contains("`effort` or `thinking_budget`, not both"),
        "{words}"
    );
}
