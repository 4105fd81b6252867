//! `check`: limits of dialects, descriptions, prices.

use serde_json::Value;

use super::run::{Folder, Ran, run};

#[test]
fn contracts_hold_for_all_models_that_can_carry_them() {
    let ran = run(["check", "--model", "gpt-6.1-terra"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(ran.out, "7 contracts hold for 1 models\n");
    let ran = run(["check", "--model", "gpt-0"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("the catalogue has no model `gpt-0`"),
        "{}",
        ran.err
    );
}

/// A catalogue of one model with these dialects, and what `check` says of it.
fn checked(dialects: &[&str], more: &[&str]) -> Ran {
    let folder = Folder::new();
    let row = format!(
        "[[model]]\nid = \"own\"\nvendor = \"own\"\ndialects = {dialects:?}\nforced_tool = true\n\
         source = \"https://example.com\"\ndate = \"2026-11-22\"\n"
    );
    let file = folder.file("own.toml", row);
    let args = ["check", "--catalogue", &file, "--model", "own"];
    run(args.iter().chain(more))
}

/// A type within itself, which Anthropic's schema and tool don't take: reported with the type and
/// the place where it is met again.
#[test]
fn every_dialect_of_a_model_is_looked_at() {
    let mut told = Vec::new();
    for dialect in ["Anthropic native schema", "Anthropic strict tool"] {
        for place in ["Remark", "Remark /answers/*"] {
            told.push(format!(
                "{place}: {dialect} can't carry it: Anthropic's structured outputs have no type that contains itself"
            ));
        }
    }
    let check = |dialects: &[&str], code: i32, start: &str, end: &str| {
        let ran = checked(dialects, &[]);
        assert_eq!((ran.code, ran.err.as_str()), (code, ""), "{}", ran.out);
        let clean = code == 0;
        let lines: Vec<&str> = ran.out.lines().collect();
        assert_eq!(lines.len(), told.len() + usize::from(clean), "{}", ran.out);
        for (line, told) in lines.iter().zip(&told) {
            assert!(line.starts_with(&format!("{start}{told}")), "{line}");
            assert!(line.ends_with(end), "{line}");
        }
        assert!(!clean || ran.out.ends_with("\n7 contracts hold for 1 models\n"));
    };
    // One that can is enough, wherever it stands.
    let instead = "(instructions only can, of the same models: own)";
    check(
        &["anthropic_schema", "anthropic_tool", "instructions"],
        0,
        "note: ",
        instead,
    );
    check(
        &["instructions", "anthropic_tool", "anthropic_schema"],
        0,
        "note: ",
        instead,
    );
    let none = "(models without a dialect that can: own)";
    check(&["anthropic_schema", "anthropic_tool"], 1, "", none);
    let ran = checked(&["openai_schema", "instructions"], &[]);
    assert_eq!(
        (ran.code, ran.out.as_str()),
        (0, "7 contracts hold for 1 models\n")
    );
}

#[test]
fn notes_are_told_from_problems_in_every_format() {
    for (dialects, level, annotation, code) in [
        (
            &["anthropic_schema", "json_mode"][..],
            "note",
            "::notice ",
            0,
        ),
        (&["anthropic_schema"], "problem", "::error ", 1),
    ] {
        let ran = checked(dialects, &["--format", "json"]);
        assert_eq!(ran.code, code, "{}", ran.out);
        for (line, pointer) in ran.out.lines().zip(["", "/answers/*"]) {
            let line: Value = serde_json::from_str(line).unwrap();
            assert_eq!(
                (&line["of"], &line["level"], &line["pointer"]),
                (&"Remark".into(), &level.into(), &pointer.into())
            );
        }
        let ran = checked(dialects, &["--format", "github"]);
        assert_eq!(ran.code, code, "{}", ran.out);
        assert_eq!(ran.out.lines().count(), 2, "{}", ran.out);
        assert!(
            ran.out.lines().all(|line| line.starts_with(annotation)),
            "{}",
            ran.out
        );
    }
}

/// The size is that of the first dialect that can carry the contract: the others are sent to no
/// model.
#[test]
fn sizes_are_those_of_a_dialect_that_carries_the_contract() {
    let of_discussion = |ran: &Ran| {
        let mut lines = ran.out.lines();
        let line = lines.find(|line| line.starts_with("prompt ReadDiscussion: "));
        line.map(str::to_owned)
    };
    let size = ["--max-prompt-tokens", "1"];
    let both = of_discussion(&checked(&["anthropic_schema", "instructions"], &size));
    assert!(both.is_some());
    assert_eq!(both, of_discussion(&checked(&["instructions"], &size)));
    assert_eq!(of_discussion(&checked(&["anthropic_schema"], &size)), None);
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

/// The day is the caller's to give, so that a run can be repeated.
#[test]
fn the_day_can_be_given() {
    let folder = Folder::new();
    let file = folder.file(
        "own.toml",
        "[[model]]\nid = \"own\"\nvendor = \"own\"\ndialects = [\"instructions\"]\nforced_tool = false\n\
         source = \"https://example.com\"\ndate = \"2024-02-29\"\nshutdown = \"2024-06-01\"\n\
         price = { input = \"1.00\", output = \"2.00\" }\n",
    );
    let on = |day: &str| {
        let args = ["check", "--catalogue", &file, "--model", "own"];
        run(args
            .iter()
            .chain(&["--max-price-age", "90", "--today", day]))
    };
    let shut = "model own: its vendor has shut it down on 2024-06-01\n";
    let old = "model own: its price was read on 2024-02-29; look at https://example.com and record the current price by --catalogue\n";
    for (day, told) in [
        ("2024-02-29", String::new()),
        ("2024-05-29", String::new()),
        ("2024-05-30", old.to_owned()),
        ("2024-05-31", old.to_owned()),
        ("2024-06-01", format!("{shut}{old}")),
        ("9999-12-31", format!("{shut}{old}")),
    ] {
        let ran = on(day);
        let clean = told.is_empty();
        assert_eq!(ran.code, i32::from(!clean), "{day}: {}{}", ran.out, ran.err);
        assert!(clean || ran.out == told, "{day}: {}", ran.out);
    }
    for wrong in [
        "2023-02-29",
        "2024-13-01",
        "2024-00-10",
        "2024-1-1",
        "1969-12-31",
        "today",
        "24-01-01",
        "2024-01-011",
        "+024-01-01",
        "",
    ] {
        let ran = on(wrong);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong}");
        assert!(
            ran.err.contains("is no day; give it as 2026-11-22"),
            "{}",
            ran.err
        );
    }
}

/// The sizes in the documentation, compared with a budget of one's own.
#[test]
fn prompts_over_their_budget_of_tokens_are_told() {
    let sized = |most: &str| {
        run([
            "check",
            "--model",
            "gpt-6.1-terra,claude-haiku-4-5",
            "--max-prompt-tokens",
            most,
        ])
    };
    let ran = sized("100000");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    let ran = sized("1");
    assert_eq!(ran.code, 1);
    // Five prompts, two dialects.
    let problems = ran.out.lines().filter(|line| !line.starts_with("note: "));
    assert_eq!(problems.count(), 10, "{}", ran.out);
    let line = ran
        .out
        .lines()
        .find(|line| line.starts_with("prompt TriageTicket: ") && line.contains("gpt-6.1-terra"))
        .unwrap();
    let number = |text: &str| -> u64 {
        let digits = text.chars().filter(char::is_ascii_digit);
        digits.collect::<String>().parse().unwrap()
    };
    let told = line.split(" tokens").next().unwrap();
    let told = number(told);
    assert!(
        line.ends_with("before its inputs are filled in, more than 1 (models: gpt-6.1-terra)"),
        "{line}"
    );
    // The same number as in the documentation.
    let folder = Folder::new();
    let ran = run(["docs", folder.path().to_str().unwrap(), "--only", "html"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = std::fs::read_to_string(folder.path().join("prompt/TriageTicket.html")).unwrap();
    let row = page
        .split("<tr>")
        .find(|row| row.contains(">OpenAI strict schema<"))
        .expect(&page);
    let cells: Vec<&str> = row.split("<td class=\"num\">").skip(1).collect();
    assert_eq!(
        number(cells.last().unwrap().split('<').next().unwrap()),
        told
    );
    // The limit itself is within it.
    let ran = run([
        "check",
        "--model",
        "gpt-6.1-terra",
        "--max-prompt-tokens",
        &told.to_string(),
    ]);
    assert!(!ran.out.contains("prompt TriageTicket"), "{}", ran.out);
    let less = (told - 1).to_string();
    let ran = run([
        "check",
        "--model",
        "gpt-6.1-terra",
        "--max-prompt-tokens",
        &less,
    ]);
    assert!(ran.out.contains("prompt TriageTicket"), "{}", ran.out);
}
