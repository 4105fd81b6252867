//! `#[contract(via = Wire)]`: another contract type travels, and becomes this one.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Path};

use super::draft;
use crate::attr;
use crate::ctxt::Ctxt;

/// The impl; what stands beside `via` is reported, since it would do nothing.
pub(crate) fn via(
    ctxt: &Ctxt,
    input: &DeriveInput,
    krate: Option<&Path>,
    wire: &Path,
    draft: bool,
) -> TokenStream {
    check(ctxt, input);
    let runtime = krate.map_or_else(|| quote!(::driftless), |path| quote!(#path));
    let ident = &input.ident;
    let title = ident.unraw().to_string();
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let allow_deprecated = attr::allow_deprecated(input);
    // At the user's path, so that a type that is no contract, or doesn't convert, is reported
    // there.
    let contract = quote_spanned!(wire.span()=> <#wire as __Contract>);
    let (this, start, reader) = (quote!(self), quote!(__start), quote!(__reader));
    let sent = quote_spanned!(wire.span()=> __p::sent::<Self, #wire>(#this));
    let taken = |read: TokenStream| {
        let convert = quote_spanned!(wire.span()=> __p::convert::<Self, #wire>);
        quote! {
            let __start = #reader.start();
            let __wire = #read?;
            #convert(#reader, #start, __wire, #title)
        }
    };
    let read = taken(quote!(#contract::read(#reader)));
    let read_tagged = taken(quote!(#contract::read_tagged(#reader, __tag)));
    let draft = draft.then(|| draft::handed_on(&input.generics, ident, &quote!(#wire)));
    quote! {
        #allow_deprecated
        const _: () = {
            use #runtime::__private as __p;
            use __p::Contract as __Contract;

            #[automatically_derived]
            impl #impl_generics __Contract for #ident #ty_generics #where_clause {
                const SHAPE: &'static __p::Shape = #contract::SHAPE;
                const HOLDS_A_VALUE: () = #contract::HOLDS_A_VALUE;
                const WAYS: ::core::primitive::u64 = #contract::WAYS;

                fn read(__reader: &mut __p::Reader<'_>) -> ::core::result::Result<Self, __p::Stop> {
                    #read
                }

                fn read_tagged(
                    __reader: &mut __p::Reader<'_>,
                    __tag: &'static ::core::primitive::str,
                ) -> ::core::result::Result<Self, __p::Stop> {
                    #read_tagged
                }

                fn probe(__probe: &mut __p::Probe<'_>) {
                    if !__probe.takes::<Self>() {
                        #contract::probe(__probe);
                    }
                }

                fn write(&self, __out: &mut ::std::string::String) {
                    #contract::write(&#sent, __out);
                }

                fn write_members(&self, __out: &mut ::std::string::String) {
                    #contract::write_members(&#sent, __out);
                }
            }

            #draft
        };
    }
}

/// Reports attributes beside `via`, which would do nothing.
fn check(ctxt: &Ctxt, input: &DeriveInput) {
    const BESIDE: &str =
        "this says nothing beside `via`, since another type travels; put it there, or remove it";
    for meta in attr::Meta::all(ctxt, &input.attrs, "contract") {
        if meta.key != "via" && meta.key != "crate" && meta.key != "draft" {
            ctxt.error(&meta.key, BESIDE);
        }
    }
    let fields: Vec<_> = match &input.data {
        Data::Struct(data) => data.fields.iter().collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|of| &of.fields).collect(),
        Data::Union(_) => Vec::new(),
    };
    let inside = fields.iter().flat_map(|field| &field.attrs);
    for of in inside.filter(|of| of.path().is_ident("contract")) {
        ctxt.error(of, BESIDE);
    }
}
