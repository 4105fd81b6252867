//! Texts: their rules, and the shortest ones that satisfy them.

use std::collections::{BTreeSet, HashMap, VecDeque};

use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::start;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// Texts of a bounded number of characters, with a match of every pattern.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) min: u64,
    pub(super) max: u64,
    pub(super) patterns: Vec<Pattern>,
}

/// One regular expression.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    pub(super) source: String,
    regex: regex::Regex,
    hir: Hir,
    /// `true` if the constraint engine knows every construct in it; if not, texts are refused once
    /// they are complete.
    pub(super) in_constraint: bool,
}

/// States that the search for a shortest text visits at most.
const MAX_STATES: usize = 20_000;

impl Pattern {
    pub(super) fn new(source: &str) -> Option<Self> {
        let hir = regex_syntax::parse(source).ok()?;
        Some(Self {
            source: source.to_owned(),
            regex: regex::Regex::new(source).ok()?,
            in_constraint: only_outer_anchors(&hir),
            hir,
        })
    }
}

/// Returns `true` if assertions stand at the ends alone, where the constraint engine understands
/// them.
fn only_outer_anchors(hir: &Hir) -> bool {
    let free = |hir: &Hir| hir.properties().look_set().is_empty();
    match hir.kind() {
        HirKind::Concat(parts) => parts.iter().enumerate().all(|(at, part)| {
            free(part)
                || (at == 0 && matches!(part.kind(), HirKind::Look(Look::Start)))
                || (at + 1 == parts.len() && matches!(part.kind(), HirKind::Look(Look::End)))
        }),
        HirKind::Look(look) => matches!(look, Look::Start | Look::End),
        _ => free(hir),
    }
}

impl Text {
    pub(super) fn holds(&self, text: &str) -> bool {
        let length = length(text);
        self.min <= length
            && length <= self.max
            && self
                .patterns
                .iter()
                .all(|pattern| pattern.regex.is_match(text))
    }

    /// Up to `count` different texts, the shortest first.
    pub(super) fn shortest(&self, count: usize) -> Vec<String> {
        if self.patterns.is_empty() {
            return self.plain(count);
        }
        Search::new(self).map_or_else(Vec::new, |mut search| search.run(self, count))
    }

    /// Texts that no pattern restricts: letters, padded with full stops up to the smallest length.
    fn plain(&self, count: usize) -> Vec<String> {
        let least = usize::try_from(self.min).unwrap_or(usize::MAX);
        let mut texts = Vec::new();
        if count == 1 || self.max == 0 {
            texts.push(".".repeat(least));
        } else {
            for nth in 0..count {
                let name = letters(nth);
                let width = least.saturating_sub(name.len());
                texts.push(format!("{name}{}", ".".repeat(width)));
            }
        }
        texts.retain(|text| self.holds(text));
        texts
    }
}

/// `a`, `b`, …, `z`, `aa`, `ab`, …
fn letters(mut nth: usize) -> String {
    let mut name = String::new();
    loop {
        let digit = u8::try_from(nth % 26).unwrap_or_default();
        name.insert(0, char::from(b'a' + digit));
        nth /= 26;
        if nth == 0 {
            return name;
        }
        nth -= 1;
    }
}

/// Number of characters.
pub(super) fn length(text: &str) -> u64 {
    u64::try_from(text.chars().count()).unwrap_or(u64::MAX)
}

/// A breadth-first walk through the automata of all patterns at once.
struct Search {
    automata: Vec<(DFA, Cache)>,
    alphabet: Vec<char>,
}

type State = (Vec<LazyStateID>, u64);

impl Search {
    fn new(text: &Text) -> Option<Self> {
        let mut automata = Vec::new();
        let mut alphabet: BTreeSet<char> = BTreeSet::new();
        for pattern in &text.patterns {
            let dfa = DFA::builder()
                .configure(
                    DFA::config()
                        .cache_capacity(64 << 20)
                        .skip_cache_capacity_check(true)
                        // Word boundaries of ASCII texts only: other texts end the search.
                        .unicode_word_boundary(true),
                )
                .build(&pattern.source)
                .ok()?;
            let cache = dfa.create_cache();
            automata.push((dfa, cache));
            representatives(&pattern.hir, &mut alphabet);
        }
        // Letters and digits first: among the shortest texts the plainest is taken.
        let mut ordered: Vec<char> = ('a'..='z').chain('0'..='9').chain('A'..='Z').collect();
        ordered.extend((' '..='~').filter(|other| !other.is_ascii_alphanumeric()));
        ordered.extend(alphabet.into_iter().filter(|other| !other.is_ascii()));
        Some(Self {
            automata,
            alphabet: ordered,
        })
    }

