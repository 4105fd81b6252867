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
    ("seed", |model| model.seed(7)),
    ("effort", |model| model.effort("high")),
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
        body: || json!({ "temperature": 0.5, "top_p": 0.9, "reasoning": { "effort": "high" } }),
        refused: &["seed"],
    },
    Api {
        name: "OpenAI, Chat Completions",
        make: |url| openai(url).chat().model("m").any_dialect(),
        body: chat,
        refused: &[],
    },
    Api {
        name: "Anthropic",
        make: |url| anthropic(url).model("m").any_dialect(),
        body: || json!({ "output_config": { "effort": "high" } }),
        refused: &["temperature", "top_p", "seed"],
    },
    Api {
        name: "Anthropic, 2023",
        make: |url| {
            anthropic(url)
                .api_version("2023-06-01")
                .model("m")
                .any_dialect()
        },
        body: || json!({ "temperature": 0.5, "top_p": 0.9, "output_config": { "effort": "high" } }),
        refused: &["seed"],
    },
    Api {
        name: "Gemini",
        make: |url| {
            Gemini::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: || {
            json!({ "generationConfig": {
                "temperature": 0.5,
                "topP": 0.9,
                "seed": 7,
                "thinkingConfig": { "thinkingLevel": "high" },
            } })
        },
        refused: &[],
    },
    Api {
        name: "Mistral",
        make: |url| {
            Mistral::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: || chat_but(&[("seed", Some("random_seed"))]),
        refused: &[],
    },
    Api {
        name: "DeepSeek",
        make: |url| {
            DeepSeek::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: || chat_but(&[("seed", None)]),
        refused: &["seed"],
    },
    Api {
        name: "Qwen",
        make: |url| Qwen::new("test-key").base_url(url).model("m").any_dialect(),
        body: chat,
        refused: &[],
    },
    Api {
        name: "OpenRouter",
        make: |url| {
            OpenRouter::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: chat,
        refused: &[],
    },
    Api {
        name: "LiteLLM",
        make: |url| {
            LiteLlm::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: chat,
        refused: &[],
    },
    Api {
        name: "Portkey",
        make: |url| {
            let portkey = Portkey::new("test-key").base_url(url);
            portkey.saved_config("pc-one").model("m").any_dialect()
        },
        body: chat,
        refused: &[],
    },
    Api {
        name: "TokenMix",
        make: |url| {
            TokenMix::new("test-key")
                .base_url(url)
                .model("m")
                .any_dialect()
        },
        body: chat,
        refused: &[],
    },
    Api {
        name: "compatible servers",
        make: |url| Compatible::at(url).model("m").any_dialect(),
        body: chat,
        refused: &[],
    },
];

/// The members of Chat Completions.
fn chat() -> Value {
    json!({ "temperature": 0.5, "top_p": 0.9, "seed": 7, "reasoning_effort": "high" })
}

/// The members of `chat`, some under another name and some not at all.
fn chat_but(changes: &[(&str, Option<&str>)]) -> Value {
    let mut body = chat();
    let members = body.as_object_mut().expect("an object");
    for (name, instead) in changes {
        let value = members.remove(*name).expect("a member");
        members.extend(instead.map(|instead| (instead.to_owned(), value)));
    }
    body
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
            .filter(|(name, _)| !api.refused.contains(name));
        let found = body(|url| {
            let model = (api.make)(url);
            taken.fold(model, |model, (_, set)| set(model))
        })
        .await;
        assert_eq!(found, expected, "{}", api.name);
    }
}

/// What an API has no member for is an error of `build()`, and of a request made without a plan.
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
