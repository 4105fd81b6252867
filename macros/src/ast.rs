//! Stage 2: the item as it was written, with its attributes read and its wire names in effect.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Data as SynData, DeriveInput, Fields, Generics, Ident, Type, Visibility};

use crate::attr;
use crate::case::Case;
use crate::ctxt::Ctxt;

/// A struct or an enum.
pub(crate) struct Container<'a> {
    pub(crate) vis: &'a Visibility,
    pub(crate) ident: &'a Ident,
    pub(crate) generics: &'a Generics,
    pub(crate) attrs: attr::Container,
    /// The attribute for generated code, where the item has to do with what is deprecated.
    pub(crate) allow_deprecated: Option<TokenStream>,
    pub(crate) data: Data<'a>,
}

/// The content of the container.
pub(crate) enum Data<'a> {
    Struct(Style, Vec<Field<'a>>),
    Enum(Vec<Variant<'a>>),
}

/// The syntax of a list of fields: named, tuple or unit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// `{ … }`
    Named,
    /// `( … )`
    Tuple,
    /// Nothing.
    Unit,
}

/// One variant.
pub(crate) struct Variant<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) attrs: attr::Variant,
    /// The name on the wire.
    pub(crate) name: attr::Text,
    pub(crate) style: Style,
    pub(crate) fields: Vec<Field<'a>>,
    /// The number that Rust gives it, if it is written.
    pub(crate) number: Option<&'a syn::Expr>,
}

/// One field.
pub(crate) struct Field<'a> {
    pub(crate) vis: &'a Visibility,
    /// The field's own name; `None` in tuples.
    pub(crate) ident: Option<&'a Ident>,
    pub(crate) ty: &'a Type,
    pub(crate) attrs: attr::Field,
    /// The key on the wire; empty in tuples.
    pub(crate) name: attr::Text,
    /// The field as a whole.
    pub(crate) span: Span,
}

impl<'a> Container<'a> {
    pub(crate) fn read(ctxt: &Ctxt, input: &'a DeriveInput) -> Option<Self> {
        let attrs = attr::Container::read(ctxt, &input.attrs);
        let data = match &input.data {
            SynData::Struct(data) => {
                let (style, fields) = fields(ctxt, &data.fields, case(&attrs.rename_all));
                Data::Struct(style, fields)
            }
            SynData::Enum(data) => Data::Enum(
                data.variants
                    .iter()
                    .map(|variant| Variant::read(ctxt, variant, &attrs))
                    .collect(),
            ),
            SynData::Union(data) => {
                ctxt.error(
                    data.union_token,
                    "a union has no JSON form; use a struct or an enum",
                );
                return None;
            }
        };
        Some(Self {
            vis: &input.vis,
            ident: &input.ident,
            generics: &input.generics,
            attrs,
            allow_deprecated: attr::allow_deprecated(input),
            data,
        })
    }
}

/// A number that a user may take for what travels.
const NUMBERED: &str = "this number stays in Rust, and a model writes the variant's name; say so with `#[contract(rename_all = \"snake_case\")]` on the enum, or \
                        `rename` on the variant, or add `#[contract(numbers)]` to the enum for the number";

impl<'a> Variant<'a> {
    fn read(ctxt: &Ctxt, variant: &'a syn::Variant, container: &attr::Container) -> Self {
        let attrs = attr::Variant::read(ctxt, &variant.attrs);
        let inherited = case(&attrs.rename_all).or_else(|| case(&container.rename_all_fields));
        let (style, fields) = fields(ctxt, &variant.fields, inherited);
        let own = variant.ident.unraw().to_string();
        if let Some((_, number)) = &variant.discriminant
            && attrs.rename.get().is_none()
            && container.rename_all.get().is_none()
            && container.numbers.is_none()
        {
            ctxt.error(number, NUMBERED);
        }
        let name = attrs.rename.get().cloned().unwrap_or_else(|| attr::Text {
            value: case(&container.rename_all)
                .map_or_else(|| own.clone(), |case| case.variant(&own)),
            span: variant.ident.span(),
        });
        Self {
            ident: &variant.ident,
            attrs,
            name,
            style,
            fields,
            number: variant.discriminant.as_ref().map(|(_, number)| number),
        }
    }
}

fn case(slot: &attr::Slot<Case>) -> Option<Case> {
    slot.get().map(|case| case.value)
}

fn fields<'a>(ctxt: &Ctxt, fields: &'a Fields, case: Option<Case>) -> (Style, Vec<Field<'a>>) {
    let style = match fields {
        Fields::Named(_) => Style::Named,
        Fields::Unnamed(_) => Style::Tuple,
        Fields::Unit => Style::Unit,
    };
    let list = fields.iter().map(|field| Field::read(ctxt, field, case));
    (style, list.collect())
}

impl<'a> Field<'a> {
    fn read(ctxt: &Ctxt, field: &'a syn::Field, case: Option<Case>) -> Self {
        let attrs = attr::Field::read(ctxt, &field.attrs);
        let own = field
            .ident
            .as_ref()
            .map(|ident| ident.unraw().to_string())
            .unwrap_or_default();
        let name = attrs.rename.get().cloned().unwrap_or_else(|| attr::Text {
            value: case.map_or_else(|| own.clone(), |case| case.field(&own)),
            span: field
                .ident
                .as_ref()
                .map_or_else(|| field.ty.span(), Ident::span),
        });
        Self {
            vis: &field.vis,
            ident: field.ident.as_ref(),
            ty: &field.ty,
            attrs,
            name,
            span: field.span(),
        }
    }
}
