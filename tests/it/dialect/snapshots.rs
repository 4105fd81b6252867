//! Every payload as it is sent, whole.
#![allow(
    clippy::needless_for_each,
    reason = "short walks over trees read best so"
)]

use std::fmt::Write;

use driftless::dialect::adapt;

#[test]
fn payloads_are_as_read() {
    for (contract, shape) in driftless_tests::contracts::ALL {
        let mut out = String::new();
        for table in super::TABLES {
            writeln!(out, "== {}", table.name()).unwrap();
            match adapt(shape, table) {
                Ok(adapted) => {
                    if let Some(schema) = super::schema_of(&adapted) {
                        writeln!(out, "{}", serde_json::to_string(schema).unwrap()).unwrap();
                    }
                    if let Some(words) = &adapted.instructions {
                        writeln!(out, "{words}").unwrap();
                    }
                    writeln!(out, "steps: {:?}", adapted.steps).unwrap();
                    for loss in &adapted.losses {
                        writeln!(
                            out,
                            "loss: {} {} ({})",
                            loss.pointer, loss.keyword, loss.words
                        )
                        .unwrap();
                    }
                }
                Err(problems) => problems
                    .iter()
                    .for_each(|problem| writeln!(out, "refused: {problem}").unwrap()),
            }
        }
        insta::assert_snapshot!(*contract, out);
    }
}
