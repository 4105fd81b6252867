//! Rules: what a value must satisfy beyond its type.

use proc_macro2::{Span, TokenStream};
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprArray, ExprAssign, ExprRange, Ident, RangeLimits, Token};

use super::literal::{Lit, Number};
use super::meta::{Meta, Text, Value, once, ungrouped};
use crate::ctxt::Ctxt;
use crate::symbol::{self, Symbol};

/// The rules of one field or newtype.
#[derive(Default)]
pub(crate) struct Rules {
    pub(crate) list: Vec<Rule>,
    seen: Vec<Symbol>,
}

/// One rule and where it stands.
#[derive(Clone)]
pub(crate) struct Rule {
    /// The key.
    pub(crate) key: Ident,
    /// The tokens of the key's value, or of the key itself if it has none.
    pub(crate) given: TokenStream,
    pub(crate) kind: RuleKind,
}

/// The parsed content of a rule.
#[derive(Clone)]
pub(crate) enum RuleKind {
    Length {
        min: Number,
        max: Option<Number>,
    },
    Range {
        min: Option<Bound>,
        max: Option<Bound>,
    },
    MultipleOf(Number),
    Pattern(Text),
    Format(Text),
    Unique,
    OneOf(Vec<Lit>),
    ControlCharacters,
}

/// One end of a range.
#[derive(Clone, Copy)]
pub(crate) struct Bound {
    pub(crate) value: Number,
    pub(crate) exclusive: bool,
    pub(crate) span: Span,
}

impl Rules {
    /// Takes `meta` if it is a rule.
    pub(crate) fn take(&mut self, ctxt: &Ctxt, meta: &Meta) -> bool {
        let Some(symbol) = symbol::RULES.iter().find(|symbol| meta.key == **symbol) else {
            return false;
        };
        once(ctxt, &mut self.seen, *symbol, &meta.key);
        if let Some(kind) = read(ctxt, *symbol, meta) {
            self.list.push(Rule {
                key: meta.key.clone(),
                given: meta.given(),
                kind,
            });
        }
        true
    }
}

fn read(ctxt: &Ctxt, symbol: Symbol, meta: &Meta) -> Option<RuleKind> {
    let list = |form: &str| list(ctxt, meta, form);
    match symbol {
        symbol::LENGTH => {
            if let Value::Is(value) = &meta.value
                && let Ok(number) = Number::parse(value)
                && let Some(exactly) = number.to_int()
            {
                let message = format!(
                    "a length stands in parentheses; write `length({exactly})` for exactly so many, or `length(..={exactly})` for at most"
                );
                ctxt.error(value, message);
                return None;
            }
            length(ctxt, list("length(1..=10)")?)
        }
        symbol::RANGE => range(ctxt, list("range(0..=100)")?),
        symbol::MULTIPLE_OF => {
            if let Value::Is(value) = &meta.value {
                return reported(ctxt, Number::parse(value)).map(RuleKind::MultipleOf);
            }
            ctxt.error(&meta.key, "no number given; write `multiple_of = 5`");
            None
        }
        symbol::PATTERN | symbol::FORMAT => {
            let text = meta.text(ctxt)?;
            Some(if symbol == symbol::PATTERN {
                RuleKind::Pattern(text)
            } else {
                RuleKind::Format(text)
            })
        }
        symbol::ONE_OF => one_of(ctxt, meta),
        symbol::CONTROL_CHARACTERS => {
            meta.flag(ctxt);
            Some(RuleKind::ControlCharacters)
        }
        _ => {
            meta.flag(ctxt);
            Some(RuleKind::Unique)
        }
    }
}

fn list<'a>(ctxt: &Ctxt, meta: &'a Meta, form: &str) -> Option<&'a TokenStream> {
    let message = |what: &str| format!("{what}; write `{form}`");
    match &meta.value {
        Value::List(tokens, span) if tokens.is_empty() => {
            ctxt.error_at(*span, message("nothing between the parentheses"));
            None
        }
        Value::List(tokens, _) => Some(tokens),
        Value::Is(value) => {
            ctxt.error(value, message("bounds stand in parentheses"));
            None
        }
        Value::Flag => {
            ctxt.error(&meta.key, message("no bounds given"));
            None
        }
    }
}

fn reported<T>(ctxt: &Ctxt, result: syn::Result<T>) -> Option<T> {
    result.map_err(|error| ctxt.push(error)).ok()
}

/// Parses the arguments in parentheses; `form` is the spelling that the message suggests.
fn parts(ctxt: &Ctxt, tokens: &TokenStream, form: &str) -> Option<Vec<Expr>> {
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    match parser.parse2(tokens.clone()) {
        Ok(parts) => Some(parts.into_iter().map(ungrouped).collect()),
        Err(error) => {
            ctxt.error(tokens, format!("{error}; write `{form}`"));
            None
        }
    }
}

fn length(ctxt: &Ctxt, tokens: &TokenStream) -> Option<RuleKind> {
    let parts = parts(ctxt, tokens, "length(1..=10)")?;
    let count = |expr: &Expr| {
        let number = reported(ctxt, Number::parse(expr))?;
        if let Some(Ok(_)) = number.to_int().map(u64::try_from) {
            return Some(number);
        }
        ctxt.error(expr, "not a count; write a whole number from 0 on");
        None
    };
    if matches!(parts.first(), Some(Expr::Assign(_))) {
        return named_length(ctxt, &parts, &count);
    }
    let mut parts = parts.into_iter();
    let expr = parts.next()?;
    if let Some(second) = parts.next() {
        ctxt.error(
            second,
            "`length` takes one range or one number; write `length(1..=10)` or `length(3)`",
        );
        return None;
    }
    let Expr::Range(ExprRange {
        start, limits, end, ..
    }) = &expr
    else {
        let exactly = count(&expr)?;
        return Some(RuleKind::Length {
            min: exactly,
            max: Some(exactly),
        });
    };
    if start.is_none() && end.is_none() {
        ctxt.error(
            tokens,
            "no bound given; write `length(1..=10)`, `length(1..)` or `length(..=10)`",
        );
        return None;
    }
    let min = match start {
        Some(expr) => count(expr)?,
        None => Number::Int(0),
    };
    let max = match end {
        Some(expr) => {
            let last = count(expr)?;
            Some(match (limits, last) {
                (RangeLimits::HalfOpen(_), Number::Int(last)) => Number::Int(last - 1),
                _ => last,
            })
        }
        None => None,
    };
    Some(RuleKind::Length { min, max })
}

