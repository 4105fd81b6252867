//! Fields with a rubric: what a judge's grades come to, and what they don't.

use driftless::lock::{Current, Lock, Stale};
use driftless::qualify::{
    Qualification, QualificationOutcome, QualifyError, Requirement, Verdict, report,
};
use driftless::{Contract, Prompt, usd};

use crate::noted::{grade, noted, notes, noting, shown};
use crate::setup::{Noon, Severity, Test, model, only};
use crate::vendor::{Asked, Reply, Vendor, chance};

#[derive(Debug, Contract)]
pub(crate) struct Noted {
    pub(crate) severity: Severity,
    #[contract(compare(rubric = "same colour"))]
    pub(crate) note: String,
}

#[derive(Prompt)]
#[prompt(output = Noted, user = "{ticket}")]
pub(crate) struct NoteTicket<'a> {
    pub(crate) ticket: &'a str,
}

/// The prompt with another rubric.
pub(crate) mod stricter {
    use super::{Contract, Prompt, Severity};

    #[derive(Debug, Contract)]
    pub(crate) struct Noted {
        pub(crate) severity: Severity,
        #[contract(compare(rubric = "same colour, same tone"))]
        pub(crate) note: String,
    }

    #[derive(Prompt)]
    #[prompt(output = Noted, user = "{ticket}")]
    pub(crate) struct NoteTicket<'a> {
        pub(crate) ticket: &'a str,
    }
}

/// The prompt with an informative field.
mod told {
    use super::{Contract, Prompt, Severity};

    #[derive(Debug, Contract)]
    pub(super) struct Noted {
        pub(super) severity: Severity,
        #[contract(compare(rubric = "same colour", informative))]
        pub(super) note: String,
    }

    #[derive(Prompt)]
    #[prompt(output = Noted, user = "{ticket}")]
    pub(super) struct NoteTicket<'a> {
        pub(super) ticket: &'a str,
    }
}

type Behave = fn(Asked<'_>) -> Reply;

pub(crate) fn test(behave: Behave, number: u64, expected: bool) -> Test {
    Test::with(Vendor::start(behave), &notes(number, expected))
}

/// A run without a judge yet.
pub(crate) fn unjudged<P: Prompt>(test: &Test, candidates: &[&str]) -> Qualification<P> {
    let mut run = Qualification::<P>::new(model(&test.vendor, "reference"))
        .data(&test.data)
        .clock(Noon)
        .concurrency(4)
        .retry(driftless::retry::Retry::up_to(2).pauses(
            std::time::Duration::from_millis(1),
            std::time::Duration::from_millis(2),
        ));
    for candidate in candidates {
        run = run.candidate(model(&test.vendor, candidate));
    }
    run
}

pub(crate) fn start(test: &Test, candidates: &[&str]) -> Qualification<NoteTicket<'static>> {
    unjudged(test, candidates).judge(model(&test.vendor, "judge"))
}

/// Returns, for the only candidate, the verdict on `/note` and the number of items.
fn note(outcome: &QualificationOutcome) -> (Verdict, u64, u64) {
    let field = &only(outcome).fields[2];
    assert_eq!(field.pointer, "/note");
    (field.verdict, field.items, field.ungraded)
}

