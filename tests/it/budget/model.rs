//! Budgets against a model that keeps a list of everything that ever happened, and sums it up for
//! every question.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test's helpers fail loudly"
)]

use std::sync::Arc;
use std::time::Duration;

use driftless::budget::{Budget, Lease, Reservation, Spend};
use driftless::plan::Clock;
use driftless::{Usd, usd};
use driftless_tests::clock::ManualClock;
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use rust_decimal::Decimal;

const MODELS: [&str; 2] = ["m", "other"];

/// A ceiling: window in seconds (0: lifetime), whether only for fallbacks, whether only for the
/// model `m`.
#[derive(Debug, Clone, Copy)]
struct Ceiling {
    window: u64,
    fallback: bool,
    model: bool,
    amount: Decimal,
}

impl Ceiling {
    fn counts(&self, call: &Call) -> bool {
        (!self.fallback || call.fallback) && (!self.model || call.model == "m")
    }
}

#[derive(Debug, Clone)]
struct Call {
    fallback: bool,
    model: &'static str,
    held: Decimal,
    noted: Decimal,
    lapses: u64,
    /// The bookings, with their times.
    booked: Vec<(u64, Decimal)>,
    open: bool,
}

impl Call {
    fn end(&mut self, at: u64, spent: Decimal) {
        self.booked.push((at, spent));
        self.open = false;
    }
}

struct Model {
    ceilings: Vec<Ceiling>,
    calls: Vec<Call>,
}

impl Model {
    fn reserved(&self, ceiling: &Ceiling) -> Decimal {
        let running = self.calls.iter().filter(|call| call.open);
        running
            .filter(|call| ceiling.counts(call))
            .map(|call| call.held)
            .sum()
    }

    /// Windows are cut into 60 parts, and a part is forgotten as a whole, once all of it is out of
    /// the window.
    fn spent(&self, ceiling: &Ceiling, now: u64) -> Decimal {
        let part = |time: u64| time * 60 / ceiling.window.max(1);
        let counted = self.calls.iter().filter(|call| ceiling.counts(call));
        counted
            .flat_map(|call| &call.booked)
            .filter(|(at, _)| ceiling.window == 0 || part(now) <= part(*at) + 60)
            .map(|(_, amount)| *amount)
            .sum()
    }

    /// Returns the true spend within any window that ends now.
    fn within(&self, ceiling: &Ceiling, now: u64) -> Decimal {
        let counted = self.calls.iter().filter(|call| ceiling.counts(call));
        counted
            .flat_map(|call| &call.booked)
            .filter(|(at, _)| ceiling.window == 0 || at + ceiling.window > now)
            .map(|(_, amount)| *amount)
            .sum()
    }

    fn lapse(&mut self, now: u64) {
        for call in self.calls.iter_mut().filter(|call| call.open) {
            if call.lapses <= now {
                call.end(now, call.noted);
            }
        }
    }

    fn would_hold(&self, call: &Call, now: u64) -> bool {
        self.ceilings
            .iter()
            .filter(|ceiling| ceiling.counts(call))
            .all(|ceiling| {
                self.reserved(ceiling) + self.spent(ceiling, now) + call.held <= ceiling.amount
            })
    }
}

fn money(amount: Decimal) -> Usd {
    usd(&amount.to_string()).unwrap()
}

fn cents(rng: &mut SmallRng, most: u32) -> Decimal {
    Decimal::new(i64::from(rng.random_range(1..=most)), 2)
}

fn ceilings(rng: &mut SmallRng) -> Vec<Ceiling> {
    // Windows that 60 divides, so that parts are whole seconds.
    let all = [
        (60, false, false),
        (600, false, false),
        (0, false, false),
        (300, true, false),
        (120, false, true),
    ];
    let mut chosen = Vec::new();
    for (window, fallback, model) in all {
        if rng.random_bool(0.5) {
            chosen.push(Ceiling {
                window,
                fallback,
                model,
                amount: cents(rng, if window == 0 { 20_000 } else { 2_000 }),
            });
        }
    }
    if chosen.is_empty() {
        chosen.push(Ceiling {
            window: 60,
            fallback: false,
            model: false,
            amount: cents(rng, 1_000),
        });
    }
    chosen
}

fn build(ceilings: &[Ceiling]) -> Budget {
    let mut builder = Budget::builder();
    for ceiling in ceilings {
        let window = Duration::from_secs(ceiling.window);
        let amount = money(ceiling.amount);
        builder = match (ceiling.window, ceiling.fallback, ceiling.model) {
            (0, ..) => builder.lifetime(amount),
            (_, true, _) => builder.fallback_per(window, amount),
            (_, _, true) => builder.model_per("m", window, amount),
            _ => builder.per(window, amount),
        };
    }
    builder.build().unwrap()
}

