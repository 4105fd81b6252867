//! Literal values in rules and examples.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprArray, ExprLit, ExprUnary, Lit as SynLit, UnOp};

/// A literal and where it stands.
#[derive(Clone)]
pub(crate) struct Lit {
    pub(crate) kind: LitKind,
    pub(crate) span: Span,
}

/// The value of a literal.
#[derive(Clone, PartialEq)]
pub(crate) enum LitKind {
    Null,
    Bool(bool),
    Number(Number),
    Str(String),
    List(Vec<Lit>),
}

impl PartialEq for Lit {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// A number as it was written.
#[derive(Clone, Copy)]
pub(crate) enum Number {
    Int(i128),
    Float(f64),
}

/// `1` and `1.0` are one number, as they are in JSON Schema.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.compare(*other) == Some(std::cmp::Ordering::Equal)
    }
}

impl Lit {
    /// Reads an expression that must be a JSON literal.
    pub(crate) fn parse(expr: &Expr) -> syn::Result<Self> {
        let kind = match expr {
            Expr::Lit(ExprLit { lit, .. }) => match lit {
                SynLit::Str(text) => LitKind::Str(text.value()),
                SynLit::Char(character) => LitKind::Str(character.value().to_string()),
                SynLit::Bool(value) => LitKind::Bool(value.value),
                _ => LitKind::Number(Number::parse(expr)?),
            },
            Expr::Unary(_) => LitKind::Number(Number::parse(expr)?),
            Expr::Path(path) if path.path.is_ident("null") || path.path.is_ident("None") => {
                LitKind::Null
            }
            Expr::Array(ExprArray { elems, .. }) => {
                LitKind::List(elems.iter().map(Self::parse).collect::<syn::Result<_>>()?)
            }
            Expr::Group(group) => return Self::parse(&group.expr),
            Expr::Paren(paren) => return Self::parse(&paren.expr),
            other => {
                return Err(syn::Error::new_spanned(
                    other,
                    "not a literal; write a string, a number, `true`, `false`, `null` or a list of them",
                ));
            }
        };
        Ok(Self {
            kind,
            span: expr.span(),
        })
    }
}

impl Number {
    /// Reads an expression that must be a number, with or without a minus sign.
    pub(crate) fn parse(expr: &Expr) -> syn::Result<Self> {
        match expr {
            Expr::Lit(ExprLit { lit, .. }) => Self::of(lit, false),
            Expr::Unary(ExprUnary {
                op: UnOp::Neg(_),
                expr: inner,
                ..
            }) => match &**inner {
                Expr::Lit(ExprLit { lit, .. }) => Self::of(lit, true),
                other => Err(not_a_number(other)),
            },
            Expr::Group(group) => Self::parse(&group.expr),
            Expr::Paren(paren) => Self::parse(&paren.expr),
            other => Err(not_a_number(other)),
        }
    }

    fn of(lit: &SynLit, negative: bool) -> syn::Result<Self> {
        let sign = if negative { "-" } else { "" };
        match lit {
            SynLit::Int(int) => format!("{sign}{}", int.base10_digits())
                .parse()
                .map(Self::Int)
                .map_err(|_too_large| {
                    syn::Error::new_spanned(
                        int,
                        "number too large; write one that an `i128` can hold",
                    )
                }),
            SynLit::Float(float) => {
                let value: f64 = format!("{sign}{}", float.base10_digits())
                    .parse()
                    .map_err(|_malformed| not_a_number(float))?;
                if value.is_finite() {
                    Ok(Self::Float(value))
                } else {
                    Err(syn::Error::new_spanned(
                        float,
                        "number too large; write one that an `f64` can hold",
                    ))
                }
            }
            other => Err(not_a_number(other)),
        }
    }

    /// Returns the number if it is an integer, `None` otherwise.
    pub(crate) fn to_int(self) -> Option<i128> {
        match self {
            Self::Int(value) => Some(value),
            Self::Float(value) => {
                let text = format!("{value:.0}");
                (value.fract() == 0.0).then(|| text.parse().ok()).flatten()
            }
        }
    }

    /// The nearest binary floating-point number.
    pub(crate) fn to_float(self) -> f64 {
        match self {
            // Through its text: the standard conversions from 128 bits are casts, which clippy
            // rightly distrusts.
            Self::Int(value) => value.to_string().parse().unwrap_or(f64::NAN),
            Self::Float(value) => value,
        }
    }

    /// Which of the two is smaller, exactly for integers.
    pub(crate) fn compare(self, other: Self) -> Option<std::cmp::Ordering> {
        match (self.to_int(), other.to_int()) {
            (Some(one), Some(other)) => Some(one.cmp(&other)),
            _ => self.to_float().partial_cmp(&other.to_float()),
        }
    }
}

fn not_a_number(tokens: impl quote::ToTokens) -> syn::Error {
    syn::Error::new_spanned(
        tokens,
        "not a number; write a literal such as `10` or `0.5`",
    )
}
