//! `choices(path = field)`, `quotes(path = field)` and `ensure = function`: relations between the
//! inputs and the answer.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::meta::ParseNestedMeta;
use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Ident, LitStr, Token};

use super::{Model, plain_name};
use crate::ctxt::Ctxt;

/// A relation that ties places of the answer to one input.
pub(crate) struct Tie {
    pub(crate) kind: Kind,
    steps: Vec<Step>,
    pub(crate) input: Ident,
    /// `true` for quotations whose typography may differ.
    is_normalized: bool,
    /// The variant of `Placement`.
    placement: &'static str,
}

/// The kind of a relation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Choices,
    Quotes,
}

impl Kind {
    fn key(self) -> &'static str {
        match self {
            Self::Choices => "choices",
            Self::Quotes => "quotes",
        }
    }

    fn variant(self) -> Ident {
        match self {
            Self::Choices => format_ident!("Choices"),
            Self::Quotes => format_ident!("Quotes"),
        }
    }
}

/// One step of a path, where it stands.
struct Step {
    /// `None` for `*`.
    name: Option<String>,
    span: Span,
}

impl Tie {
    /// Reads what stands in the parentheses of `choices` or `quotes`.
    pub(crate) fn read(
        meta: &ParseNestedMeta<'_>,
        kind: Kind,
        errors: &Ctxt,
    ) -> syn::Result<Vec<Self>> {
        let key = kind.key();
        if !meta.input.peek(syn::token::Paren) {
            let message = format!(
                "no relation given; write `{key}(path.to.value = field)`, with `*` for the items of a list"
            );
            return Err(syn::Error::new_spanned(&meta.path, message));
        }
        let list;
        syn::parenthesized!(list in meta.input);
        if list.is_empty() {
            let message = format!("names no relation; write `{key}(path.to.value = field)`");
            errors.push(syn::Error::new_spanned(&meta.path, message));
        }
        let mut ties = Vec::new();
        let is_normalized = kind == Kind::Quotes && says(&list, "normalized")?;
        let placement = match kind {
            Kind::Choices if says(&list, "in_schema")? => "Schema",
            Kind::Choices if says(&list, "in_words")? => "Words",
            Kind::Choices | Kind::Quotes => "Free",
        };
        while !list.is_empty() {
            let steps = steps(&list)?;
            list.parse::<Token![=]>()?;
            let input = Ident::parse_any(&list)?;
            ties.push(Self {
                kind,
                steps,
                input,
                is_normalized,
                placement,
            });
            if !list.is_empty() {
                list.parse::<Token![,]>()?;
            }
        }
        Ok(ties)
    }

    /// Returns the path as messages and fingerprints have it.
    fn spelled(&self) -> String {
        let steps = self.steps.iter().map(|step| match &step.name {
            None => "*".to_owned(),
            // So that no key reads like another path.
            Some(name) if name.contains(['.', '*', '"', '`']) => format!("{name:?}"),
            Some(name) => name.clone(),
        });
        steps.collect::<Vec<_>>().join(".")
    }

