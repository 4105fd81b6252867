//! Any contract: schemas put together at random, of every kind and rule that the dialect writes,
//! and what random weights make of them.

use driftless::contract::Untyped;
use driftless::provider::Turn;
use driftless::{Contract, decode};
use driftless_local::{Generated, Generation, LocalError};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use serde_json::{Map, Value, json};

use super::random_model::model;
use super::schemas::ordered;

/// Contracts of one run; more show nothing else (800 documents of 200 were valid, 2026-11-22).
const CONTRACTS: u64 = 60;

/// A field of any JSON, so that the strict reader has its say: no key twice, no number that can't
/// be held, no text around.
#[derive(Debug, Contract)]
struct Any {
    #[allow(dead_code, reason = "read for its strictness")]
    document: Untyped,
}

struct Maker {
    random: SmallRng,
    /// `true` if the recursive definition was referred to.
    recursive: bool,
}

impl Maker {
    fn below(&mut self, end: u64) -> u64 {
        self.random.random_range(0..end)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())]
    }

    fn any(&mut self, depth: u32) -> Value {
        let kinds = if depth == 0 { 6 } else { 13 };
        match self.below(kinds) {
            0 => json!({ "type": "boolean" }),
            1 => self.integer(),
            2 => self.number(),
            3 => self.text(),
            4 => self.choice(),
            5 => self.formatted(),
            6 | 7 => self.object(depth),
            8 => self.list(depth),
            9 => self.map(depth),
            10 => self.union(depth),
            11 => json!({ "anyOf": [self.any(depth - 1), { "type": "null" }] }),
            _ => {
                self.recursive = true;
                json!({ "$ref": "#/$defs/Node" })
            }
        }
    }

    fn integer(&mut self) -> Value {
        let low = self.random.random_range(-1000_i64..1000);
        let high = low + i64::try_from(self.below(500)).unwrap() + 12;
        match self.below(5) {
            0 => json!({ "type": "integer", "minimum": low, "maximum": high }),
            1 => json!({ "type": "integer", "exclusiveMinimum": low, "exclusiveMaximum": high }),
            2 => {
                json!({ "type": "integer", "minimum": low, "maximum": high, "multipleOf": self.one(&[2, 3, 7, 10]) })
            }
            3 => json!({ "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX }),
            _ => json!({ "type": "integer", "minimum": low }),
        }
    }

    fn number(&mut self) -> Value {
        let low = self.random.random_range(-500_i32..500);
        let low = f64::from(low) / 4.0;
        match self.below(4) {
            0 => json!({ "type": "number" }),
            1 => json!({ "type": "number", "minimum": low, "maximum": low + 3.5 }),
            2 => json!({ "type": "number", "exclusiveMinimum": low, "maximum": low + 0.75 }),
            _ => {
                json!({ "type": "number", "minimum": low, "maximum": low + 90.0, "multipleOf": self.one(&[0.25, 0.5, 5.0]) })
            }
        }
    }

    fn text(&mut self) -> Value {
        let least = self.below(6);
        let most = least + self.below(12);
        match self.below(4) {
            0 => json!({ "type": "string", "maxLength": most }),
            1 => json!({ "type": "string", "minLength": least, "maxLength": most }),
            2 => json!({ "type": "string", "maxLength": 0 }),
            _ => {
                let pattern = self.one(&[
                    "^[a-z]{2,5}$",
                    "^(on|off)$",
                    "^[A-Z][a-z]*( [A-Z][a-z]*)?$",
                    "[0-9]{3}",
                    "^\\p{L}+$",
                    "^é?[α-ω]+ß$",
                ]);
                json!({ "type": "string", "pattern": pattern, "maxLength": 20 })
            }
        }
    }

    fn choice(&mut self) -> Value {
        match self.below(4) {
            0 => json!({ "const": self.one(&["one", "zwei", "日本", "\"", "\\", "a\nb", ""]) }),
            1 => json!({ "enum": ["a", "ab", "abc", "b"] }),
            2 => json!({ "enum": ["größer", "gleich", "<|im_end|>", "}]"] }),
            // An enum of hundreds.
            _ => {
                json!({ "enum": (0..self.below(300) + 2).map(|at| format!("v{at}")).collect::<Vec<_>>() })
            }
        }
    }

    fn formatted(&mut self) -> Value {
        let format = self.one(&["date", "time", "date-time", "email", "uuid", "ipv4", "uri"]);
        json!({ "type": "string", "format": format })
    }

    fn object(&mut self, depth: u32) -> Value {
        let names = ["id", "name", "größe", "a\"b", "with space", "x"];
        let count = usize::try_from(self.below(5)).unwrap();
        let mut properties = Map::new();
        let mut required = Vec::new();
        for name in &names[..count] {
            properties.insert((*name).to_owned(), self.any(depth - 1));
            if self.below(3) > 0 {
                required.push(*name);
            }
        }
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    }

    fn list(&mut self, depth: u32) -> Value {
        let least = self.below(2);
        let most = least + self.below(3);
        if self.below(3) == 0 {
            let items = json!({ "type": "integer", "minimum": 0, "maximum": 9 });
            return json!({ "type": "array", "items": items, "minItems": least, "maxItems": most, "uniqueItems": true });
        }
        json!({ "type": "array", "items": self.any(depth - 1), "minItems": least, "maxItems": most })
    }

    fn map(&mut self, depth: u32) -> Value {
        let mut map = json!({ "type": "object", "additionalProperties": self.any(depth - 1), "maxProperties": 3 });
        let more = map.as_object_mut().unwrap();
        if self.below(2) == 0 {
            more.insert(
                "propertyNames".to_owned(),
                json!({ "pattern": "^[a-z]{1,3}$" }),
            );
        }
        if self.below(2) == 0 {
            more.insert("minProperties".to_owned(), json!(1));
        }
        map
    }

    fn union(&mut self, depth: u32) -> Value {
        let variants: Vec<Value> = ["open", "opened", "closed"]
            .iter()
            .map(|tag| {
                let value = self.any(depth - 1);
                json!({ "type": "object", "properties": { "kind": { "const": tag }, "value": value }, "required": ["kind", "value"], "additionalProperties": false })
            })
            .collect();
        json!({ "anyOf": variants })
    }

    /// A whole schema; the definition is there if something refers to it.
    fn schema(mut self) -> Value {
        let document = self.any(3);
        let mut schema = json!({ "type": "object", "properties": { "document": document }, "required": ["document"], "additionalProperties": false });
        if self.recursive {
            let label = self.text();
            let node = json!({
                "type": "object",
                "properties": { "label": label, "children": { "type": "array", "items": { "$ref": "#/$defs/Node" }, "maxItems": 2 } },
                "required": ["label", "children"],
                "additionalProperties": false,
            });
            schema["$defs"] = json!({ "Node": node });
        }
        schema
    }
}

fn generate(schema: &Value, limit: usize, seed: u64) -> Result<Generated, LocalError> {
    let turns = [Turn::user("<|im_start|>system\n}]\"")];
    let schema = ordered(schema);
    let mut generation = Generation::new(&turns, &schema);
    generation.max_tokens = Some(limit);
    generation.temperature = [0.0, 0.7, 1.5][usize::try_from(seed % 3).unwrap()];
    generation.seed = seed;
    model().generate(&generation)
}

#[test]
fn whatever_the_contract_the_document_is_valid_and_strict() {
    let (mut documents, mut early) = (0, 0);
    for seed in 0..CONTRACTS {
        let maker = Maker {
            random: SmallRng::seed_from_u64(seed),
            recursive: false,
        };
        let schema = maker.schema();
        let judge = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        let smallest = match generate(&schema, 0, seed) {
            Err(LocalError::LimitTooSmall { smallest, .. }) => smallest,
            other => panic!("{seed}: {schema}: {other:?}"),
        };
        let below = generate(&schema, smallest - 1, seed).unwrap_err();
        assert!(matches!(below, LocalError::LimitTooSmall { .. }), "{below}");
        for more in [0, 5, 300] {
            let limit = smallest + more;
            let made = generate(&schema, limit, seed)
                .unwrap_or_else(|error| panic!("{seed}, {limit}: {schema}: {error}"));
            let case = || format!("{seed}, {limit}: {schema}: {}", made.text);
            assert!(made.tokens <= limit, "{}", case());
            let value: Value = serde_json::from_str(&made.text).unwrap();
            let wrong: Vec<String> = judge.iter_errors(&value).map(|e| e.to_string()).collect();
            assert!(wrong.is_empty(), "{wrong:?}: {}", case());
            decode::<Any>(&made.text).unwrap_or_else(|drift| panic!("{}\n{drift}", case()));
            documents += 1;
            early += usize::from(made.closed_early);
        }
    }
    println!("{documents} documents of {CONTRACTS} contracts, all valid; {early} closed early");
    assert!(early > 0 && early < documents);
}
