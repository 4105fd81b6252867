//! One loaded model: weights, vocabulary, constraint engine, and what is held between calls.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use llguidance::api::TopLevelGrammar;
use llguidance::earley::SlicedBiasComputer;
use llguidance::toktrie::InferenceCapabilities;
use llguidance::{Matcher, ParserFactory};

use super::error::LocalError;
use super::generate;
use super::generation::{Generated, Generation, Signals};
use super::grammar::{Bounds, Grammar, GrammarError};
use super::net::Net;
use super::vocabulary::Vocabulary;
use driftless::json::Json;

/// Grammars that are kept; a program has as many as it has contracts.
const KEPT_GRAMMARS: usize = 64;

/// See the module's documentation.
pub(super) struct Engine {
    pub(super) vocabulary: Vocabulary,
    pub(super) context: usize,
    factory: ParserFactory,
    /// The lock is what makes generations run one at a time.
    memory: Mutex<Memory>,
    grammars: Mutex<HashMap<String, Arc<Grammar>>>,
}

/// The network, and the tokens whose keys and values it holds for the next call of the same prompt.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) net: Net,
    pub(super) held: Vec<u32>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("vocabulary", &self.vocabulary)
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}

impl Engine {
    pub(super) fn new(
        vocabulary: Vocabulary,
        net: Net,
        context: usize,
    ) -> Result<Self, LocalError> {
        let able = InferenceCapabilities {
            ff_tokens: true,
            ..InferenceCapabilities::default()
        };
        let slices = SlicedBiasComputer::json_slices();
        let mut factory =
            ParserFactory::new(vocabulary.env(), able, &slices).map_err(LocalError::engine)?;
        factory.quiet();
        factory.limits_mut().verbose_errors = false;
        Ok(Self {
            vocabulary,
            context,
            factory,
            memory: Mutex::new(Memory {
                net,
                held: Vec::new(),
            }),
            grammars: Mutex::new(HashMap::new()),
        })
    }

    /// The grammar of a schema, built once.
    pub(super) fn grammar(
        &self,
        schema: &Json,
        bounds: &Bounds,
    ) -> Result<Arc<Grammar>, LocalError> {
        let key =
            serde_json::to_string(schema).map_err(LocalError::engine)? + &format!("{bounds:?}");
        let mut kept = self.grammars.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(grammar) = kept.get(&key) {
            return Ok(Arc::clone(grammar));
        }
        let grammar = Arc::new(Grammar::new(schema, bounds)?);
        if kept.len() >= KEPT_GRAMMARS {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&grammar));
        Ok(grammar)
    }

    /// A constraint at its start.
    pub(super) fn matcher(&self, grammar: &Grammar) -> Result<Matcher, LocalError> {
        let refused = |why: String| LocalError::Grammar(GrammarError::Constraint { why });
        let parser = self
            .factory
            .create_parser(TopLevelGrammar::from_json_schema(grammar.constraint()))
            .map_err(|error| refused(error.to_string()))?;
        let matcher = Matcher::new(Ok(parser));
        match matcher.get_error() {
            Some(why) => Err(refused(why)),
            None => Ok(matcher),
        }
    }

    /// Generates one document; blocks, and waits for its turn.
    pub(super) fn generate(
        &self,
        generation: &Generation<'_>,
        signals: Signals<'_>,
    ) -> Result<Generated, LocalError> {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        generate::generate(self, &mut memory, generation, signals)
    }
}
