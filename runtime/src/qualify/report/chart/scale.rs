//! From numbers to places, with ticks at round numbers.

/// The range between the left and the right edge.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// Holds all `values`, with some room on both sides, within `within`.
    pub(in super::super) fn holding(
        values: impl IntoIterator<Item = f64>,
        (least, most): (f64, f64),
    ) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let room = if high > low {
            (high - low) * 0.06
        } else {
            0.01 * high.abs().max(0.01)
        };
        let scale = Self {
            low: (low - room).max(least),
            high: (high + room).min(most),
        };
        if scale.high > scale.low {
            scale
        } else {
            Self {
                low: scale.low - 0.5,
                high: scale.low + 0.5,
            }
        }
    }

    /// Where `value` lies, 0 at the left edge and 1 at the right.
    pub(super) fn place(self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Round numbers on the scale, about four.
    pub(super) fn ticks(self) -> Vec<f64> {
        let rough = (self.high - self.low) / 4.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .into_iter()
            .map(|factor| factor * power)
            .find(|step| *step >= rough)
            .unwrap_or(power * 10.0);
        let first = (self.low / step).ceil();
        (0..8_u8)
            .map(|index| (first + f64::from(index)) * step)
            .take_while(|tick| *tick <= self.high + step * 1e-9)
            .collect()
    }
}
