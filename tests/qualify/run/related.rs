//! A prompt whose answers are tied to their inputs: what breaks the tie is a wrong answer.

use driftless::provider::Compatible;
use driftless::qualify::{Qualification, Side};
use driftless::{Contract, Price, Prompt, compare};

use crate::folder::Folder;
use crate::setup::{Noon, only};
use crate::vendor::{Reply, Vendor};

#[derive(Debug, Contract)]
struct Routed {
    team: String,
}

#[derive(Prompt)]
#[prompt(output = Routed, user = "{ticket}", choices(team = teams))]
struct RouteTicket<'a> {
    ticket: &'a str,
    teams: Vec<String>,
}

#[tokio::test]
async fn an_unlisted_choice_is_a_wrong_answer_and_near_ones_do_not_agree() {
    let vendor = Vendor::start(|asked| {
        let number = asked.said.split_whitespace().nth(1).unwrap();
        let is_third = number.parse::<u64>().unwrap() % 3 == 0;
        let team = match asked.model {
            "inventive" if is_third => "the northern billing team of old",
            "careless" if is_third => "the northern billing team of today",
            _ => "the northern billing team of the day",
        };
        Reply::Says(format!(r#"{{"team":"{team}"}}"#))
    });
    let folder = Folder::new();
    let lines: String = (0..60)
        .map(|number| {
            format!(
                r#"{{"id":"{number}","input":{{"ticket":"Ticket {number}","teams":["the northern billing team of the day","the northern billing team of today"]}},"expected":{{"team":"the northern billing team of the day"}}}}
"#
            )
        })
        .collect();
    let data = folder.file("tickets.jsonl", lines);
    let model = |name: &str| {
        Compatible::new("key")
            .base_url(vendor.url())
            .model(name)
            .price(Price::free())
            .max_output_tokens(50)
    };
    let outcome = |candidate: &'static str| {
        Qualification::<RouteTicket<'_>>::new(model("reference"))
            .candidate(model(candidate))
            .data(&data)
            .clock(Noon)
            .fixed(60)
            .run()
    };
    let inventive = outcome("inventive").await.unwrap();
    let arm = &only(&inventive).arm;
    assert!(
        (arm.conformance.estimate - 40.0 / 60.0).abs() < 1e-9,
        "{arm:?}"
    );
    let worst = &only(&inventive).disagreements[0];
    assert!(
        matches!(&worst.candidate, Side::Failure { class, message }
            if class.starts_with("drifted") && message.contains("/team")),
        "{worst:?}"
    );
    // Both are among the choices, and most of their words are the same: still another team.
    let careless = outcome("careless").await.unwrap();
    let arm = &only(&careless).arm;
    assert!((arm.conformance.estimate - 1.0).abs() < 1e-9, "{arm:?}");
    assert_eq!(only(&careless).disagreements.len(), 20);
    // Nothing of that is known of the contract alone.
    assert!(compare::plan(Routed::SHAPE)[0].method.contains("F1"));
}
