//! Calls on runtimes of every kind: several, half built, ended, and none.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use driftless::{Error, FailureClass, Plan};
use driftless_tests::loopback::{Act, Loopback};
use tokio::runtime::{Builder, Runtime};

use super::{GOOD, TriageTicket, good, model, says};

type Tickets = Plan<TriageTicket<'static>>;

/// A server on a thread of its own, whatever becomes of the runtimes of its callers.
fn serving(act: impl Fn() -> Act + Send + 'static) -> (Runtime, Loopback) {
    let mut builder = Builder::new_multi_thread();
    let runtime = builder.worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(Loopback::always(move |_| act()));
    (runtime, server)
}

/// The model's timeout is the limit: a call that hangs fails by it.
fn plan(server: &Loopback) -> Tickets {
    Plan::primary(model(server)).build().unwrap()
}

fn call(plan: &Tickets) -> impl Future<Output = Result<(), Error>> + use<> {
    let call = plan.call(TriageTicket { ticket: "Slow" });
    async move {
        assert_eq!(call.await?.value, good());
        Ok(())
    }
}

fn current_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn a_plan_answers_on_a_second_runtime_while_the_first_is_kept_and_not_driven() {
    let (_serving, server) = serving(|| says(GOOD));
    let plan = plan(&server);
    let kept = current_thread();
    kept.block_on(async {
        call(&plan).await.unwrap();
        // Lets the connection go back to where the next call takes it from.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    });
    current_thread().block_on(call(&plan)).unwrap();
    current_thread().block_on(call(&plan)).unwrap();
    kept.block_on(call(&plan)).unwrap();
    assert!(server.connections() >= 3, "{}", server.connections());
    server.finish();
}

#[test]
fn a_plan_outlives_more_runtimes_than_it_keeps_connections_for() {
    let (_serving, server) = serving(|| says(GOOD));
    let plan = plan(&server);
    for _ in 0..70 {
        current_thread().block_on(call(&plan)).unwrap();
    }
    server.finish();
}

#[test]
fn threads_with_a_runtime_each_share_a_plan() {
    let (_serving, server) = serving(|| says(GOOD));
    let plan = plan(&server);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let runtime = current_thread();
                for _ in 0..3 {
                    runtime.block_on(call(&plan)).unwrap();
                }
            });
        }
    });
    server.finish();
}

/// The error of a call that can't be made here.
fn refused(polled: impl FnOnce() -> Result<(), Error>) -> Error {
    let ended = catch_unwind(AssertUnwindSafe(polled));
    let error = ended.expect("no panic").unwrap_err();
    assert_eq!(error.class(), FailureClass::Unreachable, "{error}");
    error
}

/// Switches on what a runtime is to have.
type Enable = fn(&mut Builder);

#[test]
fn a_runtime_without_timers_or_without_sockets_is_an_error_and_no_panic() {
    let (_serving, server) = serving(|| says(GOOD));
    let plan = plan(&server);
    let neither = |_: &mut Builder| {};
    let no_time = |builder: &mut Builder| {
        builder.enable_io();
    };
    let no_sockets = |builder: &mut Builder| {
        builder.enable_time();
    };
    let kinds: [(Enable, &str); 3] = [(neither, "timers"), (no_time, "timers"), (no_sockets, "IO")];
    for (enable, lacks) in kinds {
        let builders = [Builder::new_current_thread(), Builder::new_multi_thread()];
        for mut builder in builders {
            enable(builder.worker_threads(1));
            let runtime = builder.build().unwrap();
            let error = refused(|| runtime.block_on(call(&plan)));
            let line = error.to_string();
            assert!(line.contains("enable_all()"), "{line}");
            assert!(line.contains(lacks), "{line}");
        }
    }
    // It was the runtime and not the plan.
    current_thread().block_on(call(&plan)).unwrap();
    server.finish();
}

#[test]
fn without_any_runtime_a_call_is_an_error_and_no_panic() {
    let (_serving, server) = serving(|| says(GOOD));
    let plan = plan(&server);
    let error = refused(|| {
        let mut waiting = pin!(call(&plan));
        match waiting
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            Poll::Ready(ended) => ended,
            Poll::Pending => panic!("it waits for nobody"),
        }
    });
    assert!(error.to_string().contains("no Tokio runtime"), "{error}");
    server.finish();
}

#[test]
fn a_call_whose_runtime_ended_is_an_error_on_the_next_one_and_no_panic() {
    let (_serving, server) = serving(|| Act::Hang);
    let plan = plan(&server);
    let first = current_thread();
    let mut waiting = pin!(call(&plan));
    let soon = Duration::from_millis(200);
    first
        .block_on(async { tokio::time::timeout(soon, waiting.as_mut()).await })
        .expect_err("the server never answers");
    drop(first);
    let second = current_thread();
    let ended = catch_unwind(AssertUnwindSafe(|| second.block_on(waiting.as_mut())));
    ended.expect("no panic").unwrap_err();
    server.finish();
}
