//! The grammar that all keys share: `key`, `key = value`, `key(…)`, separated by commas.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Attribute, Expr, ExprLit, ExprPath, Ident, Lit, Path, Token};

use crate::case::Case;
use crate::ctxt::{Ctxt, nearest};
use crate::symbol::Symbol;

/// One entry of an attribute's list.
pub(crate) struct Meta {
    pub(crate) key: Ident,
    pub(crate) value: Value,
}

/// The value that follows a key.
pub(crate) enum Value {
    /// Nothing.
    Flag,
    /// `= expression`
    Is(Expr),
    /// `(tokens)`
    List(TokenStream, Span),
}

impl Parse for Meta {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let key = input
            .call(Ident::parse_any)
            .map_err(|error| syn::Error::new(error.span(), "not a key"))?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Value::Is(ungrouped(input.parse()?))
        } else if input.peek(syn::token::Paren) {
            let content;
            let paren = syn::parenthesized!(content in input);
            Value::List(content.parse()?, paren.span.join())
        } else {
            Value::Flag
        };
        Ok(Self { key, value })
    }
}

impl Meta {
    /// The entries of every attribute called `name`; entries that are not well-formed are reported
    /// and left out.
    pub(crate) fn all(ctxt: &Ctxt, attrs: &[Attribute], name: &str) -> Vec<Self> {
        let mut all = Vec::new();
        for attr in attrs.iter().filter(|attr| attr.path().is_ident(name)) {
            match &attr.meta {
                syn::Meta::List(list) => {
                    let read = |input: ParseStream<'_>| {
                        entries(ctxt, input, &mut all);
                        Ok(())
                    };
                    if let Err(error) = list.parse_args_with(read) {
                        ctxt.push(error);
                    }
                }
                other => ctxt.error(other, format!("nothing to read here; write `#[{name}(…)]`")),
            }
        }
        all
    }

    /// The entries between the parentheses of another one.
    pub(super) fn inside(ctxt: &Ctxt, tokens: &TokenStream) -> Vec<Self> {
        let mut all = Vec::new();
        let read = |input: ParseStream<'_>| {
            entries(ctxt, input, &mut all);
            Ok(())
        };
        if let Err(error) = read.parse2(tokens.clone()) {
            ctxt.push(error);
        }
        all
    }

    /// Returns the tokens of the key's value, or of the key itself if it has none.
    pub(super) fn given(&self) -> TokenStream {
        match &self.value {
            Value::Flag => self.key.to_token_stream(),
            Value::Is(value) => value.to_token_stream(),
            Value::List(tokens, _) => tokens.clone(),
        }
    }

    /// Reports a value on a key that takes none.
    pub(crate) fn flag(&self, ctxt: &Ctxt) {
        match &self.value {
            Value::Flag => {}
            Value::Is(value) => ctxt.error(value, self.takes("no value")),
            Value::List(_, span) => ctxt.error_at(*span, self.takes("no value")),
        }
    }

    /// The string that the key must be given.
    pub(crate) fn text(&self, ctxt: &Ctxt) -> Option<Text> {
        match &self.value {
            Value::Is(Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            })) => Some(Text {
                value: text.value(),
                span: text.span(),
            }),
            Value::Is(value) => {
                ctxt.error(value, self.takes("a string"));
                None
            }
            Value::List(_, span) => {
                ctxt.error_at(*span, self.takes("a string"));
                None
            }
            Value::Flag => {
                ctxt.error(&self.key, self.takes("a string"));
                None
            }
        }
    }

    /// The case style that the key must be given.
    pub(crate) fn case(&self, ctxt: &Ctxt) -> Option<Spanned<Case>> {
        case(ctxt, &self.text(ctxt)?)
    }

    /// The path that the key must be given.
    pub(crate) fn path(&self, ctxt: &Ctxt) -> Option<Path> {
        match &self.value {
            Value::Is(Expr::Path(ExprPath {
                qself: None, path, ..
            })) => Some(path.clone()),
            Value::Is(value) => {
                ctxt.error(value, self.takes("a path"));
                None
            }
            Value::List(_, span) => {
                ctxt.error_at(*span, self.takes("a path"));
                None
            }
            Value::Flag => {
                ctxt.error(&self.key, self.takes("a path"));
                None
            }
        }
    }

    fn takes(&self, what: &str) -> String {
        let key = &self.key;
        match what {
            "no value" => format!("`{key}` takes no value; write `{key}` alone"),
            "a path" => format!("`{key}` takes a path; write `{key} = path::to::item`"),
            _ => format!("`{key}` takes {what}; write `{key} = \"…\"`"),
        }
    }
}

