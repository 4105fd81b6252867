//! Parameters with bounds, defaults, a where clause and a projection.

use driftless::{Contract, decode};

trait Has {
    type Part;
}

#[derive(Debug)]
struct Numbers;

impl Has for Numbers {
    type Part = u8;
}

#[derive(Debug, Contract)]
struct Mixed<T: Clone, H: Has, U = bool>
where
    U: Copy,
{
    one: T,
    many: Vec<U>,
    part: Option<H::Part>,
}

#[derive(Debug, PartialEq, Contract)]
#[contract(tag = "is")]
enum Either<A, B> {
    Left { value: A },
    Right { value: B },
}

#[test]
fn runs() {
    let mixed = decode::<Mixed<String, Numbers>>(r#"{"one":"a","many":[true],"part":3}"#).unwrap();
    assert_eq!(
        (mixed.one.as_str(), mixed.many, mixed.part),
        ("a", vec![true], Some(3))
    );
    let right = decode::<Either<u8, bool>>(r#"{"is":"Right","value":true}"#).unwrap();
    assert_eq!(right, Either::Right { value: true });
    assert!(decode::<Either<u8, bool>>(r#"{"is":"Left","value":true}"#).is_err());
}
