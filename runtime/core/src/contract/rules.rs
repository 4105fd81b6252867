//! Evaluation of a rule on a value: one implementation, used by the fast path and by the explaining
//! pass.

use std::cmp::Ordering;

use super::View;
use super::unique::{self, equal};
use crate::json::{DOUBLE_DIGITS, Decimal, Node, NodeKind, Number, SINGLE_DIGITS};
use crate::shape::{Bound, Literal, Num, Rule};

/// Returns `true` if the value `view`, written `source`, satisfies `rule`.
///
/// Inlined, so that of a rule which the generated code knows nothing but its own arm is left.
#[inline]
pub(crate) fn holds(rule: &Rule, view: View<'_>, source: &str) -> bool {
    match (rule, view) {
        (Rule::Length { min, max }, View::Str(text)) => is_long(text, *min, *max),
        (Rule::Length { min, max }, View::Count(count)) => is_counted(count, *min, *max),
        (Rule::Range { min, max }, View::Int(_)) => is_inside(view, *min, *max),
        // Both as it was written and as it is held: the two may lie on different sides of a bound.
        (Rule::Range { min, max }, View::Float(_)) => {
            is_inside(view, *min, *max) && is_inside(as_written(view, source), *min, *max)
        }
        (Rule::Unique, View::Count(count)) => count < 2 || unique::holds(source),
        (Rule::Pattern(pattern), View::Str(text)) => (pattern.regex)().is_match(text),
        _ => rest_holds(rule, view, source),
    }
}

/// Returns `true` if the rules allow control characters in `text`.
pub(crate) fn allows(rules: impl IntoIterator<Item = &'static Rule>, text: Option<&str>) -> bool {
    rules.into_iter().any(|rule| match (rule, text) {
        (Rule::ControlCharacters, _) => true,
        (Rule::OneOf(values), Some(text)) => values.iter().any(|value| is(View::Str(text), value)),
        _ => false,
    })
}

/// Returns `true` if a number that is held as `view` satisfies a rule that what was written
/// satisfies.
pub(crate) fn held_holds(rule: &Rule, view: View<'_>) -> bool {
    match rule {
        Rule::Range { min, max } => is_inside(view, *min, *max),
        _ => true,
    }
}

/// Returns `true` if the value satisfies a rule that has no branch in the fast path.
fn rest_holds(rule: &Rule, view: View<'_>, source: &str) -> bool {
    if let (Rule::Range { .. }, View::Single(_)) = (rule, view)
        && !held_holds(rule, view)
    {
        return false;
    }
    match as_written(view, source) {
        View::Null => true,
        View::Other => {
            // The type shows nothing of itself to rules: its text on the wire does.
            Node::parse(source).is_ok_and(|node| node_holds(rule, &node))
        }
        view => match rule {
            Rule::Range { min, max } => is_inside(view, *min, *max),
            Rule::MultipleOf(of) => is_multiple(view, *of),
            Rule::Format(format) => match view {
                View::Str(text) => format.accepts(text),
                _ => true,
            },
            Rule::OneOf(values) => match view {
                View::Count(_) => Node::parse(source)
                    .is_ok_and(|node| values.iter().any(|value| equal(&node, value))),
                _ => values.iter().any(|value| is(view, value)),
            },
            // Rules of texts and lists say nothing of other values.
            Rule::Length { .. } | Rule::Pattern(_) | Rule::Unique | Rule::ControlCharacters => true,
        },
    }
}

/// A float as it was written, unless its shortest form is that anyway: the two may lie on different
/// sides of a bound.
fn as_written<'a>(view: View<'a>, source: &'a str) -> View<'a> {
    let digits = match view {
        View::Float(_) => DOUBLE_DIGITS,
        View::Single(_) => SINGLE_DIGITS,
        _ => return view,
    };
    let plain = |byte: u8| !matches!(byte, b'e' | b'E');
    if source.len() <= digits && source.bytes().all(plain) {
        return view;
    }
    match Number::scan(source, 0) {
        Some((number, end)) if end == source.len() => View::Number(number),
        _ => view,
    }
}

/// Returns `true` if a parsed value whose type has no view of its own satisfies the rule. A `null`
/// under an `Option` never comes here, so `null` is a value like others.
pub(crate) fn node_holds(rule: &Rule, node: &Node<'_>) -> bool {
    let view = match (&node.kind, rule) {
        (NodeKind::Null, Rule::OneOf(values)) => {
            return values.iter().any(|value| equal(node, value));
        }
        (NodeKind::Null, _) => return true,
        (NodeKind::List(items), Rule::Unique) => return unique::differ(items),
        (NodeKind::List(_) | NodeKind::Object(_), Rule::OneOf(values)) => {
            return values.iter().any(|value| equal(node, value));
        }
        (NodeKind::Bool(value), _) => View::Bool(*value),
        (NodeKind::Number(number), _) => View::Number(*number),
        (NodeKind::String(text), _) => View::Str(text),
        (NodeKind::List(items), _) => View::Count(items.len()),
        (NodeKind::Object(members), _) => View::Count(members.len()),
    };
    holds(rule, view, "")
}

