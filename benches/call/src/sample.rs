//! Wall time and CPU time of single calls, and their medians.

use std::fmt;
use std::future::Future;
use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

/// Microseconds of each call.
#[derive(Default)]
pub struct Samples {
    pub wall: Vec<f64>,
    cpu: Vec<f64>,
}

/// CPU time of all threads of this process, user and system, in microseconds.
pub fn cpu() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 * 1e6 + now.tv_nsec as f64 / 1e3
}

/// The result of `work`, and its microseconds on the wall and of CPU time.
pub async fn timed<T>(work: impl Future<Output = T>) -> (T, (f64, f64)) {
    let (start, before) = (Instant::now(), cpu());
    let done = work.await;
    let spent = cpu() - before;
    (done, (start.elapsed().as_secs_f64() * 1e6, spent))
}

impl Samples {
    pub fn push(&mut self, (wall, cpu): (f64, f64)) {
        self.wall.push(wall);
        self.cpu.push(cpu);
    }

    pub fn cpu_median(&self) -> f64 {
        median(&self.cpu)
    }
}

impl fmt::Display for Samples {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:6.1} µs latency, {:6.1} µs CPU",
            median(&self.wall),
            median(&self.cpu)
        )
    }
}

pub fn median(of: &[f64]) -> f64 {
    let mut sorted = of.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