#[tokio::test]
async fn a_consistent_judge_decides() {
    let test = test(noting, 1500, true);
    let outcome = start(&test, &["equal", "worse"]).run().await.unwrap();
    let verdicts: Vec<Verdict> = outcome
        .candidates
        .iter()
        .map(|candidate| candidate.verdict)
        .collect();
    assert_eq!(verdicts, [Verdict::Passed, Verdict::Failed], "{outcome:#?}");
    // By their words these notes would all differ; the judge decides which one is right.
    let [equal, worse] = [0, 1].map(|at| &outcome.candidates[at].fields[2]);
    assert_eq!(equal.method, "judged “same colour” ≥ 0.8");
    assert!(equal.candidate.estimate > 0.93 && equal.reference.estimate > 0.93);
    assert!(worse.candidate.estimate < 0.75 && worse.verdict == Verdict::Failed);
    assert!(outcome.candidates[1].reasons[0].contains("`/note` (judged"));

    // Each pair in both orders, each order once.
    let judge = outcome.judge.as_ref().unwrap();
    let told = test.vendor.told("judge");
    assert!(told.values().all(|count| *count == 1), "{told:?}");
    for said in told.keys() {
        assert!(said.starts_with("Rubric: same colour\n\nField: /note\n\n"));
        let (first, second) = shown(said).unwrap();
        let turned = format!("First value, as JSON:\n{second}\n\nSecond value, as JSON:\n{first}");
        assert!(told.keys().any(|other| other.ends_with(&turned)), "{said}");
    }
    assert_eq!(usize::try_from(judge.arm.calls).unwrap(), told.len());
    let consistency = judge.consistency;
    assert!(consistency.pairs > 100 && consistency.consistent == consistency.pairs);
    assert_eq!((consistency.failed, judge.doubt()), (0, None));
    assert_eq!(judge.arm.model, "compatible/judge");
    // 100 input and 10 output tokens at 1000 dollars per million.
    let cents = judge.arm.calls * 11;
    let cost = format!("{}.{:02}", cents / 100, cents % 100);
    assert_eq!(judge.arm.cost.total, usd(&cost).unwrap());
    assert_eq!(
        judge.summary(),
        format!(
            "judged by compatible/judge: the same in both orders for {0} of {0} pairs, 0 more without a grade; {1} calls, {2}",
            consistency.pairs, judge.arm.calls, judge.arm.cost.total
        )
    );
    let page = report::page(&outcome);
    for part in ["Judged by", "compatible/judge", "Equal in both orders"] {
        assert!(page.contains(part), "{part}");
    }
}

#[tokio::test]
async fn without_expected_answers_the_references_own_second_one_is_judged_too() {
    // Of half of the items it says the other colour once, in whichever of both answers.
    let wavers = |asked: Asked<'_>| match asked.model {
        "reference" => {
            let right = asked.before == 0 || !chance(7, asked.item, 500);
            Reply::Says(noted(asked.item, right, asked.before))
        }
        "equal" => Reply::Says(noted(asked.item, true, 2)),
        _ => noting(asked),
    };
    let test = test(wavers, 60, false);
    let outcome = start(&test, &["equal"]).fixed(60).run().await.unwrap();
    assert_eq!(note(&outcome), (Verdict::Passed, 60, 0));
    let field = &only(&outcome).fields[2];
    assert!((0.3..0.7).contains(&field.reference.estimate), "{field:?}");
    assert!(field.candidate.estimate > field.reference.estimate);
    let itself = outcome.self_agreement.unwrap();
    assert_eq!(itself.estimate, field.reference.estimate);
    // Two pairs an item: the reference's two answers, and the candidate's with the first.
    assert_eq!(outcome.judge.unwrap().consistency.pairs, 120);
}

/// Says that two values are the same only where the data set's words come first.
fn fickle(asked: Asked<'_>) -> Reply {
    match shown(asked.said) {
        Some((first, _)) if first.starts_with("\"ticket") => grade("same"),
        Some(_) => grade("major"),
        None => noting(asked),
    }
}

