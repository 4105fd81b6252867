//! Holds the evidence for a model to a prompt and its contract while the user's crate compiles;
//! `#[prompt(qualified(…))]` asks.

use crate::contract::Contract;
use crate::prompt::{Prompt, template_hash};

/// Hashes of a prompt and its contract when a model was qualified, from the lock.
#[derive(Debug, Clone, Copy)]
#[allow(
    clippy::exhaustive_structs,
    reason = "built as a literal by generated code of the same version"
)]
pub struct About {
    /// The contract's shape.
    pub shape: u128,
    /// The contract's shape and words.
    pub text: u128,
    /// The prompt's templates and the contract, as far as they are known while compiling.
    pub template: u128,
}

/// Room for a sentence with two fingerprints.
const ROOM: usize = 2048;

/// A sentence that is put together while compiling.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    bytes: [u8; ROOM],
    len: usize,
}

/// Returns the changes since a model was qualified on `P`, as words between `before` and `after`;
/// empty if no change is known while compiling.
#[must_use]
pub const fn changed<P: Prompt>(about: &About, before: &str, after: &str) -> Words {
    let hashed = P::Output::HASHED;
    let now = About {
        shape: hashed.fingerprint.shape,
        text: hashed.fingerprint.text,
        template: template_hash::<P>(),
    };
    let (what, old, new) = if hashed.open {
        // The whole contract is known to `build()` only; as far as it is known here, it is part of
        // this.
        let what = "the prompt's template or its contract";
        (what, about.template, now.template)
    } else if about.shape != now.shape {
        ("the contract's shape", about.shape, now.shape)
    } else if about.text != now.text {
        ("the contract's wording", about.text, now.text)
    } else {
        ("the prompt's template", about.template, now.template)
    };
    let words = Words {
        bytes: [0; ROOM],
        len: 0,
    };
    if old == new {
        return words;
    }
    let words = words.text(before).text(what).text(" changed: ").hex(old);
    words
        .text(" when qualified, ")
        .hex(new)
        .text(" now")
        .text(after)
}

#[allow(
    clippy::indexing_slicing,
    reason = "every index is below the length; `get_mut` is not const"
)]
impl Words {
    /// Returns `true` if there is nothing to say.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Returns the sentence.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.len);
        match core::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "the evidence is stale",
        }
    }

    const fn byte(mut self, byte: u8) -> Self {
        if self.len < ROOM {
            self.bytes[self.len] = byte;
            self.len += 1;
        }
        self
    }

    /// As a whole, or not at all where there is no room: half a character would be none.
    const fn text(mut self, text: &str) -> Self {
        if self.len + text.len() > ROOM {
            return self;
        }
        let mut rest = text.as_bytes();
        while let [first, tail @ ..] = rest {
            self = self.byte(*first);
            rest = tail;
        }
        self
    }

    /// 32 digits.
    const fn hex(mut self, number: u128) -> Self {
        let digits = b"0123456789abcdef";
        let mut shift = 128;
        while shift > 0 {
            shift -= 4;
            #[allow(clippy::as_conversions, reason = "below 16; From is not const")]
            let digit = ((number >> shift) & 0xf) as usize;
            self = self.byte(digits[digit]);
        }
        self
    }
}
