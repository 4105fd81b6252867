//! One generation: prompt, constrained sampling, and an end that is always a whole document.
//!
//! At every step a way to the end of the document is known that fits into what is left of the
//! output limit. A token is taken only if there is such a way behind it too; when there is none,
//! the known one is written and the answer is marked as closed early. So no limit can cut a
//! document open, and nothing is guessed about what closing costs.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use llguidance::Matcher;

use super::engine::{Engine, Memory};
use super::error::LocalError;
use super::generation::{Generated, Generation, Signals};
use super::grammar::{Grammar, Progress};
use super::sampler::Sampler;

/// Candidates that are looked at in one step.
const CANDIDATES: usize = 256;

/// Share of the probability that is sampled from.
const TOP: f32 = 0.95;

/// Tokens of a prompt that are computed together.
const PART: usize = 256;

/// Steps that can be taken back.
const TRAIL: usize = 16;

/// Steps that are taken back in one generation at most.
const MAX_RETURNS: usize = 64;

/// One step, so that it can be taken back: rules that the constraint doesn't know may show only
/// later that a choice led nowhere.
struct Step {
    /// The candidates that were not tried.
    others: std::vec::IntoIter<u32>,
    /// Positions of the network before the step's tokens were fed.
    position: usize,
    /// Tokens that the step took.
    took: usize,
    bytes: usize,
    way: Way,
    tokens: usize,
    forced: usize,
}

/// A way to the end of the document.
#[derive(Clone)]
struct Way {
    /// Bytes written before it.
    bytes: usize,
    /// Tokens before it.
    tokens: usize,
    rest: String,
    /// Tokens of `rest`.
    cost: usize,
}

struct Run<'a> {
    engine: &'a Engine,
    grammar: Arc<Grammar>,
    matcher: Matcher,
    limit: usize,
    bytes: Vec<u8>,
    way: Way,
    out: Generated,
}

/// Result of a step.
enum Chosen {
    /// These tokens were taken, and more must follow.
    More(Vec<u32>, Step),
    /// Nothing more is to be sampled.
    End,
}

/// Result of trying tokens.
enum Tried {
    /// They stand.
    Taken,
    /// They break a rule that the constraint doesn't know; nothing has changed.
    Refused,
    /// The document is complete.
    Complete,
    /// Behind them no way fits into the limit.
    Over,
}

pub(super) fn generate(
    engine: &Engine,
    memory: &mut Memory,
    generation: &Generation<'_>,
    signals: Signals<'_>,
) -> Result<Generated, LocalError> {
    let started = Instant::now();
    let grammar = engine.grammar(generation.schema, &generation.bounds)?;
    let matcher = engine.matcher(&grammar)?;
    let smallest = engine.vocabulary.encode(grammar.smallest())?.len();
    let (prompt, split) = engine
        .vocabulary
        .chat(generation.system, generation.turns)?;
    let room = engine.context.saturating_sub(prompt.len());
    if room <= smallest {
        return Err(LocalError::ContextExceeded {
            prompt: prompt.len(),
            smallest,
            context: engine.context,
        });
    }
    let limit = generation.max_tokens.map_or(room, |limit| limit.min(room));
    if limit < smallest {
        return Err(LocalError::LimitTooSmall { limit, smallest });
    }
    let way = Way {
        bytes: 0,
        tokens: 0,
        rest: grammar.smallest().to_owned(),
        cost: smallest,
    };
    let mut run = Run {
        engine,
        grammar,
        matcher,
        limit,
        bytes: Vec::new(),
        way,
        out: Generated::empty(prompt.len()),
    };
    let mut sampler = Sampler::new(generation.temperature, TOP, generation.seed);
    run.out.reused_tokens = prefix(memory, prompt.get(..split).unwrap_or_default(), signals)?;
    let rest = prompt.get(split..).unwrap_or_default().to_vec();
    run.document(memory, rest, &mut sampler, signals, started)?;
    run.out.total_time = started.elapsed();
    run.finish()
}

/// Returns `true` if the text is a document; a root that is a number has no end of its own.
fn whole(progress: &Progress) -> bool {
    match progress {
        Progress::Complete => true,
        Progress::Open(rest) => rest.is_empty(),
        _ => false,
    }
}

