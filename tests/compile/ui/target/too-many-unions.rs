use driftless::Contract;

macro_rules! parts {
    ($($part:ident)*) => {$(
        #[derive(Contract)]
        #[contract(tag = "kind")]
        enum $part {
            Text { text: String },
            Number { number: f64 },
        }
    )*};
}

parts!(A B C D E F G H I J K L M N O P Q);

#[derive(Contract)]
#[contract(targets(anthropic))]
struct Crowded {
    a: A,
    b: B,
    c: C,
    d: D,
    e: E,
    f: F,
    g: G,
    h: H,
    i: I,
    j: J,
    k: K,
    l: L,
    m: M,
    n: N,
    o: O,
    p: P,
    q: Q,
}

fn main() {}
