//! Prints what every dialect makes of every contract of the proofs, as one JSON document; the
//! vendor oracles read it.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use driftless::dialect::{self, Adapted, Dialect, Form, Unsupported};
use driftless::json::Json;

/// Ordered throughout: the order of members is part of a payload.
fn payload(contract: &str, dialect: &str, made: Result<Adapted, Vec<Unsupported>>) -> Json {
    let mut members = vec![
        ("contract", Json::string(contract)),
        ("dialect", Json::string(dialect)),
    ];
    match made {
        Ok(adapted) => {
            let schema = match adapted.form {
                Form::Schema { schema, .. } | Form::Tool { schema, .. } => schema,
                _ => Json::Null,
            };
            members.push(("schema", schema));
            let instructions = adapted.instructions.map_or(Json::Null, Json::String);
            members.push(("instructions", instructions));
            let steps = adapted
                .steps
                .iter()
                .map(|step| Json::String(format!("{step:?}")));
            members.push(("steps", Json::Array(steps.collect())));
            let losses = adapted.losses.iter().map(|loss| {
                Json::String(format!("{} {}: {}", loss.pointer, loss.keyword, loss.words))
            });
            members.push(("losses", Json::Array(losses.collect())));
        }
        Err(problems) => {
            let problems = problems
                .iter()
                .map(|problem| Json::String(problem.to_string()));
            members.push(("unsupported", Json::Array(problems.collect())));
        }
    }
    Json::object(members)
}

fn main() -> Result<(), serde_json::Error> {
    let dialects = [
        ("openai", dialect::OpenAiSchema::TABLE),
        ("openai_tool", dialect::OpenAiTool::TABLE),
        ("anthropic", dialect::AnthropicSchema::TABLE),
        ("anthropic_tool", dialect::AnthropicTool::TABLE),
        ("gemini", dialect::GeminiSchema::TABLE),
        ("json_mode", dialect::JsonMode::TABLE),
        ("instructions", dialect::Instructions::TABLE),
    ];
    let mut out = Vec::new();
    for (contract, shape) in driftless_tests::contracts::ALL {
        for (name, table) in dialects {
            out.push(payload(contract, name, dialect::adapt(shape, table)));
        }
    }
    println!("{}", serde_json::to_string(&Json::Array(out))?);
    Ok(())
}