    fn run(&mut self, text: &Text, count: usize) -> Vec<String> {
        let mut found = Vec::new();
        // Each state is passed as often as texts are wanted: the shortest paths, not all of them.
        let mut seen: HashMap<State, usize> = HashMap::new();
        let mut queue = VecDeque::new();
        if let Some(start) = self.start() {
            queue.push_back(((start, 0), String::new()));
        }
        while let Some(((states, length), written)) = queue.pop_front() {
            if length >= text.min && self.accepts(&states) && text.holds(&written) {
                found.push(written.clone());
                if found.len() == count {
                    break;
                }
            }
            if length == text.max || seen.len() > MAX_STATES {
                continue;
            }
            for at in 0..self.alphabet.len() {
                let Some(&character) = self.alphabet.get(at) else {
                    break;
                };
                let Some(next) = self.step(&states, character) else {
                    continue;
                };
                // Beyond the smallest length only the automata distinguish states.
                let passed = seen
                    .entry((next.clone(), (length + 1).min(text.min)))
                    .or_default();
                if *passed < count {
                    *passed += 1;
                    let mut longer = written.clone();
                    longer.push(character);
                    queue.push_back(((next, length + 1), longer));
                }
            }
        }
        found
    }

    fn start(&mut self) -> Option<Vec<LazyStateID>> {
        self.automata
            .iter_mut()
            .map(|(dfa, cache)| {
                let config =
                    start::Config::from_input_forward(&Input::new("").anchored(Anchored::No));
                dfa.start_state(cache, &config).ok()
            })
            .collect()
    }

    fn step(&mut self, states: &[LazyStateID], character: char) -> Option<Vec<LazyStateID>> {
        let mut utf8 = [0; 4];
        let bytes = character.encode_utf8(&mut utf8).as_bytes();
        let mut next = Vec::with_capacity(states.len());
        for ((dfa, cache), state) in self.automata.iter_mut().zip(states) {
            let mut state = *state;
            for byte in bytes {
                // Once matched, always matched: the pattern needs a match somewhere.
                if state.is_match() {
                    break;
                }
                state = dfa.next_state(cache, state, *byte).ok()?;
                if state.is_dead() || state.is_quit() {
                    return None;
                }
            }
            next.push(state);
        }
        Some(next)
    }

    fn accepts(&mut self, states: &[LazyStateID]) -> bool {
        self.automata
            .iter_mut()
            .zip(states)
            .all(|((dfa, cache), state)| {
                state.is_match()
                    || dfa
                        .next_eoi_state(cache, *state)
                        .is_ok_and(|state| state.is_match())
            })
    }
}

/// Characters that stand for every class and literal of a pattern.
fn representatives(hir: &Hir, into: &mut BTreeSet<char>) {
    match hir.kind() {
        HirKind::Literal(literal) => {
            into.extend(String::from_utf8_lossy(&literal.0).chars());
        }
        HirKind::Class(Class::Unicode(class)) => {
            into.extend(
                class
                    .ranges()
                    .iter()
                    .take(16)
                    .map(regex_syntax::hir::ClassUnicodeRange::start),
            );
        }
        HirKind::Repetition(repetition) => representatives(&repetition.sub, into),
        HirKind::Capture(capture) => representatives(&capture.sub, into),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            for part in parts {
                representatives(part, into);
            }
        }
        _ => {}
    }
}

/// A bounded pattern for a format: a subset of it, so that a model can't run on inside it.
///
/// Formats as in JSON Schema 2020-12, validation vocabulary, section 7.3.
pub(super) fn format(name: &str) -> Option<&'static str> {
    Some(match name {
        "date-time" => {
            "^(?:19|20)[0-9]{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$"
        }
        "date" => {
            "^(?:19|20)[0-9]{2}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))$"
        }
        "time" => "^(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$",
        "duration" => "^P(?:[1-9][0-9]{0,2}[DWMY]|T[1-9][0-9]{0,2}[HMS])$",
        "email" => {
            "^[a-z0-9][a-z0-9]{0,15}(?:[._-][a-z0-9]{1,15}){0,2}@[a-z][a-z0-9]{0,20}(?:\\.[a-z]{2,10}){1,2}$"
        }
        "hostname" => "^[a-z][a-z0-9]{0,20}(?:-[a-z0-9]{1,10})?(?:\\.[a-z]{2,10}){1,2}$",
        "ipv4" => {
            "^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$"
        }
        "ipv6" => "^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$",
        "uri" => {
            "^https?://[a-z][a-z0-9]{0,20}(?:\\.[a-z]{2,10}){1,2}(?:/[a-zA-Z0-9._~-]{1,30}){0,4}$"
        }
        "uuid" => "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
        _ => return None,
    })
}
