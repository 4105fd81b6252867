//! Stage 3: checks that need only the tokens of one item. No other code makes the checked model.

mod compare;
mod examples;
mod itself;
mod names;
mod pattern;
mod rules;
mod tagging;
mod types;

use syn::Path;
use syn::ext::IdentExt as _;

use crate::ast::{Container, Data, Field, Style};
use crate::attr::Lit;
use crate::ctxt::Ctxt;
use crate::model;

const TUPLE: &str = "a tuple has no keys that a schema could require; give the fields names";
const NOTHING: &str = "a struct without fields says nothing; give it a field";

/// The checked model; `None` if an error was reported.
pub(crate) fn check<'a>(ctxt: &Ctxt, of: &Container<'a>) -> Option<model::Contract<'a>> {
    let before = ctxt.count();
    check_places(ctxt, of);
    names::check_empty(ctxt, &of.attrs.title.get().into_iter().collect::<Vec<_>>());
    itself::check(ctxt, of);
    check_ensures(ctxt, &of.attrs.ensures);
    let kind = kind(ctxt, of);
    if ctxt.count() > before {
        return None;
    }
    let attrs = &of.attrs;
    Some(model::Contract {
        vis: of.vis,
        ident: of.ident,
        generics: of.generics,
        krate: attrs.krate.clone(),
        title: attrs
            .title
            .get()
            .map_or_else(|| of.ident.unraw().to_string(), |title| title.value.clone()),
        doc: attrs.words(),
        ensures: attrs.ensures.clone(),
        targets: attrs.targets.clone(),
        draft: attrs.draft.is_some(),
        allow_deprecated: of.allow_deprecated.clone(),
        kind: kind?,
        skipped: skipped(of),
    })
}

/// Attributes of the type that belong on another kind of type.
fn check_places(ctxt: &Ctxt, of: &Container<'_>) {
    let attrs = &of.attrs;
    let newtype = matches!(&of.data, Data::Struct(Style::Tuple, fields) if fields.len() == 1);
    if !newtype {
        attrs.refuse_transparent(ctxt);
        for rule in &attrs.rules.list {
            let key = &rule.key;
            ctxt.error(
                key,
                format!("`{key}` belongs on a field; only a newtype takes rules itself"),
            );
        }
        for compare in &attrs.compare {
            ctxt.error(
                &compare.key,
                "`compare` belongs on a field; only a newtype takes it itself",
            );
        }
        for (key, _) in &attrs.examples {
            ctxt.error(
                key,
                "`example` belongs on a field; only a newtype takes examples itself",
            );
        }
    }
    if newtype && let Some(key) = attrs.rename_all.key() {
        ctxt.error(key, "a newtype has no fields to rename; remove it");
    }
    let generics = of.generics;
    if let (Some(draft), Some(lifetime)) = (attrs.draft, generics.lifetimes().next()) {
        let lifetime = &lifetime.lifetime;
        ctxt.error_at(
            draft,
            format!("a draft owns what it shows, so a type that borrows for `{lifetime}` has none; give it owned fields"),
        );
    }
    if generics.type_params().next().is_some() || generics.const_params().next().is_some() {
        for target in &attrs.targets {
            ctxt.error(
                target,
                "a type with parameters can't be judged by itself; put `targets` on the type that uses it",
            );
        }
    }
    if let Data::Struct(..) = of.data {
        if let Some(key) = &attrs.numbers {
            ctxt.error(key, "`numbers` belongs on an enum; remove it");
        }
        for key in [attrs.tag.key(), attrs.content.key()].into_iter().flatten() {
            ctxt.error(
                key,
                format!("`{key}` belongs on an enum with data; remove it"),
            );
        }
        if let Some(key) = attrs.rename_all_fields.key() {
            ctxt.error(
                key,
                "`rename_all_fields` belongs on an enum; use `rename_all`",
            );
        }
    }
}

fn kind<'a>(ctxt: &Ctxt, of: &Container<'a>) -> Option<model::Kind<'a>> {
    match &of.data {
        Data::Struct(Style::Named, fields) if !fields.is_empty() => {
            for field in fields {
                check_skip(ctxt, field);
            }
            let sent = fields.iter().filter(|field| field.attrs.skip.is_none());
            let sent: Vec<&Field<'a>> = sent.collect();
            if sent.is_empty() {
                ctxt.error(
                    of.ident,
                    "every field is skipped, so a model has nothing to say; leave one in",
                );
                return None;
            }
            names::check_fields(ctxt, sent.iter().copied());
            let fields = sent.into_iter().map(|of| field(ctxt, of));
            Some(model::Kind::Object(fields.collect()))
        }
        Data::Struct(Style::Tuple, fields) if !fields.is_empty() => match fields.as_slice() {
            [only] => Some(model::Kind::Newtype(newtype(ctxt, of, only))),
            [_, second, ..] => {
                ctxt.error_at(second.span, TUPLE);
                None
            }
            [] => None,
        },
        Data::Struct(..) => {
            ctxt.error(of.ident, NOTHING);
            None
        }
        Data::Enum(variants) => tagging::check(ctxt, of, variants),
    }
}

