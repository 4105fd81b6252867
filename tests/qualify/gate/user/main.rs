//! A user's program: its plan in production, or why there is none.

mod contract;

use std::process::ExitCode;

use contract::TriageTicket;
use driftless::provider::{Compatible, Model};
use driftless::{Evidence, Plan, Price, When};

fn model(name: &str) -> Model<impl driftless::dialect::Dialect + use<>> {
    let server = Compatible::new("key").base_url("http://127.0.0.1:9/v1");
    server.model(name).price(Price::free()).max_output_tokens(50)
}

fn main() -> ExitCode {
    let evidence = Evidence::qualified(driftless::lock!());
    let plan = Plan::<TriageTicket>::primary(model("reference"))
        .fallback(model("perfect"), When::RATE_LIMITED, evidence)
        .production()
        .build();
    match plan {
        Ok(plan) => {
            println!("{}", plan.describe());
            ExitCode::SUCCESS
        }
        Err(error) => {
            println!("{error}");
            ExitCode::FAILURE
        }
    }
}
