//! Doc comments that a macro makes, and block comments with their column of stars.

use driftless::{Contract, Prompt};

macro_rules! measured {
    ($name:ident, $words:expr, $unit:literal) => {
        #[derive(Contract)]
        #[doc = concat!("A ", stringify!($name), ".")]
        ///
        /// Second line.
        struct $name {
            #[doc = $words]
            #[doc = concat!("In ", $unit, ".")]
            value: u8,
        }
    };
}

measured!(Width, "How wide.", "metres");

/**
 * One block.
 *
 * * a point
 */
#[derive(Contract)]
struct Starred {
    /** Only line. */
    one: u8,
    /// - point
    /// - point
    two: u8,
}

#[doc = include_str!("words_by_macro.rs")]
#[derive(Prompt)]
#[prompt(output = Width, user = "…")]
struct Measure;

#[test]
fn runs() {
    let width = Width::json_schema().to_value();
    assert_eq!(width["description"], "A Width.\n\nSecond line.");
    assert_eq!(
        width["properties"]["value"]["description"],
        "How wide.\nIn metres."
    );
    let starred = Starred::json_schema().to_value();
    assert_eq!(starred["description"], "One block.\n\n* a point");
    assert_eq!(starred["properties"]["one"]["description"], "Only line.");
    assert_eq!(
        starred["properties"]["two"]["description"],
        "- point\n- point"
    );
    assert_eq!(
        Measure::DESCRIPTION,
        include_str!("words_by_macro.rs").trim_end_matches('\n')
    );
}
