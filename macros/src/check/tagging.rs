//! Enums: a closed set of strings, or objects with a tag.

use syn::Ident;

use super::{field, names};
use crate::ast::{Container, Style, Variant};
use crate::attr::{Number, Text};
use crate::ctxt::Ctxt;
use crate::model;

const DECLARED: &str = "all values of this enum are declared; leave out the variant that may not be, or check what holds the enum";
const NO_FIELDS: &str = "there are no fields to rename; remove it";

/// The form of an enum.
pub(super) fn check<'a>(
    ctxt: &Ctxt,
    of: &Container<'a>,
    variants: &[Variant<'a>],
) -> Option<model::Kind<'a>> {
    if variants.is_empty() {
        ctxt.error(of.ident, "an enum without variants has no value; add one");
        return None;
    }
    if let Some(key) = &of.attrs.numbers {
        return numbers(ctxt, of, variants, key);
    }
    let wire: Vec<&Text> = variants.iter().map(|variant| &variant.name).collect();
    names::check_values(ctxt, &wire);
    let attrs = &of.attrs;
    let Some(tag) = attrs.tag.get() else {
        if let Some(content) = attrs.content.key() {
            ctxt.error(
                content,
                "`content` needs a tag beside it; add `tag = \"…\"`",
            );
            return None;
        }
        return plain(ctxt, of, variants);
    };
    let content = attrs.content.get();
    names::check_empty(
        ctxt,
        &[Some(tag), content]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>(),
    );
    if let Some(content) = content
        && content.value == tag.value
    {
        let message = format!(
            "tag and content are both called `{}`; rename one",
            tag.value
        );
        ctxt.conflict(tag.span, content.span, message);
    }
    check_effect(ctxt, of, variants);
    let checked = variants.iter().map(|variant| {
        if content.is_none() {
            names::check_tag(ctxt, tag, &variant.fields);
            check_known(ctxt, variant);
        }
        model::Variant {
            ident: variant.ident,
            name: variant.name.value.clone(),
            doc: variant.attrs.words(),
            body: body(ctxt, variant),
        }
    });
    Some(model::Kind::Union(model::Union {
        variants: checked.collect(),
        tag: tag.value.clone(),
        content: content.map(|content| content.value.clone()),
    }))
}

/// Keys that speak of fields or data which no variant has.
fn check_effect(ctxt: &Ctxt, of: &Container<'_>, variants: &[Variant<'_>]) {
    let named = |of: &Variant<'_>| of.style == Style::Named && !of.fields.is_empty();
    if let Some(key) = of.attrs.rename_all_fields.key()
        && !variants.iter().any(named)
    {
        ctxt.error(key, NO_FIELDS);
    }
    for variant in variants.iter().filter(|variant| !named(variant)) {
        if let Some(key) = variant.attrs.rename_all.key() {
            ctxt.error(key, NO_FIELDS);
        }
    }
    if let Some(key) = of.attrs.content.key()
        && variants.iter().all(|variant| variant.style == Style::Unit)
    {
        ctxt.error(
            key,
            "no variant carries data, so this key would never stand in an answer; remove it",
        );
    }
}

/// Checks that the content beside a tag may be asked for its keys while compiling, which is
/// impossible where the answer may be recursive.
fn check_known(ctxt: &Ctxt, of: &Variant<'_>) {
    if let (Style::Tuple, [only]) = (of.style, of.fields.as_slice()) {
        let message = "what stands beside a tag can't be marked `recursive`, since its keys must be known; put the mark on a field inside that type, name \
                       the field here, or add `content = \"…\"` to the enum";
        names::misplaced(ctxt, only.attrs.recursive, message);
    }
}

/// An enum whose numbers travel.
fn numbers<'a>(
    ctxt: &Ctxt,
    of: &Container<'a>,
    variants: &[Variant<'a>],
    key: &Ident,
) -> Option<model::Kind<'a>> {
    let before = ctxt.count();
    let attrs = &of.attrs;
    let renames = [attrs.rename_all.key(), attrs.rename_all_fields.key()];
    let tags = [attrs.tag.key(), attrs.content.key()];
    let of_variants = variants
        .iter()
        .flat_map(|variant| [variant.attrs.rename.key(), variant.attrs.rename_all.key()]);
    for other in renames.into_iter().chain(tags).chain(of_variants).flatten() {
        ctxt.error(
            other,
            format!(
                "the numbers of this enum travel, and no names; remove `{other}`, or `numbers`"
            ),
        );
    }
    for check in &attrs.ensures {
        ctxt.error(check, DECLARED);
    }
    let mut next = 0;
    let mut values = Vec::new();
    for variant in variants {
        if variant.style != Style::Unit {
            ctxt.error(
                variant.ident,
                "a number carries no data; remove it, or `numbers`",
            );
        }
        if let Some(expr) = variant.number {
            match Number::parse(expr).map(Number::to_int) {
                Ok(Some(number)) => next = number,
                Ok(None) => ctxt.error(expr, "not a whole number; write one"),
                Err(error) => ctxt.push(error),
            }
        }
        values.push(model::Numbered {
            ident: variant.ident,
            number: next,
            name: variant.name.value.clone(),
            doc: variant.attrs.words(),
        });
        next = next.saturating_add(1);
    }
    if variants.iter().all(|variant| variant.number.is_none()) {
        ctxt.error(
            key,
            "no variant has a number; write `Low = 1`, or remove `numbers`",
        );
    }
    (ctxt.count() == before).then_some(model::Kind::Numbers(values))
}

/// An enum without a tag: strings.
fn plain<'a>(ctxt: &Ctxt, of: &Container<'a>, variants: &[Variant<'a>]) -> Option<model::Kind<'a>> {
    let data = variants.iter().find(|variant| variant.style != Style::Unit);
    if let Some(data) = data {
        let message = if variants.iter().any(|variant| variant.style == Style::Unit) {
            "some variants carry data and some don't, so a tag must distinguish them; add `#[contract(tag = \"…\")]` to the enum"
        } else {
            "variants with data need a tag that distinguishes them; add `#[contract(tag = \"…\")]` to the enum"
        };
        ctxt.error(data.ident, message);
        for variant in variants {
            // Mistakes inside the variants are reported in the same compilation.
            body(ctxt, variant);
        }
        return None;
    }
    if let Some(key) = of.attrs.rename_all_fields.key() {
        ctxt.error(key, NO_FIELDS);
    }
    for check in &of.attrs.ensures {
        ctxt.error(check, DECLARED);
    }
    let values = variants.iter().map(|variant| {
        if let Some(key) = variant.attrs.rename_all.key() {
            ctxt.error(key, NO_FIELDS);
        }
        model::Value {
            ident: variant.ident,
            name: variant.name.value.clone(),
            doc: variant.attrs.words(),
        }
    });
    Some(model::Kind::Enum(values.collect()))
}

fn body<'a>(ctxt: &Ctxt, variant: &Variant<'a>) -> model::Body<'a> {
    match (variant.style, variant.fields.as_slice()) {
        (Style::Tuple, [only]) => {
            super::check_unnamed(ctxt, only, "a variant's only value");
            model::Body::Value(field(ctxt, only))
        }
        (Style::Tuple, [_, second, ..]) => {
            ctxt.error_at(second.span, super::TUPLE);
            model::Body::Unit
        }
        (Style::Named, fields) => {
            names::check_fields(ctxt, fields);
            model::Body::Fields(fields.iter().map(|of| field(ctxt, of)).collect())
        }
        (Style::Tuple | Style::Unit, _) => model::Body::Unit,
    }
}
