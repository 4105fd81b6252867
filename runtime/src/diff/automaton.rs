//! Patterns as automata: whether every text that some patterns match is matched by another, or a
//! text for which that isn't so.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use regex_automata::Anchored;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;

/// The most memory that one automaton may take, in bytes.
const SIZE: usize = 4 << 20;

/// The most combinations of states that are looked at.
const STATES: usize = 20_000;

/// The longest bound on a length that becomes an automaton.
const LONGEST: u64 = 256;

/// Valid UTF-8, which every JSON text is.
const ANY_TEXT: &str = r"(?s)\A.*\z";

type Dfa = dense::DFA<Vec<u32>>;

/// The result of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// It is so for every text.
    Always,
    /// Not for this one.
    Not(String),
    /// The automaton is too large to decide.
    Unknown,
}

/// Texts, and how many were asked for.
type Asked = (usize, Vec<String>);

/// Compiled patterns and what was found of them, each once: the same is asked wherever a type is
/// used.
#[derive(Debug, Default)]
pub(super) struct Automata {
    known: RefCell<BTreeMap<String, Option<Rc<Dfa>>>>,
    escapes: RefCell<BTreeMap<(Vec<String>, String), Found>>,
    texts: RefCell<BTreeMap<Vec<String>, Asked>>,
}

/// A pattern for texts of so many characters, if it is a small one.
pub(super) fn of_length(min: u64, max: Option<u64>) -> Option<String> {
    let most = max.unwrap_or(min);
    if min > LONGEST || most > LONGEST {
        return None;
    }
    let max = max.map_or_else(String::new, |max| max.to_string());
    Some(format!(r"(?s)\A.{{{min},{max}}}\z"))
}

impl Automata {
    /// Returns `true` if each text that matches all of `all` matches `target`; shortest
    /// counter-examples come first.
    pub(super) fn escape(&self, all: &[String], target: &str) -> Found {
        let key = (all.to_vec(), target.to_owned());
        if let Some(known) = self.escapes.borrow().get(&key) {
            return known.clone();
        }
        let found = self.look_for_escape(all, target);
        self.escapes.borrow_mut().insert(key, found.clone());
        found
    }

    fn look_for_escape(&self, all: &[String], target: &str) -> Found {
        let mut patterns: Vec<&str> = vec![ANY_TEXT];
        patterns.extend(all.iter().map(String::as_str));
        patterns.push(target);
        let Some(dfas) = self.compiled(&patterns) else {
            return Found::Unknown;
        };
        let last = dfas.len() - 1;
        let mut found = None;
        let complete = search(&dfas, 1, |matched, text| {
            let all = matched.iter().take(last).all(|matched| *matched);
            if all && matched.last() == Some(&false) {
                found = Some(text);
            }
            found.is_none()
        });
        match (found, complete) {
            (Some(text), _) => Found::Not(text),
            (None, true) => Found::Always,
            (None, false) => Found::Unknown,
        }
    }

    /// Up to `most` different texts that match all of `all`, short ones first.
    pub(super) fn texts(&self, all: &[String], most: usize) -> Vec<String> {
        if let Some((asked, known)) = self.texts.borrow().get(all)
            && *asked >= most
        {
            return known.iter().take(most).cloned().collect();
        }
        let found = self.look_for_texts(all, most);
        self.texts
            .borrow_mut()
            .insert(all.to_vec(), (most, found.clone()));
        found
    }

    fn look_for_texts(&self, all: &[String], most: usize) -> Vec<String> {
        let mut patterns: Vec<&str> = vec![ANY_TEXT];
        patterns.extend(all.iter().map(String::as_str));
        let Some(dfas) = self.compiled(&patterns) else {
            return Vec::new();
        };
        let mut found: Vec<String> = Vec::new();
        search(&dfas, most, |matched, text| {
            if matched.iter().all(|matched| *matched) && !found.contains(&text) {
                found.push(text);
            }
            found.len() < most
        });
        found
    }

    fn compiled(&self, patterns: &[&str]) -> Option<Vec<Rc<Dfa>>> {
        patterns.iter().map(|pattern| self.get(pattern)).collect()
    }

