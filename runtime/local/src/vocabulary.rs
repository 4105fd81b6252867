//! Text to tokens and back, from the tokenizer in the GGUF file's own metadata.

use std::sync::Arc;

use candle_core::quantized::gguf_file::{Content, Value};
use candle_core::quantized::tokenizer::TokenizerFromGguf;
use llguidance::toktrie::{TokEnv, TokRxInfo, TokTrie, TokenId, TokenizerEnv};
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::pre_tokenizers::digits::Digits;
use tokenizers::pre_tokenizers::sequence::Sequence;
use tokenizers::{PreTokenizerWrapper, Tokenizer};

use super::error::LocalError;
use driftless::provider::{Role, Turn};

/// Pre-tokenizers whose splitting is known to be right; `gpt-2` is the plain one that tests write.
const KNOWN_SPLITS: &[&str] = &["qwen2", "smollm", "gpt-2"];

/// The tokens of a model, and the frame of its chat.
pub(super) struct Vocabulary {
    tokenizer: Tokenizer,
    env: TokEnv,
    /// `<|im_start|>` and `<|im_end|>`.
    start: u32,
    end: u32,
}

impl std::fmt::Debug for Vocabulary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vocabulary")
            .field("tokens", &self.env.tok_trie().vocab_size())
            .finish_non_exhaustive()
    }
}

/// The constraint engine's view. Canonical: text that is forced is skipped rather than sampled.
struct Env {
    trie: TokTrie,
    tokenizer: Tokenizer,
}

impl TokenizerEnv for Env {
    fn tok_trie(&self) -> &TokTrie {
        &self.trie
    }

    fn tokenize_bytes(&self, bytes: &[u8]) -> Vec<TokenId> {
        self.trie.tokenize_with_greedy_fallback(bytes, |text| {
            encode(&self.tokenizer, text).unwrap_or_default()
        })
    }
}

fn encode(tokenizer: &Tokenizer, text: &str) -> Result<Vec<u32>, LocalError> {
    tokenizer
        .encode_fast(text, false)
        .map(|encoding| encoding.get_ids().to_vec())
        .map_err(LocalError::engine)
}

/// Byte-level BPE spells every byte as one printable character; this is the way back.
fn byte_of(character: char) -> Option<u8> {
    let printable = |byte: &u32| matches!(byte, 33..=126 | 161..=172 | 174..=255);
    let code = u32::from(character);
    if printable(&code) {
        return u8::try_from(code).ok();
    }
    let nth = usize::try_from(code.checked_sub(256)?).ok()?;
    let byte = (0..256u32).filter(|byte| !printable(byte)).nth(nth)?;
    u8::try_from(byte).ok()
}

