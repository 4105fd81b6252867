//! Options of a struct or an enum.

use proc_macro2::Span;
use syn::parse::Parser as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Path, Token};

use super::compare::Compare;
use super::doc::{Words, doc};
use super::field::{example, words};
use super::foreign::{self, Place};
use super::literal::Lit;
use super::meta::{Meta, Slot, Value, once};
use super::rule::Rules;
use crate::case::Case;
use crate::ctxt::Ctxt;
use crate::symbol;

/// The attributes of a type.
pub(crate) struct Container {
    pub(crate) doc: Words,
    pub(crate) describe: Slot<String>,
    pub(crate) title: Slot<String>,
    pub(crate) rename_all: Slot<Case>,
    pub(crate) rename_all_fields: Slot<Case>,
    pub(crate) tag: Slot<String>,
    pub(crate) content: Slot<String>,
    /// Where `numbers` stands.
    pub(crate) numbers: Option<Ident>,
    /// The type that travels, with the key that names it.
    pub(crate) via: Option<(Ident, Path)>,
    pub(crate) ensures: Vec<Path>,
    pub(crate) targets: Vec<Ident>,
    pub(crate) krate: Option<Path>,
    /// Where `draft` stands.
    pub(crate) draft: Option<Span>,
    /// Where serde or schemars say `transparent`.
    pub(crate) transparent: Vec<(&'static str, Ident)>,
    /// For newtypes.
    pub(crate) rules: Rules,
    /// For newtypes.
    pub(crate) compare: Vec<Compare>,
    /// For newtypes.
    pub(crate) examples: Vec<(Ident, Lit)>,
}

impl Container {
    pub(crate) fn read(ctxt: &Ctxt, attrs: &[Attribute]) -> Self {
        let mut of = Self {
            doc: doc(attrs),
            describe: Slot::default(),
            title: Slot::default(),
            rename_all: Slot::default(),
            rename_all_fields: Slot::default(),
            tag: Slot::default(),
            content: Slot::default(),
            numbers: None,
            via: None,
            ensures: Vec::new(),
            targets: Vec::new(),
            krate: None,
            draft: None,
            transparent: Vec::new(),
            rules: Rules::default(),
            compare: Vec::new(),
            examples: Vec::new(),
        };
        let mut seen = Vec::new();
        for meta in Meta::all(ctxt, attrs, "contract") {
            of.take(ctxt, &meta, &mut seen);
        }
        of.take_foreign(ctxt, attrs);
        of
    }

    fn take_foreign(&mut self, ctxt: &Ctxt, attrs: &[Attribute]) {
        const KNOWN: &[&str] = &[
            "rename",
            "rename_all",
            "rename_all_fields",
            "tag",
            "content",
            "transparent",
            "from",
            "try_from",
            "into",
        ];
        for (from, meta) in foreign::honoured(ctxt, attrs, Place::Container, KNOWN) {
            let key = &meta.key;
            if *key == symbol::RENAME {
                let text = foreign::text(ctxt, &meta);
                self.title.set(ctxt, from, key, text);
            } else if *key == symbol::RENAME_ALL {
                let case = foreign::case(ctxt, &meta);
                self.rename_all.set(ctxt, from, key, case);
            } else if *key == symbol::RENAME_ALL_FIELDS {
                let case = foreign::case(ctxt, &meta);
                self.rename_all_fields.set(ctxt, from, key, case);
            } else if *key == symbol::TAG {
                self.tag.set(ctxt, from, key, meta.text(ctxt));
            } else if *key == symbol::CONTENT {
                self.content.set(ctxt, from, key, meta.text(ctxt));
            } else if *key != "transparent" {
                // Beside `via`, serde's own derive takes the same way.
                if self.via.is_none() {
                    foreign::refuse(ctxt, from, key);
                }
            } else {
                self.transparent.push((from, meta.key));
            }
        }
    }

