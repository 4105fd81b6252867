//! The options of `#[contract(compare(…))]`, and their effect on newtypes and in lists.

use driftless::Contract;
use driftless::compare::{self, Requirement};

use super::{compared, differing, field};

fn same_length(one: &str, other: &str) -> f64 {
    if one.len() == other.len() { 1.0 } else { 0.25 }
}

#[allow(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that `compare(with = …)` asks for"
)]
fn out_of_bounds(one: &Option<u32>, _: &Option<u32>) -> f64 {
    match one {
        Some(1) => f64::NAN,
        Some(2) => -3.0,
        Some(3) => 17.0,
        Some(_) => 0.5,
        None => 1.0,
    }
}

#[derive(Contract)]
#[contract(compare(normalized))]
struct Name(String);

#[derive(Contract)]
struct Stop {
    #[contract(format = "date")]
    day: String,
    place: Name,
}

#[derive(Contract)]
struct Trip {
    #[contract(compare(exact))]
    code: String,
    #[contract(compare(edit, at_least = 0.5))]
    title: String,
    #[contract(compare(with = same_length))]
    seat: String,
    #[contract(compare(with = out_of_bounds, at_least = 0.5))]
    odd: Option<u32>,
    #[contract(compare(ordered))]
    stops: Vec<Stop>,
    #[contract(compare(exact))]
    fixed: Vec<Stop>,
    #[contract(compare(set, normalized))]
    tags: Vec<String>,
    #[contract(compare(token_f1, at_least = 0.5))]
    notes: Vec<String>,
    #[contract(compare(informative))]
    first: Option<Stop>,
    #[contract(compare(ignore))]
    trace: Vec<Stop>,
    owner: Name,
    #[contract(compare(edit))]
    author: Name,
    #[contract(compare(rubric = "same advice", at_least = 0.5))]
    advice: Option<String>,
}

const TRIP: &str = r#"{
    "code": "A b", "title": "abcd", "seat": "12A", "odd": null, "stops": [{"day": "2026-11-23", "place": "Rome"}, {"day": "2026-11-24", "place": "Pisa"}],
    "fixed": [{"day": "2026-11-23", "place": "Rome"}], "tags": ["Sea", "sun"], "notes": ["bring a hat", "and water"], "first": null, "trace": [],
    "owner": "Ann Lee", "author": "Bob", "advice": "Go early."
}"#;

fn changed(from: &str, to: &str) -> Vec<String> {
    assert!(TRIP.contains(from), "{from}");
    let comparison = compared::<Trip>(TRIP, &TRIP.replacen(from, to, 1));
    let differing = differing(&comparison).into_iter();
    differing.map(str::to_owned).collect()
}

#[test]
fn the_plan_says_each_method() {
    let plan: Vec<(String, String, bool)> = compare::plan(Trip::SHAPE)
        .into_iter()
        .map(|field| {
            let required = field.requirement == Requirement::Required;
            (field.pointer, field.method, required)
        })
        .collect();
    let plan: Vec<(&str, &str, bool)> = plan
        .iter()
        .map(|(pointer, method, required)| (pointer.as_str(), method.as_str(), *required))
        .collect();
    let text = "same text but for case and white space";
    assert_eq!(
        plan,
        [
            ("/code", "exact", true),
            ("/title", "edit similarity ≥ 0.5", true),
            ("/seat", "`same_length` ≥ 0.8", true),
            ("/odd", "`out_of_bounds` ≥ 0.5", true),
            ("/stops", "list in order", true),
            ("/stops/*/day", "same date", true),
            ("/stops/*/place", text, true),
            ("/fixed", "exact", true),
            (
                "/tags",
                "set, each same text but for case and white space",
                true
            ),
            ("/notes", "list in any order, each token F1 ≥ 0.5", true),
            ("/first", "null or not", false),
            ("/first/day", "same date", false),
            ("/first/place", text, false),
            ("/owner", text, true),
            ("/author", "edit similarity ≥ 0.8", true),
            ("/advice", "judged “same advice” ≥ 0.5", true),
        ]
    );
}

