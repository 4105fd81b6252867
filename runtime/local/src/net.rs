//! The decoder of the Llama and Qwen2 families over quantised weights, on `candle-core` alone.
//!
//! One code path for both. Weights are shared; the keys and values of past tokens live in one
//! buffer per engine, which is cut back to a common beginning instead of being copied.

use std::io::{Read, Seek};
use std::sync::Arc;

use candle_core::quantized::gguf_file::Content;
use candle_core::quantized::{GgmlDType, QMatMul, QTensor};
use candle_core::{DType, Device, Error, Module, Result, Tensor};
use candle_nn::{ops, rotary_emb};

use super::attention::{attend, causal, remember};

/// Asked between two layers whether anybody still waits.
type GoOn<'a> = &'a (dyn Fn() -> bool + Sync);

struct Layer {
    attention_norm: Tensor,
    feed_norm: Tensor,
    query: Linear,
    key: Linear,
    value: Linear,
    output: Linear,
    gate: Linear,
    up: Linear,
    down: Linear,
}

struct Linear {
    weight: QMatMul,
    bias: Option<Tensor>,
}

/// Numbers of the architecture.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    pub(super) heads: usize,
    pub(super) key_heads: usize,
    pub(super) head: usize,
    epsilon: f32,
    /// `true` if rotary pairs are the halves of a head (Qwen2) rather than neighbours (Llama).
    halves: bool,
}

struct Weights {
    layers: Vec<Layer>,
    embedding: Arc<QTensor>,
    norm: Tensor,
    output: Linear,
    cos: Tensor,
    sin: Tensor,
    sizes: Sizes,
}

/// Rows from which one dense multiplication beats quantised dot products, on weights that have no
/// repacked kernel.
const DENSE_ROWS: usize = 24;

impl Linear {
    fn forward(&self, input: &Tensor) -> Result<Tensor> {
        let output = match &self.weight {
            // candle 0.11 repacks only rows of a multiple of 256; on others one f32 product is
            // three times faster.
            QMatMul::QTensor(weight) if input.dim(0)? >= DENSE_ROWS && input.dim(1)? % 256 != 0 => {
                input.matmul(&weight.dequantize(&Device::Cpu)?.t()?)?
            }
            weight => weight.forward(input)?,
        };
        match &self.bias {
            Some(bias) => output.broadcast_add(bias),
            None => Ok(output),
        }
    }
}

/// Reads tensors and numbers of one file.
struct Loader<'a, R> {
    content: &'a Content,
    reader: &'a mut R,
    architecture: &'a str,
}

impl<R: Read + Seek> Loader<'_, R> {
    fn count(&self, key: &str) -> Result<usize> {
        let name = format!("{}.{key}", self.architecture);
        let value = self
            .content
            .metadata
            .get(&name)
            .ok_or_else(|| Error::Msg(format!("the file lacks {name}")))?
            .to_u32()?;
        match usize::try_from(value) {
            Ok(count) if count > 0 => Ok(count),
            _ => Err(Error::Msg(format!("{name} is {value}"))),
        }
    }

    fn float(&self, key: &str) -> Option<f32> {
        let name = format!("{}.{key}", self.architecture);
        self.content.metadata.get(&name)?.to_f32().ok()
    }

    fn has(&self, name: &str) -> bool {
        self.content.tensor_infos.contains_key(name)
    }

    fn raw(&mut self, name: &str) -> Result<QTensor> {
        self.content.tensor(self.reader, name, &Device::Cpu)
    }

    fn dense(&mut self, name: &str) -> Result<Tensor> {
        self.raw(name)?.dequantize(&Device::Cpu)
    }

    fn weight(&mut self, name: &str) -> Result<Arc<QTensor>> {
        let tensor = self.raw(name)?;
        // candle 0.11 has scalar kernels only for these types, 20 times slower: they are widened to
        // 8 bits, which loses nothing visible.
        let scalar = matches!(
            tensor.dtype(),
            GgmlDType::Q4_1 | GgmlDType::Q5_0 | GgmlDType::Q5_1 | GgmlDType::Q8_1
        );
        let tensor = if scalar {
            QTensor::quantize(&tensor.dequantize(&Device::Cpu)?, GgmlDType::Q8_0)?
        } else {
            tensor
        };
        Ok(Arc::new(tensor))
    }

    fn linear(&mut self, name: &str) -> Result<Linear> {
        let bias = format!("{name}.bias");
        Ok(Linear {
            weight: QMatMul::from_arc(self.weight(&format!("{name}.weight"))?)?,
            bias: self.has(&bias).then(|| self.dense(&bias)).transpose()?,
        })
    }

    fn layer(&mut self, at: usize) -> Result<Layer> {
        let mut linear = |name: &str| self.linear(&format!("blk.{at}.{name}"));
        Ok(Layer {
            query: linear("attn_q")?,
            key: linear("attn_k")?,
            value: linear("attn_v")?,
            output: linear("attn_output")?,
            gate: linear("ffn_gate")?,
            up: linear("ffn_up")?,
            down: linear("ffn_down")?,
            attention_norm: self.dense(&format!("blk.{at}.attn_norm.weight"))?,
            feed_norm: self.dense(&format!("blk.{at}.ffn_norm.weight"))?,
        })
    }
}

/// Weights and the keys and values of the tokens that were fed last.
pub(super) struct Net {
    weights: Weights,
    past: Vec<Option<(Tensor, Tensor)>>,
    position: usize,
    context: usize,
}

impl std::fmt::Debug for Net {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Net")
            .field("layers", &self.past.len())
            .field("context", &self.context)
            .finish_non_exhaustive()
    }
}

