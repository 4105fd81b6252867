//! Stage 1: `#[prompt(…)]` as typed, spanned options.

use syn::meta::ParseNestedMeta;
use syn::{DeriveInput, Error, LitStr, Path, Type};

use super::source::Source;
use crate::ctxt::Ctxt;

/// Every key of `#[prompt(…)]`, once.
const KEYS: &str =
    "`output`, `user`, `user_file`, `system`, `system_file`, `examples`, `name` or `crate`";

/// What the user wrote; what is missing has been told.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) output: Option<Type>,
    pub(crate) user: Option<Source>,
    pub(crate) system: Option<Source>,
    pub(crate) examples: Option<Path>,
    pub(crate) name: Option<LitStr>,
    pub(crate) runtime: Option<Path>,
}

impl Options {
    pub(crate) fn parse(input: &DeriveInput, errors: &Ctxt) -> Self {
        let mut options = Self::default();
        let mut seen = false;
        for attr in input
            .attrs
            .iter()
            .filter(|attr| attr.path().is_ident("prompt"))
        {
            seen = true;
            let parsed = attr.parse_nested_meta(|meta| options.key(&meta, errors));
            errors.keep(parsed);
        }
        if !seen {
            errors.push(Error::new_spanned(
                &input.ident,
                "no `#[prompt(…)]`; say at least `#[prompt(output = Type, user = \"…\")]`",
            ));
            return options;
        }
        if options.output.is_none() {
            errors.push(Error::new_spanned(
                &input.ident,
                "no output type; add `output = Type` to `#[prompt(…)]`, with a type that derives `Contract`",
            ));
        }
        if options.user.is_none() {
            errors.push(Error::new_spanned(
                &input.ident,
                "no user template; add `user = \"… {field} …\"` or `user_file = \"path\"` to `#[prompt(…)]`",
            ));
        }
        options
    }

    /// Reads one key; only a value that is no value at all ends the list.
    fn key(&mut self, meta: &ParseNestedMeta<'_>, errors: &Ctxt) -> syn::Result<()> {
        let key = &meta.path;
        if key.is_ident("output") {
            set(&mut self.output, meta.value()?.parse()?, key, errors);
        } else if key.is_ident("user") {
            set(&mut self.user, Source::text(meta, errors)?, key, errors);
        } else if key.is_ident("user_file") {
            set(&mut self.user, Source::file(meta, errors)?, key, errors);
        } else if key.is_ident("system") {
            set(&mut self.system, Source::text(meta, errors)?, key, errors);
        } else if key.is_ident("system_file") {
            set(&mut self.system, Source::file(meta, errors)?, key, errors);
        } else if key.is_ident("examples") {
            set(&mut self.examples, meta.value()?.parse()?, key, errors);
        } else if key.is_ident("name") {
            set(&mut self.name, meta.value()?.parse()?, key, errors);
        } else if key.is_ident("crate") {
            set(&mut self.runtime, meta.value()?.parse()?, key, errors);
        } else {
            errors.push(Error::new_spanned(
                key,
                format!("unknown key in `#[prompt(…)]`; expected {KEYS}"),
            ));
            if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            }
        }
        Ok(())
    }
}

fn set<T>(slot: &mut Option<T>, value: T, key: &Path, errors: &Ctxt) {
    if slot.is_some() {
        errors.push(Error::new_spanned(key, "this is said twice; keep one"));
    } else {
        *slot = Some(value);
    }
}