/// Reads `min = 1`, `max = 10`, or both.
fn named_length(
    ctxt: &Ctxt,
    parts: &[Expr],
    count: &impl Fn(&Expr) -> Option<Number>,
) -> Option<RuleKind> {
    const FORMS: &str =
        "write `length(1..=10)`, `length(3)` for exactly 3, or name the ends: `min`, `max`";
    let (mut min, mut max) = (None, None);
    for part in parts {
        let Expr::Assign(ExprAssign { left, right, .. }) = part else {
            ctxt.error(part, format!("not an end of a length; {FORMS}"));
            return None;
        };
        let end = if is_named(left, "min") {
            &mut min
        } else if is_named(left, "max") {
            &mut max
        } else {
            ctxt.error(left, format!("unknown end of a length; {FORMS}"));
            return None;
        };
        if end.is_some() {
            ctxt.error(left, TWICE);
            return None;
        }
        *end = Some(count(right)?);
    }
    Some(RuleKind::Length {
        min: min.unwrap_or(Number::Int(0)),
        max,
    })
}

fn is_named(expr: &Expr, name: &str) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident(name))
}

/// An end of a range or a length that stands there again.
const TWICE: &str = "this end is given twice; keep one of them";

fn range(ctxt: &Ctxt, tokens: &TokenStream) -> Option<RuleKind> {
    let parts = parts(ctxt, tokens, "range(0..=100)")?;
    let bound = |expr: &Expr, exclusive| {
        reported(ctxt, Number::parse(expr)).map(|value| Bound {
            value,
            exclusive,
            span: expr.span(),
        })
    };
    if let Some(Expr::Range(ExprRange {
        start, limits, end, ..
    })) = parts.first().filter(|_| parts.len() == 1)
    {
        if start.is_none() && end.is_none() {
            ctxt.error(
                tokens,
                "no bound given; write `range(0..=100)`, `range(0..)` or `range(..=100)`",
            );
            return None;
        }
        let end_is_open = matches!(limits, RangeLimits::HalfOpen(_));
        let min = start.as_deref().map(|expr| bound(expr, false));
        let max = end.as_deref().map(|expr| bound(expr, end_is_open));
        return Some(RuleKind::Range {
            min: transposed(min)?,
            max: transposed(max)?,
        });
    }
    let (mut min, mut max) = (None, None);
    let mut complete = true;
    for part in &parts {
        complete &= named_bound(ctxt, part, &bound, &mut min, &mut max);
    }
    complete.then_some(RuleKind::Range { min, max })
}

#[allow(
    clippy::option_option,
    reason = "outside: was it given; inside: was it well-formed"
)]
fn transposed<T>(of: Option<Option<T>>) -> Option<Option<T>> {
    match of {
        Some(None) => None,
        Some(some) => Some(some),
        None => Some(None),
    }
}

/// Reads `min = 0`, `exclusive_min = 0`, `max = 1` or `exclusive_max = 1`.
fn named_bound(
    ctxt: &Ctxt,
    part: &Expr,
    bound: &impl Fn(&Expr, bool) -> Option<Bound>,
    min: &mut Option<Bound>,
    max: &mut Option<Bound>,
) -> bool {
    const FORMS: &str =
        "write `range(0..=100)`, or name the ends: `min`, `exclusive_min`, `max`, `exclusive_max`";
    let Expr::Assign(ExprAssign { left, right, .. }) = part else {
        ctxt.error(part, format!("not a range; {FORMS}"));
        return false;
    };
    let name = match &**left {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    };
    let (end, exclusive) = match name.as_deref() {
        Some("min") => (min, false),
        Some("exclusive_min") => (min, true),
        Some("max") => (max, false),
        Some("exclusive_max") => (max, true),
        _ => {
            ctxt.error(left, format!("unknown end of a range; {FORMS}"));
            return false;
        }
    };
    if end.is_some() {
        ctxt.error(left, TWICE);
        return false;
    }
    *end = bound(right, exclusive);
    end.is_some()
}

fn one_of(ctxt: &Ctxt, meta: &Meta) -> Option<RuleKind> {
    let values: Vec<Expr> = match &meta.value {
        Value::List(tokens, _) => parts(ctxt, tokens, "one_of = [1, 2, 3]")?,
        Value::Is(Expr::Array(ExprArray { elems, .. })) => elems.iter().cloned().collect(),
        Value::Is(other) => {
            ctxt.error(other, "not a list; write `one_of = [1, 2, 3]`");
            return None;
        }
        Value::Flag => {
            ctxt.error(&meta.key, "no values given; write `one_of = [1, 2, 3]`");
            return None;
        }
    };
    let values: Vec<Option<Lit>> = values
        .iter()
        .map(|value| reported(ctxt, Lit::parse(value)))
        .collect();
    let values: Option<Vec<Lit>> = values.into_iter().collect();
    values.map(RuleKind::OneOf)
}
