//! A demonstration of why the fixed design can't be looked at: the effect of stopping an ordinary
//! test at the first good moment.

use crate::draw::{Models, repetitions, seeded};

#[test]
fn looking_after_every_item_makes_a_wrong_claim_in_half_of_all_runs() {
    let models = Models::new(0.0, 0.20);
    let mut random = seeded(41);
    let count = repetitions(400);
    let mut wrong = 0.0;
    for _ in 0..count {
        let (mut sum, mut squares) = (0.0, 0.0);
        let claimed = (1..=1000).any(|n| {
            let difference = models.pair(&mut random).difference();
            sum += difference;
            squares += difference * difference;
            let n = f64::from(n);
            let variance = (squares - sum * sum / n) / (n - 1.0);
            // The 95 % interval of the mean difference excludes the truth, 0.
            n >= 10.0 && (sum / n).abs() > 1.96 * (variance / n).sqrt() && variance > 0.0
        });
        wrong += f64::from(u32::from(claimed));
    }
    let share = wrong / f64::from(count);
    println!(
        "stopping at the first 95 % interval that excludes the truth, up to 1000 items: wrong in {:.0} %",
        share * 100.0
    );
    assert!((0.38..0.60).contains(&share), "{share}");
}
