//! Derive macros of the `driftless` crate.

mod ast;
mod attr;
mod case;
mod check;
mod ctxt;
mod expand;
mod fallback;
mod file;
mod lock;
mod model;
mod prompt;
mod serial;
mod symbol;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `driftless::Contract`.
#[doc = include_str!("../attributes.md")]
#[proc_macro_derive(Contract, attributes(contract))]
pub fn contract(input: TokenStream) -> TokenStream {
    contract_impl(&parse_macro_input!(input as DeriveInput)).into()
}

/// Derives `driftless::Prompt`: the struct's fields are the inputs of a template, and `output` is the contract of the answer.
///
/// | key | meaning |
/// |---|---|
/// | `output = Type` | the contract type of the answer (required) |
/// | `user = "…"` | template of the user message (required): `{field}` is the field's `Display` text, `{{` and `}}` are braces, also those of JSON |
/// | `system = "…"` | template of the system text |
/// | `user_file = "path"`, `system_file = "path"` | the same as the text of a file, whose path starts at the folder of the crate's `Cargo.toml` |
/// | `examples = path` | few-shot examples: a function that returns `Vec<driftless::Example<Type>>` |
/// | `name = "…"` | the prompt's name in receipts; the type's name otherwise |
/// | `qualified("vendor/model", …)` | models that must have passed a qualification on this prompt as it is now, by `contracts.lock`; a compile error otherwise |
/// | `lock = "path"` | another file than `contracts.lock`, from the folder of `Cargo.toml` |
/// | `crate = path` | the runtime crate, if it is not called `driftless` |
///
/// `qualified` compiles only while the evidence of each model is there, passed, has not expired (`SOURCE_DATE_EPOCH` is today where it is set), and is about the
/// contract and the templates as they are. Examples, the dialect and the plan's first model are known at run time only: `build()` holds a plan to them.
///
/// Two things are seen less well while compiling than later. What lies behind a field that is marked `#[contract(recursive)]` is no constant, since a cycle of
/// constants would have none: of a contract with such a field, all up to the marks is held, and a change is told as one of "the prompt's template or its
/// contract"; `build()` holds the whole. A type that holds itself by name needs no mark and is known as a whole. And how fields are compared,
/// `#[contract(compare(…))]`, is worked out from the contract at run time: `build()` holds it in a program with the feature `qualify`, and
/// `contracts check` and `contracts evidence` always do; the compiler, and `build()` without that feature, don't see that it has changed.
///
/// An unknown placeholder, a field that no template uses and an unbalanced brace are compile errors. A file is read while compiling, and again when it has
/// changed; its line ends are `\n`, as they are in a literal, and the last one is no part of the template.
#[proc_macro_derive(Prompt, attributes(prompt))]
pub fn prompt(input: TokenStream) -> TokenStream {
    prompt::derive(&parse_macro_input!(input as DeriveInput)).into()
}

/// The text of a file that is named from the folder of the crate's `Cargo.toml`; `driftless::lock!` calls it.
#[doc(hidden)]
#[proc_macro]
pub fn include_lock(input: TokenStream) -> TokenStream {
    lock::include(&parse_macro_input!(input as syn::LitStr)).into()
}

/// The stages, each of which takes what the one before it gives.
fn contract_impl(input: &DeriveInput) -> proc_macro2::TokenStream {
    let ctxt = ctxt::Ctxt::new();
    let model = ast::Container::read(&ctxt, input).and_then(|of| check::check(&ctxt, &of));
    match (ctxt.check(), model) {
        (Ok(()), Some(model)) => expand::expand(&model, serial::serial(input)),
        (Ok(()), None) => fallback::fallback(input, None),
        (Err(error), _) => fallback::fallback(input, Some(error)),
    }
}
