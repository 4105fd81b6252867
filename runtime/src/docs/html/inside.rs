//! The content of a type: fields, values, variants.

use maud::{Markup, html};

use super::Site;
use super::bits::{prose, scrolled, visible};
use crate::docs::book::TypeDoc;
use crate::docs::part::{FieldDoc, Inside, ValueDoc, VariantDoc};
use crate::docs::spell::Piece;

impl Site<'_> {
    /// The inside of a type.
    pub(super) fn inside(&self, of: &Inside) -> Markup {
        match of {
            Inside::Fields(fields) => self.fields(fields),
            Inside::Values(values) => values_table(values),
            Inside::Wraps(value) => html! {
                div class="field" { p { "Written as " (self.spelled(&value.pieces)) "." } (held(value)) }
            },
            Inside::Variants {
                tag,
                content,
                variants,
            } => html! {
                p {
                    "An object whose key " code { (tag) } " selects the variant"
                    @if let Some(content) = content { "; the variant’s data are under " code { (content) } "." }
                    @else { "; the variant’s data are beside it." }
                }
                @for variant in variants { (self.variant(tag, variant)) }
            },
        }
    }

    fn variant(&self, tag: &str, of: &VariantDoc) -> Markup {
        html! {
            section class="variant" {
                h3 id=(of.anchor) {
                    a href={ "#" (of.anchor) } { code { (tag) ": " span class="s" { "\"" bdi { (of.name) } "\"" } } }
                }
                (prose(of.doc))
                @if let Some(value) = &of.of {
                    p {
                        @if of.fields.is_empty() { "Holds " } @else { "Holds the fields of " }
                        (self.spelled(&value.pieces)) "."
                    }
                    @if of.fields.is_empty() { (held(value)) }
                } @else if of.fields.is_empty() {
                    p class="quiet" { "Holds nothing else." }
                }
                @if !of.fields.is_empty() { (self.fields(&of.fields)) }
            }
        }
    }

    fn fields(&self, fields: &[FieldDoc]) -> Markup {
        html! {
            @if fields.is_empty() { p class="quiet" { "An object without keys." } }
            ul class="fields" {
                @for field in fields {
                    li class="field" id=(field.anchor) {
                        p class="head" {
                            a class="name" href={ "#" (field.anchor) } { code { bdi { (visible(field.name)) } } }
                            " " (self.spelled(&field.value.pieces)) " "
                            @if field.optional { span class="tag" { "key may be missing" } }
                        }
                        @if field.doc.is_empty() { (self.borrowed(&field.value)) } @else { (prose(field.doc)) }
                        (self.choices(&field.value))
                        (held(&field.value))
                    }
                }
            }
        }
    }
}

impl Site<'_> {
    /// The words of the field's type, where the field has none of its own.
    fn borrowed(&self, value: &ValueDoc) -> Markup {
        html! { @if let Some(of) = self.only_type(value) { div class="quiet" { (prose(of.doc)) } } }
    }

    /// The values of a short enum, so that nobody has to leave the page for them.
    fn choices(&self, value: &ValueDoc) -> Markup {
        const FEW: usize = 8;
        let values = match self.only_type(value).map(|of| &of.inside) {
            Some(Inside::Values(values)) if values.len() <= FEW => values.as_slice(),
            _ => &[],
        };
        html! {
            @if !values.is_empty() {
                dl class="held" {
                    dt { "Values" }
                    dd { ul { @for (name, _) in values { li { code { "\"" bdi { (name) } "\"" } } } } }
                }
            }
        }
    }

    /// The one named type of a value.
    fn only_type(&self, value: &ValueDoc) -> Option<&TypeDoc> {
        value.pieces.iter().find_map(|piece| match piece {
            Piece::Type { identity, .. } => self.book.get(identity),
            Piece::Words(_) => None,
        })
    }
}

/// Rules, examples and checks of a value.
fn held(value: &ValueDoc) -> Markup {
    let silent = value.rules.is_empty() && value.examples.is_empty() && value.checks.is_empty();
    html! {
        @if !silent {
            dl class="held" {
                @if !value.rules.is_empty() {
                    dt { "Rules" }
                    dd { ul { @for rule in &value.rules { li { code { (rule) } } } } }
                }
                @if !value.examples.is_empty() {
                    dt { @if value.examples.len() == 1 { "Example" } @else { "Examples" } }
                    dd { ul { @for example in &value.examples { li { code { (example) } } } } }
                }
                @if !value.checks.is_empty() {
                    dt { "Checks" }
                    dd { ul { @for check in value.checks { li { code { (check) } } } } }
                }
            }
        }
    }
}

fn values_table(values: &[(&str, &str)]) -> Markup {
    let told = values.iter().any(|(_, doc)| !doc.is_empty());
    scrolled(
        "Values",
        &html! {
            table {
                thead { tr { th scope="col" { "Value" } @if told { th scope="col" { "Meaning" } } } }
                tbody {
                    @for (name, doc) in values {
                        tr {
                            th scope="row" { code { "\"" bdi { (name) } "\"" } }
                            @if told { td { (prose(doc)) } }
                        }
                    }
                }
            }
        },
    )
}
