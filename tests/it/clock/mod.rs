//! The clock that windows and pauses are counted by.

use std::time::Duration;

use driftless::plan::{Clock, SystemClock};

#[tokio::test(start_paused = true)]
async fn it_stands_still_and_jumps_with_tokios_time() {
    let clock = SystemClock::default();
    let before = clock.monotonic();
    std::thread::sleep(Duration::from_millis(2));
    assert_eq!(clock.monotonic(), before);
    tokio::time::advance(Duration::from_secs(3_600)).await;
    assert_eq!(clock.monotonic(), before + Duration::from_secs(3_600));
}

#[test]
fn it_goes_on_without_a_runtime_and_never_back() {
    let clock = SystemClock::default();
    let mut last = clock.monotonic();
    for _ in 0..1_000 {
        let now = clock.monotonic();
        assert!(now >= last);
        last = now;
    }
    std::thread::sleep(Duration::from_millis(2));
    assert!(clock.monotonic() > last);
}

/// A runtime whose time was paused before the clock was first read stands before its zero.
#[test]
fn a_paused_runtime_that_is_older_than_the_clock_still_moves_it() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    std::thread::sleep(Duration::from_millis(2));
    let clock = SystemClock::default();
    let outside = clock.monotonic();
    runtime.block_on(async {
        let before = clock.monotonic();
        assert!(before < outside);
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(clock.monotonic(), before + Duration::from_millis(1));
    });
}
