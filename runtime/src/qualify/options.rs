//! Options of a qualification: its run and its decision.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::Design;
use super::run::{Observe, Stop};
use crate::catalogue::Catalogue;
use crate::clock::{Clock, SystemClock};
use crate::data::DataFormat;
use crate::money::Usd;
use crate::retry::Retry;
use crate::served::Served;
use crate::statistics::MINIMUM;

/// Every setting.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) format: Option<DataFormat>,
    pub(crate) margin: f64,
    pub(crate) alpha: f64,
    pub(crate) design: Design,
    pub(crate) least: u64,
    pub(crate) seed: u64,
    pub(crate) concurrency: usize,
    pub(crate) budget: Option<Usd>,
    pub(crate) journal: Option<PathBuf>,
    pub(crate) retry: Retry,
    pub(crate) accepted: Vec<Served>,
    pub(crate) catalogue: Catalogue,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) valid: Duration,
    /// Most disagreements that are kept per candidate.
    pub(crate) kept: usize,
    pub(crate) stop: Stop,
    pub(crate) observe: Option<Observe>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: None,
            margin: 0.05,
            alpha: 0.05,
            design: Design::Sequential,
            least: MINIMUM.into(),
            seed: 0,
            concurrency: 8,
            budget: None,
            journal: None,
            // A run has time: it waits out what a call of a program would not.
            retry: Retry::up_to(5).longest_asked(Duration::from_secs(300)),
            accepted: vec![Served::AsRequested, Served::Snapshot],
            catalogue: Catalogue::builtin(),
            clock: Arc::new(SystemClock),
            valid: Duration::from_secs(90 * 86_400),
            kept: 20,
            stop: Stop::new(),
            observe: None,
        }
    }
}
