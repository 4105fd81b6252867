use driftless::When;

const EDGE: When = When::RATE_LIMITED.or(When::REFUSED);

fn main() {
    let _ = When::UNAUTHORIZED | When::BAD_REQUEST | EDGE;
}