/// Fields that never travel.
fn skipped<'a>(of: &Container<'a>) -> Vec<model::Skipped<'a>> {
    let Data::Struct(Style::Named, fields) = &of.data else {
        return Vec::new();
    };
    let skipped = fields.iter().filter_map(|field| {
        let (_, value) = field.attrs.skip.clone()?;
        Some(model::Skipped {
            ident: field.ident?,
            value,
        })
    });
    skipped.collect()
}

/// Reports attributes beside `skip`, which would do nothing.
fn check_skip(ctxt: &Ctxt, of: &Field<'_>) {
    if of.attrs.skip.is_some()
        && let Some(key) = &of.attrs.beside_skip
    {
        ctxt.error(
            key,
            format!(
                "a skipped field never travels, so `{key}` would do nothing; remove it, or `skip`"
            ),
        );
    }
}

/// Skipping where nothing could be left out.
fn check_sent(ctxt: &Ctxt, of: &Field<'_>) {
    if let Some((key, _)) = &of.attrs.skip {
        ctxt.error(
            key,
            "only a field with a name, of a struct, can be skipped; move it to a struct",
        );
    }
}

/// The checked field.
fn field<'a>(ctxt: &Ctxt, of: &Field<'a>) -> model::Field<'a> {
    check_sent(ctxt, of);
    types::check(ctxt, of.ty);
    check_ensures(ctxt, &of.attrs.ensures);
    let rules = rules::check(ctxt, &of.attrs.rules);
    examples::check(ctxt, &of.attrs.examples, &rules);
    let compare = compare::check(ctxt, &of.attrs.compare, &rules);
    bare(of, rules, of.attrs.examples.clone(), compare)
}

fn bare<'a>(
    of: &Field<'a>,
    rules: Vec<model::Rule>,
    examples: Vec<Lit>,
    compare: Option<Box<model::Compare>>,
) -> model::Field<'a> {
    model::Field {
        vis: of.vis,
        ident: of.ident,
        name: of.name.value.clone(),
        ty: of.ty,
        doc: of.attrs.words(),
        rules,
        examples,
        ensures: of.attrs.ensures.clone(),
        compare,
        optional: of.attrs.optional,
        recursive: of.attrs.recursive,
    }
}

/// The value inside a newtype: rules may stand on the type or on its field.
fn newtype<'a>(ctxt: &Ctxt, of: &Container<'a>, only: &Field<'a>) -> model::Field<'a> {
    check_sent(ctxt, only);
    check_unnamed(ctxt, only, "a newtype's value");
    types::check(ctxt, only.ty);
    check_ensures(ctxt, &only.attrs.ensures);
    let mut rules = rules::check(ctxt, &of.attrs.rules);
    for rule in rules::check(ctxt, &only.attrs.rules) {
        if rules.iter().any(|known| known.key == rule.key) {
            let key = &rule.key;
            ctxt.error(
                key,
                format!("duplicate `{key}`; keep it on the type or on the field"),
            );
        }
        rules.push(rule);
    }
    let mut examples = only.attrs.examples.clone();
    examples.extend(of.attrs.examples.iter().map(|(_, example)| example.clone()));
    examples::check(ctxt, &examples, &rules);
    let comparisons = [of.attrs.compare.clone(), only.attrs.compare.clone()].concat();
    let compare = compare::check(ctxt, &comparisons, &rules);
    bare(only, rules, examples, compare)
}

/// Checks that stand twice.
fn check_ensures(ctxt: &Ctxt, checks: &[Path]) {
    for (at, check) in checks.iter().enumerate() {
        if checks.iter().take(at).any(|earlier| earlier == check) {
            ctxt.error(check, "this check stands twice; keep one of them");
        }
    }
}

/// Attributes of keys, on a value that has no key.
fn check_unnamed(ctxt: &Ctxt, of: &Field<'_>, place: &str) {
    if let Some(key) = of.attrs.rename.key() {
        ctxt.error(
            key,
            format!("{place} has no name on the wire; remove `rename`"),
        );
    }
    names::misplaced(
        ctxt,
        of.attrs.optional,
        &format!("{place} has no key that could be missing; remove `optional`"),
    );
    if let Some(key) = of.attrs.describe.key() {
        ctxt.error(
            key,
            format!("{place} has no words of its own; describe what is around it"),
        );
    }
    names::misplaced(
        ctxt,
        of.attrs.doc_at,
        &format!(
            "{place} has no words of its own, so no model would read this; document what is around it, or write a `//` comment"
        ),
    );
}