#[tokio::test]
async fn a_judge_that_goes_by_the_order_decides_nothing() {
    let drifts = |asked: Asked<'_>| match asked.model {
        "drifts" if chance(9, asked.item, 400) => Reply::Says("{}".to_owned()),
        _ => fickle(asked),
    };
    let test = test(drifts, 200, true);
    let outcome = start(&test, &["equal", "drifts"])
        .fixed(200)
        .run()
        .await
        .unwrap();
    let judge = outcome.judge.as_ref().unwrap();
    assert_eq!(judge.consistency.consistent, 0);
    let [equal, drifts] = [0, 1].map(|at| &outcome.candidates[at]);
    // Wrong on all items, both are alike: by the numbers alone it would pass.
    assert!(equal.fields[2].p_value < 0.05, "{:?}", equal.fields[2]);
    assert_eq!(equal.fields[2].verdict, Verdict::InsufficientData);
    assert_eq!(equal.verdict, Verdict::InsufficientData);
    assert!(
        equal.reasons[0].starts_with(
            "what compatible/judge judged decides nothing: the judge says the same in both orders for 0 of "
        ),
        "{:?}",
        equal.reasons
    );
    assert_eq!(equal.reasons.len(), 1, "{:?}", equal.reasons);
    // A verdict that doesn't depend on the judge is valid.
    assert_eq!(drifts.verdict, Verdict::Failed);
    assert_eq!(drifts.fields[2].verdict, Verdict::InsufficientData);
    assert!(
        drifts.reasons[0].contains("keeps the contract"),
        "{:?}",
        drifts.reasons
    );

    let page = report::page(&outcome);
    assert!(page.contains("decides nothing"));
    let entry = &outcome.entries()[0];
    assert_eq!(entry.verdict, Verdict::InsufficientData);
    let objection = entry.objection(&Current::of::<NoteTicket<'_>>()).unwrap();
    assert!(
        objection.contains("compatible/judge judged decides nothing"),
        "{objection}"
    );
}

#[tokio::test]
async fn a_run_that_needs_a_judge_does_not_begin_without() {
    let test = test(noting, 60, true);
    let error = unjudged::<NoteTicket<'_>>(&test, &["equal"])
        .run()
        .await
        .unwrap_err();
    assert!(matches!(error, QualifyError::Settings(_)));
    let said = error.to_string();
    for part in [
        "`/note` is judged “same colour”",
        "`.judge(model)`",
        "`--judge VENDOR/MODEL`",
    ] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(test.vendor.all(), 0);
    // A judge that can't be asked is reported before the first call as well.
    let priceless = driftless::provider::Compatible::at(test.vendor.url()).model("judge");
    let run = unjudged::<NoteTicket<'_>>(&test, &["equal"]).judge(priceless);
    let said = run
        .budget(usd("5").unwrap())
        .run()
        .await
        .unwrap_err()
        .to_string();
    assert!(said.contains("judge") && said.contains("price"), "{said}");
    assert_eq!(test.vendor.all(), 0);
}

#[tokio::test]
async fn a_field_that_is_told_only_waits_for_a_judge_and_stops_nobody() {
    let test = test(noting, 60, false);
    let run = unjudged::<told::NoteTicket<'_>>(&test, &["perfect"]);
    let outcome = run.fixed(60).run().await.unwrap();
    assert_eq!(note(&outcome), (Verdict::InsufficientData, 0, 0));
    assert_eq!(
        only(&outcome).fields[2].requirement,
        Requirement::Informative
    );
    assert_eq!(only(&outcome).verdict, Verdict::Passed);
    assert_eq!(outcome.self_agreement.unwrap().estimate, 1.0);
    assert_eq!((outcome.judge, test.vendor.called("judge")), (None, 0));
    // With one it is reported.
    let run = unjudged::<told::NoteTicket<'_>>(&test, &["perfect"]);
    let run = run.judge(model(&test.vendor, "judge"));
    let outcome = run.fixed(60).run().await.unwrap();
    assert_eq!(note(&outcome).1, 60);
    assert!(test.vendor.called("judge") > 0);
    // A judge in doubt takes back its grades, and no verdict.
    let test = self::test(fickle, 60, true);
    let run = unjudged::<told::NoteTicket<'_>>(&test, &["perfect"]);
    let run = run.judge(model(&test.vendor, "judge"));
    let outcome = run.fixed(60).run().await.unwrap();
    assert_eq!(note(&outcome).0, Verdict::InsufficientData);
    assert_eq!(only(&outcome).verdict, Verdict::Passed);
    assert!(outcome.judge.unwrap().doubt().is_some());
}

#[tokio::test]
async fn a_judge_is_not_asked_where_no_field_has_a_rubric() {
    let test = Test::new(Vendor::start(crate::vendor::usual), 60, true);
    let run = test.start(&["equal"]).judge(model(&test.vendor, "judge"));
    let outcome = run.fixed(60).run().await.unwrap();
    assert_eq!((outcome.judge, test.vendor.called("judge")), (None, 0));
}

