//! Choices in the schema of a request.

use driftless::{Contract, Plan, Prompt};
use driftless_tests::loopback::{Exchange, Loopback};

use super::{model, says};

#[derive(Debug, Contract)]
struct Routed {
    team: String,
}

#[derive(Prompt)]
#[prompt(output = Routed, user = "{ticket}", choices(in_schema, team = teams))]
struct Route {
    ticket: String,
    teams: Vec<String>,
}

#[derive(Prompt)]
#[prompt(output = Routed, user = "{ticket}", choices(team = teams))]
struct RouteInWords {
    ticket: String,
    teams: Vec<String>,
}

const ENUM: &str = r#""enum":["billing","shipping"]"#;

fn teams() -> Vec<String> {
    vec!["billing".to_owned(), "shipping".to_owned()]
}

#[tokio::test]
async fn a_prompt_that_wants_it_sends_them_in_the_schema() {
    let exchange = Exchange::new(
        |seen| {
            let body: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
            let schema = body["response_format"]["json_schema"]["schema"].to_string();
            if schema.contains(ENUM) {
                Ok(())
            } else {
                Err(schema)
            }
        },
        says(r#"{"team":"billing"}"#),
    );
    let server = Loopback::start([exchange]).await;
    let plan = Plan::<Route>::primary(model(&server)).build().unwrap();
    let prompt = Route {
        ticket: "Pay!".to_owned(),
        teams: teams(),
    };
    let answer = plan.call(prompt).await.unwrap();
    assert_eq!(answer.value.team, "billing");
    assert!(answer.receipt.attempts[0].losses.is_empty());
    server.finish();
}

#[tokio::test]
async fn otherwise_the_schema_stays_and_the_receipt_says_what_it_lacks() {
    let exchange = Exchange::new(
        |seen| {
            if seen.body.contains(ENUM) {
                Err(seen.body.clone())
            } else {
                Ok(())
            }
        },
        says(r#"{"team":"billing"}"#),
    );
    let server = Loopback::start([exchange]).await;
    let plan = Plan::<RouteInWords>::primary(model(&server))
        .build()
        .unwrap();
    let prompt = RouteInWords {
        ticket: "Pay!".to_owned(),
        teams: teams(),
    };
    let answer = plan.call(prompt).await.unwrap();
    let losses = &answer.receipt.attempts[0].losses;
    assert_eq!(losses.len(), 1);
    assert_eq!(
        (
            losses[0].pointer.as_str(),
            losses[0].keyword.as_str(),
            losses[0].words.as_str()
        ),
        ("/team", "enum", "one of the items of `teams`")
    );
    server.finish();
}
