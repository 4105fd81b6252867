//! From a prepared run to its outcome.

use super::answers::Answers;
use super::bout::Prepared;
use super::decide::{Decider, Trials, reasons, share};
use super::run::Contestant;
use super::{
    Arm, Candidate, Consistency, DataRecord, Disagreement, JudgeRecord, PromptFingerprints,
    QualificationOutcome, QualificationRule, QualifyError, Requirement, Verdict,
};
use crate::clock::day;
use crate::statistics::StatisticsError;
use crate::sync::lock;

/// Results of one candidate model, besides its fields.
#[derive(Debug, Default)]
struct Seen {
    disagreements: Vec<Disagreement>,
}

/// The results that judging has gathered.
struct Bench<'b> {
    prepared: &'b Prepared,
    decider: Decider,
    seen: Vec<Seen>,
    largest: f64,
    /// Number of times that the reference agreed with itself, and of comparisons.
    itself: (usize, usize),
    consistency: Consistency,
    /// Numbers that the statistics refuse: a bug, which ends the run.
    broken: Option<StatisticsError>,
}

impl Prepared {
    /// Returns the error for a run whose calls under way were cancelled.
    #[cfg(feature = "cli")]
    pub(crate) fn cancelled(&self) -> QualifyError {
        self.asking.paused(None, "the run was cancelled".to_owned())
    }

    /// Asks and decides.
    pub(crate) async fn run(&self) -> Result<QualificationOutcome, QualifyError> {
        let candidates = self.asking.contestants.len().saturating_sub(1);
        let weights = self.asking.items.iter().map(|item| item.weight);
        let mut bench = Bench {
            prepared: self,
            decider: Decider::new(self.setup.clone(), candidates),
            seen: (0..candidates).map(|_| Seen::default()).collect(),
            largest: weights.fold(0.0, f64::max),
            itself: (0, 0),
            consistency: Consistency::default(),
            broken: None,
        };
        self.asking
            .run(self.most, &mut |at, answers| bench.take(at, &answers))
            .await?;
        bench.outcome().map_err(|error| {
            QualifyError::Settings(vec![format!(
                "the numbers can't be decided on: {error}; this is a bug in driftless, please report it"
            )])
        })
    }
}

impl Bench<'_> {
    /// The answers to the item at `at`; which candidates need more.
    fn take(&mut self, at: usize, answers: &Answers) -> Vec<bool> {
        let prepared = self.prepared;
        let (Some(item), Some((group, last))) = (
            prepared.asking.items.get(at),
            prepared.groups.get(at).copied(),
        ) else {
            return self.decider.active();
        };
        let judging = &prepared.asking.judging;
        if let Some(agrees) = judging.agrees_with_itself(answers) {
            self.itself.0 += usize::from(agrees);
            self.itself.1 += 1;
        }
        let active = self.decider.active();
        for pair in judging.pairs(item, answers, &active) {
            if let Some(graded) = answers.grades.of(&pair) {
                self.consistency.add(graded);
            }
        }
        let answered = answers.candidates.iter().enumerate();
        for (index, candidate) in answered {
            let (Some(candidate), Some(true)) = (candidate, active.get(index)) else {
                continue;
            };
            let judged = judging.judge(item, answers, candidate);
            let share = item.weight / self.largest;
            self.decider.push(index, group, share, &judged.marks);
            if let (Some(seen), Some(disagreement)) =
                (self.seen.get_mut(index), judged.disagreement)
            {
                seen.disagreements.push(disagreement);
            }
        }
        // A group that is cut by a fixed number of items ends there.
        if last || at + 1 == prepared.most {
            self.note(Decider::end_group);
        }
        if self.broken.is_some() {
            return vec![false; active.len()];
        }
        self.decider.active()
    }

    fn note(&mut self, step: impl FnOnce(&mut Decider) -> Result<(), StatisticsError>) {
        if let Err(error) = step(&mut self.decider) {
            self.broken.get_or_insert(error);
        }
    }

    fn outcome(mut self) -> Result<QualificationOutcome, StatisticsError> {
        self.note(Decider::end);
        if let Some(error) = self.broken {
            return Err(error);
        }
        let (prepared, decider) = (self.prepared, &self.decider);
        let asking = &prepared.asking;
        let arms: Result<Vec<Arm>, _> = asking.contestants.iter().map(arm).collect();
        let mut arms = arms?.into_iter();
        let consistency = self.consistency;
        let judge = asking.judge.as_ref().map(arm).transpose()?;
        let judge = judge.map(|arm| JudgeRecord { arm, consistency });
        let Some(reference) = arms.next() else {
            return Err(StatisticsError::TooFew {
                what: "models",
                given: 0,
                needed: 2,
            });
        };
        let mut candidates = Vec::new();
        let found = arms.zip(&decider.candidates).zip(self.seen);
        for ((arm, trials), seen) in found {
            let judge = judge.as_ref();
            candidates.push(candidate(
                prepared,
                &reference.model,
                judge,
                arm,
                trials,
                seen,
            )?);
        }
        let itself = self.itself;
        Ok(QualificationOutcome {
            prompt: fingerprints(prepared),
            data: record(prepared),
            rule: QualificationRule {
                margin: prepared.options.margin,
                alpha: prepared.options.alpha,
                design: prepared.options.design,
                seed: prepared.options.seed,
                least_items: prepared.options.least,
            },
            reference,
            self_agreement: if itself.1 > 0 {
                Some(share(itself.0, itself.1)?)
            } else {
                None
            },
            candidates,
            judge,
            date: day(prepared.options.clock.now()),
            expires: day(prepared.options.clock.now() + prepared.options.valid),
        })
    }
}

