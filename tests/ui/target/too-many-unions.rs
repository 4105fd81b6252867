use driftless::Contract;

#[derive(Contract)]
#[contract(tag = "kind")]
enum Part {
    Text { text: String },
    Number { number: f64 },
}

#[derive(Contract)]
#[contract(targets(anthropic))]
struct Crowded {
    a: Part,
    b: Part,
    c: Part,
    d: Part,
    e: Part,
    f: Part,
    g: Part,
    h: Part,
    i: Part,
    j: Part,
    k: Part,
    l: Part,
    m: Part,
    n: Part,
    o: Part,
    p: Part,
    q: Part,
}

fn main() {}
