//! Circuit breakers: a model that keeps failing is left alone for a while instead of being asked
//! again by every call.
//!
//! One [`Breakers`] registry holds a breaker per [`BreakerKey`]; clone it to share its state
//! between plans. A breaker is a last resort, not a load balancer: it counts what says something
//! about the vendor's health and nothing else. Rate limits, our own refusals and the caller's
//! mistakes are neutral.
//!
//! For every attempt: [`Breaker::admit`], then [`Permit::record`] with the attempt's
//! [`AttemptOutcome`]. A permit that is dropped, since its future was, is neutral and gives a
//! probe's place back. All changes come back as a [`Transition`], for whoever signals them.
//!
//! ```
//! use std::time::Duration;
//! use driftless::breaker::{BreakerKey, BreakerPolicy, BreakerState, Breakers, AttemptOutcome};
//!
//! let breakers = Breakers::new(BreakerPolicy::default().min_calls(2))?;
//! let breaker = breakers.get(&BreakerKey::new("openai", "https://api.openai.com/v1", "gpt-6.1-terra"));
//! let now = Duration::from_secs(1); // `Clock::monotonic`
//! for _ in 0..2 {
//!     let permit = breaker.admit(now)?;
//!     if let Some(transition) = permit.record(AttemptOutcome::Failure, now) {
//!         assert_eq!(transition.to, BreakerState::Open);
//!     }
//! }
//! assert!(breaker.admit(now).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! This is no crate because neutral outcomes, probes that a dropped future gives back, slow calls,
//! and a clock as an argument are needed together.

mod policy;
mod state;
mod words;

pub use policy::BreakerPolicy;
pub use words::{AttemptOutcome, BreakerKey, BreakerState, Reason, Rejected, Snapshot, Transition};

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::random::Random;
use crate::settings::SettingsError;
use crate::sync::{Mutex, lock};

use state::{Forced, Machine, Ticket};

/// The breakers of a process or of a group of plans. Cheap to clone; clones share their state.
///
/// Quality breakers, which count answers that break a contract, are a registry of their own, so
/// that a bad prompt never closes off a healthy model.
#[derive(Debug, Clone)]
pub struct Breakers(Arc<Registry>);

#[derive(Debug)]
struct Registry {
    settings: Arc<Settings>,
    breakers: Mutex<HashMap<BreakerKey, Breaker>>,
}

/// The settings that all breakers of a registry share.
#[derive(Debug)]
struct Settings {
    policy: BreakerPolicy,
    random: Random,
}

impl Breakers {
    /// Returns a registry whose breakers all follow `policy`.
    ///
    /// # Errors
    /// [`SettingsError`] with every invalid part of the policy.
    pub fn new(policy: BreakerPolicy) -> Result<Self, SettingsError> {
        Self::with_random(policy, Random::from_os())
    }

    /// Returns the breakers with a given source of jitter, for tests.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_random(policy: BreakerPolicy, random: Random) -> Result<Self, SettingsError> {
        policy.check()?;
        Ok(Self(Arc::new(Registry {
            settings: Arc::new(Settings { policy, random }),
            breakers: Mutex::new(HashMap::new()),
        })))
    }

    /// Returns the policy that all breakers follow.
    #[must_use]
    pub fn policy(&self) -> &BreakerPolicy {
        &self.0.settings.policy
    }

    /// Returns the breaker of `key`, closed if it is new. Keep it: a plan looks its breakers up
    /// once, not per call.
    #[must_use]
    pub fn get(&self, key: &BreakerKey) -> Breaker {
        let mut breakers = lock(&self.0.breakers);
        if let Some(breaker) = breakers.get(key) {
            return breaker.clone();
        }
        let breaker = Breaker(Arc::new(Shared {
            key: key.clone(),
            settings: Arc::clone(&self.0.settings),
            machine: Mutex::new(Machine::new(&self.0.settings.policy)),
        }));
        breakers.insert(key.clone(), breaker.clone());
        breaker
    }

    /// Returns all breakers so far, sorted by key.
    #[must_use]
    pub fn all(&self) -> Vec<Breaker> {
        let mut all: Vec<Breaker> = lock(&self.0.breakers).values().cloned().collect();
        all.sort_by(|one, other| one.key().cmp(other.key()));
        all
    }
}

