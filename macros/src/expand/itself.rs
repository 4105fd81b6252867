//! A type that contains itself: in the shape, its own name becomes a marker that stands for the way
//! back. rustc shows the marker's name where a type around it asks its parameter for a trait that
//! only the item has, so the name says what to do.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::ext::IdentExt as _;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, GenericParam, Ident, PathArguments, PathSegment, Type, TypePath, parse_quote};

use super::{Scope, bounds};

/// The marker's declaration, if any field needs it.
pub(super) fn expand(scope: &Scope<'_>) -> Option<TokenStream> {
    let contract = scope.contract;
    if !bounds::fields(contract)
        .iter()
        .any(|field| field.recursive.is_none() && with_marker(scope, field.ty).1)
    {
        return None;
    }
    let ident = contract.ident;
    let (impl_generics, ty_generics, where_clause) = scope.generics.split_for_impl();
    let own_where = &contract.generics.where_clause;
    let params = scope.generics.params.iter();
    let phantom = contract
        .generics
        .params
        .iter()
        .filter_map(|param| match param {
            GenericParam::Lifetime(param) => {
                let lifetime = &param.lifetime;
                Some(quote!(&#lifetime ()))
            }
            GenericParam::Type(param) => {
                let ident = &param.ident;
                // `Send` and `Sync` whatever the parameter is, which may be unsized.
                Some(quote!(fn(*const #ident)))
            }
            GenericParam::Const(_) => None,
        });
    let key = key(scope, &id(&ident.unraw().to_string()));
    // Not of zero size: clippy would say so of a map that holds it.
    Some(quote! {
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        struct __ItselfUnlessMarkedRecursive<#(#params),*>(::core::marker::PhantomData<(#(#phantom,)*)>, ::core::primitive::u8) #own_where;

        #[automatically_derived]
        impl #impl_generics __Contract for __ItselfUnlessMarkedRecursive #ty_generics #where_clause {
            const SHAPE: &'static __p::Shape = &__p::Shape::Back(&__p::Back {
                target: __p::Target::Enclosing(#key),
                resolve: || <#ident #ty_generics as __Contract>::SHAPE,
            });
            fn read(_: &mut __p::Reader<'_>) -> ::core::result::Result<Self, __p::Stop> {
                ::core::result::Result::Err(__p::Stop)
            }
            fn write(&self, _: &mut ::std::string::String) {}
        }
    })
}

/// Returns the tokens that identify the type: its spelling, its position in its file and its
/// arguments. They distinguish it from other types of the same `id`, such as one in another
/// function or of the same macro.
pub(super) fn key(scope: &Scope<'_>, id: &TokenStream) -> TokenStream {
    let args = arguments(scope);
    let serial = &scope.serial;
    quote!(const { __p::key(::core::concat!(#id, #serial), ::core::line!(), ::core::column!(), #args) })
}

/// The shapes of the type's arguments.
pub(super) fn arguments(scope: &Scope<'_>) -> TokenStream {
    let args = scope
        .generics
        .params
        .iter()
        .filter_map(|param| match param {
            GenericParam::Type(param) => {
                let ident = &param.ident;
                scope
                    .is_bound(ident)
                    .then(|| quote!(<#ident as __Contract>::SHAPE))
            }
            GenericParam::Const(param) => {
                let ident = &param.ident;
                Some(quote!(&__p::Shape::Integer { min: #ident as ::core::primitive::i128, max: #ident as ::core::primitive::u128 }))
            }
            GenericParam::Lifetime(_) => None,
        });
    quote!(&[#(#args),*])
}

/// Returns the tokens of the type's path, as far as the compiler knows it here.
pub(super) fn id(name: &str) -> TokenStream {
    let name = format!("::{name}");
    quote!(::core::concat!(::core::module_path!(), #name))
}

/// Returns the type with each mention of the item itself replaced by the marker, and `true` if
/// there was one.
pub(super) fn with_marker(scope: &Scope<'_>, ty: &Type) -> (Type, bool) {
    let (_, ty_generics, _) = scope.contract.generics.split_for_impl();
    replaced(
        scope,
        ty,
        &parse_quote!(__ItselfUnlessMarkedRecursive #ty_generics),
    )
}

/// The type with `Self` spelled out, for code outside of the impl.
pub(super) fn without_self(scope: &Scope<'_>, ty: &Type) -> Type {
    let ident = scope.contract.ident;
    let (_, ty_generics, _) = scope.contract.generics.split_for_impl();
    replaced(scope, ty, &parse_quote!(#ident #ty_generics)).0
}

/// The expression with `Self` spelled out, for code outside of the impl.
pub(super) fn value_without_self(scope: &Scope<'_>, value: &Expr) -> Expr {
    let ident = scope.contract.ident;
    let (_, ty_generics, _) = scope.contract.generics.split_for_impl();
    let itself: Type = parse_quote!(#ident #ty_generics);
    let mut replace = replace(scope, &itself);
    let mut value = value.clone();
    replace.visit_expr_mut(&mut value);
    value
}

fn replaced(scope: &Scope<'_>, ty: &Type, with: &Type) -> (Type, bool) {
    let mut replace = replace(scope, with);
    let mut ty = ty.clone();
    replace.visit_type_mut(&mut ty);
    (ty, replace.found)
}

/// A visitor that replaces the item's own name by `with`.
fn replace<'a>(scope: &'a Scope<'_>, with: &'a Type) -> Replace<'a> {
    let ident = scope.contract.ident;
    let (_, ty_generics, _) = scope.contract.generics.split_for_impl();
    Replace {
        ident,
        arguments: ty_generics.to_token_stream().to_string().replace(' ', ""),
        with,
        itself: parse_quote!(#ident #ty_generics),
        found: false,
    }
}

/// The name of a type that stands in this module: `Tree` or `self::Tree`.
pub(crate) fn bare(of: &TypePath) -> Option<&PathSegment> {
    let mut segments = of.path.segments.iter();
    let first = segments.next()?;
    let segment = if first.ident == "self" {
        segments.next()?
    } else {
        first
    };
    let alone = of.qself.is_none() && of.path.leading_colon.is_none() && segments.next().is_none();
    alone.then_some(segment)
}

struct Replace<'a> {
    ident: &'a Ident,
    /// The item's own generic arguments.
    arguments: String,
    with: &'a Type,
    /// The item with its own arguments.
    itself: Type,
    found: bool,
}

impl Replace<'_> {
    fn is_itself(&self, ty: &Type) -> bool {
        let Type::Path(of) = ty else { return false };
        let Some(segment) = bare(of) else {
            return false;
        };
        if segment.ident == "Self" {
            return true;
        }
        let arguments = match &segment.arguments {
            PathArguments::None => String::new(),
            given => given.to_token_stream().to_string().replace([' ', '\n'], ""),
        };
        segment.ident == *self.ident && arguments.replace(",>", ">") == self.arguments
    }
}

impl Replace<'_> {
    /// Returns a copy that replaces the marker by the item's own name.
    fn spelled(&self) -> Replace<'_> {
        Replace {
            ident: self.ident,
            arguments: self.arguments.clone(),
            with: &self.itself,
            itself: self.itself.clone(),
            found: false,
        }
    }
}

impl VisitMut for Replace<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if self.is_itself(ty) {
            *ty = self.with.clone();
            self.found = true;
        } else {
            visit_mut::visit_type_mut(self, ty);
        }
    }

    /// `<Self as Trait>::Of` asks for the item's own impl, which the marker has not.
    fn visit_type_path_mut(&mut self, of: &mut TypePath) {
        if of.qself.is_none() {
            visit_mut::visit_type_path_mut(self, of);
            return;
        }
        visit_mut::visit_type_path_mut(&mut self.spelled(), of);
    }

    /// `[u8; Self::LENGTH]` stands outside of the impl, too.
    fn visit_expr_mut(&mut self, of: &mut Expr) {
        if let Expr::Path(path) = of
            && path.qself.is_none()
            && let Some(first) = path.path.segments.first()
            && first.ident == "Self"
        {
            let (itself, rest) = (&self.itself, path.path.segments.iter().skip(1));
            *of = parse_quote!(<#itself>#(::#rest)*);
            return;
        }
        visit_mut::visit_expr_mut(&mut self.spelled(), of);
    }
}
