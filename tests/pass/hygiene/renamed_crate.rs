//! The runtime crate under another name and behind a facade.

pub extern crate driftless as contracts;

mod facade {
    pub use super::contracts as inner;
}

mod elsewhere {
    // The usual name means something else here.
    mod driftless {}

    #[derive(Debug, Clone, super::contracts::Contract)]
    #[contract(crate = super::contracts, draft)]
    pub struct One {
        #[contract(length(1..=2))]
        pub text: String,
        pub next: Option<Box<One>>,
    }

    #[derive(Debug, Clone, super::contracts::Contract)]
    #[contract(crate = super::facade::inner, draft, tag = "kind")]
    pub enum Two {
        Empty,
        Full { one: One },
    }
}

#[test]
fn runs() {
    let two =
        contracts::decode::<elsewhere::Two>(r#"{"kind":"Full","one":{"text":"a","next":null}}"#)
            .unwrap();
    match two {
        elsewhere::Two::Full { one } => {
            assert_eq!((one.text.as_str(), one.next.is_none()), ("a", true))
        }
        elsewhere::Two::Empty => panic!("another variant"),
    }
}
