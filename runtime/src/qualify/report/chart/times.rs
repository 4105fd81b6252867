//! Two models' times as histograms above one another, on one logarithmic scale.

use maud::Markup;
use plotters::element::{PathElement, Rectangle, Text};
use plotters::prelude::{Color, IntoFont, RGBColor};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::super::super::Latency;
use super::super::number::time;
use super::{Area, Drawn, FIRST, INK, LINE, SOFT, drawn, pixel};

const WIDTH: u32 = 340;
const PANEL: u32 = 84;
const BELOW: u32 = 22;
const BINS: u32 = 34;
const EDGE: f64 = 6.0;

/// The reference above, the candidate below; whichever there is.
pub(in super::super) fn times(reference: Option<&Latency>, candidate: Option<&Latency>) -> Markup {
    let panels: Vec<(&Latency, &'static str, RGBColor)> = [
        reference.map(|latency| (latency, "reference", SOFT)),
        candidate.map(|latency| (latency, "candidate", FIRST)),
    ]
    .into_iter()
    .flatten()
    .filter(|(latency, _, _)| !latency.all.is_empty())
    .collect();
    let all = || {
        panels
            .iter()
            .flat_map(|(latency, _, _)| latency.all.iter().map(|time| log(*time)))
    };
    let (low, high) = (
        all().fold(f64::INFINITY, f64::min),
        all().fold(f64::NEG_INFINITY, f64::max),
    );
    if low > high {
        return maud::html! {};
    }
    let room = ((high - low) * 0.03).max(0.02);
    let axis = Axis {
        low: low - room,
        high: high + room,
    };
    let number = panels.iter().fold(0, |number, _| number + 1);
    drawn("times", (WIDTH, PANEL * number + BELOW), |area| {
        axis.ticks(area, PANEL * number)?;
        for (index, (latency, name, colour)) in (0_u32..).zip(&panels) {
            axis.panel(area, f64::from(PANEL * index), latency, name, *colour)?;
        }
        Ok(())
    })
}

fn log(micros: u64) -> f64 {
    real(micros.max(1)).log10()
}

/// A time or a count; exact below 2^53.
#[allow(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "places in a picture need no more"
)]
fn real(number: u64) -> f64 {
    number as f64
}

fn across(place: f64) -> i32 {
    pixel(EDGE + place.clamp(0.0, 1.0) * (f64::from(WIDTH) - 2.0 * EDGE))
}

#[derive(Debug, Clone, Copy)]
struct Axis {
    low: f64,
    high: f64,
}

impl Axis {
    fn place(self, log: f64) -> f64 {
        (log - self.low) / (self.high - self.low)
    }

    /// 1, 2 and 5 of each power of ten that are far enough apart.
    fn ticks(self, area: &Area<'_>, bottom: u32) -> Drawn {
        let bottom = f64::from(bottom);
        let mut last = f64::NEG_INFINITY;
        for power in 0..20_i32 {
            for factor in [1.0, 2.0, 5.0] {
                let value = factor * 10_f64.powi(power);
                let place = self.place(value.log10());
                if !(0.04..=0.96).contains(&place) || place - last < 0.15 {
                    continue;
                }
                last = place;
                let at = across(place);
                area.draw(&PathElement::new(
                    vec![(at, 0), (at, pixel(bottom))],
                    LINE.stroke_width(2),
                ))?;
                let style = ("sans-serif", 26)
                    .into_font()
                    .color(&SOFT)
                    .pos(Pos::new(HPos::Center, VPos::Top));
                area.draw(&Text::new(
                    time(value).replace(".00", ""),
                    (at, pixel(bottom + 5.0)),
                    style,
                ))?;
            }
        }
        Ok(())
    }

    fn panel(
        self,
        area: &Area<'_>,
        top: f64,
        latency: &Latency,
        name: &'static str,
        colour: RGBColor,
    ) -> Drawn {
        let (base, height) = (top + f64::from(PANEL) - 1.0, f64::from(PANEL) - 26.0);
        let bins = self.bins(&latency.all);
        let most = bins.iter().copied().fold(1.0, f64::max);
        let parts = f64::from(BINS);
        for (index, count) in (0_u32..).zip(&bins).filter(|(_, count)| **count > 0.0) {
            let (left, right) = (f64::from(index) / parts, f64::from(index + 1) / parts);
            let corner = (
                across(left) + 1,
                pixel(base - (height * count / most).max(1.0)),
            );
            area.draw(&Rectangle::new(
                [corner, (across(right) - 1, pixel(base))],
                colour.filled(),
            ))?;
        }
        area.draw(&PathElement::new(
            vec![(0, pixel(base)), (pixel(f64::from(WIDTH)), pixel(base))],
            SOFT.stroke_width(2),
        ))?;
        // The median goes through; nine of ten and 99 of 100 end halfway, in the order in which
        // they stand.
        for (quantile, share) in [
            (&latency.p50, 1.0),
            (&latency.p90, 0.7),
            (&latency.p99, 0.4),
        ] {
            let at = across(self.place(quantile.estimate.max(1.0).log10()));
            area.draw(&PathElement::new(
                vec![(at, pixel(base)), (at, pixel(base - height * share - 4.0))],
                INK.stroke_width(3),
            ))?;
        }
        let style = ("sans-serif", 26)
            .into_font()
            .color(&INK)
            .pos(Pos::new(HPos::Left, VPos::Top));
        area.draw(&Text::new(name, (pixel(EDGE), pixel(top + 4.0)), style))?;
        Ok(())
    }

    fn bins(self, all: &[u64]) -> Vec<f64> {
        let mut bins: Vec<f64> = (0..BINS).map(|_| 0.0).collect();
        for time in all {
            let place = self.place(log(*time)).clamp(0.0, 0.999_999);
            // Counted up to the bin rather than rounded to it, since a float has no conversion to
            // an index.
            let at = (1..BINS)
                .take_while(|edge| f64::from(*edge) <= place * f64::from(BINS))
                .count();
            if let Some(bin) = bins.get_mut(at) {
                *bin += 1.0;
            }
        }
        bins
    }
}
