//! The model catalogue: its data, its reader, prices, and the verdict on who served.

use driftless::catalogue::{self, Catalogue, Entry, Route};
use driftless::provider::{Served, Usage};
use driftless::{Price, usd};

fn price(input: &str, output: &str) -> Price {
    Price::per_million(usd(input).unwrap(), usd(output).unwrap())
}

const VENDORS: [&str; 6] = [
    "openai",
    "anthropic",
    "gemini",
    "mistral",
    "deepseek",
    "qwen",
];

#[test]
fn the_built_in_rows_read_and_are_complete() {
    let text = include_str!("../../../runtime/src/catalogue/models.toml");
    let read = Catalogue::default().with_toml("models.toml", text).unwrap();
    assert_eq!(read, Catalogue::builtin());
    assert!(read.models().len() > 40);
    for entry in read.models() {
        assert!(VENDORS.contains(&entry.vendor.as_str()), "{}", entry.id);
        assert!(!entry.source.is_empty(), "{}", entry.id);
        assert!(
            entry.price.is_some() || entry.note.is_some(),
            "{} has no price and no word on it",
            entry.id
        );
        let tools = [Route::OpenAiTool, Route::AnthropicTool];
        assert_eq!(
            entry.vendor == "anthropic" && !entry.forced_tool,
            entry.vendor == "anthropic"
                && !entry.dialects.iter().any(|route| tools.contains(route)),
            "{}: a tool that can't be forced is no dialect",
            entry.id
        );
    }
}

/// A successor that is itself unknown, or gone before, would be no advice.
#[test]
fn a_successor_is_a_model_that_outlives_its_predecessor() {
    let catalogue = Catalogue::builtin();
    let succeeded = catalogue.models().iter().filter_map(|entry| {
        let successor = entry.successor.as_deref()?;
        Some((entry, catalogue.get(successor).expect(successor)))
    });
    let mut number = 0;
    for (entry, successor) in succeeded {
        number += 1;
        let day = entry.shutdown.as_deref().expect(&entry.id);
        assert_eq!(entry.vendor, successor.vendor, "{}", entry.id);
        assert!(
            successor
                .shutdown
                .as_deref()
                .is_none_or(|later| later > day),
            "{} is followed by {}",
            entry.id,
            successor.id
        );
        assert!(entry.shutdown_source.is_some(), "{}", entry.id);
    }
    assert!(number >= 10, "{number}");
}

#[test]
fn a_model_is_found_by_id_alias_snapshot_and_resource_name() {
    let id = |name: &str| catalogue::builtin(name).map(|entry| entry.id.clone());
    assert_eq!(id("gpt-5.6").as_deref(), Some("gpt-5.6-sol"));
    assert_eq!(id("gpt-5.5-2026-04-23").as_deref(), Some("gpt-5.5"));
    assert_eq!(
        id("claude-haiku-4-5-20251001").as_deref(),
        Some("claude-haiku-4-5")
    );
    assert_eq!(
        id("models/gemini-2.5-flash").as_deref(),
        Some("gemini-2.5-flash")
    );
    assert_eq!(id("gpt-5.5-mini"), None);
    assert_eq!(id("gpt-5.5-2026-13-23"), None);
}

#[test]
fn the_verdict_follows_what_vendors_document() {
    let cases = [
        ("gpt-6.1-terra", Some("gpt-6.1-terra"), Served::AsRequested),
        ("gpt-5.5", Some("gpt-5.5-2026-04-23"), Served::Snapshot),
        (
            "claude-haiku-4-5",
            Some("claude-haiku-4-5-20251001"),
            Served::Snapshot,
        ),
        (
            "claude-3-opus-latest",
            Some("claude-3-opus-20240229"),
            Served::Snapshot,
        ),
        ("gpt-5.6", Some("gpt-5.6-sol"), Served::Snapshot),
        (
            "mistral-large-latest",
            Some("mistral-large-2512"),
            Served::Snapshot,
        ),
        (
            "mistral-large-2512",
            Some("mistral-large-2411"),
            Served::Substituted,
        ),
        ("gpt-4", Some("gpt-4-0613"), Served::Snapshot),
        ("gpt-4", Some("gpt-4-2513"), Served::Substituted),
        (
            "gemini-2.5-flash",
            Some("models/gemini-2.5-flash"),
            Served::AsRequested,
        ),
        (
            "gemini-2.5-pro-preview-03-25",
            Some("models/gemini-2.5-pro"),
            Served::Substituted,
        ),
        ("gpt-5.6-sol", Some("gpt-5.6-luna"), Served::Substituted),
        ("gpt-5.5-2026-04-23", Some("gpt-5.5"), Served::Substituted),
        (
            "gpt-5.5-2026-04-23",
            Some("gpt-5.5-2026-05-23"),
            Served::Substituted,
        ),
        ("gpt-5.5", Some("gpt-5.5-mini"), Served::Substituted),
        ("gpt-5.5", Some("gpt-5.5-20260423x"), Served::Substituted),
        ("gpt-5.5", Some("GPT-5.5"), Served::Substituted),
        ("gpt-5.5", Some(""), Served::Unverifiable),
        ("gpt-5.5", None, Served::Unverifiable),
        ("äöü", Some("ä-2026-04-2ü"), Served::Substituted),
    ];
    for (asked, found, verdict) in cases {
        assert_eq!(
            catalogue::served(asked, found),
            verdict,
            "{asked} -> {found:?}"
        );
    }
}

/// Dates that vendors and gateways put behind ids.
const DATES: &str = "-2026-04-23 @2026-04-23 -20260423 @20251001 _20251001 -0613 -0709 -0813 -1106 \
    -05-20 -07-25 -250615 -241022 -2512 -2507 -2026-04 -08-2024";

