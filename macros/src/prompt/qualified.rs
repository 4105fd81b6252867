//! `qualified("vendor/model", …)`: each model must have evidence in the lock that is about this
//! prompt as it is now.
//!
//! Checks on the file alone are made here; those that need the contract's type are constant
//! assertions in the expansion.

use std::path::PathBuf;

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Error, Ident, LitStr};

use super::attr::Options;
use crate::ctxt::Ctxt;
use crate::lock::{self, Entry, Wrong};

/// The models whose entries passed, and the file that says so.
pub(crate) struct Qualified {
    path: PathBuf,
    models: Vec<Passed>,
}

/// One model with what its evidence is about.
struct Passed {
    model: LitStr,
    shape: u128,
    text: u128,
    template: u128,
    /// The sentence around the change, if there is one.
    before: String,
    after: String,
}

/// Looks up every model that the attribute names; `None` if it names none.
pub(crate) fn check(prompt: &str, options: &Options, errors: &Ctxt) -> Option<Qualified> {
    let models = options.qualified.as_ref()?;
    let first = models.first()?;
    let (name, span) = match &options.lock {
        Some(path) => (path.value(), path.span()),
        None => (lock::FILE.to_owned(), first.span()),
    };
    let path = match lock::find(&name, span) {
        Ok(path) => path,
        Err(missing) => {
            for model in models {
                let command = command(prompt, "FILE", "VENDOR/MODEL", &model.value(), &name);
                let message =
                    format!("{missing}; the evidence for this model comes from `{command}`");
                errors.error_at(model.span(), message);
            }
            return None;
        }
    };
    let text = match crate::file::read(&path) {
        Ok(text) => text,
        Err(reason) => {
            errors.error_at(span, format!("can't read {}: {reason}", path.display()));
            return None;
        }
    };
    let passed = models
        .iter()
        .filter_map(|model| errors.keep(look(&name, &text, prompt, model)));
    Some(Qualified {
        models: passed.collect(),
        path,
    })
}

/// Looks up one model in the lock. An error points to the model's name.
fn look(file: &str, text: &str, prompt: &str, model: &LitStr) -> syn::Result<Passed> {
    let id = model.value();
    let fail = |message: String| Err(Error::new(model.span(), message));
    let entry = match Entry::find(text, prompt, &id) {
        Ok(Some(entry)) => entry,
        Ok(None) => {
            let command = command(prompt, "FILE", "VENDOR/MODEL", &id, file);
            return fail(format!(
                "{file} has no evidence for `{id}` on the prompt `{prompt}`; run `{command}`"
            ));
        }
        Err(Wrong { line, message }) => return fail(format!("{file}:{line}: {message}")),
    };
    let (data, reference) = (entry.text("data.path"), entry.text("reference"));
    let mut command = command(prompt, data, reference, &id, file);
    let judge = entry.text("judge.model");
    if !judge.is_empty() {
        command.push_str(" --judge ");
        command.push_str(&word(judge));
    }
    let of = format!(
        "the evidence of {} for `{id}` on the prompt `{prompt}`",
        entry.text("date")
    );
    let (expires, today) = (entry.text("expires"), lock::today());
    let reason = entry.text("reason");
    match entry.text("verdict") {
        "passed" if expires < today.as_str() => fail(format!(
            "{of} expired on {expires}, and today is {today}; run `{command}`"
        )),
        "passed" => {
            let hashes = ["shape", "text", "template"].map(|name| entry.hash(name));
            let [Some(shape), Some(text), Some(template)] = hashes else {
                return fail(format!(
                    "{of} has a fingerprint that is none; run `{command}`"
                ));
            };
            Ok(Passed {
                model: model.clone(),
                shape,
                text,
                template,
                before: format!("{of} is stale: "),
                after: format!("; run `{command}`"),
            })
        }
        "insufficient_data" => fail(format!(
            "{of} says too little ({reason}); mend that, or add to {data}, and run `{command}`"
        )),
        _ => fail(format!(
            "{of} says that it failed ({reason}); name another model, or improve the prompt and run `{command}`"
        )),
    }
}

/// Assertions that the prompt and its contract are what the evidence is about, and the file, for
/// rustc to watch.
pub(crate) fn expand(
    qualified: &Qualified,
    ident: &Ident,
    arguments: &TokenStream,
    private: &TokenStream,
) -> TokenStream {
    let assertions = qualified.models.iter().map(|passed| {
        let [shape, text, template] =
            [passed.shape, passed.text, passed.template].map(Literal::u128_unsuffixed);
        let Passed { before, after, .. } = passed;
        let words = quote! {
            #private::evidence::changed::<#ident #arguments>(
                &#private::evidence::About { shape: #shape, text: #text, template: #template },
                #before,
                #after,
            )
        };
        quote_spanned! {passed.model.span()=>
            const _: () = {
                const __WORDS: #private::evidence::Words = #words;
                if !__WORDS.is_empty() {
                    ::core::panic!("{}", __WORDS.as_str());
                }
            };
        }
    });
    let text = lock::tracked(&qualified.path, proc_macro2::Span::call_site());
    quote! {
        const _: &::core::primitive::str = #text;
        // Watched as well: it is the day of the build.
        const _: ::core::option::Option<&::core::primitive::str> =
            ::core::option_env!("SOURCE_DATE_EPOCH");
        #(#assertions)*
    }
}

/// The command that makes the evidence, and puts it into `file`.
fn command(prompt: &str, data: &str, reference: &str, model: &str, file: &str) -> String {
    let [prompt, data, reference, model] = [prompt, data, reference, model].map(word);
    let mut command = format!(
        "contracts qualify {prompt} --data {data} --reference {reference} --candidate {model}"
    );
    if file != lock::FILE {
        command.push_str(" --lock ");
        command.push_str(&word(file));
    }
    command
}

/// An argument as a shell reads it.
fn word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@+=".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}
