//! Examples that are not of their field's format.

use driftless::Contract;

#[derive(Contract)]
struct Contact {
    #[contract(format = "email", example = "nope")]
    mail: String,
    #[contract(format = "date", example = "2026-02-30")]
    day: Option<String>,
    #[contract(example = "2026-13-01T00:00:00Z", format = "date-time")]
    at: String,
    #[contract(format = "uri", example = "www.example.com")]
    page: String,
    #[contract(format = "uuid", one_of = ["one"])]
    id: String,
}

fn main() {}
