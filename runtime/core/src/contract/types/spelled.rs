//! Types that JSON Schema has no format for: texts of a pattern, with words and an example that a
//! model reads.
//!
//! Each is a named newtype around a text, so that schemas, dialects, prompts and documentation
//! carry it like a newtype
//! of the user's own.

use crate::contract::Contract;
use crate::json::Reader;

/// Declares a type that is written as a text of one pattern.
///
/// `parse` makes a value of a text that matches; `None` if it is no value of the type, and `held`
/// says which are. `write`
/// gives the text of a value.
macro_rules! spelled {
    ($(
        $type:ty, $id:literal, $title:literal, $doc:literal, $pattern:expr, $example:literal,
        $held:literal, $parse:expr, $write:expr;
    )*) => {$(
        #[diagnostic::do_not_recommend]
        impl $crate::contract::Contract for $type {
            const SHAPE: &'static $crate::shape::Shape = &$crate::shape::Shape::Newtype(&$crate::shape::Newtype {
                name: $crate::shape::Name {
                    id: $id,
                    key: $crate::shape::key($id, 0, 0, &[]),
                    title: $title,
                    args: || &[],
                },
                doc: $doc,
                inner: &$crate::shape::Shape::String($crate::shape::Text::Any),
                rules: &[$crate::shape::Rule::Pattern($crate::shape::Pattern {
                    source: $pattern,
                    regex: || {
                        static REGEX: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| {
                            #[allow(clippy::expect_used, reason = "a constant that the tests compile")]
                            regex::Regex::new($pattern).expect("a pattern of this file")
                        });
                        &REGEX
                    },
                })],
                examples: &[$crate::shape::Literal::Str($example)],
                ensures: &[],
                compare: &$crate::shape::Compare {
                    measure: Some($crate::shape::Measure::With($crate::shape::Custom {
                        name: "the same value",
                        call: $crate::contract::types::spelled::is_same::<$type>,
                    })),
                    ..*$crate::shape::Compare::DEFAULT
                },
            });

            fn read(reader: &mut $crate::json::Reader<'_>) -> Result<Self, $crate::json::Stop> {
                let start = reader.start();
                let text = reader.string()?;
                let $crate::shape::Shape::Newtype(of) = Self::SHAPE else {
                    return Err($crate::json::Stop);
                };
                let view = $crate::contract::View::Str(&text);
                if !of.rules.iter().all(|rule| $crate::contract::rules::holds(rule, view, "")) {
                    return Err($crate::json::Stop);
                }
                let parse: fn(&str) -> Option<Self> = $parse;
                parse(&text).ok_or_else(|| reader.refuse(start, $held))
            }

            fn write(&self, out: &mut String) {
                let write: fn(&Self) -> String = $write;
                $crate::json::write_string(out, &write(self));
            }
        }
    )*};
}

pub(super) use spelled;

/// Returns the score of two values as JSON texts: 1 if they are equal as the type sees it, else 0;
/// `None` if one of them
/// can't be read.
pub(super) fn is_same<T: Contract + PartialEq>(truth: &str, answer: &str) -> Option<f64> {
    let read = |text| T::read(&mut Reader::new(text)).ok();
    Some(if read(truth)? == read(answer)? {
        1.0
    } else {
        0.0
    })
}
