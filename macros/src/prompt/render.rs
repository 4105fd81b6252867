//! Stage 4 of a template: statements that fill it in.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::expand::index;
use super::template::{Block, Kind, Piece, Template};
use super::{Model, plain_name};

/// Statements that fill the user template with the fields of `self` into a message.
pub(super) fn user(model: &Model<'_>, private: &TokenStream) -> TokenStream {
    let rendering = Rendering {
        model,
        private,
        target: Target::User,
    };
    let pieces = rendering.pieces(&model.user.pieces, &Scope::default());
    quote! {
        use #private::PlacedText as _;
        let mut __message = #private::Assembly::new();
        #pieces
        #private::Assembly::finish(__message)
    }
}

/// Statements that fill the system template with the fields of `self` into `__text`.
pub(super) fn system(model: &Model<'_>, template: &Template, private: &TokenStream) -> TokenStream {
    let rendering = Rendering {
        model,
        private,
        target: Target::System,
    };
    let pieces = rendering.pieces(&template.pieces, &Scope::default());
    quote! {
        use #private::PlacedText as _;
        let mut __text = #private::String::new();
        #pieces
    }
}

/// Writes the constant that names the placeholders of the user template which may be media. Whether
/// one is a medium only its type says, so each is listed with the kinds that it may hold.
pub(super) fn media(model: &Model<'_>, private: &TokenStream) -> Option<TokenStream> {
    let rendering = Rendering {
        model,
        private,
        target: Target::User,
    };
    let mut placed = Vec::new();
    rendering.placed(&model.user.pieces, &Scope::default(), &mut placed);
    if placed.is_empty() {
        return None;
    }
    let entries = placed.into_iter().map(|(name, ty, span)| {
        let kinds = quote_spanned!(span=> #private::Placed::<#ty>::KINDS);
        quote!((#name, #kinds))
    });
    Some(quote! {
        const MEDIA: &'static [(&'static ::core::primitive::str, #private::MediaKinds)] = {
            use #private::PlacedText as _;
            &[#(#entries),*]
        };
    })
}

/// The message that a template is of.
#[derive(Clone, Copy)]
enum Target {
    User,
    System,
}

/// The names that the pieces of a block have beside the fields.
#[derive(Clone, Default)]
struct Scope<'t> {
    /// The list that is gone through.
    list: Option<&'t str>,
    /// `true` if that was an option.
    list_is_there: bool,
    /// The options that are there.
    there: Vec<&'t str>,
}

impl Scope<'_> {
    /// The scope in which the list stands.
    fn of_list(&self) -> Self {
        let list = self.list.filter(|_| self.list_is_there);
        Self {
            there: list.into_iter().collect(),
            ..Self::default()
        }
    }
}

struct Rendering<'m> {
    model: &'m Model<'m>,
    private: &'m TokenStream,
    target: Target,
}

impl Rendering<'_> {
    /// An expression for the field `name`, its type, and the span of that: an error belongs there.
    fn field(&self, name: &str, scope: &Scope<'_>) -> (TokenStream, TokenStream, Span) {
        let mut fields = self.model.fields.iter();
        let Some(field) = fields.find(|field| plain_name(field) == name) else {
            // What is no field has been refused.
            return (quote!(&()), quote!(()), Span::call_site());
        };
        let (private, ident, ty) = (self.private, &field.ident, &field.ty);
        let span = ty.span();
        if scope.there.contains(&name) {
            let inside = inside(index(self.model, name));
            let ty = quote_spanned!(span=> <#ty as #private::When>::Inside);
            return (quote!(#inside), ty, span);
        }
        // The compiler blames the argument, which stands where its type does. Names keep their own
        // hygiene, since the type may come from a macro.
        let at = Span::call_site().located_at(span);
        let mut ident = ident.clone();
        if let Some(ident) = &mut ident {
            ident.set_span(ident.span().located_at(span));
        }
        (quote_spanned!(at=> &self.#ident), quote!(#ty), span)
    }

    fn pieces<'t>(&self, pieces: &'t [Piece], scope: &Scope<'t>) -> TokenStream {
        let private = self.private;
        let (text, to) = match self.target {
            Target::User => (
                quote!(#private::Assembly::text(&mut __message)),
                quote!(&mut __message),
            ),
            Target::System => (quote!(&mut __text), quote!(&mut __text)),
        };
        // An error about the type is shown at the name of the function.
        let push = |span| match self.target {
            Target::User => Ident::new("push", span),
            Target::System => Ident::new("push_system", span),
        };
        let pieces = pieces.iter().map(|piece| match piece {
            Piece::Text(plain) => quote!(#private::String::push_str(#text, #plain);),
            Piece::Field(name) => {
                let (input, ty, span) = self.field(name, scope);
                let push = push(span);
                quote_spanned!(span=> #private::Placed::<#ty>::#push(#to, #input);)
            }
            Piece::This => {
                let (ty, span) = self.item(scope);
                let (this, push) = (quote!(__this), push(span));
                quote_spanned!(span=> #private::Placed::<#ty>::#push(#to, #this);)
            }
            Piece::Block(block) => self.block(block, scope),
        });
        quote!(#(#pieces)*)
    }

    /// Returns the type of the items of the list that is gone through, and its span.
    fn item(&self, scope: &Scope<'_>) -> (TokenStream, Span) {
        let private = self.private;
        let (_, ty, span) = self.field(scope.list.unwrap_or_default(), &scope.of_list());
        (quote_spanned!(span=> <#ty as #private::Each>::Item), span)
    }

    /// Collects the placeholders, each with its name, its type and the span of that.
    fn placed<'t>(
        &self,
        pieces: &'t [Piece],
        scope: &Scope<'t>,
        placed: &mut Vec<(String, TokenStream, Span)>,
    ) {
        for piece in pieces {
            match piece {
                Piece::Text(_) => {}
                Piece::Field(name) => {
                    let (_, ty, span) = self.field(name, scope);
                    placed.push((name.clone(), ty, span));
                }
                Piece::This => {
                    let (ty, span) = self.item(scope);
                    placed.push((scope.list.unwrap_or_default().to_owned(), ty, span));
                }
                Piece::Block(block) => {
                    let within = within(block, scope);
                    self.placed(&block.pieces, &within, placed);
                }
            }
        }
    }

    fn block<'t>(&self, block: &'t Block, scope: &Scope<'t>) -> TokenStream {
        let private = self.private;
        let (input, ty, span) = self.field(&block.field, scope);
        let within = within(block, scope);
        match block.kind {
            Kind::Each => {
                let pieces = self.pieces(&block.pieces, &within);
                let each = quote_spanned!(span=> #private::each::<#ty>);
                quote!(#each(#input, &mut |__this| { #pieces });)
            }
            Kind::If => {
                let pieces = self.pieces(&block.pieces, &within);
                let inside = inside(index(self.model, &block.field));
                let when = quote_spanned!(span=> #private::when::<#ty>);
                quote! {
                    if let ::core::option::Option::Some(#inside) = #when(#input) { #pieces }
                }
            }
        }
    }
}

/// Returns the scope of a block's pieces.
fn within<'t>(block: &'t Block, scope: &Scope<'t>) -> Scope<'t> {
    let mut within = scope.clone();
    match block.kind {
        Kind::Each => {
            within.list = Some(&block.field);
            within.list_is_there = scope.there.contains(&block.field.as_str());
        }
        Kind::If => within.there.push(&block.field),
    }
    within
}

/// The local that holds the value of an option within its block.
fn inside(index: usize) -> Ident {
    format_ident!("__inside_{index}")
}
