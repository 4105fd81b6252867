//! No rule is lost: what a dialect's schema does not carry is a loss, and its words are where the
//! model reads them.
#![allow(
    clippy::too_many_lines,
    clippy::semicolon_if_nothing_returned,
    clippy::items_after_statements,
    clippy::needless_for_each,
    reason = "short walks over trees read best so"
)]

use std::collections::BTreeSet;

use driftless::dialect::{Adapted, adapt};
use driftless::json::Json;
use driftless::shape::{
    Bound, Compare, Enum, EnumValue, Field, Format, List, Literal, Name, Newtype, Num, Object,
    Pattern, Precision, Rule, Shape, Text,
};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

const RULES: &[&str] = &[
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "enum",
];

#[allow(
    clippy::disallowed_methods,
    reason = "shapes live as long as the program"
)]
fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn fields(rng: &mut SmallRng, depth: u32) -> &'static [Field] {
    let names = ["a", "b", "c", "d", "e"];
    let count = rng.random_range(1..=names.len());
    let all: Vec<Field> = names
        .iter()
        .take(count)
        .map(|name| field(rng, name, depth))
        .collect();
    keep(all).as_slice()
}

fn field(rng: &mut SmallRng, name: &'static str, depth: u32) -> Field {
    let (shape, rules) = ruled(rng, depth);
    let nullable = rng.random_ratio(1, 4);
    let shape = if nullable {
        keep(Shape::Nullable(shape))
    } else {
        shape
    };
    Field {
        name,
        doc: if rng.random_bool(0.5) {
            "Said of it."
        } else {
            ""
        },
        shape,
        rules,
        optional: nullable && rng.random_bool(0.5),
        examples: if rng.random_ratio(1, 8) {
            &[Literal::Str("x")]
        } else {
            &[]
        },
        ensures: &[],
        compare: Compare::DEFAULT,
    }
}

fn named(rng: &mut SmallRng) -> Name {
    let number: u64 = rng.random();
    Name {
        id: keep(format!("random::T{number}")),
        key: number.into(),
        title: keep(format!("T{number}")),
        args: || &[],
    }
}

fn length(rng: &mut SmallRng) -> Rule {
    let min = rng.random_range(0..4);
    Rule::Length {
        min,
        max: rng.random_bool(0.5).then(|| min + rng.random_range(0..9)),
    }
}

fn range(rng: &mut SmallRng) -> Rule {
    let bound = |value: i128, exclusive: bool| {
        Some(Bound {
            value: Num::Int(value),
            exclusive,
        })
    };
    Rule::Range {
        min: bound(rng.random_range(1..5), rng.random()),
        max: bound(rng.random_range(9..99), rng.random()),
    }
}

fn ruled(rng: &mut SmallRng, depth: u32) -> (&'static Shape, &'static [Rule]) {
    let mut rules = Vec::new();
    let shape = match rng.random_range(0..if depth > 0 { 9 } else { 6 }) {
        0 => {
            rules.push(length(rng));
            if rng.random_bool(0.3) {
                rules.push(Rule::Pattern(Pattern {
                    source: "^[a-z]+(?:-[a-z]+)?$",
                    regex: || unreachable!("no text is read"),
                }));
            }
            Shape::String(Text::Any)
        }
        1 => {
            rules.push(Rule::Format(
                Format::ALL[rng.random_range(0..Format::ALL.len())],
            ));
            Shape::String(Text::Any)
        }
        2 => {
            rules.push(range(rng));
            Shape::Integer { min: 0, max: 255 }
        }
        3 => {
            rules.extend([range(rng), Rule::MultipleOf(Num::Float(0.5))]);
            Shape::Number(Precision::Double)
        }
        4 => {
            rules.push(Rule::OneOf(&[Literal::Str("x"), Literal::Str("y")]));
            Shape::String(Text::Any)
        }
        5 => Shape::Enum(keep(Enum {
            name: named(rng),
            doc: "",
            values: &[
                EnumValue {
                    name: "p",
                    doc: "first",
                },
                EnumValue { name: "q", doc: "" },
            ],
        })),
        6 => {
            rules.extend([length(rng), Rule::Unique]);
            let items = ruled_alone(rng, depth - 1);
            Shape::List(keep(List {
                items,
                min: 0,
                max: None,
                unique: false,
            }))
        }
        7 => {
            rules.push(length(rng));
            Shape::Map(ruled_alone(rng, depth - 1))
        }
        _ => Shape::Object(keep(Object {
            name: named(rng),
            doc: "",
            fields: fields(rng, depth - 1),
            ensures: &[],
        })),
    };
    (keep(shape), keep(rules).as_slice())
}

