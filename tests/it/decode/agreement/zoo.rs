//! A contract of every kind.
#![allow(
    dead_code,
    reason = "the fields are read and written by the derive alone"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::num::{NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize};
use std::sync::Arc;

use driftless::Contract;
use driftless::contract::Untyped;

/// Every integer.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Integers {
    a: i8,
    b: i16,
    c: i32,
    d: i64,
    e: i128,
    f: u8,
    g: u16,
    h: u32,
    i: u64,
    j: u128,
    k: isize,
    l: usize,
}

/// Integers above zero.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Positive {
    a: NonZeroU8,
    b: NonZeroU64,
    c: NonZeroU128,
    d: NonZeroUsize,
    #[contract(range(2..=9))]
    e: NonZeroU32,
}

/// Every rule on a number.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Numbers {
    single: f32,
    double: f64,
    decimal: rust_decimal::Decimal,
    #[contract(range(0.0..=10_000.0))]
    money: f64,
    #[contract(range(0.5..1.5))]
    open: f64,
    #[contract(range(..=0.1))]
    small: f32,
    #[contract(range(-5..=5))]
    whole: i64,
    #[contract(range(1..))]
    positive: u64,
    #[contract(multiple_of = 0.01)]
    cents: f64,
    #[contract(multiple_of = 7)]
    weeks: Option<i32>,
    #[contract(one_of(1, 2, 3))]
    level: u8,
}

/// Every rule on a text.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Texts {
    any: String,
    letter: char,
    flag: bool,
    #[contract(length(2..=4))]
    short: String,
    #[contract(length(..=8))]
    maybe: Option<Box<str>>,
    #[contract(pattern = "^[A-Z]{2}-[0-9]+$")]
    code: String,
    #[contract(one_of("red", "green"))]
    colour: String,
    #[contract(pattern = "[a-z]", length(1..=6))]
    both: Arc<String>,
}

/// Every format.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Formats {
    #[contract(format = "date-time")]
    date_time: String,
    #[contract(format = "date")]
    date: String,
    #[contract(format = "time")]
    time: String,
    #[contract(format = "duration")]
    duration: String,
    #[contract(format = "email")]
    email: String,
    #[contract(format = "hostname")]
    hostname: String,
    #[contract(format = "ipv4")]
    ipv4: String,
    #[contract(format = "ipv6")]
    ipv6: String,
    #[contract(format = "uri")]
    uri: String,
    #[contract(format = "uuid")]
    uuid: Option<String>,
}

/// Types of other crates.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Foreign {
    id: uuid::Uuid,
    url: url::Url,
    utc: chrono::DateTime<chrono::Utc>,
    fixed: chrono::DateTime<chrono::FixedOffset>,
    naive: chrono::NaiveDate,
    offset: time::OffsetDateTime,
    day: time::Date,
}

/// Times and durations that are written as a text of a pattern.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Times {
    wait: std::time::Duration,
    clock: chrono::NaiveTime,
    local: Option<chrono::NaiveDateTime>,
    #[contract(optional)]
    delta: Option<chrono::TimeDelta>,
    time: Option<time::Time>,
    moment: Option<time::PrimitiveDateTime>,
    length: time::Duration,
}

/// Addresses that are written as a text of a pattern, and types of numbers and paths.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Addresses {
    any: std::net::IpAddr,
    four: std::net::Ipv4Addr,
    six: Option<std::net::Ipv6Addr>,
    path: std::path::PathBuf,
    #[contract(range(-9..=9))]
    step: std::num::NonZeroI16,
}

/// Numbers for names, a form by conversion, and a field that never travels.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Numbered {
    level: Level,
    levels: Vec<Option<Level>>,
    lucky: Lucky,
    #[contract(skip = String::from("never"))]
    own: String,
}

/// Maps by an enum, a newtype and another text.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Keyed {
    severities: BTreeMap<Severity, i8>,
    codes: HashMap<Code, Level>,
    texts: BTreeMap<Arc<str>, bool>,
}

#[derive(Debug, Clone, Contract)]
#[contract(draft, numbers)]
pub(super) enum Level {
    Low = -1,
    Middle,
    High = 7,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Contract)]
#[contract(draft)]
pub(super) struct Code(String);

#[derive(Debug, Clone, Contract)]
#[contract(draft, via = Percent)]
pub(super) struct Lucky(u8);

impl TryFrom<Percent> for Lucky {
    type Error = String;

    fn try_from(of: Percent) -> Result<Self, String> {
        if of.0 == 13 {
            Err("unlucky".to_owned())
        } else {
            Ok(Self(of.0))
        }
    }
}

impl From<Lucky> for Percent {
    fn from(of: Lucky) -> Self {
        Self(of.0)
    }
}

/// Lists, sets and maps.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Collections {
    any: Vec<i32>,
    #[contract(length(1..=3))]
    few: Vec<String>,
    #[contract(unique)]
    distinct: Vec<f64>,
    #[contract(unique)]
    objects: Vec<Point>,
    pair: [bool; 2],
    #[contract(length(1..=3))]
    queue: VecDeque<NonZeroU16>,
    sorted: BTreeSet<i16>,
    hashed: HashSet<String>,
    map: BTreeMap<String, Option<i32>>,
    #[contract(length(1..=2))]
    bounded: HashMap<String, Vec<bool>>,
}

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Point {
    x: i32,
    y: i32,
}

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Percent(#[contract(range(0..=100))] u8);

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Discount(#[contract(multiple_of = 5)] Percent);

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Pair<A, B> {
    first: A,
    second: Option<B>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Contract)]
#[contract(draft)]
pub(super) enum Severity {
    Low,
    Medium,
    #[contract(rename = "very-high")]
    High,
}

/// Absence, newtypes and generics.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Absence {
    #[contract(optional)]
    gone: Option<i32>,
    null: Option<Point>,
    #[contract(optional, length(1..))]
    text: Option<String>,
    discount: Discount,
    severity: Option<Severity>,
    pair: Pair<Severity, Pair<bool, Percent>>,
    r#type: Severity,
}

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
#[contract(tag = "kind", rename_all = "snake_case")]
pub(super) enum Payment {
    Cash,
    BankCard {
        #[contract(length(4..=4))]
        digits: String,
        #[contract(optional)]
        owner: Option<Box<Payment>>,
    },
    Split(Pair<Percent, Point>),
}

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
#[contract(tag = "t", content = "c")]
pub(super) enum Event {
    Ping,
    Text(#[contract(length(1..=3))] String),
    Move { x: i32, y: Option<i32> },
    Many(Vec<Event>),
}

/// A tree.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Tree {
    value: Percent,
    left: Option<Box<Tree>>,
    others: Vec<Tree>,
}

/// Types that contain one another.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Folder {
    name: String,
    #[contract(recursive)]
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Contract)]
#[contract(draft)]
#[contract(tag = "kind")]
pub(super) enum Entry {
    File { size: u64 },
    Nested { folder: Folder },
}

/// Free-form parts.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
pub(super) struct Free {
    any: Untyped,
    list: Vec<Untyped>,
    payments: Vec<Payment>,
    event: Event,
}
