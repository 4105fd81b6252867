//! One line in any of the layouts, taken apart; its values are still JSON text.

use super::format::DataFormat;
use crate::json::{Node, NodeKind, write_string};

/// The content of a line.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    pub(crate) id: Option<String>,
    /// Name and JSON text of each input.
    pub(crate) input: Vec<(String, String)>,
    /// JSON text.
    pub(crate) expected: Option<String>,
    pub(crate) cluster: Option<String>,
    pub(crate) weight: Option<f64>,
}

/// A problem's place in the line, and its message.
pub(crate) type Problems = Vec<(String, String)>;

/// The facts about the prompt that the layouts need.
pub(super) struct Wanted<'w> {
    pub(super) fields: &'w [&'static str],
    /// The contract is a string at its root, so a string is the document itself.
    pub(super) is_text: bool,
}

pub(super) type Members<'n> = Vec<(&'n str, &'n Node<'n>)>;

/// Takes a line apart.
pub(super) fn raw(
    node: &Node<'_>,
    format: DataFormat,
    wanted: &Wanted<'_>,
    problems: &mut Problems,
) -> Raw {
    let Some(members) = members(node, "", problems) else {
        return Raw::default();
    };
    let mut layout = Layout {
        raw: Raw::default(),
        wanted,
        problems,
    };
    match format {
        DataFormat::Native => layout.native(&members),
        DataFormat::OpenAiItem => layout.item(&members),
        DataFormat::MlFlow => layout.mlflow(&members),
        DataFormat::Promptfoo => layout.promptfoo(&members),
        DataFormat::OpenAiEvals => layout.evals(&members),
    }
    layout.raw
}

struct Layout<'l> {
    raw: Raw,
    wanted: &'l Wanted<'l>,
    problems: &'l mut Problems,
}

impl Layout<'_> {
    fn native(&mut self, members: &Members<'_>) {
        const KEYS: [&str; 6] = ["id", "input", "expected", "cluster", "weight", "metadata"];
        for (key, value) in members {
            match *key {
                "id" => self.raw.id = self.text("id", value),
                "input" => self.inputs("input", value),
                "expected" => self.raw.expected = Some(json(value)),
                "cluster" => self.raw.cluster = self.text("cluster", value),
                "weight" => self.weight(value),
                "metadata" => {}
                other => self.unknown(other, &KEYS),
            }
        }
        for needed in ["id", "input"] {
            if !members.iter().any(|(key, _)| *key == needed) {
                self.problem(needed, "missing; every line needs it");
            }
        }
    }

    fn item(&mut self, members: &Members<'_>) {
        let Some(item) = self.only(members, "item", &["id", "metadata"]) else {
            return;
        };
        if let Some(inside) = self::members(item, "item", self.problems) {
            for (key, value) in inside {
                match key {
                    field if self.wanted.fields.contains(&field) => self.input(field, value),
                    "id" => self.raw.id = self.text("item.id", value),
                    "expected" => self.raw.expected = Some(self.document(value)),
                    "cluster" => self.raw.cluster = self.text("item.cluster", value),
                    // Whatever else graders of that tool look at.
                    _ => {}
                }
            }
        }
        self.id(members);
    }

    fn mlflow(&mut self, members: &Members<'_>) {
        let others = ["id", "expectations", "tags", "metadata", "source"];
        let Some(inputs) = self.only(members, "inputs", &others) else {
            return;
        };
        self.inputs("inputs", inputs);
        self.id(members);
        let Some(expectations) = find(members, "expectations") else {
            return;
        };
        let Some(inside) = self::members(expectations, "expectations", self.problems) else {
            return;
        };
        self.raw.expected = match inside.as_slice() {
            [] => None,
            [("expected_response", response)] => Some(self.document(response)),
            _ => Some(json(expectations)),
        };
    }

    fn promptfoo(&mut self, members: &Members<'_>) {
        let others = [
            "id",
            "assert",
            "description",
            "metadata",
            "options",
            "threshold",
        ];
        let Some(vars) = self.only(members, "vars", &others) else {
            return;
        };
        self.inputs("vars", vars);
        self.id(members);
        let Some(NodeKind::List(assertions)) = find(members, "assert").map(|node| &node.kind)
        else {
            return;
        };
        for (index, assertion) in assertions.iter().enumerate() {
            let place = format!("assert[{index}]");
            let Some(inside) = self::members(assertion, &place, self.problems) else {
                continue;
            };
            let is_equals = matches!(
                find(&inside, "type").map(|kind| &kind.kind),
                Some(NodeKind::String(kind)) if kind == "equals"
            );
            match find(&inside, "value").filter(|_| is_equals) {
                Some(_) if self.raw.expected.is_some() => {
                    self.problem(&place, "a second `equals`; keep the one that is expected");
                }
                Some(value) => self.raw.expected = Some(self.document(value)),
                None => {}
            }
        }
    }

    fn evals(&mut self, members: &Members<'_>) {
        let Some(input) = self.only(members, "input", &["id", "ideal", "metadata"]) else {
            return;
        };
        match &input.kind {
            NodeKind::Object(_) => self.inputs("input", input),
            NodeKind::String(text) => self.single(text),
            NodeKind::List(messages) => match last_user_message(messages) {
                Some(text) => self.single(text),
                None => self.problem(
                    "input",
                    "a list without a user message whose `content` is a text; give an object of the prompt's fields",
                ),
            },
            _ => self.problem(
                "input",
                "expected an object of the prompt's fields, a text or a list of messages",
            ),
        }
        self.id(members);
        let Some(ideal) = find(members, "ideal") else {
            return;
        };
        match &ideal.kind {
            NodeKind::List(several) => match several.as_slice() {
                [one] => self.raw.expected = Some(self.document(one)),
                _ => self.problem(
                    "ideal",
                    "a list of several answers; a document is compared with one, so keep the best",
                ),
            },
            _ => self.raw.expected = Some(self.document(ideal)),
        }
    }

    /// The value of `key`, if there is no key but it and `others`.
    fn only<'n>(
        &mut self,
        members: &Members<'n>,
        key: &'static str,
        others: &[&'static str],
    ) -> Option<&'n Node<'n>> {
        let mut known = vec![key];
        known.extend(others);
        for (other, _) in members {
            if !known.contains(other) {
                self.unknown(other, &known);
            }
        }
        let found = find(members, key);
        if found.is_none() {
            self.problem(key, "missing; every line of this format needs it");
        }
        found
    }

    fn id(&mut self, members: &Members<'_>) {
        if let Some(id) = find(members, "id") {
            self.raw.id = self.text("id", id);
        }
    }

    fn inputs(&mut self, place: &str, node: &Node<'_>) {
        for (key, value) in members(node, place, self.problems).unwrap_or_default() {
            self.input(key, value);
        }
    }

    fn input(&mut self, name: &str, value: &Node<'_>) {
        self.raw.input.push((name.to_owned(), json(value)));
    }

    /// A text for a prompt with one field.
    fn single(&mut self, text: &str) {
        match self.wanted.fields {
            [field] => {
                let mut json = String::new();
                write_string(&mut json, text);
                self.raw.input.push(((*field).to_owned(), json));
            }
            fields => self.problem(
                "input",
                &format!(
                    "a text, and the prompt has the fields {}; give an object of them",
                    listed(fields)
                ),
            ),
        }
    }

    /// A document, which other tools also keep as a text.
    fn document(&self, node: &Node<'_>) -> String {
        match &node.kind {
            NodeKind::String(text) if !self.wanted.is_text => text.clone().into_owned(),
            _ => json(node),
        }
    }

    fn text(&mut self, place: &str, node: &Node<'_>) -> Option<String> {
        match &node.kind {
            NodeKind::String(text) if !text.is_empty() => Some(text.clone().into_owned()),
            NodeKind::String(_) => {
                self.problem(place, "an empty text; name it, or drop the key");
                None
            }
            _ => {
                self.problem(place, "expected a text");
                None
            }
        }
    }

    fn weight(&mut self, node: &Node<'_>) {
        let weight = match &node.kind {
            NodeKind::Number(number) => number.to_f64().or_else(|| number.as_str().parse().ok()),
            _ => None,
        };
        match weight {
            Some(weight) if weight.is_finite() && weight > 0.0 => self.raw.weight = Some(weight),
            _ => self.problem("weight", "expected a number above 0"),
        }
    }

    fn unknown(&mut self, key: &str, known: &[&str]) {
        let message = format!("unknown key; expected {}", listed(known));
        self.problem(key, &message);
    }

    fn problem(&mut self, place: &str, message: &str) {
        self.problems.push((place.to_owned(), message.to_owned()));
    }
}

