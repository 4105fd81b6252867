//! The explaining pass: walks the answer's tree along the contract's shape and keeps every
//! deviation.

use std::ops::Range;

use crate::contract::{rules, unique};
use crate::drift::{MOST_VIOLATIONS, Violation, ViolationKind as Kind};
use crate::json::{MAX_DEPTH, Node, NodeKind};
use crate::pointer::Pointer;
use crate::shape::{List, Rule, Shape};

use super::{hint, place, words};

/// The rules that apply to a value, from the field inward.
pub(super) type Rules = Vec<&'static [Rule]>;

/// The walk.
pub(super) struct Explain<'t> {
    /// The answer, for excerpts.
    pub(super) text: &'t str,
    pub(super) pointer: Pointer,
    /// Maps of which only the values are judged; deviations of their form have been reported.
    broken: &'t [Range<usize>],
    pub(super) violations: Vec<Violation>,
    /// Texts and numbers that may be `null` as well, in the order of the text.
    nullable: Vec<Range<usize>>,
    /// `true` while control characters are allowed in texts: the field around says so.
    pub(super) allows_control: bool,
    /// `true` if deviations get hints; a proposal of a hint is tried without.
    hints: bool,
}

/// A deviation before it has a place.
pub(super) struct Deviation {
    pub(super) kind: Kind,
    pub(super) expected: String,
    pub(super) found: String,
    pub(super) hint: Option<String>,
}

impl<'t> Explain<'t> {
    pub(super) fn new(text: &'t str, broken: &'t [Range<usize>]) -> Self {
        Self {
            text,
            broken,
            pointer: Pointer::root(),
            violations: Vec::new(),
            nullable: Vec::new(),
            allows_control: false,
            hints: true,
        }
    }

    /// Returns the deviations, and the texts and numbers that may be `null` as well.
    pub(super) fn into_violations(self) -> (Vec<Violation>, Vec<Range<usize>>) {
        (self.violations, self.nullable)
    }

    /// Returns `true` if `json` is a value of the shape that satisfies the rules: a hint may ask
    /// for it then.
    fn would_take(json: &str, shape: &'static Shape, rules: &Rules) -> bool {
        Node::parse(json).is_ok_and(|node| {
            let mut trial = Explain::new(json, &[]);
            trial.hints = false;
            trial.value(&node, shape, rules.clone());
            trial.violations.is_empty()
        })
    }

    /// Returns `true` if no further deviation is kept: then none is worth the work of putting it
    /// into words.
    pub(super) fn is_full(&self) -> bool {
        self.violations.len() >= MOST_VIOLATIONS
    }

    /// Keeps a deviation of the value at the current pointer.
    pub(super) fn push(&mut self, span: Range<usize>, deviation: Deviation) {
        if self.is_full() {
            return;
        }
        self.violations.push(Violation {
            pointer: self.pointer.as_str().to_owned(),
            kind: deviation.kind,
            span,
            expected: deviation.expected,
            found: deviation.found,
            hint: deviation.hint,
        });
    }

    /// Keeps a deviation of a whole value.
    pub(super) fn deviates(&mut self, node: &Node<'_>, kind: Kind, expected: String) {
        if self.is_full() {
            return;
        }
        let found = words::found(node, self.text);
        self.push(
            node.span.clone(),
            Deviation {
                kind,
                expected,
                found,
                hint: None,
            },
        );
    }

    /// Keeps that a value is of another kind than the shape wants.
    pub(super) fn wrong_type(&mut self, node: &Node<'_>, shape: &'static Shape, rules: &Rules) {
        let would_take = |json: &str| Self::would_take(json, shape, rules);
        let asked = hint::Asked {
            source: self.text.get(node.span.clone()).unwrap_or(""),
            shape,
            would_take: &would_take,
        };
        let hint = self.hints.then(|| hint::wrong_type(node, &asked)).flatten();
        let deviation = Deviation {
            kind: Kind::WrongType,
            expected: words::kind(shape),
            found: words::found(node, self.text),
            hint,
        };
        self.push(node.span.clone(), deviation);
    }

    /// Adds to the deviations of this very value, from the `first` on, that `null` would be right
    /// as well.
    fn allow_null(&mut self, first: usize, node: &Node<'_>, shape: &'static Shape) {
        let nothing = match &node.kind {
            NodeKind::String(text) => hint::says_nothing(text).then_some(hint::NULL),
            NodeKind::Object(members) if members.is_empty() => Some(hint::NO_MEMBERS),
            NodeKind::List(items) if items.is_empty() => Some(hint::NO_MEMBERS),
            _ => None,
        };
        let is_object = matches!(shape, Shape::Object(_) | Shape::Union(_));
        let is_many = matches!(shape, Shape::List(_) | Shape::Map(_));
        for one in self.violations.iter_mut().skip(first) {
            if one.span != node.span {
                continue;
            }
            let is_own = one.pointer == self.pointer.as_str();
            if is_own {
                one.expected.push_str(" or null");
            }
            match nothing {
                Some(hint::NO_MEMBERS) if is_object => one.hint = Some(hint::NO_MEMBERS.to_owned()),
                Some(hint::NULL) if is_own && (is_many || one.hint.is_none()) => {
                    one.hint = Some(hint::NULL.to_owned());
                }
                _ => {}
            }
            if let Some(hint) = &mut one.hint
                && one.kind == Kind::Format
                && hint.contains("missing")
            {
                hint.push_str(", or `null` if it is not known");
            }
        }
    }

