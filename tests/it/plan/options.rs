//! Settings of single calls: the caller's own fields, deadline, idempotency key and budget, in the
//! same way for every entrance, and the trace in which a gateway's spans stand.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use driftless::budget::Budget;
use driftless::plan::{CallOptions, SystemClock};
use driftless::provider::{Compatible, Mistral, TimeLimit, TraceContext};
use driftless::receipt::{Attempt, Receipt};
use driftless::retry::Retry;
use driftless::{Ask, Contract, FailureClass, Observer, Plan, Update, When, usd};
use driftless_tests::book::Book;
use driftless_tests::loopback::{Act, Loopback, answer};

use super::signals::Lines;
use super::{DRIFTED, FindMood, GOOD, QUESTION, Say, scripted, vouched};

const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// Keeps the tags that each hook saw.
#[derive(Clone, Default)]
struct Tags(Arc<Mutex<Vec<String>>>);

impl Observer for Tags {
    fn attempt_started(&self, _: &Attempt, receipt: &Receipt) {
        self.0.lock().unwrap().push(receipt.tags["tenant"].clone());
    }

    fn call_ended(&self, receipt: &Receipt) {
        self.0.lock().unwrap().push(receipt.tags["tenant"].clone());
    }
}

/// Where the caller's fields are: receipt, hooks, span, and metrics only where asked for.
#[tokio::test]
async fn tags_reach_receipt_observer_and_span_and_those_asked_for_metrics() {
    let (tags, lines, book) = (Tags::default(), Lines::default(), Book::default());
    let (model, _) = scripted("one", "alpha", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(model)
        .observe(tags.clone())
        .count_by(["feature"])
        .build()
        .unwrap();
    let tenant = plan.with(CallOptions::new().tag("tenant", "acme"));
    let both = tenant.with(CallOptions::new().tag("feature", "inbox"));
    let guards = (
        tracing::subscriber::set_default(lines.clone()),
        metrics::set_default_local_recorder(&book),
    );
    let receipt = both.call(QUESTION).await.unwrap().receipt;
    drop(guards);
    let own = [("feature", "inbox"), ("tenant", "acme")];
    let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(receipt.tags, own.into());
    assert_eq!(*tags.0.lock().unwrap(), ["acme", "acme"]);
    let (told, counted) = (lines.all(), book.lines());
    assert!(
        told.contains("driftless.tags=feature=inbox tenant=acme"),
        "{told}"
    );
    let metric = "driftless.calls contract=Mood,prompt=FindMood,driftless.tag.feature=inbox,outcome=answered 1";
    assert!(counted.contains(metric), "{counted}");
    assert!(!counted.contains("acme"), "{counted}");
    let shown = receipt.to_string();
    assert!(
        shown.contains("\n  tags     feature: inbox, tenant: acme"),
        "{shown}"
    );
    let read: Receipt = serde_json::from_str(&serde_json::to_string(&receipt).unwrap()).unwrap();
    assert_eq!(read.tags, receipt.tags);
}

const NAMES: [&str; 20] = [
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s",
    "t",
];

/// Texts of a caller's own users can neither flood a receipt nor a terminal.
#[tokio::test]
async fn tags_are_bounded_and_it_shows() {
    let lines = Lines::default();
    let (model, _) = scripted("one", "alpha", [Say::Text(GOOD)]);
    let plan = Plan::<FindMood<'_>>::primary(model).build().unwrap();
    let guard = tracing::subscriber::set_default(lines.clone());
    let options = NAMES.iter().fold(CallOptions::new(), |options, name| {
        options.tag(name, format!("\u{1b}[2J{}", "x".repeat(5000)))
    });
    let options = options.tag("a", "again");
    let receipt = plan.with(options).call(QUESTION).await.unwrap().receipt;
    drop(guard);
    assert_eq!(receipt.tags.len(), 16);
    assert_eq!(receipt.tags["a"], "again");
    let long = &receipt.tags["b"];
    assert!(long.ends_with('…') && long.chars().count() <= 129, "{long}");
    assert!(!long.contains(char::is_control), "{long}");
    let told = lines.all();
    assert_eq!(
        told.matches("WARN driftless.tag.omitted").count(),
        4,
        "{told}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_has_a_deadline_of_its_own() {
    for of_the_plan in [
        None,
        Some(Duration::from_secs(3600)),
        Some(Duration::from_millis(1)),
    ] {
        let (model, _) = scripted(
            "one",
            "alpha",
            [Say::After(
                Duration::from_secs(5),
                Box::new(Say::Text(GOOD)),
            )],
        );
        let mut builder = Plan::<FindMood<'_>>::primary(model);
        if let Some(limit) = of_the_plan {
            builder = builder.deadline(limit);
        }
        let plan = builder.build().unwrap();
        let short = plan.with(CallOptions::new().deadline(Duration::from_secs(2)));
        let error = short.call(QUESTION).await.unwrap_err();
        assert_eq!(error.class(), FailureClass::TimedOut);
        let attempt = &error.receipt().attempts[0];
        assert_eq!(attempt.limit, Some(TimeLimit::Deadline));
        assert_eq!(attempt.elapsed, Duration::from_secs(2));
        let long = plan.with(CallOptions::new().deadline(Duration::from_secs(60)));
        assert!(long.call(QUESTION).await.unwrap().value.happy);
    }
}

/// Both budgets hold, both are booked, and the receipt names the call's own.
#[tokio::test]
async fn a_call_draws_on_its_own_budget_as_well() {
    let budget = |name: &str, most: &str| {
        let builder = Budget::builder().name(name);
        builder.lifetime(usd(most).unwrap()).build().unwrap()
    };
    let spent = |budget: &Budget| budget.standing(&SystemClock::default())[0].spent;
    let (plans, acme, birch) = (
        budget("all", "1"),
        budget("acme", "1"),
        budget("birch", "0.0001"),
    );
    for with_one in [true, false] {
        let (model, asked) = scripted("one", "alpha", [Say::Text(GOOD)]);
        let mut builder = Plan::<FindMood<'_>>::primary(model);
        if with_one {
            builder = builder.budget(&plans);
        }
        let plan = builder.build().unwrap();
        let before = [&plans, &acme].map(&spent);
        let of_acme = plan.with(CallOptions::new().budget(&acme));
        let receipt = of_acme.call(QUESTION).await.unwrap().receipt;
        let cost = receipt.cost().unwrap();
        let after = [&plans, &acme].map(&spent);
        assert_eq!(after[1].saturating_sub(before[1]), cost);
        let of_plan = if with_one { cost } else { usd("0").unwrap() };
        assert_eq!(after[0].saturating_sub(before[0]), of_plan);
        assert_eq!(receipt.account.as_deref(), Some("acme"));
        assert!(receipt.attempts[0].booking.is_some());
        let shown = receipt.to_string();
        assert!(shown.contains("\n  account  acme"), "{shown}");

        let error = plan
            .with(CallOptions::new().budget(&birch))
            .call(QUESTION)
            .await;
        let error = error.unwrap_err();
        assert_eq!(error.class(), FailureClass::BudgetExceeded);
        assert_eq!(asked.times(), 1);
        // What the first of two had held is given back.
        assert_eq!((plans.open_leases(), acme.open_leases()), (0, 0));
        assert_eq!(spent(&plans), after[0]);
    }
}

fn body(model: &str, text: &str) -> Vec<u8> {
    let body = serde_json::json!({"id": "c", "model": model, "choices": [{"index": 0,
        "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]});
    answer(
        200,
        &[("content-type", "application/json")],
        body.to_string(),
    )
}

/// A retry repeats the key, and another request has another one.
#[tokio::test]
async fn an_idempotency_key_goes_with_each_request() {
    let busy = answer(503, &[("content-type", "application/json")], "{}");
    let replies = [
        busy.clone(),
        body("m", DRIFTED),
        body("m", DRIFTED),
        body("m-2", GOOD),
    ];
    let server = Loopback::always(move |number| Act::Send(replies[number].clone())).await;
    let at = || Compatible::at(format!("{}/v1", server.url()));
    let plan = Plan::<FindMood<'_>>::primary(at().model("m"))
        .fallback(at().model("m-2"), When::DRIFTED, vouched())
        .retry(Retry::up_to(1))
        .repair(1)
        .production()
        .build()
        .unwrap();
    let order = plan.with(CallOptions::new().idempotency_key("order-17"));
    let receipt = order.call(QUESTION).await.unwrap().receipt;
    assert_eq!(receipt.idempotency_key.as_deref(), Some("order-17"));
    for wrong in ["", "two words", "line\nbreak", &"k".repeat(201)] {
        let wrong = plan.with(CallOptions::new().idempotency_key(wrong));
        let error = wrong.call(QUESTION).await.unwrap_err();
        assert_eq!(error.class(), FailureClass::BadRequest);
        assert!(
            error.to_string().contains("1 to 200 visible ASCII"),
            "{error}"
        );
    }
    let seen = server.finish();
    let keys: Vec<&str> = seen
        .iter()
        .map(|request| request.headers["idempotency-key"].as_str())
        .collect();
    assert_eq!(
        keys,
        ["order-17", "order-17", "order-17-0.1", "order-17-1.0"]
    );
}

/// Gateways get the trace, vendors don't, and a program's mistake costs no answer.
#[tokio::test]
async fn a_trace_goes_to_gateways_on_request_only() {
    let server = Loopback::always(|_| Act::Send(body("gpt-6.1-terra", GOOD))).await;
    let url = format!("{}/v1", server.url());
    let gateway = || Compatible::at(&url).model("gpt-6.1-terra");
    let mistral = Mistral::new("key").base_url(&url).model("gpt-6.1-terra");
    let context = || TraceContext::parse(PARENT).map(|context| context.state("vendor=1"));
    let traced = Plan::<FindMood<'_>>::primary(gateway()).trace_context(context);
    let vendor = Plan::<FindMood<'_>>::primary(mistral).trace_context(context);
    let panics = Plan::<FindMood<'_>>::primary(gateway())
        .trace_context(|| panic!("the program's own mistake"));
    let silent = Plan::<FindMood<'_>>::primary(gateway());
    for builder in [traced, vendor, panics, silent] {
        builder.build().unwrap().call(QUESTION).await.unwrap();
    }
    let seen = server.finish();
    let sent: Vec<_> = seen
        .iter()
        .map(|request| {
            let of = |name: &str| request.headers.get(name).cloned();
            (of("traceparent"), of("tracestate"))
        })
        .collect();
    let whole = (Some(PARENT.to_owned()), Some("vendor=1".to_owned()));
    assert_eq!(sent, [whole, (None, None), (None, None), (None, None)]);
    for wrong in [
        "",
        "00-0-0-00",
        &PARENT.replace("4bf9", "4BF9"),
        &format!("{PARENT}-00"),
        &PARENT.replace("00-", "ff-"),
    ] {
        assert_eq!(TraceContext::parse(wrong), None, "{wrong}");
    }
    let state = |text: &str| TraceContext::parse(PARENT).map(|context| context.state(text));
    assert_eq!(state("line\nbreak"), state(""));
}

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
struct Moods {
    moods: Vec<String>,
}

/// The options of a plan are those of each of its entrances.
#[tokio::test]
async fn streams_have_the_same_options() {
    let text = r#"{"moods":["glad","sad"]}"#;
    let (model, _) = scripted("one", "alpha", [Say::Text(text)]);
    let plan = Plan::<Ask<Moods>>::primary(model).build().unwrap();
    let plan = plan.with(
        CallOptions::new()
            .tag("tenant", "acme")
            .idempotency_key("k"),
    );
    let mut stream = plan.stream(Ask::new("?"));
    let mut done = None;
    while let Some(update) = stream.next().await {
        if let Update::Done(answer) = update.unwrap() {
            done = Some(answer.receipt);
        }
    }
    let mut items = plan.items(Ask::new("?"), Moods::MOODS);
    let mut count = 0;
    while items.next().await.is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    let called = plan.call(Ask::new("?")).await.unwrap().receipt;
    for receipt in [done.unwrap(), items.into_answer().unwrap().receipt, called] {
        assert_eq!(receipt.tags["tenant"], "acme");
        assert_eq!(receipt.idempotency_key.as_deref(), Some("k"));
    }
}
