//! Patterns and formats as automata, which say of a text's beginning whether any end fits.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::start;
use regex_automata::{Anchored, Input};

use crate::shape::Format;

/// Bytes that the states of one automaton take at most; past that they are made once more.
const CACHE: usize = 1 << 20;

/// Automata by their patterns; `None` for one that is too large.
type Known = HashMap<&'static str, Option<Arc<DFA>>>;

/// The automata of a program's patterns, which are constants.
static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);

fn known(source: &'static str) -> Option<Arc<DFA>> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known
        .entry(source)
        .or_insert_with(|| {
            let config = DFA::config()
                .cache_capacity(CACHE)
                .skip_cache_capacity_check(true)
                // A word boundary in a text that is not ASCII ends the walk; the end of the text
                // decides then.
                .unicode_word_boundary(true);
            DFA::builder()
                .configure(config)
                .build(source)
                .ok()
                .map(Arc::new)
        })
        .clone()
}

/// An automaton and the states that one reader has met.
struct Automaton {
    source: &'static str,
    parts: Option<(Arc<DFA>, Cache)>,
}

/// A walk through one automaton.
struct Walk<B> {
    automaton: usize,
    state: LazyStateID,
    blame: B,
}

/// The automata of one reader, and the walks of its open text.
pub(super) struct Automata<B> {
    made: Vec<Automaton>,
    walks: Vec<Walk<B>>,
}

impl<B> Default for Automata<B> {
    fn default() -> Self {
        Self {
            made: Vec::new(),
            walks: Vec::new(),
        }
    }
}

impl<B: Copy> Automata<B> {
    /// Forgets the walks of the last text.
    pub(super) fn clear(&mut self) {
        self.walks.clear();
    }

    /// Returns `true` if no walk is under way.
    pub(super) fn is_empty(&self) -> bool {
        self.walks.is_empty()
    }

    /// Begins a walk for the open text.
    pub(super) fn begin(&mut self, source: &'static str, blame: B) {
        let known_at = self.made.iter().position(|made| made.source == source);
        let automaton = known_at.unwrap_or_else(|| {
            let parts = known(source).map(|dfa| {
                let cache = dfa.create_cache();
                (dfa, cache)
            });
            self.made.push(Automaton { source, parts });
            self.made.len() - 1
        });
        let Some((dfa, cache)) = self
            .made
            .get_mut(automaton)
            .and_then(|made| made.parts.as_mut())
        else {
            return;
        };
        let config = start::Config::from_input_forward(&Input::new("").anchored(Anchored::No));
        if let Ok(state) = dfa.start_state(cache, &config) {
            self.walks.push(Walk {
                automaton,
                state,
                blame,
            });
        }
    }

    /// Takes in a run of the text.
    ///
    /// # Errors
    /// The index of the first byte from which no end fits, and what says so.
    pub(super) fn take(&mut self, run: &[u8]) -> Result<(), (usize, B)> {
        let mut first: Option<(usize, B)> = None;
        let made = &mut self.made;
        self.walks.retain_mut(|walk| {
            let Some((dfa, cache)) = made
                .get_mut(walk.automaton)
                .and_then(|made| made.parts.as_mut())
            else {
                return false;
            };
            for (at, byte) in run.iter().enumerate() {
                match dfa.next_state(cache, walk.state, *byte) {
                    Ok(state) if state.is_dead() => {
                        if first.is_none_or(|(known, _)| at < known) {
                            first = Some((at, walk.blame));
                        }
                        return true;
                    }
                    // A match once is a match for good; and what the automaton can't say, the end
                    // will.
                    Ok(state) if state.is_match() || state.is_quit() => return false,
                    Ok(state) => walk.state = state,
                    Err(_gave_up) => return false,
                }
            }
            true
        });
        first.map_or(Ok(()), Err)
    }
}

/// Returns a pattern that every text of the format matches, and few others.
///
/// Formats as in JSON Schema 2020-12, validation vocabulary, section 7.3. The end of a text is
/// judged by the format itself.
pub(super) const fn pattern_of(format: Format) -> &'static str {
    match format {
        Format::DateTime => DATE_TIME,
        Format::Date => {
            "^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$"
        }
        Format::Time => {
            "^(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$"
        }
        Format::Duration => {
            "^P(?:[0-9]+W|(?:(?:[0-9]+Y(?:[0-9]+M(?:[0-9]+D)?)?|[0-9]+M(?:[0-9]+D)?|[0-9]+D)T?|T)(?:[0-9]+H(?:[0-9]+M(?:[0-9]+S)?)?|[0-9]+M(?:[0-9]+S)?|[0-9]+S)?)$"
        }
        Format::Email => {
            "^(?:\"(?:[ !#-\\[\\]-~]|\\\\[ -~])*\"|[!#-'*+\\-/-9=?A-Z^-~]+(?:\\.[!#-'*+\\-/-9=?A-Z^-~]+)*)@(?:\\[[0-9A-Fa-f:.IPVipv]+\\]|[0-9A-Za-z](?:[0-9A-Za-z-]|\\.[0-9A-Za-z])*)$"
        }
        Format::Hostname => "^[0-9A-Za-z](?:[0-9A-Za-z-]|\\.[0-9A-Za-z])*$",
        Format::Ipv4 => {
            "^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])$"
        }
        Format::Ipv6 => "^[0-9A-Fa-f:.]{2,45}$",
        Format::Uri => "^[A-Za-z][A-Za-z0-9+.-]*:(?:[!#-;=?-\\[\\]_a-z~]|%[0-9A-Fa-f]{2})*$",
        Format::Uuid => {
            "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"
        }
    }
}

const DATE_TIME: &str = "^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)[Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$";
