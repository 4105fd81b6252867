//! Fields that a model judges: `#[contract(compare(rubric = "same tone, same facts"))]`.
//!
//! A judge is a model as well, so it is compared with itself: each pair of values is put to it in
//! both orders, and its equal opinions are counted. The order that comes first is drawn, so that no
//! effect of time favours one order.

mod opinion;

pub use opinion::{Grade, Opinion, Question};

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::compare::Ungraded;
use crate::error::Error;
use crate::fingerprint::Hasher;
use crate::money::Usd;
use crate::plan::Plan;
use crate::random::Random;
use crate::receipt::Receipt;

/// A judge that says another thing once the values change places, in more than one of ten pairs,
/// decides nothing: what it finds is then partly where a value stood. (Zheng et al., "Judging
/// LLM-as-a-Judge with MT-Bench and Chatbot Arena", 2023, found 65 % for the best judge of
/// preferences between answers; whether two values say the same is the easier question.)
pub const LEAST_CONSISTENCY: f64 = 0.9;

/// A model that grades pairs of values.
///
/// A [`Qualification`](super::Qualification) asks one by itself, see
/// [`Qualification::judge`](super::Qualification::judge); this is for comparisons of your own.
///
/// ```no_run
/// # type Done = Result<(), Box<dyn std::error::Error>>;
/// # async fn run(mut comparison: driftless::compare::Comparison) -> Done {
/// use driftless::qualify::{Consistency, Judge, Question};
/// use driftless::{Plan, provider::OpenAi, usd};
///
/// // `comparison` is what `compare::documents` found.
/// let model = OpenAi::from_env()?.model("gpt-6.1-terra");
/// let plan = Plan::<Question>::primary(model).ceiling(usd("0.02")?).build()?;
/// let judge = Judge::new(plan).seed(7);
/// let mut consistency = Consistency::default();
/// let mut grades = Vec::new();
/// for pair in &comparison.ungraded {
///     let graded = judge.grade(pair).await;
///     consistency.add(&graded);
///     grades.push(graded.grade);
/// }
/// comparison.grade(&grades);
/// # Ok(())
/// # }
/// ```
pub struct Judge {
    plan: Plan<Question>,
    seed: u64,
}

impl Judge {
    /// Asks through this plan, with its limits and its money.
    #[must_use]
    pub const fn new(plan: Plan<Question>) -> Self {
        Self { plan, seed: 0 }
    }

    /// Draws the order in which each pair is put first from this seed.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Puts a pair to the judge in both orders: two calls.
    pub async fn grade(&self, pair: &Ungraded) -> Graded {
        let (mut opinions, mut receipts, mut errors) = (Vec::new(), Vec::new(), Vec::new());
        for question in questions(pair, self.seed) {
            match self.plan.call(question).await {
                Ok(answer) => {
                    opinions.push(answer.value);
                    receipts.push(answer.receipt);
                }
                Err(error) => {
                    receipts.push(error.receipt().clone());
                    errors.push(error);
                }
            }
        }
        Graded {
            receipts,
            errors,
            ..Graded::of(opinions, pair.at_least)
        }
    }
}

/// Returns the identity of a pair.
pub(super) fn identity(pair: &Ungraded) -> u128 {
    Hasher::new()
        .text(&pair.rubric)
        .text(&pair.pointer)
        .text(&pair.truth)
        .text(&pair.answer)
        .finish()
}

/// Both questions about a pair, in an order that is drawn: the same for the same pair, in whatever
/// order pairs come.
pub(super) fn questions(pair: &Ungraded, seed: u64) -> [Question; 2] {
    let hash = Hasher::new()
        .number(identity(pair))
        .number(seed.into())
        .finish();
    let folded = u64::try_from((hash >> 64) ^ (hash & u128::from(u64::MAX))).unwrap_or(0);
    let swapped = Random::seeded(folded).bits() >> 63 == 1;
    [swapped, !swapped].map(|swapped| Question::new(pair, swapped))
}

impl fmt::Debug for Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judge")
            .field("plan", &self.plan)
            .field("seed", &self.seed)
            .finish()
    }
}

/// A judge's grading of one pair.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Graded {
    /// Between 0 and 1, the lower one of both orders; `None` if one of the calls failed.
    pub grade: Option<f64>,
    /// `true` if both orders led to an equal result: values that agree, or values that don't.
    /// `None` like `grade`.
    pub consistent: Option<bool>,
    /// The opinions, in the order in which the judge was asked.
    pub opinions: Vec<Opinion>,
    /// The receipts of both calls, failed ones included, with their cost.
    pub receipts: Vec<Receipt>,
    /// The errors of calls that gave no opinion.
    pub errors: Vec<Error>,
}

impl Graded {
    /// From what was said in both orders; without one of them there is no grade.
    pub(super) fn of(opinions: Vec<Opinion>, at_least: f64) -> Self {
        let mut graded = Self {
            opinions,
            ..Self::default()
        };
        if let [one, other] = graded.opinions.as_slice() {
            let (one, other) = (one.grade.score(), other.grade.score());
            // The stricter of the two counts.
            graded.grade = Some(one.min(other));
            graded.consistent = Some((one >= at_least) == (other >= at_least));
        }
        graded
    }

    /// Returns the cost of both calls together, as far as prices and usage are known.
    #[must_use]
    pub fn cost(&self) -> Option<Usd> {
        let mut known = self.receipts.iter().filter_map(Receipt::cost);
        let first = known.next()?;
        known.try_fold(first, Usd::checked_add)
    }
}

/// A count of a judge's equal opinions in both orders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Consistency {
    /// Pairs that were graded in both orders.
    pub pairs: u64,
    /// Number of pairs with an equal result in both orders.
    pub consistent: u64,
    /// Pairs that could not be graded.
    pub failed: u64,
}

impl Consistency {
    /// Counts one pair.
    pub fn add(&mut self, graded: &Graded) {
        match graded.consistent {
            Some(same) => {
                self.pairs += 1;
                self.consistent += u64::from(same);
            }
            None => self.failed += 1,
        }
    }

    /// Returns the share of pairs on which both orders led to the same; `None` without a pair.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        let float = |count: u64| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        (self.pairs > 0).then(|| float(self.consistent) / float(self.pairs))
    }

    /// Returns `true` if the judge may decide: both orders led to the same in [`LEAST_CONSISTENCY`]
    /// of the pairs, or there was nothing to judge.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.share().is_none_or(|share| share >= LEAST_CONSISTENCY)
    }

    /// Returns the verdict on a judged field: without a judge that may decide, neither a pass nor a
    /// failure.
    #[must_use]
    pub fn held(&self, verdict: Verdict) -> Verdict {
        if self.is_enough() {
            verdict
        } else {
            Verdict::InsufficientData
        }
    }

    /// Returns the reason why the judge decides nothing, or `None` if it decides.
    #[must_use]
    pub fn reason(&self) -> Option<String> {
        if self.is_enough() {
            return None;
        }
        Some(format!(
            "the judge says the same in both orders for {} of {} pairs, fewer than {LEAST_CONSISTENCY} of them; take another judge, or a rubric that asks for \
             less",
            self.consistent, self.pairs
        ))
    }
}
