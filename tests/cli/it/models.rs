//! Facts about models, and the days on which their vendors shut them down.

use serde_json::Value;

use super::run::{Folder, run};

const MINE: &str = "\
[[model]]
id = \"own\"
vendor = \"house\"
dialects = [\"instructions\", \"json_mode\"]
forced_tool = false
context = 8000
output = 900
shutdown = \"2027-03-01\"
successor = \"own-2\"
shutdown_source = \"a letter of 2026-11-30\"
refuses = [\"seed\"]
source = \"https://example.com\"
date = \"2026-11-30\"
price = { input = \"1.50\", cached = \"0.15\", output = \"2\" }
";

#[test]
fn what_is_known_of_a_model_is_shown_with_its_source() {
    let folder = Folder::new();
    let mine = folder.file("own.toml", MINE);
    let of = ["models", "--catalogue", &mine, "--model", "house/own"];
    let ran = run(of.iter().chain(&["--today", "2026-12-01"]));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert_eq!(
        ran.out,
        "house/own\n  \
           dialects  instructions only, JSON mode with instructions\n  \
           tokens    8000 in, 900 out\n  \
           price     $1.5 in, $0.15 cached, $2 out, per million tokens\n  \
           shutdown  2027-03-01; the vendor recommends `own-2` (a letter of 2026-11-30)\n  \
           refuses   seed\n  \
           source    https://example.com, 2026-11-30\n"
    );
    let ran = run(of
        .iter()
        .chain(&["--today", "2027-03-01", "--format", "json"]));
    let row: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(row["shutdown"], "2027-03-01");
    assert_eq!(row["successor"], "own-2");
    assert_eq!(row["price"]["cached"], "0.15");
    assert_eq!(row["refuses"][0], "seed");
    // Whatever stands in a file can't move the cursor of whoever reads it.
    let evil = folder.file("evil.toml", MINE.replace("a letter", "\\u001b[2J a letter"));
    let ran = run(["models", "--catalogue", &evil, "--model", "own"]);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
}

#[test]
fn the_models_of_plans_are_listed_or_all_that_are_known() {
    let ran = run(["models", "--all", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let all = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    assert!(all.filter(|row| row["vendor"] == "openai").count() > 10);
    let ran = run(["models", "--model", "gpt-99"]);
    assert_eq!(ran.code, 2, "{}", ran.out);
}

#[test]
fn a_model_that_retires_within_a_span_is_found() {
    let folder = Folder::new();
    let mine = folder.file("own.toml", MINE);
    let check = |more: &[&str]| {
        let of = ["check", "--catalogue", &mine, "--model", "own"];
        run(of.iter().chain(more))
    };
    let sentence =
        "model own: its vendor will shut it down on 2027-03-01; the vendor recommends `own-2`\n";
    for (today, span, found) in [
        ("2026-12-30", "60", false),
        ("2026-12-31", "60", true),
        ("2026-12-31", "60d", true),
        ("2027-02-28", "1", true),
        ("2027-02-28", "0", false),
    ] {
        let ran = check(&["--today", today, "--retiring", span]);
        assert_eq!(
            ran.code,
            i32::from(found),
            "{today}: {}{}",
            ran.out,
            ran.err
        );
        assert_eq!(ran.out == sentence, found, "{today}: {}", ran.out);
    }
    // A warning of the same is not printed twice.
    let both = [
        "--today",
        "2026-12-31",
        "--retiring",
        "60d",
        "--warn-before",
        "90",
    ];
    assert_eq!(check(&both).out, sentence);
    let gone = check(&["--today", "2027-03-01"]);
    assert_eq!(
        gone.out,
        "model own: its vendor has shut it down on 2027-03-01; the vendor recommends `own-2`\n"
    );
    let wrong = check(&["--retiring", "two months"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("write 60 or 60d"), "{}", wrong.err);
}