    /// Explains one value.
    pub(super) fn value(&mut self, node: &Node<'_>, shape: &'static Shape, rules: Rules) {
        if self.is_full() {
            return;
        }
        let mut rules = rules;
        let mut shape = shape;
        let mut nullable = false;
        // A type that wraps nothing but itself has no value; the fast path stops there as well.
        for _ in 0..=MAX_DEPTH {
            match shape {
                Shape::Nullable(inner) => {
                    if matches!(node.kind, NodeKind::Null) {
                        return;
                    }
                    nullable = true;
                    shape = inner;
                }
                Shape::Newtype(of) => {
                    if !of.rules.is_empty() {
                        rules.push(of.rules);
                    }
                    shape = of.inner;
                }
                Shape::Back(back) => shape = (back.resolve)(),
                _ => break,
            }
        }
        if matches!(
            shape,
            Shape::Nullable(_) | Shape::Newtype(_) | Shape::Back(_)
        ) {
            return;
        }
        let first = self.violations.len();
        let before = self.allows_control;
        self.allows_control |= rules::allows(rules.iter().copied().flatten(), None);
        self.core(node, shape, &rules);
        self.allows_control = before;
        if nullable {
            if matches!(
                shape,
                Shape::String(_) | Shape::Integer { .. } | Shape::Number(_)
            ) {
                self.nullable.push(node.span.clone());
            }
            self.allow_null(first, node, shape);
        }
    }

    fn core(&mut self, node: &Node<'_>, shape: &'static Shape, rules: &Rules) {
        if place::is_among(self.broken, &node.span) {
            if let (Shape::Map(values), NodeKind::Object(members)) = (shape, &node.kind) {
                self.map(members, values);
            }
            return;
        }
        match (shape, &node.kind) {
            (Shape::Bool, NodeKind::Bool(_)) => self.rules(node, rules),
            (Shape::Integer { min, max }, NodeKind::Number(number)) => {
                if self.integer(node, *number, *min, *max) {
                    self.rules(node, rules);
                }
            }
            (Shape::Number(precision), NodeKind::Number(number)) => {
                self.number(node, *number, *precision, rules);
            }
            (Shape::String(kind), NodeKind::String(text)) => {
                if !rules::allows(rules.iter().copied().flatten(), Some(text)) {
                    self.swallowed(&node.span, text);
                }
                if self.string(node, text, *kind) {
                    self.rules(node, rules);
                }
            }
            (Shape::Enum(of), NodeKind::String(text)) => {
                if self.enumeration(node, text, of) {
                    self.rules(node, rules);
                }
            }
            (Shape::List(list), NodeKind::List(items)) => {
                self.items(node, items, list);
                self.rules(node, rules);
            }
            (Shape::Map(values), NodeKind::Object(members)) => {
                self.map(members, values);
                self.rules(node, rules);
            }
            (Shape::Object(of), NodeKind::Object(members)) => {
                self.object(node, members, of.fields, None);
                self.rules(node, rules);
            }
            (Shape::Union(of), NodeKind::Object(members)) => {
                self.union(node, members, of);
                self.rules(node, rules);
            }
            (Shape::Untyped, _) => {
                self.untyped(node);
                self.rules(node, rules);
            }
            _ => self.wrong_type(node, shape, rules),
        }
    }

    /// Holds a value to its rules.
    pub(super) fn rules(&mut self, node: &Node<'_>, rules: &Rules) {
        for rule in rules.iter().copied().flatten() {
            if !self.is_full() && !rules::node_holds(rule, node) {
                self.broken(node, rule);
            }
        }
    }

    /// Keeps that a value breaks a rule.
    pub(super) fn broken(&mut self, node: &Node<'_>, rule: &'static Rule) {
        if let (Rule::Unique, NodeKind::List(items)) = (rule, &node.kind) {
            return self.repeated(items);
        }
        let kind = match rule {
            Rule::Length { .. } => Kind::Length,
            Rule::Range { .. } => Kind::OutOfRange,
            Rule::MultipleOf(_) => Kind::NotMultiple,
            Rule::Pattern(_) => Kind::Pattern,
            Rule::Format(_) => Kind::Format,
            Rule::Unique => Kind::Repeated,
            Rule::OneOf(_) => Kind::NotListed,
            Rule::ControlCharacters => return,
        };
        let length = match (&node.kind, rule) {
            (NodeKind::String(text), Rule::Length { .. }) => Some(words::count_of(
                text.chars().count(),
                "character",
                "characters",
            )),
            (NodeKind::Object(members), Rule::Length { .. }) => {
                Some(words::count_of(members.len(), "entry", "entries"))
            }
            _ => None,
        };
        let deviation = Deviation {
            kind,
            expected: words::rule(rule, node),
            found: length.unwrap_or_else(|| words::found(node, self.text)),
            hint: hint::rule(rule, node),
        };
        self.push(node.span.clone(), deviation);
    }

    fn repeated(&mut self, items: &[Node<'_>]) {
        for (index, earlier) in unique::repeated(items).take(MOST_VIOLATIONS) {
            let Some(item) = items.get(index) else { return };
            let mark = self.pointer.mark();
            self.pointer.push_index(index);
            self.deviates(
                item,
                Kind::Repeated,
                format!("an item that differs from item {earlier}"),
            );
            self.pointer.truncate(mark);
        }
    }

    fn items(&mut self, node: &Node<'_>, items: &[Node<'_>], list: &'static List) {
        let length = u64::try_from(items.len()).unwrap_or(u64::MAX);
        if length < list.min || list.max.is_some_and(|max| length > max) {
            let expected = words::count(list.min, list.max, "items");
            self.deviates(node, Kind::Length, expected);
        }
        for (index, item) in items.iter().enumerate() {
            let mark = self.pointer.mark();
            self.pointer.push_index(index);
            self.value(item, list.items, Rules::new());
            self.pointer.truncate(mark);
        }
        if list.unique {
            self.repeated(items);
        }
    }
}
