//! One line of a chart: intervals of a few numbers on a common scale, as it stands in a row of a
//! table.

use maud::Markup;
use plotters::element::{Circle, EmptyElement, PathElement, Rectangle, Text};
use plotters::prelude::{Color, IntoFont, RGBColor, ShapeStyle};
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::super::super::Interval;
use super::{Area, Drawn, FIRST, LINE, PAPER, SECOND, SHADE, SOFT, Scale, drawn, pixel};

const WIDTH: u32 = 232;
/// Room at both edges, so that a dot is whole.
const EDGE: f64 = 7.0;
const LANE: u32 = 15;

/// Which of the two models.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Look {
    /// The reference: a ring.
    Ring,
    /// The candidate: a dot.
    Dot,
}

/// A number with its interval.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Lane<'i> {
    pub(in super::super) interval: &'i Interval,
    pub(in super::super) look: Look,
}

/// The content of one line.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Strip<'i> {
    pub(in super::super) scale: Scale,
    pub(in super::super) lanes: &'i [Lane<'i>],
    /// Worse than this is shaded.
    pub(in super::super) limit: Option<f64>,
    /// A line at zero.
    pub(in super::super) zero: bool,
}

fn across(scale: Scale, value: f64) -> i32 {
    pixel(EDGE + scale.place(value) * (f64::from(WIDTH) - 2.0 * EDGE))
}

fn stroke(colour: RGBColor, width: u32) -> ShapeStyle {
    colour.stroke_width(width)
}

impl Strip<'_> {
    pub(in super::super) fn markup(self) -> Markup {
        let lanes = self.lanes.iter().fold(0, |number, _| number + 1);
        let height = LANE * lanes + 6;
        drawn("strip", (WIDTH, height), |area| self.draw(area, height))
    }

    fn draw(self, area: &Area<'_>, height: u32) -> Drawn {
        let bottom = pixel(f64::from(height));
        if let Some(limit) = self.limit {
            let at = across(self.scale, limit);
            area.draw(&Rectangle::new([(0, 0), (at, bottom)], SHADE.filled()))?;
            area.draw(&PathElement::new(
                vec![(at, 0), (at, bottom)],
                stroke(SECOND, 2),
            ))?;
        }
        for tick in self.scale.ticks() {
            let at = across(self.scale, tick);
            area.draw(&PathElement::new(
                vec![(at, 0), (at, bottom)],
                stroke(LINE, 1),
            ))?;
        }
        if self.zero {
            let at = across(self.scale, 0.0);
            area.draw(&PathElement::new(
                vec![(at, 0), (at, bottom)],
                stroke(SOFT, 2),
            ))?;
        }
        for (index, lane) in (0_u32..).zip(self.lanes) {
            let y = pixel(f64::from(LANE * index) + f64::from(LANE) / 2.0 + 3.0);
            lane.draw(area, self.scale, y)?;
        }
        Ok(())
    }
}

impl Lane<'_> {
    fn draw(self, area: &Area<'_>, scale: Scale, y: i32) -> Drawn {
        let colour = match self.look {
            Look::Ring => SOFT,
            Look::Dot => FIRST,
        };
        let (low, high) = (
            across(scale, self.interval.low),
            across(scale, self.interval.high),
        );
        area.draw(&PathElement::new(
            vec![(low, y), (high, y)],
            stroke(colour, 5),
        ))?;
        for end in [low, high] {
            area.draw(&PathElement::new(
                vec![(end, y - 7), (end, y + 7)],
                stroke(colour, 4),
            ))?;
        }
        let middle = across(scale, self.interval.estimate);
        area.draw(&Circle::new((middle, y), 10, colour.filled()))?;
        if self.look == Look::Ring {
            area.draw(&Circle::new((middle, y), 6, PAPER.filled()))?;
        }
        Ok(())
    }
}

/// The numbers below the ticks of a scale.
pub(in super::super) fn axis(scale: Scale, show: impl Fn(f64) -> String) -> Markup {
    let (height, size) = (17, 28);
    drawn("strip axis", (WIDTH, height), |area| {
        let ticks = scale.ticks();
        let last = ticks.len().saturating_sub(1);
        for (index, tick) in ticks.iter().enumerate() {
            let at = across(scale, *tick);
            // A number at the edge turns inwards, so that it isn't cut.
            let anchor = if index == 0 && at < pixel(28.0) {
                HPos::Left
            } else if index == last && at > pixel(f64::from(WIDTH) - 28.0) {
                HPos::Right
            } else {
                HPos::Center
            };
            let place = match anchor {
                HPos::Left => 0,
                HPos::Right => pixel(f64::from(WIDTH)),
                HPos::Center => at,
            };
            let style = ("sans-serif", size)
                .into_font()
                .color(&SOFT)
                .pos(Pos::new(anchor, VPos::Top));
            area.draw(&(EmptyElement::at((place, 2)) + Text::new(show(*tick), (0, 0), style)))?;
        }
        Ok(())
    })
}
