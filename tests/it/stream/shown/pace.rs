//! Whoever looks sets the pace: nothing is read ahead, and no limit but the deadline counts
//! meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use driftless::provider::{OpenAi, TimeLimit};
use driftless::{Ask, FailureClass, Plan, Update};
use driftless_tests::loopback::{Act, Exchange, Loopback};
use driftless_tests::stream::frame;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

use super::super::abort::{APIS, said_by};
use super::{GOOD, Order, all, drafts, ms, paced, plan, plan_of, then};

#[tokio::test]
async fn nothing_is_sent_before_a_stream_is_polled() {
    let server = Loopback::start([]).await;
    let plan = plan("chat", &server).build().unwrap();
    drop(plan.stream(Ask::new("x")));
    sleep(ms(50)).await;
    assert_eq!(server.connections(), 0);
    server.finish();
}

/// Whoever looks for longer than the stall limit has not made the vendor stall.
#[tokio::test]
async fn the_time_of_whoever_looks_counts_against_the_deadline_only() {
    for api in APIS {
        let server = Loopback::start([Exchange::any(paced(api, GOOD))]).await;
        let plan = plan_of(api, &server, ms(150)).build().unwrap();
        let mut stream = plan.stream(Ask::new("x"));
        let mut count = 0;
        let answer = loop {
            match stream.next().await.unwrap().unwrap() {
                Update::Draft(_) => count += 1,
                Update::Done(answer) => break answer,
                other => panic!("{api}: {other:?}"),
            }
            if count % 8 == 1 {
                sleep(ms(400)).await;
            }
        };
        assert_eq!(answer.value.lines.len(), 3, "{api}");
        server.finish();
    }
    let server = Loopback::start([Exchange::any(paced("chat", GOOD))]).await;
    let plan = plan("chat", &server).deadline(ms(300)).build().unwrap();
    let mut stream = plan.stream(Ask::new("x"));
    assert!(matches!(stream.next().await, Some(Ok(Update::Draft(_)))));
    sleep(ms(500)).await;
    let error = loop {
        match stream.next().await {
            Some(Ok(_)) => {}
            Some(Err(error)) => break error,
            None => panic!("no error"),
        }
    };
    assert_eq!(error.class(), FailureClass::TimedOut);
    assert_eq!(error.receipt().attempts[0].limit, Some(TimeLimit::Deadline));
    server.finish();
}

#[tokio::test]
async fn drafts_may_be_fewer() {
    let server = Loopback::start([Exchange::any(paced("chat", GOOD))]).await;
    let plan = plan("chat", &server).build().unwrap();
    let stream = plan.stream(Ask::new("x")).at_most_every(ms(40));
    let begun = Instant::now();
    let updates = all(stream).await;
    let most = begun.elapsed().as_millis() / 40 + 1;
    let count = drafts(&updates).len();
    assert!(
        count >= 1 && u128::try_from(count).unwrap() <= most,
        "{count} of {most}"
    );
    assert!(matches!(updates.last(), Some(Ok(Update::Done(_)))));
    server.finish();
    // What is held back is shown once its time has come, though nothing more arrives.
    let server = Loopback::start([Exchange::any(then("chat", &GOOD[..30], Act::Hang))]).await;
    let plan = self::plan("chat", &server).build().unwrap();
    let mut stream = plan.stream(Ask::new("x")).at_most_every(ms(300));
    let mut last = String::new();
    let waiting = async {
        while last != GOOD[13..30] {
            let Some(Ok(Update::Draft(draft))) = stream.next().await else {
                panic!("no draft");
            };
            draft.customer.text().clone_into(&mut last);
        }
    };
    timeout(ms(10_000), waiting)
        .await
        .expect("the last draft is shown");
    drop(stream);
    server.finish();
}

/// A server that is faster than whoever looks has to wait.
#[tokio::test]
async fn who_looks_slowly_slows_the_socket() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let written = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&written);
    let serving = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 1 << 16];
        let _read = socket.read(&mut request).await.unwrap();
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
        socket.write_all(head.as_bytes()).await.unwrap();
        let first = said_by(
            "chat",
            "Order",
            &format!(r#"{{"customer":"{}"#, "x".repeat(5000)),
        );
        let events = &first[4..1000];
        let bytes = frame("chat", events).into_bytes();
        socket
            .write_all(frame("chat", &first[..4]).as_bytes())
            .await
            .unwrap();
        while socket.write_all(&bytes).await.is_ok() {
            counted.fetch_add(bytes.len(), Ordering::Relaxed);
        }
    });
    let openai = OpenAi::new("key").base_url(&url).chat().model("model-1");
    let plan = Plan::<Ask<Order>>::primary(openai).build().unwrap();
    let mut stream = plan.stream(Ask::new("x"));
    assert!(matches!(stream.next().await, Some(Ok(Update::Draft(_)))));
    sleep(ms(300)).await;
    let before = written.load(Ordering::Relaxed);
    sleep(ms(500)).await;
    let after = written.load(Ordering::Relaxed);
    assert_eq!(before, after, "the server goes on");
    for _ in 0..500 {
        assert!(matches!(stream.next().await, Some(Ok(Update::Draft(_)))));
    }
    drop(stream);
    timeout(ms(10_000), serving)
        .await
        .expect("the connection is closed")
        .unwrap();
}
