//! Settings of a call on the wire: members in the vendor's own words, and headers.

use std::fmt::Write as _;

use driftless::dialect::{Dialect, JsonMode};
use driftless::provider::{
    Anthropic, BoxFuture, Compatible, Failure, Gemini, Model, OpenAi, Provider, Reply, Request,
    Served,
};
use driftless::{Ask, Contract, FailureClass, Plan, Price};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Loopback, Seen, answer};
use serde_json::{Value, json};

#[derive(Debug, Contract)]
struct Mood {
    #[allow(dead_code, reason = "only asked for")]
    happy: bool,
}

/// Returns the request of one call to a server that has no capacity, if one came, and how the call
/// ended.
async fn seen<D: Dialect>(model: impl FnOnce(&str) -> Model<D>) -> (Option<Seen>, FailureClass) {
    let server = Loopback::always(|_| Act::Send(answer(503, &[], "{}"))).await;
    let model = model(&server.url()).price(Price::free());
    let plan = Plan::<Ask<Mood>>::primary(model).build();
    let plan = plan.expect("a plan");
    let error = within(plan.call(Ask::new("hello"))).await.expect_err("503");
    (server.finish().pop(), error.class())
}

fn body(seen: Option<&Seen>) -> Value {
    serde_json::from_str(&seen.expect("a request").body).expect("JSON")
}

#[tokio::test]
async fn members_in_the_vendors_own_words_reach_every_wire_form() {
    let member = json!({ "b": [1, 0.5], "a": null });
    let (chat, _) = seen(|url| {
        let provider = Compatible::at(url);
        provider.model("m").extra("own", member.clone())
    })
    .await;
    let (responses, _) = seen(|url| {
        let provider = OpenAi::new("key-of-openai").base_url(url);
        provider.model("gpt-6.1-terra").extra("own", member.clone())
    })
    .await;
    let (messages, _) = seen(|url| {
        let provider = Anthropic::new("key-of-anthropic").base_url(url);
        provider
            .model("claude-haiku-4-5")
            .extra("own", member.clone())
    })
    .await;
    let (generate, _) = seen(|url| {
        let provider = Gemini::new("key-of-gemini").base_url(url);
        provider
            .model("gemini-3.8-flash")
            .extra("own", member.clone())
    })
    .await;
    for request in [chat, responses, messages, generate] {
        let body = body(request.as_ref());
        assert_eq!(body["own"], member);
        // What is written without it stays.
        let asked = ["messages", "input", "contents"];
        assert!(asked.iter().any(|name| !body[name].is_null()), "{body}");
    }
}

#[tokio::test]
async fn an_object_is_merged_member_by_member() {
    let (request, _) = seen(|url| {
        let provider = Gemini::new("key-of-gemini").base_url(url);
        let model = provider.model("gemini-3.8-flash").max_output_tokens(50);
        model.extra("generationConfig", json!({ "audioTimestamp": true }))
    })
    .await;
    let config = &body(request.as_ref())["generationConfig"];
    assert_eq!(config["audioTimestamp"], true);
    assert_eq!(config["maxOutputTokens"], 50);
    assert_eq!(config["responseMimeType"], "application/json");
}

#[tokio::test]
async fn a_member_that_is_written_already_is_refused_and_nothing_is_sent() {
    let (request, class) = seen(|url| {
        let provider = Gemini::new("key-of-gemini").base_url(url);
        let model = provider.model("gemini-3.8-flash").max_output_tokens(50);
        model.extra("generationConfig", json!({ "maxOutputTokens": 9 }))
    })
    .await;
    assert!(request.is_none(), "{request:?}");
    assert_eq!(class, FailureClass::BadRequest);
}

#[tokio::test]
async fn headers_are_sent_and_never_printed() {
    let secret = "cf-key-0123456789";
    let model = |url: &str| {
        let model = Compatible::at(url).model("m");
        let model = model.header("x-tenant", "acme-tenant");
        model.secret_header("cf-aig-authorization", secret)
    };
    let printed = format!("{:?}", model("http://localhost:1"));
    assert!(
        !printed.contains(secret) && !printed.contains("acme-tenant"),
        "{printed}"
    );
    let (request, _) = seen(model).await;
    let headers = request.expect("a request").headers;
    assert_eq!(headers["x-tenant"], "acme-tenant");
    assert_eq!(headers["cf-aig-authorization"], secret);
}

