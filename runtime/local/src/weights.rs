//! Weights on disk: where they lie, what they are, and their reading.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use candle_core::quantized::gguf_file::{Content, Value};
use sha2::{Digest, Sha256};

use super::engine::Engine;
use super::error::LocalError;
use super::net::Net;
use super::vocabulary::Vocabulary;

/// Positions that are used at most: keys and values of more would take gigabytes.
const MAX_CONTEXT: usize = 4096;

/// Architectures whose decoder is known.
const ARCHITECTURES: &[&str] = &["llama", "qwen2"];

pub(super) fn file(path: &Path, what: &'static str) -> impl FnOnce(std::io::Error) -> LocalError {
    let path = path.to_owned();
    move |source| LocalError::File { path, what, source }
}

/// SHA-256 of a file, in hexadecimal digits.
pub(super) fn digest(path: &Path) -> Result<String, LocalError> {
    let mut reader = File::open(path).map_err(file(path, "can't be opened"))?;
    let mut hasher = Sha256::new();
    let mut part = vec![0; 1 << 20];
    loop {
        let count = reader
            .read(&mut part)
            .map_err(file(path, "can't be read"))?;
        if count == 0 {
            break;
        }
        hasher.update(part.get(..count).unwrap_or_default());
    }
    Ok(hex(&hasher.finalize()))
}

/// Returns `true` if a file begins like a GGUF file; said of a file that isn't opened, because it
/// is unknown.
pub(super) fn magic(path: &Path) -> Result<(), LocalError> {
    let mut reader = File::open(path).map_err(file(path, "can't be opened"))?;
    let mut start = [0; 4];
    match reader.read_exact(&mut start) {
        Ok(()) if start == *b"GGUF" => Ok(()),
        _ => Err(LocalError::NotGguf {
            path: path.to_owned(),
            why: "it doesn't begin with `GGUF`".to_owned(),
        }),
    }
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut out, byte| {
        // Writing to a String can't fail.
        let _infallible = write!(out, "{byte:02x}");
        out
    })
}

/// The directory of the weights: `DRIFTLESS_CACHE_DIR`, else the user's cache directory.
pub(super) fn cache_directory() -> Option<PathBuf> {
    if let Some(directory) = set("DRIFTLESS_CACHE_DIR") {
        return Some(PathBuf::from(directory).join("models"));
    }
    Some(user_cache()?.join("driftless").join("models"))
}

/// The user's cache directory.
pub(super) fn user_cache() -> Option<PathBuf> {
    set("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| {
        let home = set("HOME").or_else(|| set("USERPROFILE"))?;
        Some(PathBuf::from(home).join(".cache"))
    })
}

fn set(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// A model's name after its file's.
pub(super) fn name(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |name| {
        name.to_string_lossy().to_ascii_lowercase()
    })
}

/// Reads the weights; a damaged file is an error, whatever is wrong with it.
pub(super) fn load(path: &Path) -> Result<Engine, LocalError> {
    // The reader of the file's format checks most lengths; what it misses must not take the program
    // down.
    catch_unwind(AssertUnwindSafe(|| read(path))).unwrap_or_else(|_| {
        Err(LocalError::NotGguf {
            path: path.to_owned(),
            why: "its numbers contradict each other".to_owned(),
        })
    })
}

fn read(path: &Path) -> Result<Engine, LocalError> {
    let opened = File::open(path).map_err(file(path, "can't be opened"))?;
    let bytes = opened
        .metadata()
        .map_err(file(path, "can't be read"))?
        .len();
    let mut reader = BufReader::with_capacity(1 << 20, opened);
    let damaged = |why: String| LocalError::NotGguf {
        path: path.to_owned(),
        why,
    };
    let unsupported = |why: String| LocalError::Unsupported {
        path: path.to_owned(),
        why,
    };
    let content = Content::read(&mut reader).map_err(|error| damaged(error.to_string()))?;
    lengths(&content, bytes).map_err(damaged)?;
    let architecture = match content.metadata.get("general.architecture") {
        Some(Value::String(name)) => name.as_str(),
        _ => return Err(damaged("it names no architecture".to_owned())),
    };
    if !ARCHITECTURES.contains(&architecture) {
        return Err(unsupported(format!(
            "the architecture `{architecture}` isn't supported, only {}",
            ARCHITECTURES.join(" and ")
        )));
    }
    let positions = content
        .metadata
        .get(&format!("{architecture}.context_length"))
        .and_then(|value| value.to_u32().ok())
        .and_then(|value| usize::try_from(value).ok())
        .ok_or_else(|| damaged("it names no context length".to_owned()))?
        .clamp(1, MAX_CONTEXT);
    let vocabulary = Vocabulary::load(&content).map_err(unsupported)?;
    let net = Net::load(&content, &mut reader, architecture, positions)
        .map_err(|error| damaged(error.to_string()))?;
    Engine::new(vocabulary, net, positions)
}

/// Every tensor must hold something and lie within the file: a few bytes must not ask for all
/// memory.
fn lengths(content: &Content, bytes: u64) -> Result<(), String> {
    for (name, info) in &content.tensor_infos {
        let elements = info
            .shape
            .dims()
            .iter()
            .try_fold(1_u64, |product, dimension| {
                product.checked_mul(u64::try_from(*dimension).ok()?)
            });
        let block = u64::try_from(info.ggml_dtype.block_size()).unwrap_or(1);
        let size = u64::try_from(info.ggml_dtype.type_size()).unwrap_or(u64::MAX);
        let length = elements.and_then(|elements| (elements / block.max(1)).checked_mul(size));
        // The reader of tensors may be given no empty memory.
        if length == Some(0) {
            return Err(format!("the tensor `{name}` is empty"));
        }
        let end = length
            .and_then(|length| length.checked_add(info.offset))
            .and_then(|end| end.checked_add(content.tensor_data_offset));
        if end.is_none_or(|end| end > bytes) {
            return Err(format!("the file ends before the tensor `{name}` does"));
        }
    }
    Ok(())
}
