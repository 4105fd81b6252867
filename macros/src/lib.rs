//! Derive macros of the `driftless` crate.

mod prompt;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `driftless::Contract`.
#[proc_macro_derive(Contract, attributes(contract))]
pub fn contract(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}

/// Derives `driftless::Prompt`: the struct's fields are the inputs of a template, and `output` is the contract of the answer.
///
/// | key | meaning |
/// |---|---|
/// | `output = Type` | the contract type of the answer (required) |
/// | `user = "…"` | template of the user message (required): `{field}` is the field's `Display` text, `{{` and `}}` are braces |
/// | `system = "…"` | template of the system text |
/// | `examples = path` | few-shot examples: a function that returns `Vec<driftless::Example<Type>>` |
/// | `name = "…"` | the prompt's name in receipts; the type's name otherwise |
/// | `crate = path` | the runtime crate, if it is not called `driftless` |
///
/// An unknown placeholder, a field that no template uses and an unbalanced brace are compile errors.
#[proc_macro_derive(Prompt, attributes(prompt))]
pub fn prompt(input: TokenStream) -> TokenStream {
    prompt::derive(&parse_macro_input!(input as DeriveInput)).into()
}