struct Run {
    rng: SmallRng,
    now: u64,
    manual: Arc<ManualClock>,
    clock: Arc<dyn Clock>,
    budget: Budget,
    model: Model,
    leases: Vec<(usize, Lease)>,
    taken: u32,
    refused: u32,
    overrun: bool,
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut rng = SmallRng::seed_from_u64(seed);
        let ceilings = ceilings(&mut rng);
        let manual = Arc::new(ManualClock::default());
        manual.set(Duration::from_secs(1_000));
        Self {
            budget: build(&ceilings),
            model: Model {
                ceilings,
                calls: Vec::new(),
            },
            now: 1_000,
            clock: Arc::clone(&manual) as Arc<dyn Clock>,
            manual,
            leases: Vec::new(),
            taken: 0,
            refused: 0,
            overrun: false,
            rng,
        }
    }

    fn reserve(&mut self) {
        let rng = &mut self.rng;
        let ttl = rng.random_range(1..200);
        let call = Call {
            fallback: rng.random_bool(0.3),
            model: MODELS[rng.random_range(0..2)],
            held: cents(rng, 400),
            noted: Decimal::ZERO,
            lapses: self.now + ttl,
            booked: Vec::new(),
            open: true,
        };
        let spend = if call.fallback {
            Spend::Fallback
        } else {
            Spend::Intended
        };
        let asked = Reservation::new(money(call.held), call.model, spend);
        let given = self
            .budget
            .reserve(&asked.ttl(Duration::from_secs(ttl)), &self.clock);
        let expected = self.model.would_hold(&call, self.now);
        assert_eq!(given.is_ok(), expected, "{given:?} {call:?}");
        match given {
            Ok(lease) => {
                self.leases.push((self.model.calls.len(), lease));
                self.model.calls.push(call);
                self.taken += 1;
            }
            Err(_) => self.refused += 1,
        }
    }

    fn end_one(&mut self) {
        if self.leases.is_empty() {
            return;
        }
        let place = self.rng.random_range(0..self.leases.len());
        let (index, mut lease) = self.leases.swap_remove(place);
        let call = &mut self.model.calls[index];
        let most = call.held.mantissa() as u32 * if self.rng.random_bool(0.02) { 2 } else { 1 };
        let spent = cents(&mut self.rng, most).max(call.noted);
        match self.rng.random_range(0..8) {
            0 => {
                let noted = cents(&mut self.rng, most);
                lease.note(money(noted));
                let known = call.noted;
                call.noted = known.max(noted);
                self.overrun |= noted > call.held || !call.open;
                if !call.open && noted > known {
                    call.booked.push((self.now, noted - known));
                }
                self.leases.push((index, lease));
            }
            1 => {
                drop(lease);
                if call.open {
                    call.end(self.now, call.noted);
                }
            }
            2 => std::mem::forget(lease),
            _ => {
                // Beyond the worst case, or after the lease lapsed and others took its place.
                self.overrun |= spent > call.held || !call.open;
                lease.settle(money(spent));
                if call.open {
                    call.end(self.now, spent);
                } else {
                    call.booked.push((self.now, spent - call.noted));
                }
            }
        }
    }

    fn step(&mut self) {
        match self.rng.random_range(0..10) {
            0..5 => self.reserve(),
            5..8 => self.end_one(),
            8 => {
                // Backwards: nothing may happen.
                let back = self.rng.random_range(0..1_000);
                self.manual.set(Duration::from_secs(self.now - back));
                let _unchanged = self.budget.standing(&*self.clock);
                self.manual.set(Duration::from_secs(self.now));
            }
            _ => {
                self.now += self.rng.random_range(1..90);
                self.manual.set(Duration::from_secs(self.now));
            }
        }
        let standing = self.budget.standing(&*self.clock);
        self.model.lapse(self.now);
        for (ceiling, standing) in self.model.ceilings.iter().zip(standing) {
            let reserved = self.model.reserved(ceiling);
            let spent = self.model.spent(ceiling, self.now);
            assert_eq!(standing.reserved.as_decimal(), reserved, "{ceiling:?}");
            assert_eq!(standing.spent.as_decimal(), spent, "{ceiling:?}");
            let within = self.model.within(ceiling, self.now);
            assert!(within <= spent, "forgotten too early");
            assert!(
                self.overrun || within + reserved <= ceiling.amount,
                "overspent: {ceiling:?}"
            );
        }
    }
}

#[test]
fn a_budget_agrees_with_a_list_of_everything_that_happened() {
    let (mut taken, mut refused, mut clean) = (0, 0, 0);
    for seed in 0..400 {
        let mut run = Run::new(seed);
        for _ in 0..300 {
            // A leased call that lapses is noticed at the next look.
            run.model.lapse(run.now);
            run.step();
        }
        taken += run.taken;
        refused += run.refused;
        clean += u32::from(!run.overrun);
    }
    assert!(taken > 5_000 && refused > 5_000, "{taken} {refused}");
    assert!(
        clean > 10,
        "{clean} runs without an overrun, to be judged by"
    );
}
