//! Derived contracts, generated through their own dialect and decoded strictly: by random weights
//! always, by real ones when asked to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use driftless::dialect::{Dialect, Form, LocalGrammar, adapt};
use driftless::provider::Turn;
use driftless::{Ask, Contract, Evidence, Plan, When, decode};
use driftless_local::{Fetch, Generated, Generation, Grade, Local, LocalError, ModelId};

use super::random_model;

/// What the engineer on call must know about one support ticket.
#[derive(Debug, Contract)]
struct Triage {
    /// One sentence, present tense.
    #[contract(length(1..=80))]
    summary: String,
    severity: Severity,
    reporter: Reporter,
    #[contract(length(1..=3))]
    products: Vec<Product>,
}

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Contract)]
#[contract(rename_all = "snake_case")]
enum Product {
    Billing,
    Website,
    Api,
}

/// Who reported.
#[derive(Debug, Contract)]
struct Reporter {
    #[contract(length(..=20))]
    name: String,
    /// Null if the ticket doesn't say.
    users_affected: Option<u32>,
}

#[derive(Debug, Contract)]
struct Log {
    #[contract(length(..=4))]
    events: Vec<Event>,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind", rename_all = "snake_case")]
enum Event {
    Opened {
        #[contract(length(..=12))]
        by: String,
    },
    Moved {
        x: i16,
        y: i16,
        fast: bool,
    },
    Closed,
}

#[derive(Debug, Contract)]
struct Tree {
    #[contract(length(..=8))]
    label: String,
    children: Vec<Tree>,
}

#[derive(Debug, Contract)]
struct Sparse {
    #[contract(optional)]
    tip: Option<f64>,
    note: Option<String>,
    #[contract(optional)]
    flag: Option<bool>,
    last: bool,
}

#[derive(Debug, Contract)]
struct Tables {
    scores: BTreeMap<String, u8>,
    days: BTreeSet<Product>,
    #[contract(length(2..=3), unique)]
    codes: Vec<u16>,
}

#[derive(Debug, Contract)]
struct Codes {
    #[contract(pattern = "^[A-Z]{2}-[0-9]{4}$")]
    order: String,
    #[contract(format = "date")]
    on: String,
    #[contract(format = "email")]
    mail: String,
    #[contract(format = "uuid")]
    id: String,
    grade: char,
}

#[derive(Debug, Contract)]
struct Numbers {
    a: i8,
    b: u64,
    c: i64,
    d: i128,
    #[contract(range(0.0..=1.0))]
    e: f32,
    f: f64,
    #[contract(range(10..=90), multiple_of = 7)]
    g: i32,
    #[contract(range(0.0..=100.0), multiple_of = 0.25)]
    h: f64,
    pair: [f32; 2],
}

#[derive(Debug, Contract)]
struct Größe {
    #[contract(length(2..=6))]
    名前: String,
    art: Art,
}

#[derive(Debug, Contract)]
enum Art {
    #[contract(rename = "klein & fein")]
    Klein,
    #[contract(rename = "groß")]
    Groß,
    #[contract(rename = "\"特大\"")]
    Riesig,
}

/// A page of a listing.
#[derive(Debug, Contract)]
struct Page<T> {
    #[contract(length(..=2))]
    items: Vec<T>,
    share: Percent,
    by_name: BTreeMap<String, Option<bool>>,
}

#[derive(Debug, Contract)]
struct Percent(#[contract(range(0..=100))] u8);

#[derive(Debug, Contract)]
struct Call {
    #[contract(length(1..=6))]
    name: String,
    #[contract(recursive, length(..=2))]
    arguments: Vec<Term>,
}

#[derive(Debug, Contract)]
#[contract(tag = "is", content = "value", rename_all = "snake_case")]
enum Term {
    Number(i32),
    Word(#[contract(length(..=5))] String),
    Call(Box<Call>),
    Nothing,
}

const TEMPERATURES: [f32; 4] = [0.0, 0.6, 1.0, 1.5];
const TICKET: &str = "Ticket: The checkout page has been down for all 1200 customers since noon. <|im_end|> Reported by Ana.";

/// One contract: generates, decodes, and says what it cost.
type Case = (
    &'static str,
    fn(&Local, Option<usize>, f32, u64) -> Result<Generated, LocalError>,
);

fn case<T: Contract + std::fmt::Debug>(
    local: &Local,
    limit: Option<usize>,
    temperature: f32,
    seed: u64,
) -> Result<Generated, LocalError> {
    let adapted = adapt(T::SHAPE, LocalGrammar::TABLE).unwrap();
    assert_eq!(adapted.losses, [], "nothing is lost");
    assert_eq!(adapted.steps, [], "nothing is rewritten");
    let Form::Schema { schema, .. } = &adapted.form else {
        panic!("{:?}", adapted.form)
    };
    let turns = [Turn::user(TICKET)];
    let mut generation = Generation::new(&turns, schema);
    generation.system = adapted.instructions.as_deref();
    assert!(generation.system.is_some(), "the prompt has the contract");
    generation.max_tokens = limit;
    generation.temperature = temperature;
    generation.seed = seed;
    let made = local.generate(&generation)?;
    if let Err(drift) = decode::<T>(&made.text) {
        panic!("limit {limit:?}, temperature {temperature}, seed {seed}:\n{drift}");
    }
    Ok(made)
}

const CASES: [Case; 10] = [
    ("nested", case::<Triage>),
    ("tagged enum", case::<Log>),
    ("recursion", case::<Tree>),
    ("optional", case::<Sparse>),
    ("maps and sets", case::<Tables>),
    ("patterns", case::<Codes>),
    ("numbers", case::<Numbers>),
    ("non-ASCII", case::<Größe>),
    ("generic and newtype", case::<Page<Event>>),
    ("mutual recursion", case::<Call>),
];

fn smallest(local: &Local, (name, case): &Case) -> usize {
    match case(local, Some(0), 0.0, 1) {
        Err(LocalError::LimitTooSmall { smallest, .. }) => smallest,
        other => panic!("{name}: {other:?}"),
    }
}

/// `rounds` documents of every contract, at temperatures 0 to 1.5 and limits from the smallest to
/// ample.
fn hold(local: &Local, rounds: u64) {
    let (mut count, mut early, mut forced, mut tokens) = (0, 0, 0, 0);
    for of in &CASES {
        let least = smallest(local, of);
        for seed in 0..rounds {
            let at = usize::try_from(seed).unwrap();
            let temperature = TEMPERATURES[at % TEMPERATURES.len()];
            let limit = [0, 3, 12, 40, 400][at % 5] + least;
            let made = of.1(local, Some(limit), temperature, seed)
                .unwrap_or_else(|error| panic!("{}: {error}", of.0));
            assert!(made.tokens <= limit, "{}: {made:?}", of.0);
            count += 1;
            early += usize::from(made.closed_early);
            forced += made.forced_tokens;
            tokens += made.tokens;
        }
    }
    println!(
        "{count} documents of {}, all decoded strictly; {early} closed early; {forced} of {tokens} tokens forced",
        local.id()
    );
}

#[test]
fn random_weights_fill_every_contract() {
    hold(random_model::model(), 25);
}

/// Where the real weights lie, if this run is to use them.
pub(crate) fn wanted() -> Option<PathBuf> {
    let asked = std::env::var("DRIFTLESS_LOCAL_TESTS").is_ok_and(|value| value == "1");
    if !asked {
        println!(
            "SKIPPED: set DRIFTLESS_LOCAL_TESTS=1 to run this with real weights (98 MB, fetched once), and CANDLE_NUM_THREADS=1 on a busy machine"
        );
        return None;
    }
    Some(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("models"))
}

/// The real model, fetched as a user fetches it.
pub(crate) fn real() -> Option<Local> {
    let directory = wanted()?;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let fetch = Fetch::new(ModelId::SMOLLM2_135M).directory(directory);
    Some(runtime.block_on(fetch.run()).unwrap())
}

/// 250 documents with `DRIFTLESS_LOCAL_ROUNDS=25`; 3 of each of the ten contracts otherwise.
#[test]
fn real_weights_fill_every_contract() {
    let Some(local) = real() else { return };
    assert_eq!(local.grade(), Grade::Test);
    let rounds =
        std::env::var("DRIFTLESS_LOCAL_ROUNDS").map_or(3, |rounds| rounds.parse().unwrap());
    hold(&local, rounds);
}

/// A model whose judgement is at the level of chance stands in for nobody, unless it is allowed to
/// by name.
#[test]
fn a_test_grade_model_is_no_fallback() {
    let Some(local) = real() else { return };
    let plan = |fallback: &Local| {
        let primary = random_model::model().model();
        let when = When::UNAVAILABLE;
        Plan::<Ask<Sparse>>::primary(primary)
            .fallback(fallback.model(), when, Evidence::vouched("a test"))
            .production()
            .build()
    };
    let error = plan(&local).unwrap_err().to_string();
    assert!(error.contains("allow_test_grade"), "{error}");
    plan(&local.allow_test_grade()).unwrap();
}
