//! Which numbers the independent validator itself holds exactly; of the others it judges a rounded
//! value.

/// Returns `true` if the validator can represent every number of a JSON text.
#[must_use]
pub fn within_the_validator(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) =
        rest.find(|next: char| next.is_ascii_digit() || next == '-' || next == '"')
    {
        let tail = rest.get(start..).unwrap_or("");
        let width = if tail.starts_with('"') {
            string_width(tail)
        } else {
            let width = tail
                .find(|next: char| !matches!(next, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'))
                .unwrap_or(tail.len());
            if tail.get(..width).is_some_and(|number| !is_held(number)) {
                return false;
            }
            width
        };
        rest = tail.get(width..).unwrap_or("");
    }
    true
}

/// The bytes of the string that `text` begins with, its quotes included.
fn string_width(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Returns `true` if a number is an integer of 64 bits, or of so few digits that a double gives
/// them back.
fn is_held(number: &str) -> bool {
    let Ok(value) = number.parse::<f64>() else {
        return true;
    };
    if number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok() {
        return true;
    }
    let mantissa = number.split(['e', 'E']).next().unwrap_or(number);
    let digits = mantissa.bytes().filter(u8::is_ascii_digit).count();
    let zero = !mantissa.contains(|digit| ('1'..='9').contains(&digit));
    digits <= 15 && (zero || value != 0.0) && value.abs() <= 1e38
}