    fn take(&mut self, ctxt: &Ctxt, meta: &Meta, seen: &mut Vec<symbol::Symbol>) {
        let key = &meta.key;
        if self.rules.take(ctxt, meta) {
            return;
        }
        if *key == symbol::NAME {
            self.title.set(ctxt, "contract", key, meta.text(ctxt));
        } else if *key == symbol::DESCRIBE {
            self.describe.set(ctxt, "contract", key, meta.text(ctxt));
        } else if *key == symbol::RENAME_ALL {
            self.rename_all.set(ctxt, "contract", key, meta.case(ctxt));
        } else if *key == symbol::RENAME_ALL_FIELDS {
            self.rename_all_fields
                .set(ctxt, "contract", key, meta.case(ctxt));
        } else if *key == symbol::TAG {
            self.tag.set(ctxt, "contract", key, meta.text(ctxt));
        } else if *key == symbol::CONTENT {
            self.content.set(ctxt, "contract", key, meta.text(ctxt));
        } else if *key == symbol::NUMBERS {
            once(ctxt, seen, symbol::NUMBERS, key);
            meta.flag(ctxt);
            self.numbers = Some(key.clone());
        } else if *key == symbol::VIA {
            once(ctxt, seen, symbol::VIA, key);
            self.via = meta.path(ctxt).map(|path| (key.clone(), path));
        } else if *key == symbol::ENSURE {
            self.ensures.extend(meta.path(ctxt));
        } else if *key == symbol::COMPARE {
            self.compare.extend(Compare::read(ctxt, meta));
        } else if *key == symbol::EXAMPLE {
            let example = example(ctxt, meta);
            self.examples
                .extend(example.map(|example| (key.clone(), example)));
        } else if *key == symbol::TARGETS {
            once(ctxt, seen, symbol::TARGETS, key);
            self.targets.extend(targets(ctxt, meta));
        } else if *key == symbol::DRAFT {
            once(ctxt, seen, symbol::DRAFT, key);
            meta.flag(ctxt);
            self.draft = Some(key.span());
        } else if *key == symbol::CRATE {
            once(ctxt, seen, symbol::CRATE, key);
            self.krate = meta.path(ctxt);
        } else {
            let known = [
                symbol::CONTAINER,
                &[symbol::EXAMPLE, symbol::COMPARE],
                symbol::RULES,
            ]
            .concat();
            ctxt.unknown(key, "a type", &known);
        }
    }

    /// Reports `transparent` on what is no newtype.
    pub(crate) fn refuse_transparent(&self, ctxt: &Ctxt) {
        for (from, key) in &self.transparent {
            foreign::refuse(ctxt, from, key);
        }
    }

    /// The words that a model reads: `describe` if given, else the doc comment.
    pub(crate) fn words(&self) -> Words {
        words(&self.describe, &self.doc)
    }
}

/// The names that `targets(…)` may list.
const TARGETS: &[&str] = &[
    "openai",
    "anthropic",
    "gemini",
    "mistral",
    "deepseek",
    "qwen",
];

fn targets(ctxt: &Ctxt, meta: &Meta) -> Vec<Ident> {
    const FORM: &str =
        "write `targets(openai, anthropic)`, or others of `gemini`, `mistral`, `deepseek`, `qwen`";
    let Value::List(tokens, _) = &meta.value else {
        ctxt.error(&meta.key, format!("no list of targets; {FORM}"));
        return Vec::new();
    };
    let parser = Punctuated::<Ident, Token![,]>::parse_terminated;
    let names = match parser.parse2(tokens.clone()) {
        Ok(names) => names,
        Err(error) => {
            ctxt.push(error);
            return Vec::new();
        }
    };
    if names.is_empty() {
        ctxt.error(&meta.key, format!("no list of targets; {FORM}"));
    }
    let mut list: Vec<Ident> = Vec::new();
    for name in names {
        if !TARGETS.iter().any(|known| name == known) {
            let known: Vec<String> = TARGETS.iter().map(|known| format!("`{known}`")).collect();
            let message = format!("unknown target `{name}`; known are {}", known.join(", "));
            ctxt.error(&name, message);
        } else if list.contains(&name) {
            ctxt.error(
                &name,
                format!("duplicate target `{name}`; keep one of them"),
            );
        } else {
            list.push(name);
        }
    }
    list
}
