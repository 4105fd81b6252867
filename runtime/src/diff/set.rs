//! The set of documents that a schema's node describes, by JSON type.

use super::number::Numbers;
use super::text::Texts;
use super::value::Value;

/// A node of a model.
pub(super) type Id = usize;

/// The node that any document fits.
pub(super) const ANY: Id = 0;

/// A node that no document fits.
pub(super) const NOTHING: Id = usize::MAX;

/// A set of documents.
#[derive(Debug, Clone, Default)]
pub(super) struct Set {
    pub(super) null: bool,
    /// Membership of `false` and of `true`.
    pub(super) bools: [bool; 2],
    pub(super) numbers: Option<Numbers>,
    pub(super) texts: Option<Texts>,
    pub(super) lists: Option<Lists>,
    /// Each object is in one of these.
    pub(super) objects: Vec<Object>,
}

/// A set of arrays.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    pub(super) items: Id,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) unique: bool,
    /// Only these.
    pub(super) listed: Option<Vec<Value>>,
}

/// A set of objects.
#[derive(Debug, Clone)]
pub(super) enum Object {
    /// Declared keys and no other.
    Closed(Vec<Field>),
    /// Keys that are data.
    Map {
        values: Id,
        min: u64,
        max: Option<u64>,
    },
}

/// A declared key.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) of: Id,
    pub(super) required: bool,
}

impl Set {
    /// Every document.
    pub(super) fn all() -> Self {
        Self {
            null: true,
            bools: [true, true],
            numbers: Some(Numbers::all()),
            texts: Some(Texts::all()),
            lists: Some(Lists {
                items: ANY,
                min: 0,
                max: None,
                unique: false,
                listed: None,
            }),
            objects: vec![Object::Map {
                values: ANY,
                min: 0,
                max: None,
            }],
        }
    }

    /// Returns the union; `None` if it is not of the forms above.
    pub(super) fn or(mut self, other: Self) -> Option<Self> {
        let both = (self.numbers.is_some() && other.numbers.is_some())
            || (self.texts.is_some() && other.texts.is_some())
            || (self.lists.is_some() && other.lists.is_some());
        if both {
            return None;
        }
        self.null |= other.null;
        self.bools = [
            self.bools[0] || other.bools[0],
            self.bools[1] || other.bools[1],
        ];
        self.numbers = self.numbers.or(other.numbers);
        self.texts = self.texts.or(other.texts);
        self.lists = self.lists.or(other.lists);
        self.objects.extend(other.objects);
        Some(self)
    }

    /// Returns the intersection; `None` if it is not of the forms above.
    pub(super) fn and(self, other: Self) -> Option<Self> {
        Some(Self {
            null: self.null && other.null,
            bools: [
                self.bools[0] && other.bools[0],
                self.bools[1] && other.bools[1],
            ],
            numbers: match (self.numbers, other.numbers) {
                (Some(one), Some(other)) => Some(one.and(&other)),
                _ => None,
            },
            texts: match (self.texts, other.texts) {
                (Some(one), Some(other)) => Some(one.and(&other)),
                _ => None,
            },
            lists: match (self.lists, other.lists) {
                (Some(one), Some(other)) => Some(one.and(other)?),
                _ => None,
            },
            objects: objects_of_both(self.objects, other.objects)?,
        })
    }

    /// Returns the members that are among `values`; an object never is, since no rule lists one.
    pub(super) fn only(mut self, values: &[Value]) -> Self {
        let has = |wanted: &Value| values.contains(wanted);
        self.null &= has(&Value::Null);
        self.bools = [
            self.bools[0] && has(&Value::Bool(false)),
            self.bools[1] && has(&Value::Bool(true)),
        ];
        let numbers = values.iter().filter_map(|value| match value {
            Value::Number(number) => Some(number.clone()),
            _ => None,
        });
        let numbers = Numbers::Listed(numbers.collect());
        self.numbers = self.numbers.map(|of| of.and(&numbers));
        let texts = values.iter().filter_map(|value| match value {
            Value::String(text) => Some(text.clone()),
            _ => None,
        });
        let texts = Texts::Listed(texts.collect());
        self.texts = self.texts.map(|of| of.and(&texts));
        if let Some(lists) = &mut self.lists {
            let listed = values
                .iter()
                .filter(|value| matches!(value, Value::List(_)));
            let listed: Vec<Value> = listed.cloned().collect();
            lists.listed = Some(match lists.listed.take() {
                Some(known) => known
                    .into_iter()
                    .filter(|one| listed.contains(one))
                    .collect(),
                None => listed,
            });
        }
        self.objects.clear();
        self
    }
}

impl Lists {
    fn and(self, other: Self) -> Option<Self> {
        let items = match (self.items, other.items) {
            (ANY, items) | (items, ANY) => items,
            (one, other) if one == other => one,
            _ => return None,
        };
        Some(Self {
            items,
            min: self.min.max(other.min),
            max: least(self.max, other.max),
            unique: self.unique || other.unique,
            listed: match (self.listed, other.listed) {
                (Some(one), Some(other)) => Some(
                    one.into_iter()
                        .filter(|value| other.contains(value))
                        .collect(),
                ),
                (one, other) => one.or(other),
            },
        })
    }
}

fn least(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

fn objects_of_both(one: Vec<Object>, other: Vec<Object>) -> Option<Vec<Object>> {
    if one.is_empty() || other.is_empty() {
        return Some(Vec::new());
    }
    match (one.as_slice(), other.as_slice()) {
        (
            [
                Object::Map {
                    values: ANY,
                    min: 0,
                    max: None,
                },
            ],
            _,
        ) => Some(other),
        (
            _,
            [
                Object::Map {
                    values: ANY,
                    min: 0,
                    max: None,
                },
            ],
        ) => Some(one),
        (
            [Object::Map { values, min, max }],
            [
                Object::Map {
                    values: others,
                    min: least_of_other,
                    max: most_of_other,
                },
            ],
        ) if *values == ANY || *others == ANY || values == others => Some(vec![Object::Map {
            values: if *values == ANY { *others } else { *values },
            min: (*min).max(*least_of_other),
            max: least(*max, *most_of_other),
        }]),
        _ => None,
    }
}
