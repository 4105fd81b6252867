//! Retry budgets: exactly as many as allowed, whichever thread is where.

use std::time::Duration;

use crate::retry::RetryBudget;
use loom::thread;

#[test]
fn three_threads_share_two_retries() {
    loom::model(|| {
        let now = Duration::from_secs(1);
        let budget = RetryBudget::new(10, 2, Duration::from_secs(10)).unwrap();
        let ask = {
            let budget = budget.clone();
            move || {
                budget.call(now);
                u32::from(budget.retry(now))
            }
        };
        let threads = [thread::spawn(ask.clone()), thread::spawn(ask.clone())];
        let mine = ask();
        let all: u32 = threads.map(|thread| thread.join().unwrap()).iter().sum();
        assert_eq!(mine + all, 2);
    });
}