/// Values of headers stay out: they may be a tenant's.
#[tokio::test]
async fn a_receipt_has_the_settings_of_each_attempt() {
    let server = Loopback::always(|_| Act::Send(answer(503, &[], "{}"))).await;
    let model = Compatible::at(server.url()).model("m").price(Price::free());
    let model = model.temperature(0.5).max_output_tokens(70).effort("low");
    let model = model.extra("own", json!({ "a": 1 }));
    let model = model.header("x-tenant", "acme-tenant");
    let plan = Plan::<Ask<Mood>>::primary(model).build().expect("a plan");
    let error = within(plan.call(Ask::new("hello"))).await.expect_err("503");
    server.finish();
    let receipt = error.receipt();
    let settings = serde_json::to_value(&*receipt.attempts[0].parameters).unwrap();
    assert_eq!(
        settings,
        json!({
            "max_output_tokens": 70, "temperature": 0.5, "effort": "low", "extra": { "own": { "a": 1 } },
            "headers": ["x-tenant"],
        })
    );
    let written = serde_json::to_string(receipt).unwrap();
    assert!(!written.contains("acme-tenant"), "{written}");
    let read: driftless::Receipt = serde_json::from_str(&written).unwrap();
    assert_eq!(read.attempts[0].parameters, receipt.attempts[0].parameters);
    assert_eq!(serde_json::to_string(&read).unwrap(), written);
    let shown = receipt.to_string();
    assert!(shown.contains("settings effort \"low\", extra"), "{shown}");
}

/// An error that quotes the key of a secret header doesn't carry it on.
#[tokio::test]
async fn a_secret_header_is_masked_like_the_key() {
    let secret = "cf-key-0123456789";
    let body = json!({ "error": { "message": format!("no access with {secret}") } }).to_string();
    let server = Loopback::always(move |_| Act::Send(answer(403, &[], &body))).await;
    let model = Compatible::at(server.url()).model("m").price(Price::free());
    let model = model.secret_header("cf-aig-authorization", secret);
    let plan = Plan::<Ask<Mood>>::primary(model).build().expect("a plan");
    let error = within(plan.call(Ask::new("hello"))).await.expect_err("403");
    server.finish();
    let mut source: Option<&dyn std::error::Error> = Some(&error);
    let mut all = String::new();
    while let Some(cause) = source {
        writeln!(all, "{cause} {cause:?}").unwrap();
        source = cause.source();
    }
    assert!(all.contains("no access with (key)"), "{all}");
    assert!(!all.contains(secret), "{all}");
}

#[test]
fn what_cannot_be_set_is_said_when_the_plan_is_built() {
    let said = |model: Model<_>| {
        let plan = Plan::<Ask<Mood>>::primary(model.price(Price::free())).build();
        plan.expect_err("an error").to_string()
    };
    let model = || Compatible::at("http://localhost:1").model("m");
    for (model, words) in [
        (
            model().extra("response_format", json!({})),
            "`response_format` is written by driftless",
        ),
        (
            model().extra("stream", false),
            "`stream` is written by driftless",
        ),
        (
            model().extra("own", 1).extra("own", 2),
            "`own` is set twice",
        ),
        (
            model().header("Authorization", "x"),
            "`authorization` is written by the provider",
        ),
        (
            model().header("content-length", "1"),
            "`content-length` is written by the provider",
        ),
        (
            model().header("x tenant", "x"),
            "a name that HTTP doesn't allow",
        ),
        (
            model().header("x-tenant", "a\nb"),
            "`x-tenant` has a value that HTTP doesn't allow",
        ),
        (
            model().header("x-a", "1").header("X-A", "2"),
            "`x-a` is set twice",
        ),
        (
            model().temperature(f64::NAN),
            "a finite number of at least 0",
        ),
        (model().temperature(-0.5), "a finite number of at least 0"),
        (model().top_p(0.0), "above 0 and at most 1"),
        (model().top_p(f64::NAN), "above 0 and at most 1"),
        (model().effort(" "), "the effort is empty"),
    ] {
        let text = said(model);
        assert!(text.contains(words), "{text}");
    }
}

/// A provider that says nothing of settings.
#[derive(Debug)]
struct Fixed;

impl Provider for Fixed {
    fn name(&self) -> &'static str {
        "fixed"
    }

    fn base_url(&self) -> &'static str {
        "fixed:"
    }

    fn send<'a>(&'a self, _: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async { Ok(Reply::new(r#"{"happy":true}"#)) })
    }
}

/// Otherwise it would be dropped, and the answer come as if it had been sent.
#[test]
fn a_setting_that_a_provider_of_ones_own_does_not_send_is_refused() {
    let model = || Model::<JsonMode>::new(Fixed, "m").price(Price::free());
    let refusal = |model: Model<JsonMode>| {
        let plan = Plan::<Ask<Mood>>::primary(model).accept(Served::Unverifiable);
        plan.build().expect_err("a dropped setting").to_string()
    };
    for (model, name) in [
        (model().seed(7), "seed"),
        (model().temperature(0.5), "temperature"),
        (model().extra("own", 1), "own"),
        (model().header("x-tenant", "acme"), "x-tenant"),
    ] {
        let said = refusal(model);
        let wanted = format!("the provider `fixed` doesn't send `{name}`; leave it out");
        assert!(said.contains(&wanted) && !said.contains("acme"), "{said}");
    }
    let limited = model().max_output_tokens(9);
    let plan = Plan::<Ask<Mood>>::primary(limited).accept(Served::Unverifiable);
    assert!(plan.build().is_ok());
}
