//! Contracts that several proofs look at: each has something of its own that a dialect must deal
//! with.

use std::collections::BTreeMap;

use driftless::Contract;
use driftless::shape::Shape;

/// A support ticket triaged from a customer e-mail
#[derive(Debug, Contract)]
pub struct Ticket {
    /// One-sentence summary of the problem, imperative mood
    pub title: String,
    /// How urgent this is, from tone and deadlines
    pub priority: Priority,
    /// Product area the ticket belongs to
    pub category: Category,
    /// The person who wrote the e-mail
    pub reporter: Person,
    /// Person assigned, or null if nobody is named
    pub assignee: Option<Person>,
    /// ISO-8601 date by which an answer is promised, or null
    pub due_date: Option<String>,
    /// Monetary impact in cents, or null if not mentioned
    pub impact_cents: Option<i64>,
    /// Topic tags, lower case
    pub tags: Vec<String>,
    /// Every product mentioned with its version
    pub products: Vec<Product>,
    /// Steps to reproduce, in order
    pub steps: Vec<String>,
    /// True if personal data is quoted in the e-mail
    pub contains_pii: bool,
    /// Confidence between 0 and 1
    pub confidence: f64,
}

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
pub enum Priority {
    Low,
    Medium,
    High,
    Urgent,
}

#[derive(Debug, Contract)]
#[contract(rename_all = "snake_case")]
pub enum Category {
    Billing,
    Authentication,
    Performance,
    DataLoss,
    FeatureRequest,
    Other,
}

#[derive(Debug, Contract)]
pub struct Person {
    pub name: String,
    /// E-mail address or null
    pub email: Option<String>,
}

#[derive(Debug, Contract)]
pub struct Product {
    pub name: String,
    pub version: Option<String>,
    /// Quantity owned
    pub seats: u32,
}

/// Every rule once.
#[derive(Debug, Contract)]
pub struct Rules {
    #[contract(length(1..=160))]
    pub text: String,
    #[contract(length(8..=8), pattern = "^[A-Z]{3}-[0-9]{4}$")]
    pub sku: String,
    #[contract(format = "email")]
    pub mail: Option<String>,
    #[contract(format = "uri")]
    pub site: String,
    #[contract(range(0.0..=10_000.0), multiple_of = 0.01)]
    pub refund: Option<f64>,
    #[contract(range(1..100))]
    pub percent: i32,
    #[contract(length(2..=8), unique)]
    pub tags: Vec<String>,
    #[contract(length(1..))]
    pub scores: BTreeMap<String, u8>,
    #[contract(one_of("red", "green"))]
    pub colour: Option<String>,
    pub letter: char,
    /// May be left out.
    #[contract(optional, length(..=3))]
    pub note: Option<String>,
    #[contract(example = "x")]
    pub sample: String,
}

/// A folder.
#[derive(Debug, Contract)]
pub struct Folder {
    pub name: String,
    /// Folders inside.
    pub folders: Vec<Folder>,
    /// The folder to look at next.
    pub next: Option<Box<Folder>>,
}

/// How a customer pays.
#[derive(Debug, Contract)]
#[contract(tag = "kind")]
pub enum Payment {
    /// By card.
    Card {
        #[contract(pattern = "^[0-9]{4}$")]
        last4: String,
    },
    Cash,
    /// By transfer.
    Transfer(Transfer),
}

#[derive(Debug, Contract)]
pub struct Transfer {
    pub iban: String,
    pub memo: Option<String>,
}

#[derive(Debug, Contract)]
#[contract(tag = "t", content = "c")]
pub enum Event {
    Opened,
    Renamed { from: String, to: String },
    Moved(Vec<String>),
    Paid(Payment),
}

/// Maps in lists in maps.
#[derive(Debug, Contract)]
pub struct Index {
    /// Word counts per page.
    pub pages: BTreeMap<String, BTreeMap<String, u32>>,
    pub events: Vec<Event>,
    pub last: Option<Payment>,
}

/// One page.
#[derive(Debug, Contract)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

/// Two kinds of page.
#[derive(Debug, Contract)]
pub struct Book {
    pub people: Page<Person>,
    pub products: Page<Product>,
    pub author: Person,
}

/// More nullable fields than Anthropic takes.
#[derive(Debug, Contract)]
pub struct Sparse {
    pub a01: Option<String>,
    pub a02: Option<String>,
    pub a03: Option<String>,
    pub a04: Option<String>,
    pub a05: Option<String>,
    pub a06: Option<String>,
    pub a07: Option<String>,
    pub a08: Option<String>,
    pub a09: Option<String>,
    pub a10: Option<i64>,
    pub a11: Option<i64>,
    pub a12: Option<i64>,
    pub a13: Option<i64>,
    pub a14: Option<i64>,
    pub a15: Option<bool>,
    pub a16: Option<bool>,
    pub a17: Option<Person>,
    pub a18: Option<Priority>,
}

/// The largest and smallest integers.
#[derive(Debug, Contract)]
pub struct Integers {
    pub i8: i8,
    pub u8: u8,
    pub u32: u32,
    pub i64: i64,
    pub u64: u64,
    pub i128: i128,
    pub u128: u128,
    pub float: f32,
}

/// A value that is no object.
#[derive(Debug, Contract)]
#[contract(length(1..=5))]
pub struct Tags(pub Vec<String>);

/// Every contract by name.
pub const ALL: &[(&str, &Shape)] = &[
    ("ticket", Ticket::SHAPE),
    ("rules", Rules::SHAPE),
    ("folder", Folder::SHAPE),
    ("payment", Payment::SHAPE),
    ("event", Event::SHAPE),
    ("index", Index::SHAPE),
    ("book", Book::SHAPE),
    ("sparse", Sparse::SHAPE),
    ("integers", Integers::SHAPE),
    ("tags", Tags::SHAPE),
    ("priority", Priority::SHAPE),
    ("list_of_people", <Vec<Person>>::SHAPE),
    ("text", String::SHAPE),
    ("nullable_person", <Option<Person>>::SHAPE),
    ("map_of_payments", <BTreeMap<String, Payment>>::SHAPE),
];