/// The breaker of one model. Cheap to clone; clones share their state.
#[derive(Clone)]
pub struct Breaker(Arc<Shared>);

struct Shared {
    key: BreakerKey,
    settings: Arc<Settings>,
    machine: Mutex<Machine>,
}

impl Breaker {
    /// Returns the key of the guarded model.
    #[must_use]
    pub fn key(&self) -> &BreakerKey {
        &self.0.key
    }

    /// Asks whether a call may go out. `now` is
    /// [`Clock::monotonic`](crate::plan::Clock::monotonic), here and elsewhere.
    ///
    /// The first call after a pause becomes a probe and makes the breaker half-open; its permit has
    /// the change: [`Permit::transition`].
    ///
    /// # Errors
    /// [`Rejected`] if the breaker is open, or half-open with all its probes out.
    pub fn admit(&self, now: Duration) -> Result<Permit, Rejected> {
        let (ticket, transition) = lock(&self.0.machine).admit(&self.0.settings.policy, now)?;
        Ok(Permit {
            shared: Arc::clone(&self.0),
            ticket: Some(ticket),
            transition,
        })
    }

    /// Returns the state and what led to it.
    #[must_use]
    pub fn snapshot(&self, now: Duration) -> Snapshot {
        lock(&self.0.machine).snapshot(now)
    }

    /// Lets nothing through until [`automatic`](Self::automatic) or
    /// [`force_closed`](Self::force_closed). `None`: it was so already.
    #[allow(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn force_open(&self) -> Option<Transition> {
        lock(&self.0.machine).force(Some(Forced::Open))
    }

    /// Lets everything through and counts nothing until [`automatic`](Self::automatic) or
    /// [`force_open`](Self::force_open). `None`: it was so already.
    #[allow(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn force_closed(&self) -> Option<Transition> {
        lock(&self.0.machine).force(Some(Forced::Closed))
    }

    /// Ends a forced state; the breaker starts closed and without memory. `None`: it was automatic
    /// already.
    #[allow(clippy::must_use_candidate, reason = "called for its effect")]
    pub fn automatic(&self) -> Option<Transition> {
        lock(&self.0.machine).force(None)
    }
}

impl fmt::Debug for Breaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Breaker")
            .field("key", &self.0.key)
            .field("state", &lock(&self.0.machine).state())
            .finish()
    }
}

/// The right to make one call. Dropped without [`record`](Self::record), it counts as
/// [`AttemptOutcome::Neutral`].
#[must_use = "a permit that is dropped at once counts no call"]
pub struct Permit {
    shared: Arc<Shared>,
    /// `None` once the outcome is recorded.
    ticket: Option<Ticket>,
    transition: Option<Transition>,
}

impl Permit {
    /// Returns the change that this admission made: from open to half-open.
    #[must_use]
    pub fn transition(&self) -> Option<&Transition> {
        self.transition.as_ref()
    }

    /// Returns `true` if the call is a probe of a half-open breaker.
    #[must_use]
    pub fn is_probe(&self) -> bool {
        self.ticket.is_some_and(|ticket| ticket.probe)
    }

    /// Records how the call ended, and gives the change that follows from it.
    ///
    /// A call that began before the breaker last changed counts for nothing.
    #[must_use = "a change of the breaker must be signalled"]
    pub fn record(mut self, outcome: AttemptOutcome, now: Duration) -> Option<Transition> {
        self.end(outcome, now)
    }

    fn end(&mut self, outcome: AttemptOutcome, now: Duration) -> Option<Transition> {
        let ticket = self.ticket.take()?;
        let settings = &self.shared.settings;
        lock(&self.shared.machine).record(&settings.policy, ticket, outcome, now, &settings.random)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        // A neutral outcome changes no state, so the time doesn't matter.
        self.end(AttemptOutcome::Neutral, Duration::ZERO);
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("key", &self.shared.key)
            .field("is_probe", &self.is_probe())
            .finish_non_exhaustive()
    }
}
