//! Texts from outside, made fit for messages, logs and terminals.

use crate::drift::shown;

/// Most characters of a model's name, a request's id or an error's code.
pub(crate) const NAME: usize = 200;
/// Most characters of a message.
pub(crate) const MESSAGE: usize = 400;

/// `text` without characters that a terminal acts on, and of at most `most` characters and a mark.
pub(crate) fn sanitized(text: &str, most: usize) -> String {
    if is_clean(text, most) {
        return text.to_owned();
    }
    shown(text, most)
}

/// Makes the text printable in place; nearly every text is left as it is.
pub(crate) fn sanitize(text: &mut String, most: usize) {
    if !is_clean(text, most) {
        *text = sanitized(text, most);
    }
}

fn is_clean(text: &str, most: usize) -> bool {
    text.len() <= most && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// `text` in one line, for messages. It is not cut here: that comes after the key has been taken
/// out of the message, or half of the key could stay.
pub(super) fn in_one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