    fn get(&self, pattern: &str) -> Option<Rc<Dfa>> {
        if let Some(known) = self.known.borrow().get(pattern) {
            return known.clone();
        }
        let config = dense::Config::new()
            .start_kind(StartKind::Both)
            .dfa_size_limit(Some(SIZE))
            .determinize_size_limit(Some(SIZE));
        let built = dense::Builder::new().configure(config).build(pattern);
        let built = built.ok().map(Rc::new);
        self.known
            .borrow_mut()
            .insert(pattern.to_owned(), built.clone());
        built
    }
}

/// Where one automaton stands; a match once found stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    At(StateID),
    Matched,
}

/// Bytes in the order in which they are tried, so that examples read well.
fn bytes() -> impl Iterator<Item = u8> {
    let nice = (b'a'..=b'z').chain(b'0'..=b'9').chain(b'A'..=b'Z');
    nice.chain((0x20..=0x7e_u8).filter(|byte| !byte.is_ascii_alphanumeric()))
        .chain(0x80..=0xff)
        .chain(0x00..=0x1f)
        .chain([0x7f])
}

/// Walks all automata side by side, breadth first, and shows each text with which of them match;
/// each combination of states is entered up to `times` times. False if something was left out.
fn search(dfas: &[Rc<Dfa>], times: usize, mut show: impl FnMut(&[bool], String) -> bool) -> bool {
    // The first one, which says that the text is UTF-8 so far, ends as soon as it isn't.
    let anchors = std::iter::once(Anchored::Yes).chain(std::iter::repeat(Anchored::No));
    let start: Option<Vec<State>> = dfas
        .iter()
        .zip(anchors)
        .map(|(dfa, anchored)| begin(dfa, anchored))
        .collect();
    let letters = letters(dfas, times > 1);
    let Some(start) = start else { return false };
    let mut entered: BTreeMap<Vec<State>, usize> = BTreeMap::new();
    entered.insert(start.clone(), 1);
    let mut queue: VecDeque<(Vec<State>, Vec<u8>)> = VecDeque::from([(start, Vec::new())]);
    let mut seen = 0;
    while let Some((states, text)) = queue.pop_front() {
        seen += 1;
        if seen > STATES {
            return false;
        }
        let matched: Vec<bool> = states
            .iter()
            .zip(dfas)
            .map(|(state, dfa)| matches_at_end(dfa, *state))
            .collect();
        if let Ok(text) = String::from_utf8(text.clone())
            && !show(&matched, text)
        {
            return true;
        }
        for byte in letters.iter().copied() {
            let next: Vec<State> = states
                .iter()
                .zip(dfas)
                .map(|(state, dfa)| step(dfa, *state, byte))
                .collect();
            if let (Some(State::At(id)), Some(dfa)) = (next.first(), dfas.first())
                && dfa.is_dead_state(*id)
            {
                continue;
            }
            let count = entered.entry(next.clone()).or_default();
            if *count < times {
                *count += 1;
                let mut text = text.clone();
                text.push(byte);
                queue.push_back((next, text));
            }
        }
    }
    true
}

/// The bytes to try; one of each kind that all automata treat alike, unless variety is wanted.
fn letters(dfas: &[Rc<Dfa>], variety: bool) -> Vec<u8> {
    let mut kinds = BTreeSet::new();
    bytes()
        .filter(|byte| {
            let classes = dfas.iter().map(|dfa| dfa.byte_classes().get(*byte));
            kinds.insert(classes.collect::<Vec<u8>>()) || variety
        })
        .collect()
}

fn begin(dfa: &Dfa, anchored: Anchored) -> Option<State> {
    let config = start::Config::new().anchored(anchored);
    let id = dfa.start_state(&config).ok()?;
    Some(at(dfa, id))
}

fn at(dfa: &Dfa, id: StateID) -> State {
    if dfa.is_match_state(id) {
        State::Matched
    } else {
        State::At(id)
    }
}

fn step(dfa: &Dfa, state: State, byte: u8) -> State {
    match state {
        State::At(id) => at(dfa, dfa.next_state(id, byte)),
        State::Matched => State::Matched,
    }
}

fn matches_at_end(dfa: &Dfa, state: State) -> bool {
    match state {
        State::At(id) => dfa.is_match_state(dfa.next_eoi_state(id)),
        State::Matched => true,
    }
}
