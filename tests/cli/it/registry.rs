//! What is linked is found, and named so that it can be told apart.

use super::run::run;

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
            // The generic one has no entry but the instance that a prompt asks for.
            "contract Page_Triage",
            "contract Severity",
            "contract Triage",
            "contract Page",
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
    assert_eq!(shapes.len(), 4);
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
    assert!(ran.err.contains("there are Page_Triage, "), "{}", ran.err);
}
