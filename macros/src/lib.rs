//! Derive macros of the `driftless` crate.

use proc_macro::TokenStream;

/// Derives `driftless::Contract`.
#[proc_macro_derive(Contract, attributes(contract))]
pub fn contract(_input: TokenStream) -> TokenStream {
    TokenStream::new()
}