/// The expression inside the invisible group that a macro by example puts around its arguments.
pub(crate) fn ungrouped(mut expr: Expr) -> Expr {
    while let Expr::Group(group) = expr {
        expr = *group.expr;
    }
    expr
}

/// The case style that `text` names.
pub(super) fn case(ctxt: &Ctxt, text: &Text) -> Option<Spanned<Case>> {
    let case = Case::named(&text.value);
    if case.is_none() {
        let known = || Case::ALL.iter().map(|(name, _)| *name);
        let remedy = nearest(&text.value, known()).map_or_else(
            || {
                let list: Vec<_> = known().map(|name| format!("`{name}`")).collect();
                format!("known are {}", list.join(", "))
            },
            |close| format!("did you mean `{close}`"),
        );
        let message = format!("unknown case `{}`; {remedy}", text.value);
        ctxt.error_at(text.span, message);
    }
    case.map(|value| Spanned {
        value,
        span: text.span,
    })
}

fn entries(ctxt: &Ctxt, input: ParseStream<'_>, all: &mut Vec<Meta>) {
    while !input.is_empty() {
        match input.parse() {
            Ok(meta) => all.push(meta),
            Err(error) => {
                ctxt.error_at(
                    error.span(),
                    format!("{error}; write `key`, `key = value` or `key(…)`"),
                );
                skip_entry(input);
            }
        }
        if !input.is_empty() && input.parse::<Token![,]>().is_err() {
            ctxt.error_at(input.span(), "not expected here; separate entries by `,`");
            skip_entry(input);
            let _separator: Option<Token![,]> = input.parse().ok();
        }
    }
}

fn skip_entry(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

/// A value and where it stands.
#[derive(Clone)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A string and where it stands.
pub(crate) type Text = Spanned<String>;

/// An option that may be given once.
pub(crate) struct Slot<T> {
    set: Option<(Ident, &'static str, Spanned<T>)>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { set: None }
    }
}

impl<T: PartialEq> Slot<T> {
    /// Stores what the attribute `from` says under `key`; a second time is an error, and so is
    /// another attribute that says something else.
    pub(crate) fn set(
        &mut self,
        ctxt: &Ctxt,
        from: &'static str,
        key: &Ident,
        value: Option<Spanned<T>>,
    ) {
        let Some(value) = value else { return };
        match &self.set {
            None => self.set = Some((key.clone(), from, value)),
            Some((_, first, _)) if *first == from => {
                ctxt.error(key, format!("duplicate `{key}`; keep one of them"));
            }
            Some((other, first, old)) => {
                if old.value != value.value {
                    let message = format!(
                        "`#[{first}({other})]` and `#[{from}({key})]` differ; say the same in both or remove one"
                    );
                    ctxt.conflict(old.span, value.span, message);
                }
            }
        }
    }

    pub(crate) fn get(&self) -> Option<&Spanned<T>> {
        self.set.as_ref().map(|(_, _, value)| value)
    }

    pub(crate) fn key(&self) -> Option<&Ident> {
        self.set.as_ref().map(|(key, _, _)| key)
    }
}

/// Reports a key that may stand once and stands again.
pub(crate) fn once(ctxt: &Ctxt, seen: &mut Vec<Symbol>, symbol: Symbol, key: &Ident) {
    if seen.contains(&symbol) {
        ctxt.error(key, format!("duplicate `{key}`; keep one of them"));
    }
    seen.push(symbol);
}
