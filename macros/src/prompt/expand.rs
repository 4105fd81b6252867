//! Stage 4: tokens only.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, Generics, parse_quote_spanned};

use super::attr::Options;
use super::template::{Kind, Piece};
use super::{Model, plain_name, render};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let runtime = model.runtime();
    let private = quote!(#runtime::__private);
    let ident = &model.input.ident;
    let output = model.output;
    let generics = generics(model, &runtime);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let name = super::name(model.input, model.options);
    let doc = crate::attr::doc(&model.input.attrs);
    let user_text = model.user_literal.value();
    let user = render::user(model, &private);
    let media = render::media(model, &private);
    let system_text = option(model.system_literal.map(syn::LitStr::value));
    let system = model.system.as_ref().map(|template| {
        let text = render::system(model, template, &private);
        quote! {
            fn system(&self) -> ::core::option::Option<#private::String> {
                #text
                ::core::option::Option::Some(__text)
            }
        }
    });
    let history = history(model, &private);
    let examples = examples(model, &runtime, &private);
    let (relations, assertions) = super::relation::expand(model, &private);
    // A check needs the prompt itself, and a data set has its inputs only.
    let is_checked = !model.options.ensures.is_empty();
    let inputs = (!is_checked).then(|| inputs(model, &private, !relations.is_empty()));
    let register = register(model, &private);
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
                }
                #media
                #system
                #history
                #examples
                #relations
                #inputs
            }

            #assertions

            #register
            #qualified
        };
    }
}

/// Writes the method that returns the few-shot examples.
fn examples(
    model: &Model<'_>,
    runtime: &TokenStream,
    private: &TokenStream,
) -> Option<TokenStream> {
    model.options.examples.as_ref().map(|path| {
        // At the user's path, so that a function of another type is reported there.
        let call = quote_spanned!(path.span()=> #path());
        quote! {
            fn examples() -> #private::Vec<#runtime::prompt::Example<Self::Output>> {
                #call
            }
        }
    })
}

/// Writes the methods that send a field of turns before the user message.
fn history(model: &Model<'_>, private: &TokenStream) -> Option<TokenStream> {
    model.history.map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        // At the user's type, so that a type without turns is reported there.
        let turns = quote_spanned!(ty.span()=> #private::history::<#ty>);
        quote! {
            const HAS_HISTORY: ::core::primitive::bool = true;
            fn history(&self) -> #private::Vec<#private::Turn> {
                #turns(&self.#ident)
            }
        }
    })
}

/// The item's parameters, with the bound that an output which depends on them needs.
fn generics(model: &Model<'_>, runtime: &TokenStream) -> Generics {
    let mut generics = model.input.generics.clone();
    if generics.type_params().next().is_some() {
        let output = model.output;
        let bound = parse_quote_spanned!(output.span()=> #output: #runtime::Contract);
        generics.make_where_clause().predicates.push(bound);
    }
    generics
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
fn inputs(model: &Model<'_>, private: &TokenStream, is_related: bool) -> TokenStream {
    let fields = model.fields.iter().map(|field| {
        let (name, ty) = (plain_name(field), &field.ty);
        let spelled = crate::expand::spelled(ty);
        if is_history(model, field) {
            let read = quote!(::core::option::Option::Some(#private::read_history));
            return quote!(#private::InputField::new(#name, #spelled, #read));
        }
        quote! {
            #private::InputField::new(#name, #spelled, (&&&&#private::Slot::<#ty>::NEW).reader())
        }
    });
    let user = fill(model, &model.user.pieces, private);
    let history = model.history.map(|field| {
        let index = index(model, &plain_name(field));
        quote!(.with_history(#private::history_of(__texts, #index)))
    });
    let system = option(model.system.as_ref().map(|template| {
        let text = fill(model, &template.pieces, private);
        quote!({ let mut __text = #private::String::new(); #text __text })
    }));
    let related = is_related.then(|| quote!(.related(Self::RELATIONS, Self::PLACED)));
    quote! {
        #private::prompt_inputs! {
            fn inputs() -> ::core::option::Option<#private::Inputs> {
                use #private::{
                    ByContract as _, ByItems as _, ByNothing as _, ByReferent as _, ByReferents as _,
                    ByText as _,
                };
                ::core::option::Option::Some(#private::Inputs::new(
                    #private::Vec::from([#(#fields),*]),
                    |__texts| #private::RenderedPrompt::new(#system, { let mut __text = #private::String::new(); #user __text })#history,
                )#related)
            }
        }
    }
}

fn is_history(model: &Model<'_>, field: &syn::Field) -> bool {
    model
        .history
        .is_some_and(|history| std::ptr::eq(history, field))
}

/// Where the field `name` is in the list of inputs.
pub(super) fn index(model: &Model<'_>, name: &str) -> usize {
    let mut fields = model.fields.iter();
    let index = fields.position(|field| plain_name(field) == name);
    // What is no field has been refused.
    index.unwrap_or(usize::MAX)
}

/// Statements that add the pieces to `__text` with the inputs of `__texts`.
fn fill(model: &Model<'_>, pieces: &[Piece], private: &TokenStream) -> TokenStream {
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => quote!(#private::String::push_str(&mut __text, #text);),
        Piece::Field(name) => {
            let index = index(model, name);
            quote!(#private::push_text(&mut __text, __texts, #index);)
        }
        Piece::This => quote!(#private::push_shown(&mut __text, __this);),
        Piece::Block(block) => {
            let (index, inside) = (
                index(model, &block.field),
                fill(model, &block.pieces, private),
            );
            match block.kind {
                Kind::Each => quote! {
                    #private::each_shown(__texts, #index, &mut |__this| { #inside });
                },
                Kind::If => quote!(if #private::is_there(__texts, #index) { #inside }),
            }
        }
    });
    quote!(#(#pieces)*)
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

fn option(text: Option<impl quote::ToTokens>) -> TokenStream {
    text.map_or_else(
        || quote!(::core::option::Option::None),
        |text| quote!(::core::option::Option::Some(#text)),
    )
}
