//! Types that can be the key of a map: an enum of names, or a newtype of a text without rules.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{GenericArgument, PathArguments, Type};

use super::{Scope, itself};
use crate::model::{Field, Kind, Value};

/// The impl; none for types that can't be a key.
pub(super) fn expand(scope: &Scope<'_>) -> Option<TokenStream> {
    let contract = scope.contract;
    if !scope.generics.params.is_empty() || !contract.ensures.is_empty() {
        return None;
    }
    match &contract.kind {
        Kind::Enum(values) => Some(of_enum(scope, values)),
        Kind::Newtype(inner) if is_plain_text(inner) => Some(of_text(scope, inner)),
        _ => None,
    }
}

/// Returns `true` if the field is a text of the standard library that may be anything, by the
/// spelling of its type.
fn is_plain_text(inner: &Field<'_>) -> bool {
    let plain = inner.rules.is_empty() && inner.ensures.is_empty();
    let Type::Path(of) = inner.ty else {
        return false;
    };
    let Some(last) = of.path.segments.last() else {
        return false;
    };
    let is_text = match &last.arguments {
        PathArguments::None => last.ident == "String",
        PathArguments::AngleBracketed(given) => {
            let is_str = |of: &GenericArgument| matches!(of, GenericArgument::Type(Type::Path(of)) if of.path.is_ident("str"));
            ["Box", "Arc", "Rc"].iter().any(|known| last.ident == known)
                && given.args.len() == 1
                && given.args.iter().all(is_str)
        }
        PathArguments::Parenthesized(_) => false,
    };
    plain && is_text
}

/// An object with a field for each value, which may be missing.
fn of_enum(scope: &Scope<'_>, values: &[Value<'_>]) -> TokenStream {
    let ident = scope.contract.ident;
    let own = ident.unraw().to_string();
    let id = itself::id(&format!("{own}::Map"));
    let serial = &scope.serial;
    let title = format!("{}Map", scope.contract.title);
    let names: Vec<_> = values.iter().map(|value| &value.name).collect();
    let docs = values.iter().map(|value| &value.doc);
    let variants: Vec<_> = values.iter().map(|value| value.ident).collect();
    quote! {
        #[automatically_derived]
        impl<__V: __Contract> __p::MapKey<__V> for #ident {
            const MAP: &'static __p::Shape = {
                __p::one_null(<__V as __Contract>::SHAPE);
                &__p::Shape::Object(&__p::Object {
                    name: __p::Name {
                        id: #id,
                        key: const {
                            __p::key(
                                ::core::concat!(#id, #serial), ::core::line!(), ::core::column!(),
                                &[<__V as __Contract>::SHAPE],
                            )
                        },
                        title: #title,
                        args: || const { &[<__V as __Contract>::SHAPE] },
                    },
                    doc: "",
                    fields: &[#(__p::Field {
                        name: #names, doc: #docs,
                        shape: &__p::Shape::Nullable(<__V as __Contract>::SHAPE),
                        rules: &[], optional: true, examples: &[], ensures: &[],
                        compare: __p::Compare::DEFAULT,
                    }),*],
                    ensures: &[],
                })
            };

            fn of(__text: __p::Cow<'_, ::core::primitive::str>) -> ::core::option::Option<Self> {
                match &*__text {
                    #(#names => ::core::option::Option::Some(Self::#variants),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn text(&self) -> &::core::primitive::str {
                match self { #(Self::#variants => #names,)* }
            }

            fn read_value(
                __reader: &mut __p::Reader<'_>,
            ) -> ::core::result::Result<::core::option::Option<__V>, __p::Stop> {
                <::core::option::Option<__V> as __Contract>::read(__reader)
            }

            fn probe(__probe: &mut __p::Probe<'_>) {
                __probe.members(&[#(__p::Part {
                    key: #names, probe: <::core::option::Option<__V> as __Contract>::probe,
                }),*]);
            }
        }
    }
}

/// A map whose keys are data, as those of the text itself.
fn of_text(scope: &Scope<'_>, inner: &Field<'_>) -> TokenStream {
    let (ident, ty) = (scope.contract.ident, inner.ty);
    quote! {
        #[automatically_derived]
        impl<__V: __Contract> __p::MapKey<__V> for #ident {
            const MAP: &'static __p::Shape = <#ty as __p::MapKey<__V>>::MAP;

            fn of(__text: __p::Cow<'_, ::core::primitive::str>) -> ::core::option::Option<Self> {
                <#ty as __p::MapKey<__V>>::of(__text).map(Self)
            }

            fn text(&self) -> &::core::primitive::str {
                <#ty as __p::MapKey<__V>>::text(&self.0)
            }
        }
    }
}
