//! A Llama of two layers with random weights, written as a GGUF file of less than a megabyte.
//!
//! Its answers are noise. What is valid about them is the constraint's doing alone.

use std::path::PathBuf;
use std::sync::LazyLock;

use driftless_local::Local;
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

const WIDTH: usize = 32;
const FEED: usize = 64;
const HEADS: u32 = 4;
const KEY_HEADS: u32 = 2;
const LAYERS: u32 = 2;

/// Pieces of more than one byte, so that tokens cross the borders of JSON's own marks.
const PIECES: &[&str] = &[
    "{\"", "\":", "\": \"", "\",", "\", \"", "\"}", "}]", "]}", "}}", "]]", "[{", "[\"", ", ",
    ": ", "the", "in", "er", "a\"", "\\n", "\\f", "\\b", "\\u", "\\\"", "00", "12", "tr", "true",
    "null", "é", "ß", "日本", "2", " ", "id", "name", "kind", "-1", "0.", "99",
];

enum Meta {
    Text(String),
    Count(u32),
    Float(f32),
    Texts(Vec<String>),
    Kinds(Vec<i32>),
}

/// The printable spelling of a byte in byte-level BPE.
fn spell(byte: u8) -> char {
    let printable = |byte: u8| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    if printable(byte) {
        return char::from(byte);
    }
    let nth = (0..byte).filter(|other| !printable(*other)).count();
    char::from_u32(256 + u32::try_from(nth).unwrap()).unwrap()
}

fn spelt(text: &str) -> String {
    text.bytes().map(spell).collect()
}

/// Tokens, their kinds, and the merges that make each piece one token.
fn vocabulary() -> (Vec<String>, Vec<i32>, Vec<String>) {
    let mut tokens: Vec<String> = (0..=255).map(|byte| spell(byte).to_string()).collect();
    let mut merges = Vec::new();
    for piece in PIECES {
        let letters: Vec<char> = spelt(piece).chars().collect();
        let mut made = letters[0].to_string();
        for letter in &letters[1..] {
            let merge = format!("{made} {letter}");
            made.push(*letter);
            if !tokens.contains(&made) {
                merges.push(merge);
                tokens.push(made.clone());
            }
        }
    }
    let mut kinds = vec![1; tokens.len()];
    for special in ["<|endoftext|>", "<|im_start|>", "<|im_end|>"] {
        tokens.push(special.to_owned());
        kinds.push(3);
    }
    (tokens, kinds, merges)
}

fn metadata(context: u32) -> Vec<(&'static str, Meta)> {
    let (tokens, kinds, merges) = vocabulary();
    let end = u32::try_from(tokens.len()).unwrap() - 1;
    let text = |text: &str| Meta::Text(text.to_owned());
    vec![
        ("general.architecture", text("llama")),
        ("llama.context_length", Meta::Count(context)),
        (
            "llama.embedding_length",
            Meta::Count(u32::try_from(WIDTH).unwrap()),
        ),
        ("llama.block_count", Meta::Count(LAYERS)),
        (
            "llama.feed_forward_length",
            Meta::Count(u32::try_from(FEED).unwrap()),
        ),
        ("llama.attention.head_count", Meta::Count(HEADS)),
        ("llama.attention.head_count_kv", Meta::Count(KEY_HEADS)),
        ("llama.attention.layer_norm_rms_epsilon", Meta::Float(1e-5)),
        ("llama.rope.freq_base", Meta::Float(10_000.0)),
        ("tokenizer.ggml.model", text("gpt2")),
        ("tokenizer.ggml.pre", text("gpt-2")),
        ("tokenizer.ggml.tokens", Meta::Texts(tokens)),
        ("tokenizer.ggml.token_type", Meta::Kinds(kinds)),
        ("tokenizer.ggml.merges", Meta::Texts(merges)),
        ("tokenizer.ggml.eos_token_id", Meta::Count(end)),
        ("tokenizer.chat_template", text("{{'<|im_start|>' + role}}")),
    ]
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    out.extend(u64::try_from(text.len()).unwrap().to_le_bytes());
    out.extend(text.as_bytes());
}

