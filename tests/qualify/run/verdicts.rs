//! Simulated models of known quality get the verdict that they deserve, for no more calls than it
//! takes.

use driftless::qualify::{Design, Requirement, Verdict};

use crate::setup::{Test, only};
use crate::vendor::{Reply, Vendor, chance, items, right, usual, wrong};

#[tokio::test]
async fn an_equal_model_passes_before_all_items_are_asked() {
    let test = Test::new(Vendor::start(usual), 1500, true);
    let outcome = test.run(&["equal"]).await;
    let candidate = only(&outcome);
    assert_eq!(
        candidate.verdict,
        Verdict::Passed,
        "{:?}",
        candidate.reasons
    );
    assert!(
        candidate.pairs >= 50 && candidate.pairs < 1500,
        "{}",
        candidate.pairs
    );
    // One answer of each per item, and no more than what was under way when it was decided.
    let (reference, calls) = (test.vendor.called("reference"), test.vendor.called("equal"));
    let judged = usize::try_from(candidate.pairs).unwrap();
    assert!(
        (judged..=judged + 8).contains(&reference) && (judged..=judged + 8).contains(&calls),
        "{judged} {reference} {calls}"
    );
    assert_eq!(outcome.self_agreement, None);
    assert_eq!(
        (outcome.date.as_str(), outcome.expires.as_str()),
        ("2024-10-04", "2025-01-02")
    );
    assert!(
        candidate.reasons[0].contains("isn't worse than compatible/reference by 0.05 or more"),
        "{:?}",
        candidate.reasons
    );
}

#[tokio::test]
async fn without_expected_answers_the_reference_is_asked_twice_and_its_noise_is_its_own() {
    // Half of the items get another answer from the reference each time: the candidate can't agree
    // with it more often than it does itself.
    let noisy = |asked: crate::vendor::Asked<'_>| {
        let flips = chance(7, asked.item, 500) && (asked.model == "equal" || asked.before % 2 == 1);
        Reply::Says(if flips {
            wrong(asked.item)
        } else {
            right(asked.item)
        })
    };
    let test = Test::new(Vendor::start(noisy), 600, false);
    let outcome = test.run(&["equal"]).await;
    let candidate = only(&outcome);
    assert_eq!(
        candidate.verdict,
        Verdict::Passed,
        "{:?}",
        candidate.reasons
    );
    let itself = outcome.self_agreement.unwrap();
    assert!((0.35..0.65).contains(&itself.estimate), "{itself:?}");
    assert!(itself.low < itself.estimate && itself.estimate < itself.high);
    let reference = test.vendor.called("reference");
    assert!(reference >= 2 * usize::try_from(candidate.pairs).unwrap());
}

#[tokio::test]
async fn a_much_worse_model_fails_early_with_fewer_calls() {
    let test = Test::new(Vendor::start(usual), 1500, true);
    let outcome = test.run(&["worse"]).await;
    let candidate = only(&outcome);
    assert_eq!(
        candidate.verdict,
        Verdict::Failed,
        "{:?}",
        candidate.reasons
    );
    assert!(candidate.pairs < 150, "{}", candidate.pairs);
    assert!(test.vendor.called("worse") < 160);
    assert!(
        candidate.reasons[0].contains("worse by more than the margin of 0.05"),
        "{:?}",
        candidate.reasons
    );
    assert!(!candidate.disagreements.is_empty() && candidate.disagreements.len() <= 20);
    let first = &candidate.disagreements[0];
    assert!(
        first.expected.is_some() && first.input.contains("This is ticket"),
        "{first:?}"
    );
}

#[tokio::test]
async fn few_items_pass_nobody() {
    let test = Test::new(
        Vendor::start(|asked| Reply::Says(right(asked.item))),
        40,
        true,
    );
    let outcome = test.run(&["perfect"]).await;
    let candidate = only(&outcome);
    assert_eq!(candidate.verdict, Verdict::InsufficientData);
    assert_eq!(candidate.pairs, 40);
    assert!(
        candidate.reasons[0].contains("at least 50 items"),
        "{:?}",
        candidate.reasons
    );
}

#[tokio::test]
async fn each_of_several_candidates_is_asked_as_long_as_it_is_undecided() {
    let test = Test::new(Vendor::start(usual), 1500, true);
    let outcome = test.run(&["worse", "equal", "perfect"]).await;
    let verdicts: Vec<Verdict> = outcome
        .candidates
        .iter()
        .map(|candidate| candidate.verdict)
        .collect();
    assert_eq!(
        verdicts,
        [Verdict::Failed, Verdict::Passed, Verdict::Passed]
    );
    assert!(test.vendor.called("worse") < test.vendor.called("equal"));
    // The reference is asked once for all.
    let longest = outcome
        .candidates
        .iter()
        .map(|candidate| candidate.pairs)
        .max()
        .unwrap();
    assert!(test.vendor.called("reference") <= usize::try_from(longest).unwrap() + 8);
}

