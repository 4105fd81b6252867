//! Stage 1: `#[prompt(…)]` as typed, spanned options.

use syn::meta::ParseNestedMeta;
use syn::parse::Parse;
use syn::punctuated::Punctuated;
use syn::{DeriveInput, Error, Expr, ExprLit, Lit, LitStr, Path, Token, Type};

use super::relation::{Kind, Tie};
use super::source::Source;
use crate::attr::ungrouped;
use crate::ctxt::{Ctxt, folded, nearest};

/// Every key of `#[prompt(…)]`, once.
const KEYS: &[&str] = &[
    "output",
    "user",
    "user_file",
    "system",
    "system_file",
    "examples",
    "choices",
    "quotes",
    "ensure",
    "name",
    "qualified",
    "lock",
    "crate",
];

/// Names that other crates use for a key of ours, in lower case and without `_`, and the remedy.
const ELSEWHERE: &[(&[&str], &str)] = &[
    (
        &[
            "response", "result", "returns", "schema", "type", "into", "answer", "contract",
        ],
        "write `output = Type`",
    ),
    (
        &[
            "template",
            "prompt",
            "text",
            "message",
            "usermessage",
            "userprompt",
            "usertemplate",
        ],
        "write `user = \"… {field} …\"`",
    ),
    (
        &[
            "instructions",
            "preamble",
            "systemmessage",
            "systemprompt",
            "systemtemplate",
            "developer",
            "role",
        ],
        "write `system = \"…\"`",
    ),
    (
        &["file", "path", "templatefile", "src"],
        "write `user_file = \"…\"`",
    ),
    (
        &["fewshot", "shots", "example"],
        "write `examples = path::to::function`",
    ),
    (
        &["validate", "check", "validator"],
        "write `ensure = path::to::check`",
    ),
    (
        &[
            "model",
            "vendor",
            "provider",
            "temperature",
            "maxtokens",
            "maxoutputtokens",
            "seed",
        ],
        "a prompt names no model and no setting; write both where the plan is made",
    ),
    (
        &["description", "describe", "doc", "title"],
        "a model reads `system` and `user`; write it there, or `name = \"…\"` for the prompt's name",
    ),
];

/// Returns the message for a key that `#[prompt(…)]` doesn't have.
fn unknown(key: &Path) -> String {
    let name = key.get_ident().map(ToString::to_string).unwrap_or_default();
    let plain = folded(&name);
    let elsewhere = ELSEWHERE
        .iter()
        .find(|(names, _)| names.contains(&plain.as_str()));
    let remedy = if let Some((_, remedy)) = elsewhere {
        (*remedy).to_owned()
    } else if let Some(close) = nearest(&name, KEYS.iter().copied()) {
        format!("did you mean `{close}`")
    } else {
        format!("known are `{}`", KEYS.join("`, `"))
    };
    format!("unknown key `{name}` in `#[prompt(…)]`; {remedy}")
}

/// The options that the user wrote. Missing ones have been reported.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) output: Option<Type>,
    pub(crate) user: Option<Source>,
    pub(crate) system: Option<Source>,
    pub(crate) examples: Option<Path>,
    pub(crate) name: Option<LitStr>,
    pub(crate) runtime: Option<Path>,
    /// Models that must have evidence, `vendor/model`.
    pub(crate) qualified: Option<Vec<LitStr>>,
    /// The file that has it.
    pub(crate) lock: Option<LitStr>,
    /// Relations that tie the answer to the inputs.
    pub(crate) ties: Vec<Tie>,
    /// Functions that see the prompt and its answer.
    pub(crate) ensures: Vec<Path>,
    /// `true` if `output` stands there, be it well or not.
    has_output: bool,
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
        if !options.has_output {
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
        if let (Some(lock), None) = (&options.lock, &options.qualified) {
            errors.push(Error::new_spanned(
                lock,
                "nothing reads this file; name the models by `qualified(\"vendor/model\")`, or remove `lock`",
            ));
        }
        options
    }

    /// Reads one key; only a value that is no value at all ends the list.
    fn key(&mut self, meta: &ParseNestedMeta<'_>, errors: &Ctxt) -> syn::Result<()> {
        let key = &meta.path;
        if key.is_ident("output") {
            self.has_output = true;
            let output = unquoted(meta, errors, "a type")?;
            set_some(&mut self.output, output, key, errors);
        } else if key.is_ident("user") {
            set(&mut self.user, Source::text(meta, errors)?, key, errors);
        } else if key.is_ident("user_file") {
            set(&mut self.user, Source::file(meta, errors)?, key, errors);
        } else if key.is_ident("system") {
            set(&mut self.system, Source::text(meta, errors)?, key, errors);
        } else if key.is_ident("system_file") {
            set(&mut self.system, Source::file(meta, errors)?, key, errors);
        } else if key.is_ident("examples") {
            let examples = unquoted(meta, errors, "the path of a function")?;
            set_some(&mut self.examples, examples, key, errors);
        } else if key.is_ident("choices") {
            self.ties.extend(Tie::read(meta, Kind::Choices, errors)?);
        } else if key.is_ident("quotes") {
            self.ties.extend(Tie::read(meta, Kind::Quotes, errors)?);
        } else if key.is_ident("ensure") {
            let check: Option<Path> = unquoted(meta, errors, "the path of a function")?;
            if let Some(check) = &check
                && self.ensures.contains(check)
            {
                errors.error(check, "this check stands twice; keep one of them");
            }
            self.ensures.extend(check);
        } else if key.is_ident("name") {
            let name: LitStr = meta.value()?.parse()?;
            if name.value().trim().is_empty() {
                errors.error(&name, "an empty name doesn't identify the prompt; write one, or leave `name` out for the type's");
            }
            set(&mut self.name, name, key, errors);
        } else if key.is_ident("qualified") {
            set(&mut self.qualified, models(meta, errors)?, key, errors);
        } else if key.is_ident("lock") {
            set(&mut self.lock, meta.value()?.parse()?, key, errors);
        } else if key.is_ident("crate") {
            let runtime = unquoted(meta, errors, "a path")?;
            set_some(&mut self.runtime, runtime, key, errors);
        } else {
            errors.push(Error::new_spanned(key, unknown(key)));
            if meta.input.peek(Token![=]) {
                meta.value()?.parse::<Expr>()?;
            }
        }
        Ok(())
    }
}