/// Feeds the part of the prompt that calls share, unless it is held; returns how many tokens were.
fn prefix(memory: &mut Memory, shared: &[u32], signals: Signals<'_>) -> Result<usize, LocalError> {
    // Only a whole equal prefix is reused, and nothing that was generated: states differ in the
    // last bits by how many tokens were computed together, and the same call is to give the same
    // answer whatever came before.
    if memory.held == shared {
        memory.net.cut(shared.len());
        return Ok(shared.len());
    }
    memory.held.clear();
    memory.net.cut(0);
    feed(memory, shared, signals)?;
    memory.held.extend_from_slice(shared);
    Ok(0)
}

/// Feeds `tokens` in parts, so that a dropped call stops soon; the logits are those behind the
/// last.
fn feed(memory: &mut Memory, tokens: &[u32], signals: Signals<'_>) -> Result<Vec<f32>, LocalError> {
    let mut logits = Vec::new();
    for part in tokens.chunks(PART) {
        // A part of a large model's prompt takes seconds: it is left between two layers as well.
        let go_on = || signals.go_on().is_ok();
        logits = memory.net.forward(part, &go_on).map_err(|error| {
            let left = signals.go_on().err();
            left.unwrap_or_else(|| LocalError::engine(error))
        })?;
    }
    Ok(logits)
}

