//! Prints what every dialect makes of every contract of the proofs, as one JSON document; the vendor oracles read it.

use driftless::dialect::{self, Dialect, Form};
use serde_json::{Value, json};

fn main() {
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
            out.push(match dialect::adapt(shape, table) {
                Ok(adapted) => {
                    let schema = match &adapted.form {
                        Form::Schema { schema, .. } | Form::Tool { schema, .. } => {
                            serde_json::to_value(schema).unwrap_or(Value::Null)
                        }
                        _ => Value::Null,
                    };
                    json!({
                        "contract": contract,
                        "dialect": name,
                        "schema": schema,
                        "instructions": adapted.instructions,
                        "losses": adapted.losses,
                        "steps": adapted.steps,
                    })
                }
                Err(problems) => {
                    let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
                    json!({"contract": contract, "dialect": name, "unsupported": problems})
                }
            });
        }
    }
    println!("{}", Value::Array(out));
}
