//! Dialects: what each makes of a contract, what it can't carry, and the way back.
#![allow(
    clippy::needless_for_each,
    clippy::semicolon_if_nothing_returned,
    reason = "short walks over trees read best so"
)]

mod budgets;
mod envelope;
mod guards;
mod losses;
mod narrowed;
mod patterns;
mod refused;
mod snapshots;
mod undo;
mod unions;
mod words;

use driftless::dialect::{self, Adapted, Dialect, Form, Keyword, Support, Table};
use driftless::json::Json;
use driftless::shape::Shape;

const TABLES: &[&Table] = &[
    dialect::OpenAiSchema::TABLE,
    dialect::OpenAiTool::TABLE,
    dialect::AnthropicSchema::TABLE,
    dialect::AnthropicTool::TABLE,
    dialect::GeminiSchema::TABLE,
    dialect::MistralSchema::TABLE,
    dialect::MistralTool::TABLE,
    dialect::DeepSeekTool::TABLE,
    dialect::QwenSchema::TABLE,
    dialect::JsonMode::TABLE,
    dialect::Instructions::TABLE,
];

fn adapted(shape: &'static Shape, table: &'static Table) -> Adapted {
    dialect::adapt(shape, table).unwrap_or_else(|problems| panic!("{}: {problems:?}", table.name()))
}

fn schema_of(adapted: &Adapted) -> Option<&Json> {
    match &adapted.form {
        Form::Schema { schema, .. } | Form::Tool { schema, .. } => Some(schema),
        _ => None,
    }
}

#[test]
fn every_table_has_one_row_for_every_keyword() {
    for table in TABLES {
        let rows: Vec<Keyword> = table.rows().iter().map(|row| row.keyword).collect();
        assert_eq!(rows, Keyword::ALL, "{}", table.name());
        assert!(
            table
                .rows()
                .iter()
                .all(|row| !row.source.is_empty() && row.date.len() >= 7)
        );
        assert!(
            table
                .limits()
                .iter()
                .chain(table.budgets())
                .all(|limit| !limit.source.is_empty() && limit.date.len() >= 7)
        );
    }
}

#[test]
fn words_alone_carry_no_keyword() {
    let rows = dialect::Instructions::TABLE.rows();
    assert!(rows.iter().all(|row| row.support == Support::Described));
}

/// Calls `each` with every keyword of a schema; names of properties and types are none.
fn keywords(schema: &Json, each: &mut dyn FnMut(&str)) {
    let Json::Object(members) = schema else {
        return;
    };
    for (key, value) in members {
        each(key);
        match (key.as_str(), value) {
            ("properties" | "$defs", Json::Object(inner)) => {
                inner.iter().for_each(|(_, schema)| keywords(schema, each))
            }
            ("items" | "additionalProperties", schema) => keywords(schema, each),
            ("anyOf" | "allOf", Json::Array(branches)) => {
                branches.iter().for_each(|schema| keywords(schema, each))
            }
            _ => {}
        }
    }
}

#[test]
fn a_schema_holds_supported_keywords_alone() {
    for (contract, shape) in driftless_tests::contracts::ALL {
        for table in TABLES {
            let Ok(adapted) = dialect::adapt(shape, table) else {
                continue;
            };
            let Some(schema) = schema_of(&adapted) else {
                continue;
            };
            keywords(schema, &mut |key| {
                let row = table.rows().iter().find(|row| row.keyword.name() == key);
                let support = row.map(|row| row.support);
                assert_eq!(
                    support,
                    Some(Support::Supported),
                    "{key} in {contract} as {}",
                    table.name()
                );
            });
        }
    }
}
