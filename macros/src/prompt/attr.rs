//! Stage 1: `#[prompt(…)]` as typed, spanned options.

use syn::{DeriveInput, Error, LitStr, Path, Type};

use super::Errors;

/// Every key of `#[prompt(…)]`, once.
const KEYS: &str = "`output`, `user`, `system`, `examples`, `name` or `crate`";

/// What the user wrote.
pub(crate) struct Options {
    pub(crate) output: Type,
    pub(crate) user: LitStr,
    pub(crate) system: Option<LitStr>,
    pub(crate) examples: Option<Path>,
    pub(crate) name: Option<LitStr>,
    pub(crate) runtime: Option<Path>,
}

/// The keys as they come, before it is known which are missing.
#[derive(Default)]
struct Raw {
    output: Option<Type>,
    user: Option<LitStr>,
    system: Option<LitStr>,
    examples: Option<Path>,
    name: Option<LitStr>,
    runtime: Option<Path>,
}

impl Options {
    pub(crate) fn parse(input: &DeriveInput) -> syn::Result<Self> {
        let (mut raw, mut errors) = (Raw::default(), Errors::default());
        let mut seen = false;
        for attr in input
            .attrs
            .iter()
            .filter(|attr| attr.path().is_ident("prompt"))
        {
            seen = true;
            errors.keep(attr.parse_nested_meta(|meta| {
                if meta.path.is_ident("output") {
                    set(&mut raw.output, meta.value()?.parse()?, &meta.path)
                } else if meta.path.is_ident("user") {
                    set(&mut raw.user, meta.value()?.parse()?, &meta.path)
                } else if meta.path.is_ident("system") {
                    set(&mut raw.system, meta.value()?.parse()?, &meta.path)
                } else if meta.path.is_ident("examples") {
                    set(&mut raw.examples, meta.value()?.parse()?, &meta.path)
                } else if meta.path.is_ident("name") {
                    set(&mut raw.name, meta.value()?.parse()?, &meta.path)
                } else if meta.path.is_ident("crate") {
                    set(&mut raw.runtime, meta.value()?.parse()?, &meta.path)
                } else {
                    Err(Error::new_spanned(
                        &meta.path,
                        format!("unknown key in `#[prompt(…)]`; expected {KEYS}"),
                    ))
                }
            }));
        }
        if !seen {
            errors.push(Error::new_spanned(
                &input.ident,
                "no `#[prompt(…)]`; say at least `#[prompt(output = Type, user = \"…\")]`",
            ));
        } else if errors.0.is_none() {
            if raw.output.is_none() {
                errors.push(Error::new_spanned(&input.ident, "no output type; add `output = Type` to `#[prompt(…)]`, with a type that derives `Contract`"));
            }
            if raw.user.is_none() {
                errors.push(Error::new_spanned(
                    &input.ident,
                    "no user template; add `user = \"… {field} …\"` to `#[prompt(…)]`",
                ));
            }
        }
        errors.finish()?;
        match (raw.output, raw.user) {
            (Some(output), Some(user)) => Ok(Self {
                output,
                user,
                system: raw.system,
                examples: raw.examples,
                name: raw.name,
                runtime: raw.runtime,
            }),
            _ => Err(Error::new_spanned(
                &input.ident,
                "no `#[prompt(…)]` could be read",
            )),
        }
    }
}

fn set<T>(slot: &mut Option<T>, value: T, key: &Path) -> syn::Result<()> {
    if slot.is_some() {
        return Err(Error::new_spanned(key, "this key stands twice; keep one"));
    }
    *slot = Some(value);
    Ok(())
}
