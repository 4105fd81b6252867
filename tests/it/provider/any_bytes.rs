//! Properties of replies of any kind, by a seeded generator; the fuzz target `replies` looks for
//! the same with a fuzzer.

use std::time::Duration;

use driftless::failure::{Fallback, Retryable};
use driftless_tests::loopback::{Act, Loopback, answer};
use driftless_tests::replies::{APIS, Made, made};
use driftless_tests::sent::{Failure, Reply};
use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};

use super::vendors::STREAM;
use super::{MIB, ask, every};

const ROUNDS: usize = 2_000;

fn any(random: &mut StdRng) -> Made {
    let mut bytes = vec![0; random.random_range(2..200)];
    random.fill_bytes(&mut bytes);
    made(&bytes)
}

/// The answers to `acts`, one for each.
async fn asked(replies: &[Made], acts: Vec<Act>) -> Vec<Result<Reply, Failure>> {
    let mut acts = acts.into_iter();
    let server = Loopback::always(move |_| acts.next().unwrap_or(Act::Reset)).await;
    let providers = every("test-key", &server.url());
    let mut results = Vec::new();
    for reply in replies {
        let provider = providers.iter().find(|(api, _)| *api == reply.api);
        results.push(ask(&*provider.unwrap().1, MIB).await);
    }
    server.finish();
    results
}

fn bytes(made: &Made) -> Vec<u8> {
    let headers = if made.is_stream { STREAM } else { &[] };
    answer(made.status, headers, &made.body)
}

#[tokio::test]
async fn no_reply_that_holds_a_verdict_is_ever_tried_again() {
    let mut random = StdRng::seed_from_u64(20_261_130);
    let replies: Vec<Made> = (0..ROUNDS).map(|_| any(&mut random)).collect();
    let acts = replies.iter().map(|made| Act::Send(bytes(made))).collect();
    let mut verdicts = [0; APIS.len()];
    for (made, result) in replies.iter().zip(asked(&replies, acts).await) {
        if !made.is_verdict {
            continue;
        }
        let shown = String::from_utf8_lossy(&made.body).into_owned();
        let failure = result.expect_err(&shown);
        let told = (failure.class.retry(), failure.class.fallback());
        assert_eq!(
            told,
            (Retryable::Never, Fallback::Never),
            "{} {}: {failure}\n{shown}",
            made.api,
            made.status
        );
        verdicts[APIS.iter().position(|api| *api == made.api).unwrap()] += 1;
    }
    assert!(verdicts.iter().all(|count| *count > 100), "{verdicts:?}");
}

/// Returns the result of a reply without the times.
fn outcome(result: Result<Reply, Failure>) -> String {
    match result {
        Ok(reply) => format!("{} {:?}", reply.text, reply.metadata.served_model),
        Err(failure) => {
            let metadata = &failure.metadata;
            format!(
                "{} {} {:?} {:?} {:?}",
                failure.class, failure.message, failure.code, metadata.served_model, metadata.usage
            )
        }
    }
}

#[tokio::test]
async fn where_a_reply_is_cut_makes_no_difference() {
    let mut random = StdRng::seed_from_u64(7);
    let replies: Vec<Made> = (0..150).map(|_| any(&mut random)).collect();
    let once = replies.iter().map(|made| Act::Send(bytes(made))).collect();
    let cut = replies
        .iter()
        .map(|made| {
            let whole = bytes(made);
            let mut rest = whole.as_slice();
            let mut parts = Vec::new();
            while !rest.is_empty() && parts.len() < 12 {
                let near = rest.len().min(40);
                let (part, more) = rest.split_at(random.random_range(1..=near));
                parts.push(part.to_vec());
                rest = more;
            }
            parts.push(rest.to_vec());
            Act::Pieces(Duration::from_millis(1), parts)
        })
        .collect();
    let (once, cut) = (asked(&replies, once).await, asked(&replies, cut).await);
    for ((one, other), made) in once.into_iter().zip(cut).zip(&replies) {
        let shown = String::from_utf8_lossy(&made.body);
        assert_eq!(outcome(one), outcome(other), "{}: {shown}", made.api);
    }
}
