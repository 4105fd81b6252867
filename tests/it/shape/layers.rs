//! A contract written by hand whose newtype holds nothing but itself: questions about it end.

use driftless::shape::{Back, Compare, Name, Newtype, Shape, Target};

static ENDLESS: Shape = Shape::Newtype(&Newtype {
    name: Name {
        id: "tests::Endless",
        key: 1,
        title: "Endless",
        args: || &[],
    },
    doc: "",
    inner: &Shape::Back(&Back {
        target: Target::Marked,
        resolve: || &ENDLESS,
    }),
    rules: &[],
    examples: &[],
    ensures: &[],
    compare: Compare::DEFAULT,
});

#[test]
fn its_core_is_looked_for_only_so_long() {
    assert!(!ENDLESS.is_nullable());
    assert!(matches!(ENDLESS.core(), Shape::Newtype(_) | Shape::Back(_)));
}
