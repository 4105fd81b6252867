//! Linked items are found, and named so that they can be distinguished.

use super::run::{Folder, run};

#[test]
fn contracts_and_prompts_are_found_by_themselves() {
    let ran = run(["list"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let names: Vec<&str> = ran
        .out
        .lines()
        .map(|line| line.split("  ").next().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            // Two functions have a type of this name.
            "contract contracts_under_test::shop::Line",
            "contract contracts_under_test::shop::Line_2",
            // The generic one has no entry but the instance that a prompt asks for.
            "contract Page_Triage",
            "contract Remark",
            "contract Severity",
            "contract Triage",
            "contract Page",
            "prompt ReadDiscussion(text: &'a str) -> Remark",
            "prompt ReadLine(text: &'a str) -> contracts_under_test::shop::Line_2",
            "prompt ReadLine(text: &'a str) -> contracts_under_test::shop::Line",
            "prompt TriageAll(tickets: String) -> Page_Triage",
            "prompt TriageTicket(ticket: &'a str) -> Triage",
        ]
    );
    // Fingerprints are there, and no two contracts share one.
    let mut shapes: Vec<&str> = ran
        .out
        .lines()
        .filter(|line| line.starts_with("contract "))
        .map(|line| line.split("  shape ").nth(1).unwrap().get(..32).unwrap())
        .collect();
    shapes.sort_unstable();
    shapes.dedup();
    assert_eq!(shapes.len(), 7);
}

#[test]
fn help_and_usage_errors_have_their_exit_codes() {
    let help = run(["--help"]);
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    assert!(help.out.contains("decode") && help.out.contains("Exit codes: 0"));
    let wrongs: [&[&str]; 6] = [
        &["frobnicate"],
        &["decode"],
        &["decode", "Triage", "--json", "--jsonl"],
        &["decode", "Triage", "--jobs", "0"],
        &["decode", "Triage", "--format", "yaml"],
        &[],
    ];
    for wrong in wrongs {
        let ran = run(wrong);
        assert_eq!(ran.code, 2, "{wrong:?}: {ran:?}");
        assert_eq!(ran.out, "", "{wrong:?}");
        assert!(!ran.err.is_empty(), "{wrong:?}");
    }
}

#[test]
fn an_unknown_contract_is_told_with_the_likely_one() {
    let ran = run(["decode", "Triag"]);
    assert_eq!(ran.code, 2);
    assert_eq!(
        ran.err,
        "error: no contract is named `Triag`; did you mean `Triage`?\n"
    );
    let ran = run(["decode", "Zzz"]);
    assert!(
        ran.err
            .contains("there are contracts_under_test::shop::Line, "),
        "{}",
        ran.err
    );
}

/// Both are known, by all commands; neither hides behind the other.
#[test]
fn contracts_of_functions_are_told_apart() {
    let path = "contracts_under_test::shop::Line";
    let kinds: Vec<String> = ["", "_2"]
        .iter()
        .map(|number| {
            let folder = Folder::new();
            let lines = "{\"cents\":1}\n{\"sku\":\"K-1\"}\n";
            let file = folder.file("lines.jsonl", lines);
            let ran = run(["decode", &format!("{path}{number}"), &file]);
            assert_eq!(ran.code, 1, "{}", ran.err);
            // The line that isn't a document of this one.
            let line = ran.out.split(':').nth(1).unwrap();
            line.to_owned()
        })
        .collect();
    let mut sorted = kinds.clone();
    sorted.sort();
    assert_eq!(sorted, ["1", "2"]);
    let ran = run(["decode", "Line", "-"]);
    assert_eq!(ran.code, 2);
    let told = format!("several contracts are named `Line`; write one of {path}, {path}_2");
    assert!(ran.err.contains(&told), "{}", ran.err);

    let folder = Folder::new();
    let ran = run(["schemas", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let prompts = std::fs::read_to_string(folder.path().join("prompts.json")).unwrap();
    for text in [
        "Refund: {text}",
        "Order: {text}",
        "shop::ReadLine\"",
        "shop::ReadLine_2\"",
    ] {
        assert!(prompts.contains(text), "{text}\n{prompts}");
    }
    for (number, of) in ["", "_2"].iter().zip(&kinds) {
        let file = format!("contracts_under_test.shop.Line{number}.schema.json");
        let schema = std::fs::read_to_string(folder.path().join(file)).unwrap();
        // The type that the second line of the file above names has `cents`.
        assert_eq!(schema.contains("cents"), of == "2", "{schema}");
    }
}
