//! Rules whose whole argument is a fragment of a macro by example, and types that speak of `Self`.

use driftless::{Contract, decode};

macro_rules! bounded {
    ($range:expr, $length:expr, $values:expr, $low:expr) => {
        #[derive(Contract)]
        struct Bounded {
            #[contract(range($range))]
            ranged: u8,
            #[contract(length($length))]
            long: String,
            #[contract(one_of = $values)]
            chosen: u8,
            #[contract(range(min = $low, max = 9))]
            named: u8,
        }
    };
}

bounded!(1..=3, ..=4, [1, 2], 2);

trait Has {
    type Of;
}

#[derive(Contract)]
struct Own {
    mine: <Self as Has>::Of,
    same: <Own as Has>::Of,
    axes: [u8; Self::AXES],
    next: Option<Box<Own>>,
}

impl Has for Own {
    type Of = u8;
}

impl Own {
    const AXES: usize = 2;
}

/// Methods that every type has are none of generated code's.
trait OnEverything: Sized {
    fn next<T>(self, _: T) {}
    fn push_str(self) {}
    fn start(self) {}
}

impl<T> OnEverything for T {}

#[derive(Contract)]
#[contract(tag = "kind")]
enum Brackets {
    Round(),
    Curly {},
    None,
}

/// Returns `true` if the text is read, and written as it was.
fn holds<T: Contract>(text: &str) -> bool {
    decode::<T>(text).is_ok_and(|value| {
        let mut out = String::new();
        value.write(&mut out);
        out == text
    })
}

#[test]
fn runs() {
    let bounded = r#"{"ranged":3,"long":"abcd","chosen":1,"named":2}"#;
    assert!(holds::<Bounded>(bounded));
    for (from, to) in [(":3", ":4"), ("abcd", "abcde"), (":1", ":5"), (":2", ":1")] {
        assert!(!holds::<Bounded>(&bounded.replace(from, to)), "{to}");
    }
    let inner = r#"{"mine":1,"same":2,"axes":[1,2],"next":null}"#;
    assert!(holds::<Own>(&inner.replace("null", inner)));
    assert!(!holds::<Own>(&inner.replace("[1,2]", "[1]")));
    for name in ["Round", "Curly", "None"] {
        assert!(holds::<Brackets>(&format!(r#"{{"kind":"{name}"}}"#)));
        assert!(!holds::<Brackets>(&format!(r#"{{"kind":"{name}","x":1}}"#)));
    }
}
