//! Facts about a format for the compiler, so that it refuses examples: only texts that no answer
//! could be either.

use driftless::__private::example::may_be;
use driftless::shape::{Format, Literal};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

use super::samples::samples;

/// Characters that are put into texts: marks that some format gives a meaning, digits, letters, and
/// some that no format has.
const MARKS: &[u8] = b"09afzTZPYMWDHS-+:.@%/?#[]\" _~ ";

#[test]
fn what_a_format_accepts_may_be_an_example() {
    let mut rng = SmallRng::seed_from_u64(7);
    let (mut accepted, mut refused) = (0, 0);
    for format in Format::ALL {
        for sample in samples(*format) {
            for round in 0..2_000 {
                let mut text = sample.as_bytes().to_vec();
                for _ in 0..round % 4 {
                    let at = rng.random_range(0..text.len());
                    let mark = MARKS[rng.random_range(0..MARKS.len())];
                    match rng.random_range(0..3) {
                        0 => text[at] = mark,
                        1 => text.insert(at, mark),
                        _ if text.len() > 1 => drop(text.remove(at)),
                        _ => {}
                    }
                }
                let text: &'static str = String::from_utf8(text).unwrap().leak();
                let may = may_be(*format, &Literal::Str(text));
                if format.accepts(text) {
                    assert!(may, "{}: {text}", format.name());
                    accepted += 1;
                } else if !may {
                    refused += 1;
                }
            }
        }
    }
    println!("{accepted} texts accepted, {refused} of the others known to be none while compiling");
    assert!(accepted > 10_000 && refused > 10_000);
}
