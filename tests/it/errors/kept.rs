//! Records of calls can be read back.

use std::time::Duration;

use driftless::provider::{Served, TimeLimit, Usage};
use driftless::receipt::{Attempt, AttemptKind, Hop, HopOutcome, Skip};
use driftless::{Answer, Contract, Evidence, FailureClass, Mode, Receipt, usd};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// A sum.
#[derive(Debug, PartialEq, Contract)]
struct Sum {
    #[contract(range(..=10))]
    total: u32,
}

fn attempt(random: &mut StdRng) -> Attempt {
    let mut attempt = Attempt::new("openai", "m");
    let mut usage = Usage::default();
    (usage.input, usage.output) = (random.random(), random.random());
    let kinds = [
        AttemptKind::First,
        AttemptKind::Retry,
        AttemptKind::Repair,
        AttemptKind::Fallback,
        AttemptKind::Probe,
    ];
    attempt.kind = kinds[random.random_range(0..kinds.len())];
    attempt.usage = random.random::<bool>().then_some(usage);
    attempt.failure = random
        .random::<bool>()
        .then(|| FailureClass::ALL[random.random_range(0..FailureClass::ALL.len())]);
    attempt.limit = random.random::<bool>().then_some(TimeLimit::FirstToken);
    attempt.served = random.random::<bool>().then_some(Served::Snapshot);
    attempt.served_model = random.random::<bool>().then(|| "m-\u{e9}\"\n".to_owned());
    attempt.response_id = random.random::<bool>().then(|| "chatcmpl-1".to_owned());
    attempt.status = random.random::<bool>().then(|| random.random());
    attempt.cost = random.random::<bool>().then(|| usd("0.0000001").unwrap());
    attempt.elapsed = Duration::from_micros(random.random_range(0..u64::MAX / 2));
    attempt.retry_after = random
        .random::<bool>()
        .then(|| Duration::from_micros(random.random_range(0..1 << 50)));
    attempt
        .provider_details
        .set("closed_early", random.random::<bool>());
    attempt
        .provider_details
        .set("forced_tokens", random.random::<u64>());
    attempt
}

fn receipt(random: &mut StdRng) -> Receipt {
    let mut receipt = Receipt::new("Add", "Sum");
    receipt.id = format!("{:032x}", random.random::<u128>());
    receipt.mode = [Mode::Development, Mode::Production][random.random_range(0..2)];
    receipt.attempts = (0..random.random_range(0..4))
        .map(|_| attempt(random))
        .collect();
    receipt.failure = receipt.attempts.last().and_then(|last| last.failure);
    receipt.skips = vec![Skip::new(
        "m",
        FailureClass::BreakerOpen,
        "the breaker is open",
    )];
    let evidence = [Evidence::none(), Evidence::vouched("50 texts")];
    let mut hop = Hop::new(
        "m",
        "n",
        FailureClass::TimedOut,
        evidence[random.random_range(0..2)].clone(),
    );
    hop.outcome = [
        HopOutcome::Taken,
        HopOutcome::InDevelopment,
        HopOutcome::NoTimeLeft {
            left: Duration::from_micros(5),
            expected: None,
        },
        HopOutcome::OverAllowance {
            worst_case: usd("2").unwrap(),
            left: usd("0.5").unwrap(),
        },
    ][random.random_range(0..4)]
    .clone();
    receipt.hops = vec![hop];
    receipt.spend.fallback = usd("1.25").unwrap();
    receipt.started_unix_ms = random.random();
    receipt.elapsed = Duration::from_micros(random.random_range(0..1 << 50));
    receipt
}

#[test]
fn a_receipt_that_is_read_back_is_what_it_was() {
    let mut random = StdRng::seed_from_u64(7);
    for _ in 0..500 {
        let receipt = receipt(&mut random);
        let text = serde_json::to_string(&receipt).unwrap();
        let read: Receipt = serde_json::from_str(&text).unwrap();
        assert_eq!(read, receipt);
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}

#[test]
fn a_newer_field_is_passed_over_and_a_newer_word_or_layout_is_not() {
    let mut json = serde_json::to_value(receipt(&mut StdRng::seed_from_u64(1))).unwrap();
    json["invented_later"] = 1.into();
    serde_json::from_value::<Receipt>(json.clone()).unwrap();
    let mut word = json.clone();
    word["failure"] = "invented_later".into();
    assert!(serde_json::from_value::<Receipt>(word).is_err());
    for version in [0, 1, 4] {
        json["version"] = version.into();
        let error = serde_json::from_value::<Receipt>(json.clone()).unwrap_err();
        assert!(
            error.to_string().contains(&format!("layout {version}")),
            "{error}"
        );
    }
    json.as_object_mut().unwrap().remove("version");
    assert!(serde_json::from_value::<Receipt>(json).is_err());
}

#[test]
fn an_answer_is_a_row_and_a_row_is_held_to_its_contract() {
    let answer = Answer::new(Sum { total: 3 }, receipt(&mut StdRng::seed_from_u64(2)));
    let row = serde_json::to_string(&answer).unwrap();
    let read: Answer<Sum> = serde_json::from_str(&row).unwrap();
    assert_eq!((read.value, read.receipt), (answer.value, answer.receipt));
    let wrong = row.replace(r#"{"total":3}"#, r#"{"total":11}"#);
    assert!(serde_json::from_str::<Answer<Sum>>(&wrong).is_err());
}

#[test]
fn every_class_has_one_name_everywhere() {
    for class in FailureClass::ALL {
        let name = serde_json::to_value(class).unwrap();
        assert_eq!(name, class.name());
        assert_eq!(class.to_string(), class.as_str());
        let read: FailureClass = serde_json::from_value(name).unwrap();
        assert_eq!(read, *class);
    }
}

/// Four facts of the model in the process were fields of every attempt in layout 2.
#[test]
fn a_receipt_of_the_layout_before_is_read_with_all_that_it_says() {
    let mut receipt = Receipt::new("Add", "Sum");
    receipt.attempts = vec![Attempt::new("local", "m"), Attempt::new("openai", "n")];
    let mut old = serde_json::to_value(&receipt).unwrap();
    old["version"] = 2.into();
    for (attempt, used) in old["attempts"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .zip([true, false])
    {
        let attempt = attempt.as_object_mut().unwrap();
        assert!(attempt.remove("provider_details").is_some());
        attempt.insert("forced_tokens".to_owned(), used.then_some(7).into());
        attempt.insert("grade".to_owned(), used.then_some("test").into());
        attempt.insert("model_digest".to_owned(), used.then_some("b179").into());
        attempt.insert("closed_early".to_owned(), used.into());
    }
    let read: Receipt = serde_json::from_str(&old.to_string()).unwrap();
    let details = &mut receipt.attempts[0].provider_details;
    details.set("forced_tokens", 7_u64);
    details.set("grade", "test");
    details.set("model_digest", "b179");
    details.set("closed_early", true);
    assert_eq!(read, receipt);
    let shown = read.to_string();
    assert!(shown.contains("\n  reported grade: test\n"), "{shown}");
    old["version"] = 1.into();
    assert!(serde_json::from_str::<Receipt>(&old.to_string()).is_err());
}
