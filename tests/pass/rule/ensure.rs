//! Checks of fields, of types, of newtypes and of variants' values; several at once; by borrowed
//! form.

use driftless::{Contract, Violation, ViolationKind, decode};

mod checks {
    use driftless::Violation;

    pub fn is_capital(text: &str) -> Result<(), Violation> {
        match text.chars().all(char::is_uppercase) {
            true => Ok(()),
            false => Err(Violation::new("capital letters")),
        }
    }

    pub fn is_sorted(items: &[u32]) -> Result<(), Violation> {
        if items.is_sorted() {
            Ok(())
        } else {
            Err(Violation::new("ascending numbers"))
        }
    }
}

fn fits(of: &Order) -> Result<(), Violation> {
    if of.sizes.len() < 3 {
        Ok(())
    } else {
        Err(Violation::new("at most two sizes in an order"))
    }
}

fn is_even(of: &Even) -> Result<(), Violation> {
    if of.0 % 2 == 0 {
        Ok(())
    } else {
        Err(Violation::new("an even number"))
    }
}

#[derive(Debug, Contract)]
#[contract(ensure = is_even)]
struct Even(u32);

#[derive(Debug, Contract)]
#[contract(ensure = fits)]
struct Order {
    #[contract(ensure = checks::is_capital)]
    id: String,
    #[contract(ensure = checks::is_sorted)]
    sizes: Vec<u32>,
    even: Even,
}

#[derive(Debug, Contract)]
#[contract(tag = "kind", content = "data")]
enum Event {
    Code(#[contract(ensure = checks::is_capital)] String),
}

/// The checks are functions of the type itself.
#[derive(Debug, Contract)]
#[contract(ensure = Self::is_ordered)]
struct Span<T> {
    #[contract(ensure = Self::is_even)]
    from: u32,
    to: u32,
    held: T,
}

impl<T> Span<T> {
    fn is_ordered(&self) -> Result<(), Violation> {
        if self.from <= self.to {
            Ok(())
        } else {
            Err(Violation::new("`from` before `to`"))
        }
    }

    fn is_even(of: &u32) -> Result<(), Violation> {
        is_even_number(*of)
    }
}

fn is_even_number(of: u32) -> Result<(), Violation> {
    if of % 2 == 0 {
        Ok(())
    } else {
        Err(Violation::new("an even number"))
    }
}

#[derive(Debug, Contract)]
#[contract(ensure = Self::is_even)]
struct Pair(u32);

impl Pair {
    fn is_even(&self) -> Result<(), Violation> {
        is_even_number(self.0)
    }
}

#[test]
fn functions_of_the_type_itself() {
    assert!(decode::<Span<bool>>(r#"{"from":2,"to":3,"held":true}"#).is_ok());
    let drift = decode::<Span<bool>>(r#"{"from":3,"to":1,"held":true}"#).unwrap_err();
    let mut found: Vec<&str> = drift.violations().iter().map(Violation::pointer).collect();
    found.sort_unstable();
    assert_eq!(found, ["", "/from"]);
    assert!(decode::<Pair>("2").is_ok());
    assert!(decode::<Pair>("3").is_err());
}

#[test]
fn runs() {
    assert!(decode::<Order>(r#"{"id":"A","sizes":[1,2],"even":2}"#).is_ok());
    let drift = decode::<Order>(r#"{"id":"a","sizes":[3,2,1],"even":3}"#).unwrap_err();
    let mut found: Vec<&str> = drift.violations().iter().map(Violation::pointer).collect();
    found.sort_unstable();
    assert_eq!(found, ["", "/even", "/id", "/sizes"]);
    assert!(
        drift
            .violations()
            .iter()
            .all(|of| of.kind() == ViolationKind::Ensure)
    );
    assert!(decode::<Event>(r#"{"kind":"Code","data":"A"}"#).is_ok());
    let drift = decode::<Event>(r#"{"kind":"Code","data":"a"}"#).unwrap_err();
    assert_eq!(drift.violations()[0].pointer(), "/data");
}
