//! Recorded answers with bytes cut, changed and repeated: an answer or a failure, never a panic or
//! a hang.

use driftless_tests::fixture;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::every;

fn mutate(body: &str, random: &mut StdRng) -> Vec<u8> {
    let mut bytes = body.as_bytes().to_vec();
    let at = random.random_range(0..bytes.len());
    match random.random_range(0..5) {
        0 => bytes.truncate(at),
        1 => bytes[at] = random.random(),
        2 => bytes.insert(at, b"{}[],:\"\\0"[random.random_range(0..9)]),
        3 => drop(bytes.remove(at)),
        _ => {
            let end = random.random_range(at..bytes.len());
            let part = bytes[at..end].to_vec();
            bytes.splice(at..at, part);
        }
    }
    bytes
}

#[tokio::test]
async fn mutated_answers_are_answers_or_failures() {
    let mut random = StdRng::seed_from_u64(20_261_122);
    let (mut answers, mut failures) = (0, 0);
    for (folder, index) in [
        ("openai", 0),
        ("openai", 1),
        ("anthropic", 2),
        ("gemini", 3),
    ] {
        for (_, fixture) in fixture::all(folder) {
            // Only the old version takes a temperature, which the provider knows beforehand.
            if folder == "anthropic" && fixture.call.temperature.is_some() {
                continue;
            }
            for _ in 0..3 {
                let bytes = mutate(fixture.response.body.get(), &mut random);
                let act = Act::Send(answer(200, &[], bytes));
                let server = Loopback::start([Exchange::any(act)]).await;
                let (_, provider) = every("test-key", &server.url()).swap_remove(index);
                match fixture.call.send(&*provider).await {
                    Ok(_) => answers += 1,
                    Err(_) => failures += 1,
                }
                server.finish();
            }
        }
    }
    println!("{answers} answers, {failures} failures");
    assert!(answers > 5 && failures > 100);
}
