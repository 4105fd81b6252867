//! Attention of new tokens to themselves and to past ones, whose keys and values are kept.

use candle_core::{DType, Device, Error, IndexOp, Result, Tensor};
use candle_nn::ops;

use super::net::Sizes;

/// Positions by which the buffer of past tokens grows.
const GROWTH: usize = 256;

/// Minus infinity wherever a token would see a later one; a single token sees all.
pub(super) fn causal(position: usize, count: usize) -> Result<Option<Tensor>> {
    if count == 1 {
        return Ok(None);
    }
    let all = position + count;
    let cells = (0..count)
        .flat_map(|row| {
            (0..all).map(move |column| {
                if column > position + row {
                    f32::NEG_INFINITY
                } else {
                    0.0
                }
            })
        })
        .collect();
    Tensor::from_vec(cells, (count, all), &Device::Cpu).map(Some)
}

/// Writes the new keys and values behind those held, and returns all of them.
pub(super) fn remember(
    past: &mut Option<(Tensor, Tensor)>,
    key: &Tensor,
    value: &Tensor,
    position: usize,
    context: usize,
) -> Result<(Tensor, Tensor)> {
    let (_, heads, count, head) = key.dims4()?;
    let all = position + count;
    let room = match past {
        Some((keys, _)) => keys.dim(2)?,
        None => 0,
    };
    if room < all {
        let more = all.next_multiple_of(GROWTH).min(context.max(all));
        let fresh = || Tensor::zeros((1, heads, more, head), DType::F32, &Device::Cpu);
        let (keys, values) = (fresh()?, fresh()?);
        if let Some((old_keys, old_values)) = past
            && position > 0
        {
            keys.slice_set(&old_keys.narrow(2, 0, position)?.contiguous()?, 2, 0)?;
            values.slice_set(&old_values.narrow(2, 0, position)?.contiguous()?, 2, 0)?;
        }
        *past = Some((keys, values));
    }
    let Some((keys, values)) = past else {
        return Err(Error::Msg("no room for keys".to_owned()));
    };
    keys.slice_set(key, 2, position)?;
    values.slice_set(value, 2, position)?;
    Ok((keys.narrow(2, 0, all)?, values.narrow(2, 0, all)?))
}

/// Attention; query heads that share one key head are stacked as rows.
pub(super) fn attend(
    query: &Tensor,
    keys: &Tensor,
    values: &Tensor,
    mask: Option<&Tensor>,
    sizes: Sizes,
    all: usize,
) -> Result<Tensor> {
    let count = query.dim(2)?;
    let group = sizes.heads / sizes.key_heads;
    let rows = (sizes.key_heads, group * count, sizes.head);
    let head = u16::try_from(sizes.head).map_err(Error::wrap)?;
    let scores = query.reshape(rows)?.matmul(&keys.i(0)?.t()?)?;
    let mut scores = (scores / f64::from(head).sqrt())?;
    if let Some(mask) = mask {
        scores = scores
            .reshape((sizes.key_heads, group, count, all))?
            .broadcast_add(mask)?
            .reshape((sizes.key_heads, group * count, all))?;
    }
    ops::softmax_last_dim(&scores)?
        .matmul(&values.i(0)?)?
        .reshape((sizes.heads, count, sizes.head))?
        .transpose(0, 1)?
        .reshape((count, ()))
}
