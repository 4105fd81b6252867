//! Stage 4: the checked model as tokens. Nothing here can fail; generated code is calls, not
//! algorithms.

mod assert;
mod bounds;
mod compare;
mod draft;
mod fit;
mod itself;
mod key;
mod probe;
mod read;
mod register;
mod rules;
mod shape;
mod via;
mod write;

pub(crate) use itself::bare;
pub(crate) use register::{prompt as register_prompt, spelled};
pub(crate) use via::via;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Generics, Ident, Type};

use crate::model::{Contract, Kind};

/// One assertion: its place, the condition, and the message where it doesn't hold.
type Check = (Span, TokenStream, String);

/// The context that every part of the expansion needs.
struct Scope<'a> {
    contract: &'a Contract<'a>,
    /// A number that no other item of the same path has.
    serial: String,
    /// With the bounds that the impl needs.
    generics: Generics,
    /// The type parameters to which the impl gives the bound `Contract`.
    bound: BTreeSet<Ident>,
    /// Constants that several parts of the expansion share.
    items: RefCell<Vec<TokenStream>>,
    /// The constants that hold the rules of fields, by the field's type.
    rules: RefCell<Vec<(*const Type, Ident)>>,
}

/// The whole expansion.
pub(crate) fn expand(contract: &Contract<'_>, serial: String) -> TokenStream {
    let (generics, bound) = bounds::with_bounds(contract);
    let scope = Scope {
        contract,
        serial,
        generics,
        bound,
        items: RefCell::default(),
        rules: RefCell::default(),
    };
    let runtime = contract
        .krate
        .as_ref()
        .map_or_else(|| quote!(::driftless), |path| quote!(#path));
    let ident = contract.ident;
    let (impl_generics, ty_generics, where_clause) = scope.generics.split_for_impl();
    let shape = shape::expand(&scope);
    let ways = shape::ways(&scope);
    let read = read::expand(&scope, &assert::expand(&scope));
    let probe = probe::expand(&scope);
    let write = write::expand(&scope);
    let view = view(contract);
    let back = itself::expand(&scope);
    let key = key::expand(&scope);
    let register = register::contract(contract);
    let draft = draft::expand(&scope, &runtime);
    let (draft_type, draft) = draft.unzip();
    let inside = inside(&scope);
    let items = scope.items.borrow();
    let allow_deprecated = &contract.allow_deprecated;
    quote! {
        #draft_type
        #allow_deprecated
        const _: () = {
            use #runtime::__private as __p;
            use __p::Contract as __Contract;

            #(#items)*
            #back

            #[automatically_derived]
            impl #impl_generics __Contract for #ident #ty_generics #where_clause {
                const SHAPE: &'static __p::Shape = #shape;
                #ways
                #inside
                #read
                #probe
                #write
                #view
            }

            #key
            #draft
            #register
        };
    }
}

/// That a newtype holds a value as soon as what it holds does.
fn inside(scope: &Scope<'_>) -> TokenStream {
    let Kind::Newtype(inner) = &scope.contract.kind else {
        return TokenStream::new();
    };
    // Where the type's own name shows the circle, an assertion reports it.
    let ty = if inner.recursive.is_some() {
        inner.ty.clone()
    } else {
        itself::with_marker(scope, inner.ty).0
    };
    quote!(const HOLDS_A_VALUE: () = <#ty as __Contract>::HOLDS_A_VALUE;)
}

fn view(contract: &Contract<'_>) -> Option<TokenStream> {
    let body = match &contract.kind {
        Kind::Newtype(inner) => {
            let ty = inner.ty;
            // A local takes its hygiene from its span, and the type may come from a macro.
            let value = quote!(&self.0);
            quote_spanned!(ty.span()=> <#ty as __Contract>::view(#value))
        }
        Kind::Enum(values) => {
            let variants = values.iter().map(|value| value.ident);
            let names = values.iter().map(|value| &value.name);
            quote!(__p::View::Str(match self { #(Self::#variants => #names,)* }))
        }
        Kind::Numbers(values) => {
            let variants = values.iter().map(|value| value.ident);
            let numbers = values.iter().map(|value| value.number);
            quote!(__p::View::Int(match self { #(Self::#variants => #numbers,)* }))
        }
        Kind::Object(_) | Kind::Union(_) => return None,
    };
    Some(quote! {
        fn view(&self) -> __p::View<'_> {
            #body
        }
    })
}

impl Scope<'_> {
    /// Adds an item to the expansion's block.
    fn item(&self, item: TokenStream) {
        self.items.borrow_mut().push(item);
    }

    /// Returns `true` if the impl holds this type parameter to `Contract`.
    fn is_bound(&self, param: &Ident) -> bool {
        self.bound.contains(param)
    }

    /// A number that no other item of the block has.
    fn serial(&self) -> usize {
        self.items.borrow().len()
    }
}

/// `text` as a JSON string, quotes included.
fn json_string(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                // Writing to a String can't fail.
                let _infallible = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
