//! The whole way: models are qualified over a real socket, the lock is written, and a user's crate
//! with that lock compiles and builds its plan.

use driftless::plan::{Clock as _, SystemClock};
use driftless::provider::{Compatible, Model};
use driftless::qualify::{Qualification, Verdict};
use driftless::{Contract as _, Price};

use crate::crates::Crates;
use crate::vendor::{Vendor, items, usual};

/// Modules that the user's crate has as well, so that the run is about equal types.
#[path = "user/contract.rs"]
#[allow(dead_code, unreachable_pub, reason = "written as a user's file")]
mod contract;

use contract::{Triage, TriageTicket};

const CONTRACT: &str = include_str!("user/contract.rs");
const MAIN: &str = include_str!("user/main.rs");
const MODEL: &str = "compatible/perfect";

fn model(vendor: &Vendor, name: &str) -> Model<impl driftless::dialect::Dialect + use<>> {
    let server = Compatible::new("key").base_url(vendor.url());
    server
        .model(name)
        .price(Price::free())
        .max_output_tokens(50)
}

/// The user's file, with the models that must be qualified.
fn qualified(contract: &str) -> String {
    let user = "user = \"{ticket}\"";
    assert!(contract.contains(user));
    contract.replace(user, &format!("{user}, qualified(\"{MODEL}\")"))
}

#[tokio::test]
async fn what_a_run_has_written_compiles_and_is_accepted_until_a_word_changes() {
    let vendor = Vendor::start(usual);
    let today = SystemClock::default().now();
    let today = today.duration_since(std::time::UNIX_EPOCH).unwrap();
    let crates = Crates::new("whole", today.as_secs());
    crates.write("vocabulary/src/lib.rs", "");
    crates.write("src/contract.rs", &qualified(CONTRACT));
    crates.write("src/main.rs", MAIN);
    crates.evidence([]);
    let checked = crates.check();
    assert!(
        checked.errors[0].message.contains("has no evidence for"),
        "{checked:#?}"
    );

    let outcome = Qualification::<TriageTicket<'_>>::new(model(&vendor, "reference"))
        .candidate(model(&vendor, "perfect"))
        .data(crates.write("tickets.jsonl", &items(400, true)))
        .run()
        .await
        .unwrap();
    assert_eq!(outcome.candidates[0].verdict, Verdict::Passed);
    driftless::lock::update(&crates.path("contracts.lock"), outcome.entries()).unwrap();

    let checked = crates.check();
    assert!(
        checked.errors.is_empty() && checked.compiled,
        "{checked:#?}"
    );
    let (accepted, told) = crates.run();
    assert!(accepted, "{told}");
    let told_of = format!("qualified on {} against compatible/reference", outcome.date);
    assert!(told.contains(&told_of), "{told}");

    // Another word in a doc comment, and the evidence is about something else: while compiling, and
    // to `build()` where nothing is asked of the compiler.
    let reworded = CONTRACT.replace("own words.", "own word.");
    crates.write("src/contract.rs", &qualified(&reworded));
    let checked = crates.check();
    let [error] = checked.errors.as_slice() else {
        panic!("{checked:#?}");
    };
    assert_eq!(error.at, format!("{MODEL:?}"));
    let old = Triage::fingerprint().text();
    let begin = format!("the contract's wording changed: {old} when qualified, ");
    let new = new_fingerprint(&error.message, &begin);
    assert_ne!(new, old);

    crates.write("src/contract.rs", &reworded);
    let (accepted, told) = crates.run();
    assert!(!accepted, "{told}");
    assert_eq!(new_fingerprint(&told, &begin), new, "{told}");

    crates.write("src/contract.rs", CONTRACT);
    let (accepted, told) = crates.run();
    assert!(accepted, "{told}");
}

/// The fingerprint behind `begin`.
fn new_fingerprint<'a>(told: &'a str, begin: &str) -> &'a str {
    let (_, rest) = told
        .split_once(begin)
        .unwrap_or_else(|| panic!("no {begin:?} in:\n{told}"));
    let (new, _) = rest.split_once(" now").unwrap();
    assert!(
        new.len() == 32 && new.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{new}"
    );
    new
}
