//! Stage 4: tokens only.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::DeriveInput;
use syn::spanned::Spanned;

use super::attr::Options;
use super::template::{Piece, Template};
use super::{Model, plain_name};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let runtime = model
        .options
        .runtime
        .as_ref()
        .map_or_else(|| quote!(::driftless), |path| quote!(#path));
    let private = quote!(#runtime::__private);
    let ident = &model.input.ident;
    let (impl_generics, type_generics, where_clause) = model.input.generics.split_for_impl();
    let output = model.output;
    let name = super::name(model.input, model.options);
    let doc = crate::attr::doc(&model.input.attrs);
    let user_text = model.user_literal.value();
    let user = render(model, &model.user, &private);
    let system_text = option(model.system_literal.map(syn::LitStr::value));
    let system = model.system.as_ref().map(|template| {
        let text = render(model, template, &private);
        quote! {
            fn system(&self) -> ::core::option::Option<#private::String> {
                #text
                ::core::option::Option::Some(__text)
            }
        }
    });
    let examples = model.options.examples.as_ref().map(|path| {
        // At the user's path, so that a function of another type is reported there.
        let call = quote_spanned!(path.span()=> #path());
        quote! {
            fn examples() -> #private::Vec<#runtime::Example<Self::Output>> {
                #call
            }
        }
    });
    let (inputs, register) = (inputs(model, &private), register(model, &private));
    let qualified = qualified(model, &private);
    let allow_deprecated = crate::attr::allow_deprecated(model.input);
    let output_check = quote_spanned! {output.span()=> type Output = #output; };
    let files = files(model);
    quote! {
        #allow_deprecated
        const _: () = {
            #files

            #[automatically_derived]
            impl #impl_generics #runtime::Prompt for #ident #type_generics #where_clause {
                #output_check
                const NAME: &'static ::core::primitive::str = #name;
                const DESCRIPTION: &'static ::core::primitive::str = #doc;
                const USER_TEMPLATE: &'static ::core::primitive::str = #user_text;
                const SYSTEM_TEMPLATE: ::core::option::Option<&'static ::core::primitive::str> = #system_text;
                fn user(&self) -> #private::Content {
                    #user
                    #private::Content::from(__text)
                }
                #system
                #examples
                #inputs
            }

            #register
            #qualified
        };
    }
}

/// Writes an item that makes the compiler derive again when a template's file has changed.
fn files(model: &Model<'_>) -> TokenStream {
    let sources = [&model.options.user, &model.options.system];
    let files = sources
        .into_iter()
        .filter_map(|source| source.as_ref()?.file.as_ref());
    quote!(#(const _: &::core::primitive::str = ::core::include_str!(#files);)*)
}

/// Writes the method that reads the inputs from a data set.
fn inputs(model: &Model<'_>, private: &TokenStream) -> TokenStream {
    let fields = model.fields.iter().map(|field| {
        let (name, ty) = (plain_name(field), &field.ty);
        let spelled = crate::expand::spelled(ty);
        quote! {
            #private::InputField::new(#name, #spelled, (&&&&#private::Slot::<#ty>::NEW).reader())
        }
    });
    let user = fill(model, &model.user, private);
    let system = option(model.system.as_ref().map(|template| {
        let text = fill(model, template, private);
        quote!({ #text __text })
    }));
    quote! {
        #private::prompt_inputs! {
            fn inputs() -> ::core::option::Option<#private::Inputs> {
                use #private::{ByContract as _, ByNothing as _, ByReferent as _, ByText as _};
                ::core::option::Option::Some(#private::Inputs::new(
                    #private::Vec::from([#(#fields),*]),
                    |__texts| #private::RenderedPrompt::new(#system, { #user __text }),
                ))
            }
        }
    }
}

/// Statements that fill the template with the texts of `__texts` into `__text`.
fn fill(model: &Model<'_>, template: &Template, private: &TokenStream) -> TokenStream {
    let pieces = template.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => quote!(#private::String::push_str(&mut __text, #text);),
        Piece::Field(name) => {
            let mut fields = model.fields.iter();
            let index = fields.position(|field| plain_name(field) == *name);
            quote!(#private::push_text(&mut __text, __texts, #index);)
        }
    });
    quote! {
        let mut __text = #private::String::new();
        #(#pieces)*
    }
}

/// Writes the assertions that check the prompt's evidence.
fn qualified(model: &Model<'_>, private: &TokenStream) -> Option<TokenStream> {
    let qualified = model.qualified.as_ref()?;
    let lifetimes = model.input.generics.lifetimes().map(|_| quote!('static));
    let arguments = quote!(<#(#lifetimes),*>);
    let ident = &model.input.ident;
    Some(super::qualified::expand(
        qualified, ident, &arguments, private,
    ))
}

/// Writes the registration by which the command line finds the prompt.
fn register(model: &Model<'_>, private: &TokenStream) -> Option<TokenStream> {
    let fields = model.fields.iter();
    let inputs: Vec<_> = fields.map(|field| (plain_name(field), &field.ty)).collect();
    crate::expand::register_prompt(&model.input.ident, &model.input.generics, private, &inputs)
}

/// The errors, and an impl that lets everything that needs `Prompt` compile.
pub(crate) fn fallback(input: &DeriveInput, options: &Options, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    let runtime = options
        .runtime
        .as_ref()
        .map_or_else(|| quote!(::driftless), |path| quote!(#path));
    let ident = &input.ident;
    let output = options
        .output
        .as_ref()
        .map_or_else(|| quote!(::core::primitive::bool), |output| quote!(#output));
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #error

        #[automatically_derived]
        impl #impl_generics #runtime::Prompt for #ident #type_generics #where_clause {
            type Output = #output;
            const NAME: &'static ::core::primitive::str = "";
            const USER_TEMPLATE: &'static ::core::primitive::str = "";
            fn user(&self) -> #runtime::__private::Content {
                #runtime::__private::Content::default()
            }
        }
    }
}

/// Statements that fill the template with the fields of `self` into `__text`.
fn render(model: &Model<'_>, template: &Template, private: &TokenStream) -> TokenStream {
    let pieces = template.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => quote!(#private::String::push_str(&mut __text, #text);),
        Piece::Field(name) => {
            let field = model.fields.iter().find(|field| plain_name(field) == *name);
            let ident = field.map(|field| &field.ident);
            // At the user's type, so that a type without a text form is reported there.
            let ty = field.map(|field| &field.ty);
            let span = ty.map_or_else(proc_macro2::Span::call_site, Spanned::span);
            // A local takes its hygiene from its span, and the type may come from a macro.
            let (text, input) = (quote!(&mut __text), quote!(&self.#ident));
            quote_spanned!(span=> #private::push_input::<#ty>(#text, #input);)
        }
    });
    quote! {
        let mut __text = #private::String::new();
        #(#pieces)*
    }
}

fn option(text: Option<impl quote::ToTokens>) -> TokenStream {
    text.map_or_else(
        || quote!(::core::option::Option::None),
        |text| quote!(::core::option::Option::Some(#text)),
    )
}