fn candidate(
    prepared: &Prepared,
    reference: &str,
    judge: Option<&JudgeRecord>,
    arm: Arm,
    trials: &Trials,
    mut seen: Seen,
) -> Result<Candidate, StatisticsError> {
    let mut fields = trials.results(&prepared.setup)?;
    let doubt = judge.and_then(JudgeRecord::doubt);
    if doubt.is_some() {
        let judged = fields.iter_mut().zip(&prepared.setup.fields);
        for (field, _) in judged.filter(|(_, of)| of.judged) {
            field.verdict = Verdict::InsufficientData;
        }
    }
    // Results that don't depend on the judge are valid.
    let doubt = doubt.filter(|_| prepared.setup.hangs_on_the_judge());
    let mut required = fields
        .iter()
        .filter(|field| field.requirement == Requirement::Required);
    let verdict = match doubt {
        None => trials.verdict,
        Some(_) if required.any(|field| field.verdict == Verdict::Failed) => Verdict::Failed,
        Some(_) => Verdict::InsufficientData,
    };
    let number = prepared.asking.contestants.len().saturating_sub(1);
    let by_worst = |one: &Disagreement, other: &Disagreement| {
        one.score
            .total_cmp(&other.score)
            .then(one.id.cmp(&other.id))
    };
    seen.disagreements.sort_by(by_worst);
    seen.disagreements.truncate(prepared.options.kept);
    Ok(Candidate {
        arm,
        verdict,
        reasons: reasons(
            (trials, verdict),
            &fields,
            &prepared.setup,
            (reference, number),
            doubt.as_deref(),
        ),
        pairs: trials.pairs,
        fields,
        disagreements: seen.disagreements,
    })
}

fn arm(contestant: &Contestant) -> Result<Arm, StatisticsError> {
    let tally = lock(&contestant.tally);
    Ok(Arm {
        model: contestant.name.clone(),
        dialect: contestant.dialect.to_owned(),
        adapter: contestant.adapter.clone(),
        parameters: contestant.parameters.clone(),
        served: tally.served.clone(),
        calls: tally.calls(),
        conformance: tally.conformance()?,
        failures: tally.failures.clone(),
        latency: tally.latency()?,
        first_token: tally.first_token()?,
        cost: tally.cost()?,
    })
}

fn fingerprints(prepared: &Prepared) -> PromptFingerprints {
    let prompt = &prepared.asking.prompt;
    let contract = (prompt.output.fingerprint)();
    PromptFingerprints {
        name: prompt.name.to_owned(),
        fingerprint: (prompt.fingerprint)(),
        template: (prompt.template)(),
        contract: crate::schema::label_of(prompt.output.shape),
        shape: contract.shape(),
        text: contract.text(),
        comparison: format!("{:032x}", prepared.asking.judging.digest()),
    }
}

fn record(prepared: &Prepared) -> DataRecord {
    let data = &prepared.data;
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    DataRecord {
        path: data.path().to_owned(),
        digest: data.digest(),
        items: count(data.items().len()),
        expected: count(data.expected()),
        clusters: data.clusters().map(count),
    }
}
