//! Keys as validators, other serialisers and JSON Schema spell them, in any case.

use driftless::Contract;

#[derive(Contract)]
#[contract(deny_unknown_fields, renameAll = "camelCase")]
struct Person {
    #[contract(email)]
    email: String,
    #[contract(url)]
    page: String,
    #[contract(uuid, ip)]
    id: String,
    #[contract(datetime)]
    since: String,
    #[contract(maxLength = 3, minLength = 1)]
    code: String,
    #[contract(exclusiveMinimum = 3, gt = 2, multipleOf = 5)]
    age: u8,
    #[contract(maxItems = 3, uniqueItems)]
    tags: Vec<u8>,
    #[contract(alias = "w", non_empty)]
    weight: String,
    #[contract(pattern_regex = "a", oneOf = ["a"], const = "a", literal = "a")]
    kind: String,
    #[contract(examples = "a", skip_serializing_if = "f", flatten, inner(length(max = 3)))]
    rest: String,
}

#[derive(Contract)]
#[contract(rename_all = "snake_case")]
enum Size {
    #[contract(alias = "l", description = "Big.")]
    Large,
    #[contract(other)]
    Small,
}

fn main() {}
