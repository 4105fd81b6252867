//! One type that is both a contract and a serde type, the prompt for it, and an answer of 2 KB.

use driftless::{Contract, Prompt};
use serde::Deserialize;

pub const MODEL: &str = "gpt-6.1-terra";

/// An order read from a customer's mail.
#[derive(Debug, PartialEq, Contract, Deserialize)]
pub struct Order {
    /// The order's number, such as `A-1024`.
    #[contract(pattern = "^[A-Z]-[0-9]{4}$")]
    order_id: String,
    customer: Customer,
    /// Lines of the order, in the order of the mail.
    #[contract(length(1..=100))]
    lines: Vec<Line>,
    state: State,
    /// Further wishes of the customer, in one sentence; null if nothing.
    note: Option<String>,
    /// `true` if the mail sounds urgent.
    urgent: bool,
}

/// The customer.
#[derive(Debug, PartialEq, Contract, Deserialize)]
pub struct Customer {
    #[contract(length(1..=200))]
    name: String,
    #[contract(format = "email")]
    email: String,
    /// ISO 3166-1 alpha-2 code.
    #[contract(pattern = "^[A-Z]{2}$")]
    country: String,
}

/// One line of an order.
#[derive(Debug, PartialEq, Contract, Deserialize)]
pub struct Line {
    /// The article's number.
    article: String,
    /// In the customer's words.
    description: String,
    #[contract(range(1..=1000))]
    quantity: u32,
    /// Price of one piece in the order's currency.
    #[contract(range(0..=1_000_000))]
    unit_price: f64,
    tags: Vec<String>,
}

/// State of an order.
#[derive(Debug, PartialEq, Contract, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    New,
    Confirmed,
    Shipped,
    Cancelled,
}

/// Reads an order from a mail.
#[derive(Prompt)]
#[prompt(
    output = Order,
    system = "You read orders from customers' mails. Copy numbers as they stand; do not guess what is not there.",
    user = "The mail:\n\n{mail}"
)]
pub struct ReadOrder<'a> {
    mail: &'a str,
}

pub fn mail() -> ReadOrder<'static> {
    ReadOrder {
        mail: "Hello, this is Ada from Oslo. Please send us the articles that we talked about yesterday, each in the usual colour and size, \
               and as soon as you can: the fair begins on Monday. The order number is A-1024. Thank you!",
    }
}

/// The document that the model answers, 2 KB.
pub fn document() -> String {
    let line = |n: usize| {
        serde_json::json!({
            "article": format!("AR-{n:05}"),
            "description": format!("Number {n} of the articles that we talked about, in the usual colour, packed by twos"),
            "quantity": n + 1,
            "unit_price": 12.5 + f64::from(u32::try_from(n).unwrap_or_default()),
            "tags": ["usual", "colour", "fair"],
        })
    };
    let lines: Vec<String> = (0..10)
        .map(|n| {
            let of = line(n);
            format!(
                r#"{{"article":{},"description":{},"quantity":{},"unit_price":{},"tags":{}}}"#,
                of["article"], of["description"], of["quantity"], of["unit_price"], of["tags"]
            )
        })
        .collect();
    format!(
        r#"{{"order_id":"A-1024","customer":{{"name":"Ada","email":"ada@example.org","country":"NO"}},"lines":[{}],"state":"new","note":"As soon as possible: the fair begins on Monday.","urgent":true}}"#,
        lines.join(",")
    )
}