/// `` `a`, `b` and `c` ``
pub(crate) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "none".to_owned(),
    }
}

/// The members of an object, each key once.
pub(super) fn members<'n>(
    node: &'n Node<'n>,
    place: &str,
    problems: &mut Problems,
) -> Option<Members<'n>> {
    let NodeKind::Object(all) = &node.kind else {
        problems.push((place.to_owned(), "expected a JSON object".to_owned()));
        return None;
    };
    let mut found: Members<'n> = Vec::with_capacity(all.len());
    for (_, key, value) in all {
        if found.iter().any(|(known, _)| *known == key.as_ref()) {
            let place = if place.is_empty() {
                key.clone().into_owned()
            } else {
                format!("{place}.{key}")
            };
            problems.push((place, "the key stands twice; keep one".to_owned()));
        } else {
            found.push((key.as_ref(), value));
        }
    }
    Some(found)
}

fn find<'n>(members: &Members<'n>, key: &str) -> Option<&'n Node<'n>> {
    let mut members = members.iter();
    members
        .find(|(known, _)| *known == key)
        .map(|(_, value)| *value)
}

pub(super) fn json(node: &Node<'_>) -> String {
    let mut text = String::new();
    node.write(&mut text);
    text
}

/// The text that was asked last.
fn last_user_message<'n>(messages: &'n [Node<'n>]) -> Option<&'n str> {
    messages.iter().rev().find_map(|message| {
        let NodeKind::Object(members) = &message.kind else {
            return None;
        };
        let text = |wanted: &str| {
            let mut members = members.iter();
            members.find_map(|(_, key, value)| match &value.kind {
                NodeKind::String(text) if key == wanted => Some(text.as_ref()),
                _ => None,
            })
        };
        (text("role")? == "user").then(|| text("content"))?
    })
}
