//! Wire names that collide.

use proc_macro2::Span;

use crate::ast::Field;
use crate::attr::Text;
use crate::ctxt::Ctxt;

/// Two fields of one object with the same key.
pub(super) fn check_fields<'f>(ctxt: &Ctxt, fields: impl IntoIterator<Item = &'f Field<'f>>) {
    let names: Vec<&Text> = fields.into_iter().map(|field| &field.name).collect();
    check_empty(ctxt, &names);
    for (one, other) in pairs(&names) {
        if one.value == other.value {
            let message = format!(
                "two fields are both called `{}` on the wire; rename one",
                one.value
            );
            ctxt.conflict(one.span, other.span, message);
        }
    }
}

/// Reports two equal values of an enum, or two equal tags. The decoder distinguishes values that
/// differ in case only; a dialect whose vendor changes the case refuses them.
pub(super) fn check_values(ctxt: &Ctxt, names: &[&Text]) {
    check_empty(ctxt, names);
    for (one, other) in pairs(names) {
        if one.value == other.value {
            let message = format!(
                "two variants are both called `{}` on the wire; rename one",
                one.value
            );
            ctxt.conflict(one.span, other.span, message);
        }
    }
}

/// A tag with the name of a field beside it.
pub(super) fn check_tag(ctxt: &Ctxt, tag: &Text, fields: &[Field<'_>]) {
    for field in fields {
        if field.name.value == tag.value {
            let message = format!(
                "the tag and this field are both called `{}`; rename one",
                tag.value
            );
            ctxt.conflict(tag.span, field.name.span, message);
        }
    }
}

/// Names that say nothing.
pub(super) fn check_empty(ctxt: &Ctxt, names: &[&Text]) {
    for name in names {
        if name.value.is_empty() {
            ctxt.error_at(
                name.span,
                "an empty name means nothing to a model; write one",
            );
        }
    }
}

/// Every two.
fn pairs<'a>(names: &'a [&'a Text]) -> impl Iterator<Item = (&'a Text, &'a Text)> {
    names
        .iter()
        .enumerate()
        .flat_map(|(at, one)| names.iter().skip(at + 1).map(move |other| (*one, *other)))
}

/// Where something stands that belongs elsewhere.
pub(super) fn misplaced(ctxt: &Ctxt, span: Option<Span>, message: &str) {
    if let Some(span) = span {
        ctxt.error_at(span, message);
    }
}
