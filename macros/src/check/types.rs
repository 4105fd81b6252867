//! Types that are never contracts, recognised by their spelling alone, so that the message can name
//! a remedy. All others are left to the compiler, which requires the trait.

use quote::ToTokens as _;
use syn::{GenericArgument, PathArguments, Type, TypeReference, TypeTuple};

use crate::ctxt::Ctxt;

/// Names of standard library types that hold other types. A user's own type of such a name holds
/// contract types as well.
const CONTAINERS: &[&str] = &[
    "Option", "Vec", "VecDeque", "Box", "Arc", "BTreeMap", "HashMap", "BTreeSet", "HashSet",
];

/// Reports tuples, references and slices in a field's type.
pub(super) fn check(ctxt: &Ctxt, ty: &Type) {
    match ty {
        Type::Group(of) => check(ctxt, &of.elem),
        Type::Paren(of) => check(ctxt, &of.elem),
        Type::Array(of) => check(ctxt, &of.elem),
        Type::Reference(of) => ctxt.error(of, reference(of)),
        Type::Tuple(of) => ctxt.error(of, tuple(of)),
        Type::Slice(of) => {
            let item = spelled(&of.elem);
            ctxt.error(of, format!("a contract owns its items; write `Vec<{item}>` instead of the type around the slice"));
        }
        Type::Path(of) => {
            let Some(last) = of.path.segments.last() else {
                return;
            };
            let PathArguments::AngleBracketed(given) = &last.arguments else {
                return;
            };
            if !CONTAINERS.iter().any(|known| last.ident == known) {
                return;
            }
            for argument in &given.args {
                if let GenericArgument::Type(ty) = argument {
                    check(ctxt, ty);
                }
            }
        }
        _ => {}
    }
}

fn reference(of: &TypeReference) -> String {
    let owned = match &*of.elem {
        Type::Path(path) if path.path.is_ident("str") => "String".to_owned(),
        Type::Slice(slice) => format!("Vec<{}>", spelled(&slice.elem)),
        other => spelled(other),
    };
    format!("a contract owns its data; write `{owned}`")
}

fn tuple(of: &TypeTuple) -> String {
    let mut items = of.elems.iter();
    let Some(first) = items.next() else {
        return "`()` says nothing that a model could write; remove the field".to_owned();
    };
    let same =
        items.all(|item| item.to_token_stream().to_string() == first.to_token_stream().to_string());
    let words =
        "a tuple has no keys that a schema could require; take a struct whose fields have names";
    if same {
        format!("{words}, or `[{}; {}]`", spelled(first), of.elems.len())
    } else {
        words.to_owned()
    }
}

fn spelled(ty: &Type) -> String {
    crate::expand::spelled(ty)
}