#[tokio::test]
async fn what_has_no_grade_counts_against_a_pass_and_shows_no_failure() {
    // The judge won't speak of some of the items, whoever has written the note.
    fn silent(asked: Asked<'_>, per_mille: u64) -> Reply {
        match shown(asked.said) {
            Some(_) if chance(11, asked.item, per_mille) => Reply::Refuses,
            Some(_) => noting(asked),
            None => Reply::Says(noted(asked.item, true, 2)),
        }
    }
    let cases: [(Behave, Verdict); 3] = [
        (|asked| silent(asked, 5), Verdict::Passed),
        (|asked| silent(asked, 100), Verdict::InsufficientData),
        (|asked| silent(asked, 1000), Verdict::InsufficientData),
    ];
    for (behave, verdict) in cases {
        let test = test(behave, 300, true);
        for fixed in [true, false] {
            let run = start(&test, &["perfect"]).least_items(100);
            let run = if fixed { run.fixed(300) } else { run };
            let outcome = run.run().await.unwrap();
            let candidate = only(&outcome);
            let (found, items, ungraded) = note(&outcome);
            assert_eq!(
                (found, candidate.verdict),
                (verdict, verdict),
                "{candidate:#?}"
            );
            assert_eq!(items + ungraded, candidate.pairs);
            let consistency = outcome.judge.as_ref().unwrap().consistency;
            assert_eq!(consistency.consistent, consistency.pairs);
            if verdict != Verdict::Passed {
                assert!(ungraded > 10 && consistency.failed > 10);
                let reasons = candidate.reasons.join("; ");
                assert!(
                    reasons.contains("without a grade of the judge count against it"),
                    "{reasons}"
                );
            }
        }
    }
}

#[tokio::test]
async fn evidence_names_the_judge_and_another_rubric_makes_it_stale() {
    let test = test(noting, 60, true);
    let journal = test.folder.path("journal");
    let run = || start(&test, &["perfect"]).journal(&journal).fixed(60);
    let outcome = run().run().await.unwrap();
    let mut lock = Lock::default();
    lock.put(outcome.entries().remove(0));
    let lock = Lock::parse("contracts.lock", &lock.to_string()).unwrap();
    let entry = lock.get("NoteTicket", "compatible/perfect").unwrap();
    let judge = entry.judge.as_ref().unwrap();
    let pairs = outcome.judge.unwrap().consistency.pairs;
    assert_eq!(
        (
            judge.model.as_str(),
            judge.pairs,
            judge.consistent,
            judge.failed
        ),
        ("compatible/judge", pairs, pairs, 0)
    );
    assert!(
        entry.renewal().ends_with(" --judge compatible/judge"),
        "{}",
        entry.renewal()
    );

    let now = Current::of::<NoteTicket<'_>>();
    assert_eq!(entry.objection(&now), None);
    assert_eq!(
        entry.objection(&now.clone().judge("compatible/judge")),
        None
    );
    let stale = entry.staleness(&now.clone().judge("compatible/other"));
    assert!(matches!(stale.as_slice(), [Stale::Judge(_)]), "{stale:?}");
    let stale = entry.staleness(&Current::of::<stricter::NoteTicket<'_>>());
    assert!(
        matches!(stale.as_slice(), [Stale::Comparison(_)]),
        "{stale:?}"
    );

    // Another rubric is another question to the judge, and none to the models; another judge as
    // well.
    let (models, judged) = (test.vendor.all(), test.vendor.called("judge"));
    let again = unjudged::<stricter::NoteTicket<'_>>(&test, &["perfect"]);
    let again = again.judge(model(&test.vendor, "judge"));
    again.journal(&journal).fixed(60).run().await.unwrap();
    assert_eq!(test.vendor.called("judge"), 2 * judged);
    run()
        .judge(model(&test.vendor, "other"))
        .run()
        .await
        .unwrap();
    assert_eq!(test.vendor.called("other"), judged);
    assert_eq!(test.vendor.all(), models + 2 * judged);
    // The first run again: nothing is asked.
    run().run().await.unwrap();
    assert_eq!(test.vendor.all(), models + 2 * judged);
}
