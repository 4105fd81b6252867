//! All types and prompts, and how they hang together.

use std::collections::{BTreeMap, BTreeSet};

use super::anchor::Anchors;
use super::evidence::{self, EvidenceDoc};
use super::family::Sent;
use super::part::{Inside, ValueDoc};
use super::spell::{self, Piece};
use crate::fingerprint::Fingerprint;
use crate::json::Json;
use crate::lock::Lock;
use crate::registry::{ContractEntry, PromptEntry, Registry};
use crate::sample::sample;
use crate::shape::{Body, Shape, resolved};

/// The documentation of a program's contracts and prompts, before it is written in a format.
#[derive(Debug)]
pub(crate) struct Book {
    /// By title, then path.
    pub(super) types: Vec<TypeDoc>,
    /// By name, then module.
    pub(super) prompts: Vec<PromptDoc>,
    index: BTreeMap<String, usize>,
}

/// One type.
#[derive(Debug)]
pub(super) struct TypeDoc {
    pub(super) shape: &'static Shape,
    pub(super) title: String,
    /// Where the type stands in the program; empty for one without a name.
    pub(super) module: String,
    /// The name of its files.
    pub(super) slug: String,
    pub(super) doc: &'static str,
    pub(super) inside: Inside,
    /// The request of each model family.
    pub(super) sent: Vec<Sent>,
    pub(super) fingerprint: Fingerprint,
    /// Registered by its derive; only then is there a decoder.
    pub(super) entry: Option<ContractEntry>,
    /// Names of the type's own semantic checks.
    pub(super) checks: &'static [&'static str],
    /// A value may hold another one.
    pub(super) recursive: bool,
    /// The types in it.
    pub(super) uses: BTreeSet<usize>,
    /// Where it is used: the type, the field's name and anchor.
    pub(super) used_by: Vec<(usize, String, String)>,
    /// The prompts that ask for it.
    pub(super) asked_by: Vec<usize>,
}

impl TypeDoc {
    /// A document that its decoder takes, if one is easily made up.
    pub(super) fn sample(&self) -> Option<Json> {
        let drift = self.entry?.drift;
        sample(self.shape, |text| drift(text.as_bytes()).is_none())
    }

    /// Asked for by a prompt, or part of no other type.
    pub(super) fn stands_alone(&self) -> bool {
        !self.asked_by.is_empty() || self.used_by.is_empty()
    }

    /// Returns the kind of type.
    pub(super) fn kind(&self) -> &'static str {
        match self.shape {
            Shape::Enum(_) => "enum",
            Shape::Union(_) => "tagged union",
            Shape::Newtype(_) => "newtype",
            Shape::Object(_) => "object",
            _ => "value",
        }
    }
}

/// One prompt.
#[derive(Debug)]
pub(super) struct PromptDoc {
    pub(super) entry: PromptEntry,
    pub(super) slug: String,
    pub(super) fingerprint: String,
    /// The request of each example, and the answer as JSON text.
    pub(super) examples: Vec<(String, String)>,
    /// The contract of the answer.
    pub(super) output: usize,
    /// Models that were compared on it.
    pub(super) evidence: Vec<EvidenceDoc>,
}