#[test]
fn each_method_says_what_it_should() {
    let none: [&str; 0] = [];
    assert_eq!(changed("A b", "a b"), ["/code"]);
    assert_eq!(changed("abcd", "abxy"), none);
    assert_eq!(changed("abcd", "axyz"), ["/title"]);
    assert_eq!(changed("12A", "99Z"), none);
    assert_eq!(changed("12A", "9Z"), ["/seat"]);
    assert_eq!(changed("Rome", "ROME"), none);
    assert_eq!(
        changed(
            r#""fixed": [{"day": "2026-11-23", "place": "Rome""#,
            r#""fixed": [{"place": "Rome", "day": "2026-11-23""#
        ),
        none
    );
    assert_eq!(
        changed(
            r#""fixed": [{"day": "2026-11-23", "place": "Rome""#,
            r#""fixed": [{"day": "2026-11-23", "place": "ROME""#
        ),
        ["/fixed"]
    );
    assert_eq!(
        changed(r#"["Sea", "sun"]"#, r#"["SUN", " sea ", "sea"]"#),
        none
    );
    assert_eq!(
        changed(
            r#"["bring a hat", "and water"]"#,
            r#"["and some water", "bring the hat"]"#
        ),
        none
    );
    assert_eq!(
        changed(
            r#""trace": []"#,
            r#""trace": [{"day": "2026-11-23", "place": "Rome"}]"#
        ),
        none
    );
    assert_eq!(changed("Ann Lee", "ann  lee"), none);
    assert_eq!(changed("Bob", "Rob"), ["/author"]);
    let told = compared::<Trip>(
        TRIP,
        &TRIP.replacen(
            r#""first": null"#,
            r#""first": {"day": "2026-11-23", "place": "Rome"}"#,
            1,
        ),
    );
    assert_eq!(differing(&told), ["/first"]);
    assert!(told.overall);
}

#[test]
fn items_in_order_are_held_to_the_one_at_their_place() {
    let rome = r#"{"day": "2026-11-23", "place": "Rome"}"#;
    let pisa = r#"{"day": "2026-11-24", "place": "Pisa"}"#;
    let swapped = compared::<Trip>(
        TRIP,
        &TRIP.replacen(&format!("{rome}, {pisa}"), &format!("{pisa}, {rome}"), 1),
    );
    assert_eq!(differing(&swapped), ["/stops/*/day", "/stops/*/place"]);
    let fewer = compared::<Trip>(TRIP, &TRIP.replacen(&format!("{rome}, {pisa}"), rome, 1));
    assert_eq!(
        differing(&fewer),
        ["/stops", "/stops/*/day", "/stops/*/place"]
    );
}

#[test]
fn a_function_is_called_with_null_and_its_score_is_held_to_bounds() {
    let with = |odd: &str| TRIP.replacen(r#""odd": null"#, &format!("\"odd\": {odd}"), 1);
    let score = |odd: &str| {
        let comparison = compared::<Trip>(&with(odd), TRIP);
        let odd = field(&comparison, "/odd");
        (odd.score, odd.agrees)
    };
    assert_eq!(score("null"), (1.0, true));
    assert_eq!(score("1"), (0.0, false));
    assert_eq!(score("2"), (0.0, false));
    assert_eq!(score("3"), (1.0, true));
    assert_eq!(score("4"), (0.5, true));
    // No value of the type: nothing to call the function with.
    assert_eq!(score("\"four\""), (0.0, false));
}

#[test]
fn what_only_a_judge_can_tell_waits_for_its_grade() {
    let other = TRIP.replacen("Go early.", "Be there at six.", 1);
    let mut comparison = compared::<Trip>(TRIP, &other);
    assert_eq!(comparison.ungraded.len(), 1);
    let waiting = &comparison.ungraded[0];
    assert_eq!(
        (waiting.rubric.as_str(), waiting.pointer.as_str()),
        ("same advice", "/advice")
    );
    assert_eq!(
        (waiting.truth.as_str(), waiting.answer.as_str()),
        ("\"Go early.\"", "\"Be there at six.\"")
    );
    let pointers = |comparison: &compare::Comparison| {
        comparison
            .fields
            .iter()
            .map(|field| field.pointer.clone())
            .collect::<Vec<_>>()
    };
    assert!(!pointers(&comparison).contains(&"/advice".to_owned()));
    assert!(comparison.overall);

    comparison.grade(&[None]);
    assert_eq!(comparison.ungraded.len(), 1);
    let mut good = comparison.clone();
    good.grade(&[Some(0.5)]);
    assert!(good.overall && good.ungraded.is_empty());
    assert_eq!(pointers(&good).last().unwrap(), "/advice");
    comparison.grade(&[Some(0.4)]);
    assert!(!comparison.overall);
    assert_eq!(field(&comparison, "/advice").at, ["/advice"]);
    // Nobody is asked whether equal values are equal, or whether null is a value.
    assert!(compared::<Trip>(TRIP, TRIP).ungraded.is_empty());
    let none = compared::<Trip>(TRIP, &TRIP.replacen("\"Go early.\"", "null", 1));
    assert!(none.ungraded.is_empty());
    assert_eq!(differing(&none), ["/advice"]);
}
