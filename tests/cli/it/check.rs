//! `check`: limits of dialects, descriptions, prices.

use super::run::{Folder, run};

#[test]
fn contracts_hold_for_all_models_that_can_carry_them() {
    let ran = run(["check", "--model", "gpt-6.1-terra"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(ran.out, "6 contracts hold for 1 models\n");
    let ran = run(["check", "--model", "gpt-0"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("the catalogue has no model `gpt-0`"),
        "{}",
        ran.err
    );
}

#[test]
fn missing_descriptions_are_told_once_by_place() {
    let ran = run(["check", "--model", "gpt-6.1-terra", "--descriptions"]);
    assert_eq!(ran.code, 1);
    let told = "Triage /products: no description; write a doc comment, since a model reads it\n";
    assert!(ran.out.contains(&format!("\n{told}")), "{}", ran.out);
    assert!(
        ran.out.contains("Page_Triage /items: no description"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("/summary"), "{}", ran.out);
}

#[test]
fn old_and_missing_prices_and_shut_down_models_are_told() {
    let folder = Folder::new();
    let row = |id: &str, date: &str, rest: &str| {
        format!(
            "[[model]]\nid = \"{id}\"\nvendor = \"own\"\ndialects = [\"instructions\"]\nforced_tool = false\n\
             source = \"https://example.com\"\ndate = \"{date}\"\n{rest}\n"
        )
    };
    let price = "price = { input = \"1.00\", output = \"2.00\" }";
    let file = folder.file(
        "own.toml",
        [
            row("old", "2020-01-31", price),
            row("unpriced", "2020-01-31", ""),
            row("gone", "2020-01-31", "shutdown = \"2021-01-31\""),
        ]
        .concat(),
    );
    let models = [
        "check",
        "--catalogue",
        &file,
        "--model",
        "old,unpriced,gone",
    ];
    let ran = run(models);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (1, "model gone: its vendor has shut it down on 2021-01-31\n"),
        "{}",
        ran.err
    );
    let ran = run(models.iter().chain(&["--max-price-age", "90"]));
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("model old: its price was read on 2020-01-31; look at https://example.com"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("model unpriced: no price is recorded"),
        "{}",
        ran.out
    );
    // A hundred years are old enough.
    let ran = run([
        "check",
        "--catalogue",
        &file,
        "--model",
        "old",
        "--max-price-age",
        "36500",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.out);
}