/// Type codes as in the GGUF specification, version 3.
fn put_meta(out: &mut Vec<u8>, value: &Meta) {
    let list = |out: &mut Vec<u8>, kind: u32, count: usize| {
        out.extend(9_u32.to_le_bytes());
        out.extend(kind.to_le_bytes());
        out.extend(u64::try_from(count).unwrap().to_le_bytes());
    };
    match value {
        Meta::Text(text) => {
            out.extend(8_u32.to_le_bytes());
            put_text(out, text);
        }
        Meta::Count(count) => {
            out.extend(4_u32.to_le_bytes());
            out.extend(count.to_le_bytes());
        }
        Meta::Float(value) => {
            out.extend(6_u32.to_le_bytes());
            out.extend(value.to_le_bytes());
        }
        Meta::Texts(texts) => {
            list(out, 8, texts.len());
            for text in texts {
                put_text(out, text);
            }
        }
        Meta::Kinds(kinds) => {
            list(out, 5, kinds.len());
            for kind in kinds {
                out.extend(kind.to_le_bytes());
            }
        }
    }
}

fn tensors(tokens: usize) -> Vec<(String, Vec<usize>)> {
    let keys = WIDTH / 2;
    let mut all = vec![
        ("token_embd.weight".to_owned(), vec![WIDTH, tokens]),
        ("output_norm.weight".to_owned(), vec![WIDTH]),
    ];
    for layer in 0..LAYERS {
        for (name, shape) in [
            ("attn_norm", vec![WIDTH]),
            ("ffn_norm", vec![WIDTH]),
            ("attn_q", vec![WIDTH, WIDTH]),
            ("attn_k", vec![WIDTH, keys]),
            ("attn_v", vec![WIDTH, keys]),
            ("attn_output", vec![WIDTH, WIDTH]),
            ("ffn_gate", vec![WIDTH, FEED]),
            ("ffn_up", vec![WIDTH, FEED]),
            ("ffn_down", vec![FEED, WIDTH]),
        ] {
            all.push((format!("blk.{layer}.{name}.weight"), shape));
        }
    }
    all
}

/// The file's bytes.
pub(crate) fn gguf(seed: u64, context: u32) -> Vec<u8> {
    let mut random = SmallRng::seed_from_u64(seed);
    let metadata = metadata(context);
    let tensors = tensors(vocabulary().0.len());
    let mut out = b"GGUF".to_vec();
    out.extend(3_u32.to_le_bytes());
    out.extend(u64::try_from(tensors.len()).unwrap().to_le_bytes());
    out.extend(u64::try_from(metadata.len()).unwrap().to_le_bytes());
    for (key, value) in &metadata {
        put_text(&mut out, key);
        put_meta(&mut out, value);
    }
    let mut data: Vec<u8> = Vec::new();
    for (name, shape) in &tensors {
        put_text(&mut out, name);
        out.extend(u32::try_from(shape.len()).unwrap().to_le_bytes());
        for dimension in shape {
            out.extend(u64::try_from(*dimension).unwrap().to_le_bytes());
        }
        out.extend(0_u32.to_le_bytes());
        out.extend(u64::try_from(data.len()).unwrap().to_le_bytes());
        for _ in 0..shape.iter().product::<usize>() {
            data.extend(random.random_range(-0.5_f32..0.5).to_le_bytes());
        }
        data.resize(data.len().next_multiple_of(32), 0);
    }
    out.resize(out.len().next_multiple_of(32), 0);
    out.extend(data);
    out
}

/// A file of this test run.
pub(crate) fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("local");
    std::fs::create_dir_all(&directory).unwrap();
    let path = directory.join(format!("{}-{name}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    path
}

/// The model, loaded once per test run.
pub(crate) fn model() -> &'static Local {
    static MODEL: LazyLock<Local> = LazyLock::new(|| {
        let bytes = gguf(2, 2048);
        assert!(bytes.len() < 1_000_000, "{} bytes", bytes.len());
        let path = file("random.gguf", &bytes);
        let model = Local::open_unknown(&path, "random").unwrap();
        std::fs::remove_file(path).unwrap();
        model
    });
    &MODEL
}
