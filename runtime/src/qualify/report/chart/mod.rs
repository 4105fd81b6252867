//! Pictures of intervals and times as SVG. All that they show stands beside them in words or in a
//! table, so assistive technology skips them.

mod scale;
mod strip;
mod times;

use std::error::Error;

use maud::{Markup, PreEscaped, html};
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea, RGBColor, SVGBackend};

pub(super) use scale::Scale;
pub(super) use strip::{Lane, Look, Strip, axis};
pub(super) use times::times;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn Error>>;

/// Pictures are drawn twice as large as they are shown, since places are whole pixels.
const FINE: u32 = 2;

// The library knows fixed colours only. These stand for the page's, which differ in light and dark,
// and are put in when the picture is done.
const INK: RGBColor = RGBColor(1, 0, 0);
const SOFT: RGBColor = RGBColor(2, 0, 0);
const LINE: RGBColor = RGBColor(3, 0, 0);
const FIRST: RGBColor = RGBColor(4, 0, 0);
const SECOND: RGBColor = RGBColor(5, 0, 0);
const SHADE: RGBColor = RGBColor(6, 0, 0);
const PAPER: RGBColor = RGBColor(7, 0, 0);

const COLOURS: [(&str, &str); 7] = [
    ("\"#010000\"", "\"var(--ink)\""),
    ("\"#020000\"", "\"var(--soft)\""),
    ("\"#030000\"", "\"var(--line)\""),
    ("\"#040000\"", "\"var(--first)\""),
    ("\"#050000\"", "\"var(--second)\""),
    ("\"#060000\"", "\"var(--no-wash)\""),
    ("\"#070000\"", "\"var(--paper)\""),
];

/// Returns a picture of so many points; empty if it can't be drawn, since the numbers are in the
/// text anyway.
fn drawn(
    class: &'static str,
    (width, height): (u32, u32),
    draw: impl FnOnce(&Area<'_>) -> Drawn,
) -> Markup {
    let mut text = String::new();
    let done = {
        let size = (width * FINE, height * FINE);
        let area = SVGBackend::with_string(&mut text, size).into_drawing_area();
        draw(&area).and_then(|()| area.present().map_err(Into::into))
    };
    if done.is_err() {
        return html! {};
    }
    for (fixed, themed) in COLOURS {
        text = text.replace(fixed, themed);
    }
    let opened = format!("<svg class=\"{class}\" aria-hidden=\"true\" focusable=\"false\" ");
    PreEscaped(text.replacen("<svg ", &opened, 1))
}

/// A place in the picture.
#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "pictures are some hundred pixels wide; anything else ends at the edge, and NaN at 0"
)]
fn pixel(place: f64) -> i32 {
    (place * f64::from(FINE)).round().clamp(-1e6, 1e6) as i32
}