/// Versions, sizes and names that look like dates, and days that no calendar has.
const NO_DATES: &str = "-5 -5-1 -4-5 -10 -3.5 -70b -1024 -2048 -4096 -0000 -1300 -0632 -9999 -128000 -262144 -13-01 \
    -1-05 -12-5 -2026 -2026-13 -13-2024 -20261301 -2026-04-32 -991231 0613 .0613 -613 -00613 -v0613 -0613b -preview \
    -mini -mini-0613 --0613 -12-34 -2019-01-01";

#[test]
fn dates_are_told_from_versions_and_sizes() {
    for date in DATES.split_whitespace() {
        let found = format!("gpt-5.5{date}");
        let served = catalogue::served("gpt-5.5", Some(&found));
        assert_eq!(served, Served::Snapshot, "{found}");
        let served = catalogue::served(&found, Some("gpt-5.5"));
        assert_eq!(served, Served::Substituted, "{found}");
    }
    for (asked, found) in [
        ("deepseek-v4-pro", "deepseek-v4-pro-0813"),
        ("qwen3.7-plus", "qwen3.7-plus-0813"),
        ("grok-4", "grok-4-0709"),
        ("openai/gpt-5.5", "openai/gpt-5.5-2026-04-23"),
        ("claude-3-5-sonnet", "claude-3-5-sonnet@20240620"),
        (
            "gemini-2.5-pro-preview",
            "models/gemini-2.5-pro-preview-03-25",
        ),
        ("x-latest", "x"),
        ("x-latest", "x-0813"),
    ] {
        let served = catalogue::served(asked, Some(found));
        assert_eq!(served, Served::Snapshot, "{found}");
    }
    for other in NO_DATES.split_whitespace() {
        let found = format!("gpt-5.5{other}");
        let served = catalogue::served("gpt-5.5", Some(&found));
        assert_eq!(served, Served::Substituted, "{found}");
    }
}

#[test]
fn users_add_and_replace_rows() {
    let text = r#"
        [[model]]
        id = "house-model"
        vendor = "compatible"
        aliases = ["house"]
        dialects = ["json_mode"]
        forced_tool = false
        source = "our contract"
        date = "2026-11-01"
        price = { input = "0.5", output = "1" }
    "#;
    let mut mine = Entry::new("gpt-6-luna", "openai");
    mine.price = Some(price("9", "9"));
    let all = Catalogue::builtin()
        .with_toml("mine.toml", text)
        .unwrap()
        .with_model(mine);
    assert_eq!(all.get("house").unwrap().price, Some(price("0.5", "1")));
    assert_eq!(all.get("gpt-6-luna").unwrap().price, Some(price("9", "9")));
    assert_eq!(all.models().len(), Catalogue::builtin().models().len() + 1);
    assert_eq!(all.served("house", Some("house-model")), Served::Snapshot);
}

#[test]
fn a_bad_row_is_refused_with_its_line() {
    let row = "[[model]]\nid = \"a\"\nvendor = \"x\"\ndialects = [\"json_mode\"]\nforced_tool = true\nsource = \"s\"\ndate = \"2026-11-01\"\n";
    let cases = [
        (format!("{row}colour = 3\n"), 8, "unknown field `colour`"),
        (
            row.replace("\"json_mode\"", "\"yaml_mode\""),
            4,
            "unknown variant `yaml_mode`",
        ),
        (row.replace("\"json_mode\"", ""), 4, "at least one dialect"),
        (row.replace("2026-11-01", "1.11.2026"), 7, "is no day"),
        (row.replace("2026-11-01", "2026-02-29"), 7, "is no day"),
        (row.replace("2026-11-01", "0226-11-01"), 7, "is no day"),
        (
            format!("{row}price = {{ input = 0.5, output = \"1\" }}\n"),
            8,
            "expected a string",
        ),
        (
            format!("{row}price = {{ input = \"-1\", output = \"1\" }}\n"),
            8,
            "below zero",
        ),
        (
            format!(
                "{row}price = {{ input = \"1\", output = \"1\" }}\n\
                 tiers = [{{ above = 9, input = \"2\", output = \"2\" }}]\n\
                 changes = [{{ from = \"2026-12-01\", input = \"3\", output = \"3\" }}]\n"
            ),
            2,
            "a has tiers and announced changes",
        ),
        (format!("{row}{row}"), 9, "stands twice"),
        ("[[model]\n".to_owned(), 1, ""),
    ];
    for (text, line, words) in cases {
        let error = Catalogue::default()
            .with_toml("mine.toml", &text)
            .unwrap_err();
        assert_eq!(error.line, Some(line), "{error}");
        assert!(
            error
                .to_string()
                .starts_with(&format!("mine.toml:{line}: ")),
            "{error}"
        );
        assert!(error.message.contains(words), "{error}");
    }
}

#[test]
fn prices_follow_tiers_parts_and_announced_days() {
    let haiku = catalogue::builtin("claude-haiku-5-5")
        .unwrap()
        .price
        .clone()
        .unwrap();
    let mut usage = Usage::default();
    (usage.input, usage.cached, usage.cache_written, usage.output) =
        (100_000, 40_000, 10_000, 2_000);
    assert_eq!(haiku.cost(&usage).unwrap(), usd("0.00765").unwrap());
    usage.input += 1;
    assert_eq!(haiku.cost(&usage).unwrap(), usd("0.0382505").unwrap());
    let argon = catalogue::builtin("gemini-4-argon").unwrap();
    assert_eq!(argon.price_on("2026-11-30"), argon.price.as_ref());
    assert_eq!(
        argon.price_on("2026-12-01"),
        Some(&price("4", "20").cached(usd("0.20").unwrap()))
    );
}
