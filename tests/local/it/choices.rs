//! Choices that only the call knows: noise is among them, since the grammar has them.

use driftless::{Contract, Plan, Prompt};

use super::random_model::model;

#[derive(Debug, Contract)]
struct Routed {
    team: String,
    others: Vec<String>,
    number: Option<u32>,
}

#[derive(Prompt)]
#[prompt(output = Routed, user = "{ticket}", choices(team = teams, others.* = teams, number = numbers))]
struct RouteTicket {
    ticket: String,
    teams: Vec<String>,
    numbers: Vec<u32>,
}

#[tokio::test]
async fn a_hundred_of_a_hundred_answers_choose_from_the_set_of_their_call() {
    let plan = Plan::<RouteTicket>::primary(model().model().max_output_tokens(400))
        .build()
        .unwrap();
    for number in 0..100_u32 {
        let teams: Vec<String> = ["tea", "Löwen \"9\"", "日本"]
            .iter()
            .map(|team| format!("{team} {number}"))
            .collect();
        let prompt = RouteTicket {
            ticket: format!("Ticket {number}"),
            teams: teams.clone(),
            numbers: vec![number, number + 1_000],
        };
        let answer = plan
            .call(prompt)
            .await
            .unwrap_or_else(|error| panic!("{error:#}"));
        let Routed {
            team,
            others,
            number: picked,
        } = answer.value;
        assert!(teams.contains(&team), "{team}");
        assert!(
            others.iter().all(|other| teams.contains(other)),
            "{others:?}"
        );
        assert!(
            picked.is_none_or(|picked| picked % 1_000 == number),
            "{picked:?}"
        );
        assert!(
            answer.receipt.attempts[0]
                .losses
                .iter()
                .all(|loss| loss.keyword != "enum")
        );
    }
}
