//! JSON values with exact numbers: literals of a schema, and the documents that prove a change.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::json::{Node, NodeKind, write_string};

/// A decimal number without rounding.
pub(super) type Exact = BigRational;

/// Beyond this power of ten, no float of 64 bits is left; a schema of ours has no such number.
const FARTHEST: i64 = 400;

/// A number of more digits than this is written with an exponent where it ends in zeros.
const LONG: usize = 21;

/// One JSON value; objects keep their order and hold each key once.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(Exact),
    String(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Reads a value; `None` for a number that is too large or too fine.
    pub(super) fn of(node: &Node<'_>) -> Option<Self> {
        Some(match &node.kind {
            NodeKind::Null => Self::Null,
            NodeKind::Bool(value) => Self::Bool(*value),
            NodeKind::Number(number) => Self::Number(exact(number.as_str())?),
            NodeKind::String(text) => Self::String(text.clone().into_owned()),
            NodeKind::List(items) => Self::List(items.iter().map(Self::of).collect::<Option<_>>()?),
            NodeKind::Object(members) => {
                let members = members
                    .iter()
                    .map(|(_, key, value)| Some((key.clone().into_owned(), Self::of(value)?)));
                Self::Object(members.collect::<Option<_>>()?)
            }
        })
    }

    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(value) => out.push_str(&decimal(value)),
            Self::String(text) => write_string(out, text),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_string(out, key);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

/// A JSON number's exact value; `None` where its exponent is out of reach.
pub(super) fn exact(text: &str) -> Option<Exact> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let places = i64::try_from(fraction.len()).ok()?;
    let power = exponent
        .trim_start_matches('+')
        .parse::<i64>()
        .ok()?
        .checked_sub(places)?;
    if power.abs() > FARTHEST {
        return digits.is_zero().then(Exact::zero);
    }
    let scale = ten_to(u32::try_from(power.unsigned_abs()).ok()?);
    Some(if power < 0 {
        Exact::new(digits, scale)
    } else {
        Exact::from_integer(digits * scale)
    })
}

fn ten_to(power: u32) -> BigInt {
    BigInt::from(10).pow(power)
}

/// The number in decimal digits. What we make of decimals by adding, multiplying and halving has
/// finitely many.
pub(super) fn decimal(value: &Exact) -> String {
    const MOST: u32 = 2_000;
    let mut places = 0;
    let mut scaled = value.clone();
    while !scaled.is_integer() && places < MOST {
        scaled *= Exact::from_integer(BigInt::from(10));
        places += 1;
    }
    let sign = if value.is_negative() { "-" } else { "" };
    let digits = scaled.to_integer().abs().to_string();
    let places = usize::try_from(places).unwrap_or(0);
    if places == 0 {
        let short = digits.trim_end_matches('0');
        let zeros = digits.len() - short.len();
        return if digits.len() > LONG && zeros > 0 {
            format!("{sign}{short}e{zeros}")
        } else {
            format!("{sign}{digits}")
        };
    }
    if places > LONG {
        return format!("{sign}{digits}e-{places}");
    }
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (whole, fraction) = padded.split_at(padded.len() - places);
    format!("{sign}{whole}.{fraction}")
}