#[tokio::test]
async fn drift_and_refusals_are_wrong_answers() {
    let behave = |asked: crate::vendor::Asked<'_>| match asked.model {
        "drifts" if chance(9, asked.item, 300) => Reply::Says(r#"{"severity":"high"}"#.to_owned()),
        "refuses" if chance(9, asked.item, 300) => Reply::Refuses,
        _ => Reply::Says(right(asked.item)),
    };
    let test = Test::new(Vendor::start(behave), 400, true);
    let outcome = test.run(&["drifts", "refuses"]).await;
    for (candidate, class) in outcome
        .candidates
        .iter()
        .zip(["drifted from the contract", "refused"])
    {
        assert_eq!(candidate.verdict, Verdict::Failed);
        let conformance = &candidate.fields[0];
        assert_eq!(
            (conformance.method.as_str(), conformance.verdict),
            ("keeps the contract", Verdict::Failed)
        );
        assert!(
            candidate.arm.failures[class] > 5,
            "{:?}",
            candidate.arm.failures
        );
        assert!(candidate.arm.conformance.estimate < 0.9);
        assert_eq!(candidate.fields[0].requirement, Requirement::Required);
        for field in &candidate.fields {
            assert_eq!(
                field.only_reference, conformance.only_reference,
                "{field:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_fixed_design_judges_exactly_its_items() {
    let test = Test::new(Vendor::start(usual), 500, true);
    let outcome = test
        .start(&["equal", "worse"])
        .fixed(300)
        .run()
        .await
        .unwrap();
    assert_eq!(outcome.rule.design, Design::Fixed { items: 300 });
    let found: Vec<(Verdict, u64)> = outcome
        .candidates
        .iter()
        .map(|candidate| (candidate.verdict, candidate.pairs))
        .collect();
    assert_eq!(found, [(Verdict::Passed, 300), (Verdict::Failed, 300)]);
    assert_eq!(test.vendor.all(), 900);
}

#[tokio::test]
async fn the_order_of_lines_changes_nothing() {
    let lines = items(400, true);
    let mut turned: Vec<&str> = lines.lines().collect();
    turned.reverse();
    let outcome = Test::with(Vendor::start(usual), &lines)
        .run(&["equal"])
        .await;
    let other = Test::with(Vendor::start(usual), &turned.join("\n"))
        .run(&["equal"])
        .await;
    assert_eq!(outcome.data.digest, other.data.digest);
    let fields =
        |outcome: &driftless::qualify::QualificationOutcome| outcome.candidates[0].fields.clone();
    assert_eq!(fields(&outcome), fields(&other));
    let seeded = Test::with(Vendor::start(usual), &lines);
    let seeded = seeded.start(&["equal"]).seed(5).run().await.unwrap();
    assert_ne!(fields(&outcome), fields(&seeded));
}

#[tokio::test]
async fn items_of_a_cluster_count_once() {
    // 60 clusters of 5: the candidate is right in all, so that plain items would pass it early.
    let lines: String = items(300, true)
        .lines()
        .enumerate()
        .map(|(number, line)| {
            format!(
                "{}, \"cluster\": \"c{}\"}}\n",
                &line[..line.len() - 1],
                number % 60
            )
        })
        .collect();
    let test = Test::with(
        Vendor::start(|asked| Reply::Says(right(asked.item))),
        &lines,
    );
    let outcome = test.start(&["perfect"]).run().await.unwrap();
    assert_eq!(outcome.data.clusters, Some(60));
    let candidate = only(&outcome);
    assert!(
        candidate.pairs >= 250,
        "at least 50 clusters are judged before a pass: {}",
        candidate.pairs
    );
    assert_eq!(candidate.pairs % 5, 0);
}

#[tokio::test]
async fn weights_count() {
    // Wrong on a twentieth of the items, which weigh ten times as much as others: a third of all
    // weight.
    let lines: String = items(600, true)
        .lines()
        .enumerate()
        .map(|(number, line)| {
            let weight = if number % 20 == 0 { 10 } else { 1 };
            format!("{}, \"weight\": {weight}}}\n", &line[..line.len() - 1])
        })
        .collect();
    let behave = |asked: crate::vendor::Asked<'_>| {
        let errs = asked.model == "errs" && asked.item.is_multiple_of(20);
        Reply::Says(if errs {
            wrong(asked.item)
        } else {
            right(asked.item)
        })
    };
    let plain = Test::new(Vendor::start(behave), 600, true)
        .start(&["errs"])
        .margin(0.15)
        .run()
        .await
        .unwrap();
    assert_eq!(only(&plain).verdict, Verdict::Passed);
    let weighted = Test::with(Vendor::start(behave), &lines)
        .start(&["errs"])
        .margin(0.15)
        .run()
        .await
        .unwrap();
    assert_ne!(only(&weighted).verdict, Verdict::Passed);
    let fixed = Test::with(Vendor::start(behave), &lines)
        .start(&["errs"])
        .fixed(100)
        .run()
        .await
        .unwrap_err();
    assert!(fixed.to_string().contains("weights"), "{fixed}");
}