impl Net {
    /// Reads the weights of `architecture` (`llama` or `qwen2`).
    pub(super) fn load<R: Read + Seek>(
        content: &Content,
        reader: &mut R,
        architecture: &str,
        positions: usize,
    ) -> Result<Self> {
        let mut from = Loader {
            content,
            reader,
            architecture,
        };
        let heads = from.count("attention.head_count")?;
        let width = from.count("embedding_length")?;
        let sizes = Sizes {
            heads,
            key_heads: from.count("attention.head_count_kv")?,
            head: width / heads,
            epsilon: from
                .float("attention.layer_norm_rms_epsilon")
                .unwrap_or(1e-5),
            halves: architecture == "qwen2",
        };
        if sizes.head == 0
            || !sizes.head.is_multiple_of(2)
            || !heads.is_multiple_of(sizes.key_heads)
        {
            return Err(Error::Msg("the head sizes don't fit together".to_owned()));
        }
        let (cos, sin) = rotation(
            from.float("rope.freq_base").unwrap_or(10_000.0),
            sizes.head,
            positions,
        )?;
        let embedding = Arc::new(from.raw("token_embd.weight")?);
        let output = if from.has("output.weight") {
            from.linear("output")?
        } else {
            Linear {
                weight: QMatMul::from_arc(Arc::clone(&embedding))?,
                bias: None,
            }
        };
        let norm = from.dense("output_norm.weight")?;
        let count = from.count("block_count")?;
        let layers = (0..count)
            .map(|at| from.layer(at))
            .collect::<Result<Vec<_>>>()?;
        Ok(Self {
            past: vec![None; layers.len()],
            weights: Weights {
                layers,
                embedding,
                norm,
                output,
                cos,
                sin,
                sizes,
            },
            position: 0,
            context: positions,
        })
    }

    /// Returns the number of tokens that are held.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// Forgets all but the first `position` tokens.
    pub(super) fn cut(&mut self, position: usize) {
        self.position = self.position.min(position);
    }

    /// Feeds `tokens` behind what is held; returns the logits of the token after the last.
    ///
    /// Fails within one layer once `go_on` says no; nothing is held then that wasn't before.
    pub(super) fn forward(&mut self, tokens: &[u32], go_on: GoOn<'_>) -> Result<Vec<f32>> {
        if self.position + tokens.len() > self.context || tokens.is_empty() {
            return Err(Error::Msg("outside the context".to_owned()));
        }
        // candle's own pool, whose size is the number of physical cores unless CANDLE_NUM_THREADS
        // says otherwise.
        Device::Cpu.with_context(|| self.layers(tokens, go_on))
    }

    fn layers(&mut self, tokens: &[u32], go_on: GoOn<'_>) -> Result<Vec<f32>> {
        let weights = &self.weights;
        let sizes = weights.sizes;
        let count = tokens.len();
        let all = self.position + count;
        let cos = weights.cos.narrow(0, self.position, count)?;
        let sin = weights.sin.narrow(0, self.position, count)?;
        let mask = causal(self.position, count)?;
        let mut stream = weights
            .embedding
            .embedding(&Tensor::new(tokens, &Device::Cpu)?)?;
        for (layer, past) in weights.layers.iter().zip(&mut self.past) {
            if !go_on() {
                return Err(Error::Msg("the caller has gone".to_owned()));
            }
            let input = ops::rms_norm(&stream, &layer.attention_norm, sizes.epsilon)?;
            let split = |linear: &Linear| -> Result<Tensor> {
                linear
                    .forward(&input)?
                    .reshape((1, count, (), sizes.head))?
                    .transpose(1, 2)?
                    .contiguous()
            };
            let rotate = |tensor: &Tensor| {
                if sizes.halves {
                    rotary_emb::rope(tensor, &cos, &sin)
                } else {
                    rotary_emb::rope_i(tensor, &cos, &sin)
                }
            };
            let query = rotate(&split(&layer.query)?)?;
            let key = rotate(&split(&layer.key)?)?;
            let value = split(&layer.value)?;
            let (keys, values) = remember(past, &key, &value, self.position, self.context)?;
            let attended = attend(&query, &keys, &values, mask.as_ref(), sizes, all)?;
            stream = (stream + layer.output.forward(&attended)?)?;
            let input = ops::rms_norm(&stream, &layer.feed_norm, sizes.epsilon)?;
            let gated = (ops::silu(&layer.gate.forward(&input)?)? * layer.up.forward(&input)?)?;
            stream = (stream + layer.down.forward(&gated)?)?;
        }
        self.position = all;
        let last = stream.narrow(0, count - 1, 1)?.contiguous()?;
        let last = ops::rms_norm(&last, &weights.norm, sizes.epsilon)?;
        weights.output.forward(&last)?.flatten_all()?.to_vec1()
    }
}

/// Cosines and sines of the rotary position embedding, one row per position.
fn rotation(base: f32, head: usize, context: usize) -> Result<(Tensor, Tensor)> {
    let width = u16::try_from(head).map_err(Error::wrap)?;
    let frequencies: Vec<f32> = (0..width)
        .step_by(2)
        .map(|at| base.powf(-f32::from(at) / f32::from(width)))
        .collect();
    let positions = u32::try_from(context).map_err(Error::wrap)?;
    let angles = Tensor::arange(0, positions, &Device::Cpu)?
        .to_dtype(DType::F32)?
        .reshape((context, 1))?
        .matmul(&Tensor::new(frequencies, &Device::Cpu)?.reshape((1, head / 2))?)?;
    Ok((angles.cos()?, angles.sin()?))
}