    fn path(&self, private: &TokenStream) -> TokenStream {
        let steps = self.steps.iter().map(|step| {
            step.name.as_ref().map_or_else(
                || quote!(#private::Step::Each),
                |name| quote!(#private::Step::Name(#name)),
            )
        });
        quote!(&[#(#steps),*])
    }
}

/// Reads `option,` at the beginning of the list, if it is there.
fn says(list: ParseStream<'_>, option: &str) -> syn::Result<bool> {
    let ahead = list.fork();
    let is_it = ahead.parse::<Ident>().is_ok_and(|word| word == option) && ahead.peek(Token![,]);
    if is_it {
        list.parse::<Ident>()?;
        list.parse::<Token![,]>()?;
    }
    Ok(is_it)
}

/// Reads `lines.*.sku`, with keys that are no identifiers in quotes.
fn steps(input: ParseStream<'_>) -> syn::Result<Vec<Step>> {
    let mut steps = Vec::new();
    loop {
        let span = input.span();
        let name = if input.peek(Token![*]) {
            input.parse::<Token![*]>()?;
            None
        } else if input.peek(LitStr) {
            Some(input.parse::<LitStr>()?.value())
        } else {
            Some(Ident::parse_any(input)?.unraw().to_string())
        };
        steps.push(Step { name, span });
        if !input.peek(Token![.]) {
            return Ok(steps);
        }
        input.parse::<Token![.]>()?;
    }
}

/// Reports inputs that are no fields, quotations of what no model reads, and what stands twice.
pub(super) fn check(ties: &[Tie], fields: &[&syn::Field], placed: &[&str], errors: &Ctxt) {
    for (at, tie) in ties.iter().enumerate() {
        let (key, name) = (tie.kind.key(), tie.input.unraw().to_string());
        if !fields.iter().any(|field| plain_name(field) == name) {
            let known: Vec<_> = fields
                .iter()
                .map(|field| format!("`{}`", plain_name(field)))
                .collect();
            let known = if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            };
            let message = format!("the prompt has no field `{name}`; its fields are {known}");
            errors.error(&tie.input, message);
        } else if tie.kind == Kind::Quotes && !placed.contains(&name.as_str()) {
            let message = format!(
                "no template shows the model `{name}`, so it could quote nothing; put `{{{name}}}` into `user` or `system`"
            );
            errors.error(&tie.input, message);
        }
        let spelled = tie.spelled();
        let before = ties.iter().take(at);
        if before
            .filter(|other| other.kind == tie.kind)
            .any(|other| other.spelled() == spelled)
        {
            let message = format!("`{key}` binds `{spelled}` twice; keep one");
            errors.error(&tie.input, message);
        }
    }
}

/// The prompt's relations as constants, and what binds a call to them; nothing for a prompt
/// without.
pub(super) fn expand(model: &Model<'_>, private: &TokenStream) -> (TokenStream, TokenStream) {
    let (ties, checks) = (&model.options.ties, &model.options.ensures);
    if ties.is_empty() && checks.is_empty() {
        return (TokenStream::new(), TokenStream::new());
    }
    let relations = ties.iter().map(|tie| {
        let (kind, path) = (tie.kind.variant(), tie.path(private));
        let (spelled, input) = (tie.spelled(), tie.input.unraw().to_string());
        let (is_normalized, placement) = (tie.is_normalized, format_ident!("{}", tie.placement));
        quote!(#private::Relation {
            kind: #private::RelationKind::#kind, path: #path, spelled: #spelled, input: #input,
            is_normalized: #is_normalized, placement: #private::Placement::#placement,
        })
    });
    let functions = checks.iter().map(|path| {
        let spelled = quote!(#path).to_string().replace(' ', "");
        quote!(#private::Relation {
            kind: #private::RelationKind::Ensure, path: &[], spelled: #spelled, input: "",
            is_normalized: false, placement: #private::Placement::Free,
        })
    });
    let values = ties.iter().map(|tie| values(model, tie, private));
    let (this, value) = (quote!(__this), quote!(__value));
    let calls = checks
        .iter()
        .map(|path| quote_spanned!(path.span()=> #path(#this, #value)));
    let checked = checks.first().map_or_else(
        || quote!(__bound),
        |first| {
            // At the user's path, so that a prompt that can't be sent is reported there.
            let checked =
                quote_spanned!(first.span()=> #private::Checked::<Self, Self::Output>::new);
            quote!(#checked(__bound, self, |#this, #value| #private::objections([#(#calls),*])))
        },
    );
    let placed = model.placed();
    let (early, late) = assertions(model, private);
    let members = quote! {
        const RELATIONS: &'static [#private::Relation] = &[#(#relations,)* #(#functions,)*];
        const PLACED: &'static [&'static ::core::primitive::str] = &[#(#placed),*];

        fn bind(self) -> impl #private::Binds<Self::Output> + ::core::marker::Send
        where
            Self: ::core::marker::Sized,
        {
            #late
            let __bound = #private::Bindings::of(Self::RELATIONS, #private::Vec::from([#(#values),*]));
            #checked
        }
    };
    (members, early)
}

/// The values of an input, at the field's type, so that a type without any is reported there.
fn values(model: &Model<'_>, tie: &Tie, private: &TokenStream) -> TokenStream {
    let name = tie.input.unraw().to_string();
    let field = model.fields.iter().find(|field| plain_name(field) == name);
    let ident = field.map(|field| &field.ident);
    let span = field.map_or_else(Span::call_site, |field| field.ty.span());
    let input = quote!(self.#ident);
    match tie.kind {
        Kind::Choices => quote_spanned!(span=> #private::choices(#input.iter())),
        Kind::Quotes => quote_spanned!(span=> #private::choices([&#input])),
    }
}

/// Writes that every path leads to a value that can be bound, with the error at the step that
/// doesn't: as items, or as statements where only a use of the prompt knows its output.
fn assertions(model: &Model<'_>, private: &TokenStream) -> (TokenStream, TokenStream) {
    let generics = &model.input.generics;
    let is_open = generics.type_params().count() + generics.const_params().count() > 0;
    let ident = &model.input.ident;
    let lifetimes: Vec<_> = generics.lifetimes().map(|_| quote!('static)).collect();
    let arguments = (!lifetimes.is_empty()).then(|| quote!(<#(#lifetimes),*>));
    let runtime = model.runtime();
    let prompt = if is_open {
        quote!(Self)
    } else {
        quote!(#ident #arguments)
    };
    let mut all = TokenStream::new();
    for tie in &model.options.ties {
        let (kind, path) = (tie.kind.variant(), tie.path(private));
        for (at, step) in tie.steps.iter().enumerate() {
            let check = quote_spanned!(step.span=>
                match #private::problem(
                    <<#prompt as #runtime::Prompt>::Output as #private::Contract>::SHAPE,
                    #path, #private::RelationKind::#kind, #at,
                ) {
                    ::core::option::Option::None => {}
                    ::core::option::Option::Some(__words) => ::core::panic!("{}", __words),
                }
            );
            all.extend(if is_open {
                quote_spanned!(step.span=> const { #check })
            } else {
                quote_spanned!(step.span=> const _: () = #check;)
            });
        }
    }
    if is_open {
        (TokenStream::new(), all)
    } else {
        (all, TokenStream::new())
    }
}