/// Rules that stand inside a list travel as a newtype.
fn ruled_alone(rng: &mut SmallRng, depth: u32) -> &'static Shape {
    let (inner, rules) = ruled(rng, depth);
    keep(Shape::Newtype(keep(Newtype {
        name: named(rng),
        doc: "",
        inner,
        rules,
        examples: &[],
        ensures: &[],
        compare: Compare::DEFAULT,
    })))
}

/// Where which rule stands in a schema, as pointers into a document of the contract.
fn places(schema: &Json, at: &str, unwrap: &Unwrap<'_>, out: &mut BTreeSet<(String, String)>) {
    let Json::Object(members) = schema else {
        return;
    };
    let is_map = unwrap.entries
        && matches!(schema.get("items").and_then(|items| items.get("properties")), Some(Json::Object(of)) if of.len() == 2 && of[0].0 == "key");
    for (key, value) in members {
        match (key.as_str(), value) {
            ("properties", Json::Object(inner)) => inner
                .iter()
                .for_each(|(name, schema)| places(schema, &format!("{at}/{name}"), unwrap, out)),
            ("items", entry) if is_map => places(
                entry
                    .get("properties")
                    .and_then(|of| of.get("value"))
                    .unwrap(),
                &format!("{at}/*"),
                unwrap,
                out,
            ),
            ("items" | "additionalProperties", schema) => {
                places(schema, &format!("{at}/*"), unwrap, out)
            }
            ("anyOf" | "allOf", Json::Array(branches)) => branches
                .iter()
                .for_each(|schema| places(schema, at, unwrap, out)),
            ("$ref", Json::String(reference)) => {
                let name = reference.strip_prefix("#/$defs/").unwrap();
                let def = unwrap.root.get("$defs").and_then(|defs| defs.get(name));
                places(def.unwrap(), at, unwrap, out)
            }
            ("minItems", _) if is_map => out.extend([(at.to_owned(), "minProperties".to_owned())]),
            ("maxItems", _) if is_map => out.extend([(at.to_owned(), "maxProperties".to_owned())]),
            (rule, _) if RULES.contains(&rule) => out.extend([(at.to_owned(), rule.to_owned())]),
            _ => {}
        }
    }
}

struct Unwrap<'s> {
    entries: bool,
    root: &'s Json,
}

fn said(adapted: &Adapted) -> Vec<String> {
    let mut out: Vec<String> = adapted.instructions.iter().cloned().collect();
    fn walk(schema: &Json, out: &mut Vec<String>) {
        match schema {
            Json::Object(members) => members.iter().for_each(|(key, value)| match value {
                Json::String(text) if key == "description" => out.push(text.clone()),
                other => walk(other, out),
            }),
            Json::Array(items) => items.iter().for_each(|item| walk(item, out)),
            _ => {}
        }
    }
    if let Some(schema) = super::schema_of(adapted) {
        walk(schema, &mut out);
    }
    out
}

#[test]
fn every_rule_of_random_contracts_is_carried_or_said() {
    let mut rng = SmallRng::seed_from_u64(20_261_122);
    let (mut carried, mut lost) = (0, 0);
    for _ in 0..300 {
        let root = keep(Shape::Object(keep(Object {
            name: named(&mut rng),
            doc: "",
            fields: fields(&mut rng, 3),
            ensures: &[],
        })));
        let plain = driftless::dialect::json_schema(root);
        let mut rules = BTreeSet::new();
        let unwrap = Unwrap {
            entries: false,
            root: &plain,
        };
        places(&plain, "", &unwrap, &mut rules);
        for table in super::TABLES {
            let Ok(adapted) = adapt(root, table) else {
                continue;
            };
            let mut kept = BTreeSet::new();
            if let Some(schema) = super::schema_of(&adapted) {
                let unwrap = Unwrap {
                    entries: true,
                    root: schema,
                };
                places(schema, "", &unwrap, &mut kept);
            }
            let words = said(&adapted);
            for loss in &adapted.losses {
                assert!(
                    words.iter().any(|text| text.contains(&loss.words)),
                    "{} {loss:?} {words:?}",
                    table.name()
                );
                lost += 1;
            }
            for (at, rule) in &rules {
                let is_lost = adapted
                    .losses
                    .iter()
                    .any(|loss| loss.pointer == *at && loss.keyword == *rule);
                // A unit enum is the type itself where words carry it.
                let is_type = rule == "enum" && super::schema_of(&adapted).is_none();
                assert!(
                    is_type || is_lost || kept.contains(&(at.clone(), rule.clone())),
                    "{}: {at} {rule}",
                    table.name()
                );
                carried += 1;
            }
        }
    }
    println!("{carried} rules looked at, {lost} said in words");
    assert!(carried > 5_000 && lost > 2_000, "{carried} {lost}");
}
