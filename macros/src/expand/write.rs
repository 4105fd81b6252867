//! `Contract::write`: JSON text in declaration order.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned as _;

use super::{Scope, json_string};
use crate::model::{Body, Field, Kind, Union};

/// The methods.
pub(super) fn expand(scope: &Scope<'_>) -> TokenStream {
    match &scope.contract.kind {
        Kind::Object(fields) => {
            let members = fields.iter().map(|field| {
                let ident = field.ident;
                member(field, &quote!(&self.#ident))
            });
            quote! {
                fn write(&self, __out: &mut ::std::string::String) {
                    __p::write_object(self, __out);
                }
                fn write_members(&self, __out: &mut ::std::string::String) {
                    #(#members)*
                }
            }
        }
        Kind::Newtype(inner) => {
            let write = whole(inner, &quote!(&self.0));
            let ty = inner.ty;
            let (value, out) = (quote!(&self.0), out());
            let members =
                quote_spanned!(ty.span()=> <#ty as __Contract>::write_members(#value, #out));
            quote! {
                fn write(&self, __out: &mut ::std::string::String) {
                    #write
                }
                fn write_members(&self, __out: &mut ::std::string::String) {
                    #members;
                }
            }
        }
        Kind::Enum(values) => {
            let variants = values.iter().map(|value| value.ident);
            let texts = values.iter().map(|value| json_string(&value.name));
            quote! {
                fn write(&self, __out: &mut ::std::string::String) {
                    __out.push_str(match self { #(Self::#variants => #texts,)* });
                }
            }
        }
        Kind::Numbers(values) => {
            let variants = values.iter().map(|value| value.ident);
            let texts = values.iter().map(|value| value.number.to_string());
            quote! {
                fn write(&self, __out: &mut ::std::string::String) {
                    __out.push_str(match self { #(Self::#variants => #texts,)* });
                }
            }
        }
        Kind::Union(of) => union(of),
    }
}

/// A statement that writes one member, behind a comma.
fn member(field: &Field<'_>, value: &TokenStream) -> TokenStream {
    let key = format!(",{}:", json_string(&field.name));
    let write = whole(field, value);
    let write = quote! {
        __out.push_str(#key);
        #write
    };
    if field.optional.is_none() {
        return write;
    }
    let ty = field.ty;
    let absent = quote_spanned!(ty.span()=> <#ty as __p::Optional>::is_absent(#value));
    quote!(if !#absent { #write })
}

/// A statement that writes a value.
fn whole(field: &Field<'_>, value: &TokenStream) -> TokenStream {
    let ty = field.ty;
    let out = out();
    quote_spanned!(ty.span()=> <#ty as __Contract>::write(#value, #out);)
}

/// The output's local. It stands apart because a local takes its hygiene from its span, and a
/// field's type may come from a macro.
fn out() -> TokenStream {
    quote!(__out)
}

fn union(of: &Union<'_>) -> TokenStream {
    let arms = of.variants.iter().map(|variant| {
        let ident = variant.ident;
        let tag = format!("{{{}:{}", json_string(&of.tag), json_string(&variant.name));
        let content = of
            .content
            .as_ref()
            .map(|content| format!(",{}:", json_string(content)));
        match (&variant.body, content) {
            // Braces fit `V` and `V()` alike.
            (Body::Unit, _) => quote!(Self::#ident {} => __out.push_str(#tag),),
            (Body::Value(value), None) => {
                let ty = value.ty;
                let (local, out) = (quote!(__value), out());
                let members =
                    quote_spanned!(ty.span()=> <#ty as __Contract>::write_members(#local, #out));
                quote!(Self::#ident(__value) => {
                    __out.push_str(#tag);
                    #members;
                })
            }
            (Body::Value(value), Some(content)) => {
                let write = whole(value, &quote!(__value));
                quote!(Self::#ident(__value) => {
                    __out.push_str(#tag);
                    __out.push_str(#content);
                    #write
                })
            }
            (Body::Fields(fields), content) => {
                let idents: Vec<_> = fields.iter().map(|field| field.ident).collect();
                let locals: Vec<Ident> = (0..fields.len())
                    .map(|index| format_ident!("__field{index}"))
                    .collect();
                let members = fields
                    .iter()
                    .zip(&locals)
                    .map(|(field, local)| member(field, &quote!(#local)));
                let members = match content {
                    None => quote!(#(#members)*),
                    Some(content) => quote! {
                        __out.push_str(#content);
                        __p::write_braces(__out, |__out| { #(#members)* });
                    },
                };
                quote!(Self::#ident { #(#idents: #locals,)* } => {
                    __out.push_str(#tag);
                    #members
                })
            }
        }
    });
    quote! {
        fn write(&self, __out: &mut ::std::string::String) {
            match self { #(#arms)* }
            __out.push('}');
        }
    }
}
