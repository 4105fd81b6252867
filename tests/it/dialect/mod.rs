//! Dialects: what each makes of a contract, what it can't carry, and the way back.

use driftless::dialect::{self, Dialect, Keyword, Support, Table};

const TABLES: &[&Table] = &[
    dialect::OpenAiSchema::TABLE,
    dialect::OpenAiTool::TABLE,
    dialect::AnthropicSchema::TABLE,
    dialect::AnthropicTool::TABLE,
    dialect::GeminiSchema::TABLE,
    dialect::JsonMode::TABLE,
    dialect::Instructions::TABLE,
];

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
                .all(|limit| !limit.source.is_empty() && limit.date.len() >= 7)
        );
    }
}

#[test]
fn words_alone_carry_no_keyword() {
    let rows = dialect::Instructions::TABLE.rows();
    assert!(rows.iter().all(|row| row.support == Support::Described));
}