impl Book {
    /// Everything that `registry` holds and whatever types it reaches, with the evidence in `lock`.
    pub(crate) fn of(registry: &Registry, lock: &Lock) -> Self {
        let mut found = BTreeMap::new();
        for entry in registry.contracts.values() {
            visit(entry.shape, &mut found);
            // A contract without a name, such as a list, has a page as well.
            found.insert(spell::key(entry.shape), entry.shape);
        }
        let entries: BTreeMap<String, ContractEntry> = registry
            .contracts
            .values()
            .map(|entry| (spell::key(entry.shape), *entry))
            .collect();
        let mut sorted: Vec<(String, String, &'static Shape)> = found
            .into_iter()
            .map(|(key, shape)| (title(shape), key, shape))
            .collect();
        // The key may be another after every edit; the order must not.
        sorted.sort_by_cached_key(|(title, _, shape)| {
            let print = resolved(shape).text();
            (title.clone(), path(shape), print)
        });
        let mut slugs = Anchors::default();
        let mut book = Self {
            types: Vec::new(),
            prompts: Vec::new(),
            index: BTreeMap::new(),
        };
        let shared = shared(sorted.iter().map(|(title, ..)| title.to_lowercase()));
        for (title, key, shape) in sorted {
            let entry = entries.get(&key).copied();
            // Of types of one name, none has the short address: it would lead elsewhere once
            // another joins them.
            let slug = if shared.contains(&title.to_lowercase()) {
                let arguments = shape.name().and_then(|name| title.strip_prefix(name.title));
                slugs.take(&format!("{}{}", path(shape), arguments.unwrap_or(&title)))
            } else {
                slugs.take(&title)
            };
            book.index.insert(key, book.types.len());
            book.types.push(type_doc(title, slug, shape, entry));
        }
        book.link();
        book.ask(registry, lock);
        book
    }

    /// The type that is known by `identity`.
    pub(super) fn get(&self, identity: &str) -> Option<&TypeDoc> {
        self.types.get(*self.index.get(identity)?)
    }

    fn link(&mut self) {
        let mut edges = Vec::new();
        for (from, of) in self.types.iter().enumerate() {
            for (pieces, label, anchor) in places(&of.inside) {
                for piece in pieces {
                    if let Piece::Type { identity, .. } = piece
                        && let Some(to) = self.index.get(identity)
                    {
                        edges.push((from, *to, label.clone(), anchor.clone()));
                    }
                }
            }
        }
        for (from, to, label, anchor) in edges {
            if let Some(of) = self.types.get_mut(from) {
                of.uses.insert(to);
            }
            if let Some(of) = self.types.get_mut(to)
                && from != to
            {
                of.used_by.push((from, label, anchor));
            }
        }
        let recursive: Vec<bool> = (0..self.types.len()).map(|at| self.reaches(at)).collect();
        for (of, recursive) in self.types.iter_mut().zip(recursive) {
            of.recursive = recursive;
        }
    }

    /// Returns `true` if the type `at` contains itself.
    fn reaches(&self, at: usize) -> bool {
        let mut met = BTreeSet::new();
        let mut next = vec![at];
        while let Some(of) = next.pop().and_then(|from| self.types.get(from)) {
            for to in &of.uses {
                if *to == at {
                    return true;
                }
                if met.insert(*to) {
                    next.push(*to);
                }
            }
        }
        false
    }

    fn ask(&mut self, registry: &Registry, lock: &Lock) {
        let mut sorted: Vec<&PromptEntry> = registry.prompts.values().collect();
        sorted.sort_by_key(|entry| (entry.name, entry.module));
        let mut slugs = Anchors::default();
        let shared = shared(sorted.iter().map(|entry| entry.name.to_lowercase()));
        for entry in sorted {
            let Some(output) = self.index.get(&spell::key(entry.output.shape)).copied() else {
                continue;
            };
            if let Some(of) = self.types.get_mut(output) {
                of.asked_by.push(self.prompts.len());
            }
            let stem = if shared.contains(&entry.name.to_lowercase()) {
                format!("{}::{}", entry.module, entry.name)
            } else {
                entry.name.to_owned()
            };
            self.prompts.push(PromptDoc {
                entry: *entry,
                slug: slugs.take(&stem),
                fingerprint: (entry.fingerprint)(),
                examples: entry.shown_examples(),
                output,
                evidence: evidence::of(entry, lock),
            });
        }
    }
}

/// The names that several share, in lower case.
fn shared(names: impl Iterator<Item = String>) -> BTreeSet<String> {
    let mut met = BTreeSet::new();
    names.filter(|name| !met.insert(name.clone())).collect()
}

fn type_doc(
    title: String,
    slug: String,
    shape: &'static Shape,
    entry: Option<ContractEntry>,
) -> TypeDoc {
    let (doc, checks): (&'static str, &'static [&'static str]) = match shape {
        Shape::Enum(of) => (of.doc, &[]),
        Shape::Object(of) => (of.doc, of.ensures),
        Shape::Union(of) => (of.doc, of.ensures),
        // Its checks are those of the value inside.
        Shape::Newtype(of) => (of.doc, &[]),
        _ => ("", &[]),
    };
    TypeDoc {
        shape,
        slug,
        title,
        module: module(shape).to_owned(),
        doc,
        inside: Inside::of(shape),
        sent: Sent::all(shape),
        fingerprint: entry.map_or_else(|| resolved(shape), |entry| (entry.fingerprint)()),
        entry,
        checks,
        recursive: false,
        uses: BTreeSet::new(),
        used_by: Vec::new(),
        asked_by: Vec::new(),
    }
}

/// Where a named type stands in the program.
fn path(shape: &Shape) -> &'static str {
    shape.name().map_or("", |name| name.id)
}

fn module(shape: &Shape) -> &'static str {
    path(shape)
        .rsplit_once("::")
        .map_or("", |(module, _)| module)
}

fn title(shape: &'static Shape) -> String {
    shape
        .name()
        .map_or_else(|| spell::plain(&spell::spell(shape)), spell::title)
}

/// Where types are named inside a type: their spelling, the place's name and anchor.
fn places(inside: &Inside) -> Vec<(&[Piece], String, String)> {
    let mut out: Vec<(&[Piece], String, String)> = inside
        .fields()
        .into_iter()
        .map(|(variant, field)| {
            let name = match variant {
                Some(variant) => format!("{}.{}", variant.name, field.name),
                None => field.name.to_owned(),
            };
            (field.value.pieces.as_slice(), name, field.anchor.clone())
        })
        .collect();
    match inside {
        Inside::Wraps(ValueDoc { pieces, .. }) => {
            out.push((pieces, String::new(), "inside".to_owned()));
        }
        Inside::Variants { variants, .. } => {
            out.extend(variants.iter().filter_map(|variant| {
                let of = variant.of.as_ref()?;
                let place = (variant.name.to_owned(), variant.anchor.clone());
                Some((of.pieces.as_slice(), place.0, place.1))
            }));
        }
        _ => {}
    }
    out
}

/// Every named type that `shape` reaches.
fn visit(shape: &'static Shape, found: &mut BTreeMap<String, &'static Shape>) {
    let mut next = vec![shape];
    while let Some(shape) = next.pop() {
        if shape.name().is_some() && found.insert(spell::key(shape), shape).is_some() {
            continue;
        }
        match shape {
            Shape::Nullable(inner) | Shape::Map(inner) => next.push(inner),
            Shape::List(list) => next.push(list.items),
            Shape::Back(back) => next.push((back.resolve)()),
            Shape::Newtype(of) => next.push(of.inner),
            Shape::Object(of) => next.extend(of.fields.iter().map(|field| field.shape)),
            Shape::Union(of) => {
                for variant in of.variants {
                    match variant.body {
                        Body::Unit => {}
                        Body::Fields(fields) => next.extend(fields.iter().map(|field| field.shape)),
                        Body::Value(shape) => next.push(shape),
                    }
                }
            }
            _ => {}
        }
    }
}