/// Returns `true` if a text has so many characters. They are counted only where the number of
/// bytes, of which each has one to four, leaves it open.
#[inline]
fn is_long(text: &str, min: u64, max: Option<u64>) -> bool {
    let bytes = text.len();
    (is_counted(bytes.div_ceil(4), min, None) && is_counted(bytes, 0, max))
        || is_counted(text.chars().count(), min, max)
}

#[inline]
fn is_counted(count: usize, min: u64, max: Option<u64>) -> bool {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    count >= min && max.is_none_or(|max| count <= max)
}

#[inline]
fn is_inside(view: View<'_>, min: Option<Bound>, max: Option<Bound>) -> bool {
    min.is_none_or(|bound| within(view, bound, Ordering::Greater))
        && max.is_none_or(|bound| within(view, bound, Ordering::Less))
}

/// Compares the number with the one of a rule; `None` if there is no number.
#[inline]
fn compare(view: View<'_>, with: Num) -> Option<Ordering> {
    if let (View::Int(value), Num::Int(with)) = (view, with) {
        return Some(value.cmp(&with));
    }
    if let (View::Float(value), Num::Float(with)) = (view, with) {
        return value.partial_cmp(&with);
    }
    // A float that isn't such an integer lies on the same side of it as the decimal text that the
    // float was read from.
    if let (View::Float(value), Num::Int(with)) = (view, with)
        && let Ok(with) = i32::try_from(with)
    {
        return value.partial_cmp(&f64::from(with));
    }
    compare_decimal(view, with)
}

#[inline(never)]
fn compare_decimal(view: View<'_>, with: Num) -> Option<Ordering> {
    Some(Decimal::parse(&decimal(view)?).cmp(&Decimal::parse(&written(with))))
}

/// The number's decimal text: the shortest that the type reads back.
fn decimal(view: View<'_>) -> Option<String> {
    match view {
        View::Int(value) => Some(value.to_string()),
        View::Uint(value) => Some(value.to_string()),
        View::Float(value) => Some(format!("{value:e}")),
        View::Single(value) => Some(format!("{value:e}")),
        View::Number(number) => Some(number.as_str().to_owned()),
        _ => None,
    }
}

fn written(number: Num) -> String {
    match number {
        Num::Int(value) => value.to_string(),
        Num::Float(value) => format!("{value:e}"),
    }
}

#[inline]
fn within(view: View<'_>, bound: Bound, inward: Ordering) -> bool {
    compare(view, bound.value)
        .is_none_or(|order| order == inward || (order == Ordering::Equal && !bound.exclusive))
}

fn is_multiple(view: View<'_>, of: Num) -> bool {
    if let (View::Int(value), Num::Int(of)) = (view, of) {
        return of != 0 && value.checked_rem(of).unwrap_or(0) == 0;
    }
    let Some(text) = decimal(view) else {
        return true;
    };
    let (value, of_text) = (Decimal::parse(&text), written(of));
    let of = Decimal::parse(&of_text);
    if value.is_zero() {
        return true;
    }
    let (Some((value, value_power)), Some((of, of_power))) = (value.parts(), of.parts()) else {
        return false;
    };
    if of == 0 {
        return false;
    }
    // value × 10^shift must be a whole multiple of `of`.
    let shift = value_power - of_power;
    match u32::try_from(shift) {
        Ok(shift) => scaled_remainder(value % of, shift, of) == 0,
        Err(_) => u32::try_from(-shift)
            .ok()
            .and_then(|shift| 10_u128.checked_pow(shift))
            .and_then(|scale| of.checked_mul(scale))
            .is_some_and(|of| value % of == 0),
    }
}

/// `value × 10^power mod of`, without the product.
fn scaled_remainder(value: u128, power: u32, of: u128) -> u128 {
    let mut value = value;
    for _ in 0..power.min(400) {
        if value == 0 {
            break;
        }
        value = times_ten(value, of);
    }
    value
}

/// `value × 10 mod of`, where `value < of`, by additions that can't overflow.
fn times_ten(value: u128, of: u128) -> u128 {
    let add = |left: u128, right: u128| {
        if left >= of - right {
            left - (of - right)
        } else {
            left + right
        }
    };
    let two = add(value, value);
    let four = add(two, two);
    add(add(four, four), two)
}

/// Returns `true` if the value equals the literal as a JSON value.
fn is(view: View<'_>, literal: &Literal) -> bool {
    match (view, literal) {
        (View::Bool(value), Literal::Bool(with)) => value == *with,
        (View::Str(value), Literal::Str(with)) => value == *with,
        (_, Literal::Int(with)) => compare(view, Num::Int(*with)) == Some(Ordering::Equal),
        (_, Literal::Float(with)) => compare(view, Num::Float(*with)) == Some(Ordering::Equal),
        _ => false,
    }
}

/// Returns `true` if a number of the answer equals the literal number.
pub(crate) fn number_is(number: Number<'_>, with: Num) -> bool {
    compare(View::Number(number), with) == Some(Ordering::Equal)
}