/// Parses the list of `qualified("vendor/model", …)` and returns each valid name once. Invalid
/// names have been reported and aren't looked up.
fn models(meta: &ParseNestedMeta<'_>, errors: &Ctxt) -> syn::Result<Vec<LitStr>> {
    if !meta.input.peek(syn::token::Paren) {
        let message = "the models stand in a list; write `qualified(\"vendor/model\")`";
        errors.push(Error::new_spanned(&meta.path, message));
        if meta.input.peek(Token![=]) {
            meta.value()?.parse::<Expr>()?;
        }
        return Ok(Vec::new());
    }
    let list;
    syn::parenthesized!(list in meta.input);
    let list = Punctuated::<Expr, Token![,]>::parse_terminated(&list)?;
    if list.is_empty() {
        let message = "names no model; write `qualified(\"vendor/model\")`";
        errors.push(Error::new_spanned(&meta.path, message));
    }
    let mut models: Vec<LitStr> = Vec::new();
    for model in list {
        let Some(model) = errors.keep(named(model)) else {
            continue;
        };
        let id = model.value();
        if models.iter().any(|before| before.value() == id) {
            let message = "this model stands twice; keep one";
            errors.push(Error::new_spanned(model, message));
        } else {
            models.push(model);
        }
    }
    Ok(models)
}

/// A model's name, with its vendor.
fn named(model: Expr) -> syn::Result<LitStr> {
    let model = match ungrouped(model) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(model),
            ..
        }) => model,
        other => {
            let message = "is no text; write the model in quotes, `\"vendor/model\"`";
            return Err(Error::new_spanned(other, message));
        }
    };
    let id = model.value();
    let is_named = id
        .split_once('/')
        .is_some_and(|(vendor, name)| !vendor.is_empty() && !name.is_empty());
    if is_named {
        return Ok(model);
    }
    let message = "names no vendor; write `vendor/model`, such as `anthropic/claude-haiku-4-5`";
    Err(Error::new_spanned(model, message))
}

/// Parses a type or a path, which is written without quotes. If it is in quotes, as serde has it,
/// the message shows the form without them.
fn unquoted<T: Parse>(
    meta: &ParseNestedMeta<'_>,
    errors: &Ctxt,
    what: &str,
) -> syn::Result<Option<T>> {
    let value = meta.value()?;
    if !value.peek(LitStr) {
        return value.parse().map(Some);
    }
    let text: LitStr = value.parse()?;
    let key = meta.path.require_ident()?;
    errors.error(
        &text,
        format!(
            "not {what} but a text; write `{key} = {}` without quotes",
            text.value()
        ),
    );
    Ok(None)
}

fn set_some<T>(slot: &mut Option<T>, value: Option<T>, key: &Path, errors: &Ctxt) {
    if let Some(value) = value {
        set(slot, value, key, errors);
    }
}

fn set<T>(slot: &mut Option<T>, value: T, key: &Path, errors: &Ctxt) {
    if slot.is_some() {
        errors.push(Error::new_spanned(key, "this is said twice; keep one"));
    } else {
        *slot = Some(value);
    }
}