impl Run<'_> {
    /// Samples until the document is complete, or until only the known way to its end fits into the
    /// limit.
    fn document(
        &mut self,
        memory: &mut Memory,
        mut pending: Vec<u32>,
        sampler: &mut Sampler,
        signals: Signals<'_>,
        started: Instant,
    ) -> Result<(), LocalError> {
        let forced = self.forced();
        match self.settle(&forced, false)? {
            Tried::Taken => pending.extend(forced),
            Tried::Complete => return Ok(()),
            Tried::Refused | Tried::Over => {
                self.out.closed_early = true;
                return Ok(());
            }
        }
        let mut trail: VecDeque<Step> = VecDeque::new();
        let mut returns = 0;
        loop {
            let logits = feed(memory, &pending, signals)?;
            let mut others = sampler.order(self.candidates(&logits)?).into_iter();
            let mut position = memory.net.position();
            loop {
                if let Some(step) = self.choose(&mut others)? {
                    self.out.sampled_tokens += 1;
                    let first = &mut self.out.first_token_after;
                    first.get_or_insert_with(|| started.elapsed());
                    signals.sampled();
                    let Chosen::More(tokens, mut step) = step else {
                        return Ok(());
                    };
                    step.others = others;
                    step.position = position;
                    trail.push_back(step);
                    if trail.len() > TRAIL {
                        trail.pop_front();
                    }
                    pending = tokens;
                    break;
                }
                let Some(step) = trail.pop_back().filter(|_| returns < MAX_RETURNS) else {
                    self.out.closed_early = true;
                    return Ok(());
                };
                returns += 1;
                position = step.position;
                memory.net.cut(position);
                others = self.take_back(step)?;
            }
        }
    }

    /// Takes the first of `others` that leads on; `None` if none does.
    fn choose(
        &mut self,
        others: &mut std::vec::IntoIter<u32>,
    ) -> Result<Option<Chosen>, LocalError> {
        for token in others.by_ref() {
            if token == self.engine.vocabulary.end() {
                if whole(&self.grammar.progress(&self.bytes)) {
                    return Ok(Some(Chosen::End));
                }
                continue;
            }
            let mut step = Step {
                others: Vec::new().into_iter(),
                position: 0,
                took: 0,
                bytes: self.bytes.len(),
                way: self.way.clone(),
                tokens: self.out.tokens,
                forced: self.out.forced_tokens,
            };
            let (tokens, tried) = self.attempt(token)?;
            match tried {
                Tried::Refused => {}
                Tried::Taken => {
                    step.took = tokens.len();
                    return Ok(Some(Chosen::More(tokens, step)));
                }
                Tried::Complete | Tried::Over => {
                    self.out.closed_early = matches!(tried, Tried::Over);
                    return Ok(Some(Chosen::End));
                }
            }
        }
        Ok(None)
    }

    /// Undoes a step; its other candidates are what is left to try.
    fn take_back(&mut self, step: Step) -> Result<std::vec::IntoIter<u32>, LocalError> {
        self.matcher
            .rollback(step.took)
            .map_err(LocalError::engine)?;
        self.bytes.truncate(step.bytes);
        self.way = step.way;
        self.out.tokens = step.tokens;
        self.out.forced_tokens = step.forced;
        Ok(step.others)
    }

    /// The likeliest of the tokens that the constraint allows here.
    fn candidates(&mut self, logits: &[f32]) -> Result<Vec<(u32, f32)>, LocalError> {
        let began = Instant::now();
        let mask = self
            .matcher
            .compute_mask_or_eos()
            .map_err(LocalError::engine)?;
        self.out.constraint_time += began.elapsed();
        let mut allowed: Vec<(u32, f32)> = mask
            .iter()
            .filter_map(|token| {
                let logit = *logits.get(usize::try_from(token).ok()?)?;
                (!logit.is_nan()).then_some((token, logit))
            })
            .collect();
        if allowed.len() > CANDIDATES {
            allowed.select_nth_unstable_by(CANDIDATES, |a, b| b.1.total_cmp(&a.1));
            allowed.truncate(CANDIDATES);
        }
        Ok(allowed)
    }

    /// The tokens that the constraint leaves no choice about.
    fn forced(&mut self) -> Vec<u32> {
        let began = Instant::now();
        let forced = self.matcher.consume_ff_tokens();
        self.out.constraint_time += began.elapsed();
        forced
    }

    /// Tries `token` and what it forces; on refusal the constraint is back where it was.
    fn attempt(&mut self, token: u32) -> Result<(Vec<u32>, Tried), LocalError> {
        self.matcher
            .consume_token(token)
            .map_err(LocalError::engine)?;
        let mut tokens = vec![token];
        tokens.extend(self.forced());
        let tried = self.settle(&tokens, true)?;
        if matches!(tried, Tried::Refused) {
            self.matcher
                .rollback(tokens.len())
                .map_err(LocalError::engine)?;
        }
        Ok((tokens, tried))
    }

    /// Judges `tokens`, which the constraint has accepted, and takes them if there is a way to the
    /// end behind them.
    fn settle(&mut self, tokens: &[u32], sampled: bool) -> Result<Tried, LocalError> {
        if let Some(why) = self.matcher.get_error() {
            return Err(LocalError::Engine { why });
        }
        let before = self.bytes.len();
        self.bytes.extend(self.engine.vocabulary.bytes(tokens));
        let count = self.out.tokens + tokens.len();
        let tried = match self.grammar.progress(&self.bytes) {
            Progress::Broken => Tried::Refused,
            Progress::Complete if count <= self.limit => {
                self.way = Way {
                    bytes: self.bytes.len(),
                    tokens: count,
                    rest: String::new(),
                    cost: 0,
                };
                if self.matcher.is_stopped() {
                    Tried::Complete
                } else {
                    Tried::Taken
                }
            }
            Progress::Open(rest) => {
                let cost = self.engine.vocabulary.encode(&rest)?.len();
                if count + cost <= self.limit {
                    self.way = Way {
                        bytes: self.bytes.len(),
                        tokens: count,
                        rest,
                        cost,
                    };
                    Tried::Taken
                } else {
                    Tried::Over
                }
            }
            Progress::Between if count < self.limit => Tried::Taken,
            Progress::Complete | Progress::Between => Tried::Over,
        };
        if matches!(tried, Tried::Refused | Tried::Over) {
            self.bytes.truncate(before);
        } else {
            self.out.tokens = count;
            self.out.forced_tokens += tokens.len() - usize::from(sampled);
        }
        Ok(tried)
    }

    /// The document: as it was generated, or by the way that is known.
    fn finish(mut self) -> Result<Generated, LocalError> {
        if self.out.closed_early {
            self.bytes.truncate(self.way.bytes);
            self.bytes.extend(self.way.rest.as_bytes());
            self.out.tokens = self.way.tokens + self.way.cost;
        }
        self.out.text = String::from_utf8(self.bytes).map_err(LocalError::engine)?;
        if whole(&self.grammar.progress(self.out.text.as_bytes())) {
            Ok(self.out)
        } else {
            Err(LocalError::engine("the document is not complete"))
        }
    }
}
