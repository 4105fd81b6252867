//! Free-form JSON, said out loud.

use serde_json::{Map, Value, map::Entry};

use crate::contract::{Contract, View};
use crate::json::{Reader, Stop, write_string};
use crate::shape::Shape;

/// Any JSON value.
///
/// A contract that lets anything through is no contract, so this is never the default and has to be
/// named. What is read is still exact: a key that stands twice, or a number that neither a 64-bit
/// integer nor a double holds without changing it, is a violation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(
    clippy::exhaustive_structs,
    reason = "a newtype to be taken apart by its users"
)]
pub struct Untyped(pub Value);

/// Which numbers a [`Value`] holds.
const NUMBERS: &str = "a number that a 64-bit integer or a double holds";

#[diagnostic::do_not_recommend]
impl Contract for Untyped {
    const SHAPE: &'static Shape = &Shape::Untyped;

    fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
        value(reader).map(Self)
    }

    fn write(&self, out: &mut String) {
        write_value(&self.0, out);
    }

    fn view(&self) -> View<'_> {
        View::Other
    }
}

fn value(reader: &mut Reader<'_>) -> Result<Value, Stop> {
    let mut first = true;
    match reader.peek().ok_or(Stop)? {
        b'{' => {
            let mut members = Map::new();
            reader.map()?;
            while let Some(key) = reader.entry(&mut first)? {
                let Entry::Vacant(vacant) = members.entry(key.into_owned()) else {
                    return Err(Stop);
                };
                vacant.insert(value(reader)?);
            }
            Ok(Value::Object(members))
        }
        b'[' => {
            let mut items = Vec::new();
            reader.list()?;
            while reader.item(&mut first)? {
                items.push(value(reader)?);
            }
            Ok(Value::Array(items))
        }
        b'"' => reader.string().map(|text| Value::String(text.into_owned())),
        b't' | b'f' => reader.boolean().map(Value::Bool),
        b'n' if reader.null() => Ok(Value::Null),
        _ => number(reader),
    }
}

/// Never through a number's text, because what `serde_json` makes of that depends on its features.
fn number(reader: &mut Reader<'_>) -> Result<Value, Stop> {
    let start = reader.start();
    let number = reader.number()?;
    let whole = !number.as_str().contains(['.', 'e', 'E']);
    if whole && let Some(value) = number.to_i128() {
        if let Ok(value) = i64::try_from(value) {
            return Ok(value.into());
        }
        if let Ok(value) = u64::try_from(value) {
            return Ok(value.into());
        }
    }
    match number.to_f64() {
        Some(value) => Ok(value.into()),
        None => Err(reader.refuse(start, NUMBERS)),
    }
}

fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => value.write(out),
        Value::Number(value) => out.push_str(&value.to_string()),
        Value::String(text) => write_string(out, text),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_value(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_string(out, key);
                out.push(':');
                write_value(member, out);
            }
            out.push('}');
        }
    }
}