impl Vocabulary {
    /// Reads the tokenizer; the error says what about the file isn't supported.
    pub(super) fn load(content: &Content) -> Result<Self, String> {
        let value = |key: &str| {
            content
                .metadata
                .get(key)
                .ok_or_else(|| format!("the file lacks {key}"))
        };
        let text = |key: &str| {
            value(key)?
                .to_string()
                .map(String::as_str)
                .map_err(|error| format!("{key}: {error}"))
        };
        let model = text("tokenizer.ggml.model")?;
        if model != "gpt2" {
            return Err(format!(
                "the tokenizer `{model}` isn't supported, only byte-level BPE (`gpt2`)"
            ));
        }
        let split = text("tokenizer.ggml.pre")?;
        if !KNOWN_SPLITS.contains(&split) {
            return Err(format!(
                "the pre-tokenizer `{split}` isn't supported, only {}",
                KNOWN_SPLITS.join(", ")
            ));
        }
        if !text("tokenizer.chat_template")?.contains("<|im_start|>") {
            return Err("only chat templates of the ChatML form are supported".to_owned());
        }
        let mut tokenizer = Tokenizer::from_gguf(content).map_err(|error| error.to_string())?;
        if split == "smollm" {
            // candle 0.11.1 takes unknown names for GPT-2 with a space in front; SmolLM splits
            // digits and adds no space.
            let parts: Vec<PreTokenizerWrapper> = vec![
                Digits::new(true).into(),
                ByteLevel::new(false, true, true).into(),
            ];
            tokenizer.with_pre_tokenizer(Some(Sequence::new(parts)));
        } else if split == "gpt-2" {
            tokenizer.with_pre_tokenizer(Some(ByteLevel::new(false, true, true)));
        }
        // "<|im_end|>" in a user's text stays text: nobody but this module opens or closes a turn.
        tokenizer.set_encode_special_tokens(true);
        let special = |name: &str| {
            tokenizer
                .token_to_id(name)
                .ok_or_else(|| format!("the vocabulary lacks {name}"))
        };
        let (start, end) = (special("<|im_start|>")?, special("<|im_end|>")?);
        let words = words(
            value("tokenizer.ggml.tokens")?,
            value("tokenizer.ggml.token_type")?,
        )?;
        let count = u32::try_from(words.len()).map_err(|error| error.to_string())?;
        let env: TokEnv = Arc::new(Env {
            trie: TokTrie::from(&TokRxInfo::new(count, end), &words),
            tokenizer: tokenizer.clone(),
        });
        Ok(Self {
            tokenizer,
            env,
            start,
            end,
        })
    }

    pub(super) fn env(&self) -> &TokEnv {
        &self.env
    }

    /// The token that ends an answer.
    pub(super) fn end(&self) -> u32 {
        self.end
    }

    /// The tokens of plain text.
    pub(super) fn encode(&self, text: &str) -> Result<Vec<u32>, LocalError> {
        encode(&self.tokenizer, text)
    }

    pub(super) fn bytes(&self, tokens: &[u32]) -> Vec<u8> {
        self.env.tok_trie().decode(tokens)
    }

    /// A conversation in the model's frame, and how many of its tokens come before the last turn.
    pub(super) fn chat(
        &self,
        system: Option<&str>,
        turns: &[Turn],
    ) -> Result<(Vec<u32>, usize), LocalError> {
        let line = self.encode("\n")?;
        let mut tokens = Vec::new();
        let mut before_last = 0;
        let spoken = turns.iter().map(|turn| {
            let role = match turn.role {
                Role::User => "user",
                Role::Assistant => "assistant",
            };
            (role, turn.content.to_string())
        });
        for (role, text) in system
            .map(|text| ("system", text.to_owned()))
            .into_iter()
            .chain(spoken)
        {
            before_last = tokens.len();
            tokens.push(self.start);
            tokens.extend(self.encode(&format!("{role}\n{text}"))?);
            tokens.push(self.end);
            tokens.extend(&line);
        }
        tokens.push(self.start);
        tokens.extend(self.encode("assistant\n")?);
        Ok((tokens, before_last))
    }
}

/// Every token as bytes; special ones are marked, so that no text can spell them.
fn words(tokens: &Value, types: &Value) -> Result<Vec<Vec<u8>>, String> {
    let tokens = tokens.to_vec().map_err(|error| error.to_string())?;
    let types = types.to_vec().map_err(|error| error.to_string())?;
    if tokens.len() != types.len() || tokens.is_empty() {
        return Err("the vocabulary's tokens and types differ in number".to_owned());
    }
    tokens
        .iter()
        .zip(types)
        .map(|(word, kind)| {
            let word = word.to_string().map_err(|error| error.to_string())?;
            if kind.to_i32().unwrap_or(1) == 1 {
                word.chars()
                    .map(byte_of)
                    .collect::<Option<Vec<u8>>>()
                    .ok_or_else(|| format!("the token {word:?} is not spelt in bytes"))
            } else {
                let mut marked = vec![TokTrie::SPECIAL_TOKEN_MARKER];
                marked.extend(word.as_bytes());
                Ok(marked)
            }
        })
        .collect()
}
