//! From a model's text to a value of the contract, or every way in which it deviates.
//!
//! The fast path reads the value in one pass and only ever says "stop"; why is found by the explaining pass, over a tree with spans and the
//! contract's shape. Nothing is repaired.

use crate::contract::Contract;
use crate::drift::Drift;
use crate::json::Reader;

/// Reads `text` as one value of the contract.
///
/// # Errors
/// [`Drift`] with every deviation.
pub fn decode<T: Contract>(text: &str) -> Result<T, Drift> {
    let mut reader = Reader::new(text);
    if let Ok(value) = T::read(&mut reader)
        && reader.end().is_ok()
        && reader.is_clean()
    {
        return Ok(value);
    }
    drop(reader.into_notes());
    Err(Drift {
        contract: String::new(),
        text: text.to_owned(),
        violations: Vec::new(),
        model: None,
    })
}

/// Reads `bytes` as one value of the contract.
///
/// # Errors
/// [`Drift`] with every deviation; also where the bytes are not UTF-8.
pub fn decode_slice<T: Contract>(bytes: &[u8]) -> Result<T, Drift> {
    match std::str::from_utf8(bytes) {
        Ok(text) => decode(text),
        Err(_) => Err(Drift {
            contract: String::new(),
            text: String::from_utf8_lossy(bytes).into_owned(),
            violations: Vec::new(),
            model: None,
        }),
    }
}
