//! The content of a type: fields, values, variants, or the type that it wraps.

use super::anchor::Anchors;
use super::spell::{self, Piece};
use crate::shape::{Body, Field, Shape, Union, Variant};

/// The inside of a type.
#[derive(Debug)]
pub(super) enum Inside {
    /// An object's fields.
    Fields(Vec<FieldDoc>),
    /// An enum's values: name, words.
    Values(Vec<(&'static str, &'static str)>),
    /// The variants of a union.
    Variants {
        tag: &'static str,
        content: Option<&'static str>,
        variants: Vec<VariantDoc>,
    },
    /// A named or nameless type around others.
    Wraps(ValueDoc),
}

/// A value: its type and its rules.
#[derive(Debug)]
pub(super) struct ValueDoc {
    pub(super) pieces: Vec<Piece>,
    pub(super) rules: Vec<String>,
    /// JSON texts.
    pub(super) examples: Vec<String>,
    /// Names of semantic checks.
    pub(super) checks: &'static [&'static str],
}

/// One field.
#[derive(Debug)]
pub(super) struct FieldDoc {
    pub(super) name: &'static str,
    pub(super) anchor: String,
    pub(super) doc: &'static str,
    /// The key may be missing.
    pub(super) optional: bool,
    pub(super) value: ValueDoc,
}

/// One variant.
#[derive(Debug)]
pub(super) struct VariantDoc {
    pub(super) name: &'static str,
    pub(super) anchor: String,
    pub(super) doc: &'static str,
    pub(super) fields: Vec<FieldDoc>,
    /// The one value under the content key, or the object whose fields stand here.
    pub(super) of: Option<ValueDoc>,
}

impl Inside {
    /// The inside of `shape`.
    pub(super) fn of(shape: &'static Shape) -> Self {
        let mut anchors = Anchors::default();
        match shape {
            Shape::Object(of) => Self::Fields(fields("field", of.fields, &mut anchors)),
            Shape::Enum(of) => Self::Values(
                of.values
                    .iter()
                    .map(|value| (value.name, value.doc))
                    .collect(),
            ),
            Shape::Union(of) => Self::Variants {
                tag: of.tag,
                content: of.content,
                variants: of
                    .variants
                    .iter()
                    .map(|variant| variant_doc(of, variant, &mut anchors))
                    .collect(),
            },
            Shape::Newtype(of) => Self::Wraps(ValueDoc {
                pieces: spell::spell(of.inner),
                rules: spell::rules(shape, &[]),
                examples: spell::examples(of.examples),
                checks: of.ensures,
            }),
            other => Self::Wraps(value(other)),
        }
    }

    /// Every field, with the name of its variant.
    pub(super) fn fields(&self) -> Vec<(Option<&VariantDoc>, &FieldDoc)> {
        match self {
            Self::Fields(fields) => fields.iter().map(|field| (None, field)).collect(),
            Self::Variants { variants, .. } => variants
                .iter()
                .flat_map(|variant| {
                    variant
                        .fields
                        .iter()
                        .map(move |field| (Some(variant), field))
                })
                .collect(),
            Self::Values(_) | Self::Wraps(_) => Vec::new(),
        }
    }

    /// Returns the words for the size in a list.
    pub(super) fn summary(&self) -> String {
        let (count, one, many) = match self {
            Self::Fields(fields) => (fields.len(), "field", "fields"),
            Self::Values(values) => (values.len(), "value", "values"),
            Self::Variants { variants, .. } => (variants.len(), "variant", "variants"),
            Self::Wraps(of) => return spell::plain(&of.pieces),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

fn value(shape: &'static Shape) -> ValueDoc {
    ValueDoc {
        pieces: spell::spell(shape),
        rules: spell::rules(shape, &[]),
        examples: Vec::new(),
        checks: &[],
    }
}

fn fields(prefix: &str, fields: &'static [Field], anchors: &mut Anchors) -> Vec<FieldDoc> {
    fields
        .iter()
        .map(|field| FieldDoc {
            name: field.name,
            anchor: anchors.take(&format!("{prefix}-{}", field.name)),
            doc: field.doc,
            optional: field.optional,
            value: ValueDoc {
                pieces: spell::spell(field.shape),
                rules: spell::rules(field.shape, field.rules),
                examples: spell::examples(field.examples),
                checks: field.ensures,
            },
        })
        .collect()
}

fn variant_doc(of: &'static Union, variant: &'static Variant, anchors: &mut Anchors) -> VariantDoc {
    let anchor = anchors.take(&format!("variant-{}", variant.name));
    let (inside, single) = match variant.body {
        Body::Unit => (Vec::new(), None),
        Body::Fields(all) => (fields(&anchor, all, anchors), None),
        Body::Value(shape) => match (of.content, shape.core()) {
            // The object's fields lie beside the tag.
            (None, Shape::Object(object)) => {
                (fields(&anchor, object.fields, anchors), Some(value(shape)))
            }
            _ => (Vec::new(), Some(value(shape))),
        },
    };
    VariantDoc {
        name: variant.name,
        anchor,
        doc: variant.doc,
        fields: inside,
        of: single,
    }
}
