//! The stub impl that accompanies errors, so that the rest of the user's program stays quiet.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Path};

use crate::attr::{Meta, Value};
use crate::ctxt::Ctxt;
use crate::symbol;

/// The errors, and an impl that lets everything that needs `Contract` compile.
pub(crate) fn fallback(input: &DeriveInput, error: Option<syn::Error>) -> TokenStream {
    let error = error.map(syn::Error::into_compile_error);
    let krate = runtime(input).map_or_else(|| quote!(::driftless), |path| quote!(#path));
    let ident = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #error

        #[automatically_derived]
        impl #impl_generics #krate::Contract for #ident #ty_generics #where_clause {
            const SHAPE: &'static #krate::__private::Shape = &#krate::__private::Shape::Bool;
            fn read(
                _: &mut #krate::__private::Reader<'_>,
            ) -> ::core::result::Result<Self, #krate::__private::Stop> {
                ::core::result::Result::Err(#krate::__private::Stop)
            }
            fn write(&self, _: &mut ::std::string::String) {}
        }
    }
}

/// The path that `#[contract(crate = …)]` gives, whatever else is wrong.
fn runtime(input: &DeriveInput) -> Option<Path> {
    let quiet = Ctxt::new();
    let found = Meta::all(&quiet, &input.attrs, "contract")
        .into_iter()
        .filter(|meta| meta.key == symbol::CRATE && matches!(meta.value, Value::Is(_)))
        .find_map(|meta| meta.path(&quiet));
    // They have been reported already.
    let _reported = quiet.check();
    found
}
