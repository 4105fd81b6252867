//! `compare(…)`: how a field's values are compared, as it was written.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprLit, Ident, Lit as SynLit, Path};

use super::literal::Number;
use super::meta::{Meta, Value};
use crate::ctxt::Ctxt;
use crate::symbol::{self, Symbol};

/// The arguments of `compare(…)`.
#[derive(Clone)]
pub(crate) struct Compare {
    /// The key `compare` itself.
    pub(crate) key: Ident,
    /// Each entry, in order.
    pub(crate) entries: Vec<(Ident, Entry)>,
}

/// One entry.
#[derive(Clone)]
pub(crate) enum Entry {
    Measure(Measure),
    Pairing(Symbol),
    /// `informative` or `ignore`.
    Role(Symbol),
    AtLeast(f64, Span),
}

/// A measure: the comparison of two values.
#[derive(Clone)]
pub(crate) enum Measure {
    Exact,
    Absolute(Number, Span),
    /// A share, not a percentage.
    Relative(f64, Span),
    Normalized,
    TokenF1,
    Edit,
    With(Path),
    Rubric(String, Span),
}

impl Compare {
    /// Reads what `compare` is given; entries that can't be read are reported and left out.
    pub(crate) fn read(ctxt: &Ctxt, meta: &Meta) -> Option<Self> {
        let entries = match &meta.value {
            Value::List(tokens, span) => {
                let entries = Meta::inside(ctxt, tokens);
                if tokens.is_empty() {
                    ctxt.error_at(
                        *span,
                        "nothing between the parentheses; write `compare(exact)`",
                    );
                }
                entries
            }
            Value::Is(value) => {
                ctxt.error(
                    value,
                    "a comparison stands in parentheses; write `compare(exact)`",
                );
                return None;
            }
            Value::Flag => {
                ctxt.error(&meta.key, "no comparison given; write `compare(exact)`");
                return None;
            }
        };
        let mut of = Self {
            key: meta.key.clone(),
            entries: Vec::new(),
        };
        for entry in &entries {
            if let Some(read) = read(ctxt, entry) {
                of.entries.push((entry.key.clone(), read));
            }
        }
        Some(of)
    }
}

fn read(ctxt: &Ctxt, meta: &Meta) -> Option<Entry> {
    let Some(symbol) = symbol::COMPARISON
        .iter()
        .find(|symbol| meta.key == **symbol)
    else {
        ctxt.unknown(&meta.key, "a comparison", symbol::COMPARISON);
        return None;
    };
    Some(match *symbol {
        symbol::AT_LEAST => return at_least(ctxt, meta),
        symbol::WITHIN => Entry::Measure(within(ctxt, meta)?),
        symbol::WITH => Entry::Measure(Measure::With(meta.path(ctxt)?)),
        symbol::RUBRIC => {
            let text = meta.text(ctxt)?;
            Entry::Measure(Measure::Rubric(text.value, text.span))
        }
        flag => {
            meta.flag(ctxt);
            match flag {
                symbol::ORDERED | symbol::SET | symbol::MATCHING => Entry::Pairing(flag),
                symbol::INFORMATIVE | symbol::IGNORE => Entry::Role(flag),
                symbol::NORMALIZED => Entry::Measure(Measure::Normalized),
                symbol::TOKEN_F1 => Entry::Measure(Measure::TokenF1),
                symbol::EDIT => Entry::Measure(Measure::Edit),
                _ => Entry::Measure(Measure::Exact),
            }
        }
    })
}

fn at_least(ctxt: &Ctxt, meta: &Meta) -> Option<Entry> {
    let Value::Is(value) = &meta.value else {
        ctxt.error(&meta.key, "no number given; write `at_least = 0.8`");
        return None;
    };
    let number = ctxt.keep(Number::parse(value))?;
    Some(Entry::AtLeast(number.to_float(), value.span()))
}

fn within(ctxt: &Ctxt, meta: &Meta) -> Option<Measure> {
    let Value::Is(value) = &meta.value else {
        ctxt.error(
            &meta.key,
            "no distance given; write `within = 0.01` or `within = \"1%\"`",
        );
        return None;
    };
    let Expr::Lit(ExprLit {
        lit: SynLit::Str(text),
        ..
    }) = value
    else {
        let number = ctxt.keep(Number::parse(value))?;
        return Some(Measure::Absolute(number, value.span()));
    };
    let share = text.value().strip_suffix('%').and_then(percent);
    if share.is_none() {
        ctxt.error(
            text,
            "not a percentage; write `within = \"1%\"`, or a number without quotes for a distance",
        );
    }
    share.map(|share| Measure::Relative(share, text.span()))
}

/// A plain decimal number, as a share. The point is moved in the text, so that `1%` is what `0.01`
/// is.
fn percent(text: &str) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !plain {
        return None;
    }
    format!("{text}e-2").parse().ok()
}
