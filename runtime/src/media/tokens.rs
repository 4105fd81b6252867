//! Upper bounds of the tokens that media are billed as, by the vendors' own formulae. What isn't
//! known counts as the dearest that is possible.

use super::{MediaKind, Medium};

/// A formula for pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Picture {
    /// Squares of `side` pixels, at most `most` of them, a thousandth of `millis` tokens each.
    Patches {
        side: u32,
        most: Option<u64>,
        millis: u64,
    },
    /// OpenAI's tiles of 512 pixels after two reductions.
    Tiles { base: u64, tile: u64 },
    /// A fixed number at most.
    Flat(u64),
}

/// The tokens that one family of models is billed for media.
#[derive(Debug, Clone, Copy)]
struct Rates {
    /// The beginning of the models' ids up to `*`, or the whole id but for a date.
    models: &'static str,
    picture: Picture,
    /// Tokens of one page at most.
    page: Option<u64>,
    /// Tokens of one second of sound.
    sound: Option<u64>,
    /// Tokens of one second of film, its sound included.
    film: Option<u64>,
}

/// Tokens of the text of one page: twice the most that Anthropic gives as usual (guide "PDF
/// support", 2026-08-22). No vendor states a bound; beyond it a budget books an overrun.
const PAGE_TEXT: u64 = 6_000;

const fn rates(models: &'static str, picture: Picture) -> Rates {
    Rates {
        models,
        picture,
        page: None,
        sound: None,
        film: None,
    }
}

const fn patches(models: &'static str, millis: u64, most: Option<u64>) -> Rates {
    let picture = Picture::Patches {
        side: 32,
        most,
        millis,
    };
    Rates {
        // A page is a picture of the largest budget by which documents are read, and its text.
        page: Some(PAGE_TEXT + 2_500 * millis / 1000),
        ..rates(models, picture)
    }
}

const fn tiles(models: &'static str, base: u64, tile: u64) -> Rates {
    Rates {
        page: Some(PAGE_TEXT + base + 8 * tile),
        ..rates(models, Picture::Tiles { base, tile })
    }
}

/// OpenAI (guide "Images and vision", 2026-07-15). The multiplier 1.2 of 5.2, 5.5 and GPT-6 is not
/// in the guide: it is measured, and gives the published counts exactly (2026-11). The last row is
/// for all other models: the dearest multiplier, without a largest size.
const OPENAI: &[Rates] = &[
    patches("gpt-6*", 1_200, None),
    patches("gpt-5.5*", 1_200, Some(10_000)),
    patches("gpt-5.4-mini", 1_620, Some(1_536)),
    patches("gpt-5.4-nano", 2_460, Some(1_536)),
    patches("gpt-5.2", 1_200, Some(1_536)),
    patches("gpt-5-mini", 1_620, Some(1_536)),
    patches("gpt-5-nano", 2_460, Some(1_536)),
    patches("gpt-4.1-mini", 1_620, Some(1_536)),
    patches("gpt-4.1-nano", 2_460, Some(1_536)),
    patches("o4-mini", 1_720, Some(1_536)),
    tiles("gpt-5", 70, 140),
    tiles("gpt-4o", 85, 170),
    tiles("gpt-4.1", 85, 170),
    tiles("gpt-4o-mini", 2_833, 5_667),
    tiles("o1", 75, 150),
    tiles("o3", 75, 150),
    patches("*", 2_460, None),
    tiles("*", 2_833, 5_667),
];

const fn claude(models: &'static str, most: u64) -> Rates {
    let picture = Picture::Patches {
        side: 28,
        most: Some(most),
        millis: 1_000,
    };
    Rates {
        page: Some(PAGE_TEXT + most),
        ..rates(models, picture)
    }
}

/// Anthropic (guides "Vision" and "PDF support", 2026-08-22): models from 4.7 on have the larger
/// size.
const ANTHROPIC: &[Rates] = &[
    claude("claude-haiku-4-5", 1_568),
    claude("claude-sonnet-4-5", 1_568),
    claude("claude-sonnet-4-6", 1_568),
    claude("claude-opus-4-5", 1_568),
    claude("claude-opus-4-6", 1_568),
    claude("*", 4_784),
];

const fn gemini(models: &'static str, picture: u64, sound: u64, film: u64) -> Rates {
    Rates {
        // Native text is said not to be billed, which isn't confirmed.
        page: Some(PAGE_TEXT + 1_120),
        sound: Some(sound),
        film: Some(film),
        ..rates(models, Picture::Flat(picture))
    }
}

/// Gemini (guide "Media resolution", 2026-09-23): a frame of film each second, and its sound.
const GEMINI: &[Rates] = &[
    gemini("gemini-3*", 1_120, 25, 95),
    gemini("gemini-2.5*", 2_048, 32, 288),
    gemini("*", 2_240, 32, 312),
];

/// Mistral (documentation, 2026-08-21). Documents are billed by pages of text recognition, of which
/// the tokens are not stated.
const MISTRAL: &[Rates] = &[rates("*", Picture::Flat(3_025))];

/// DeepSeek (guide "Vision", 2026-10).
const DEEPSEEK: &[Rates] = &[rates("*", Picture::Flat(1_024))];

/// Qwen (guide "Visual understanding", 2026-10): the most visual tokens of any setting.
const QWEN: &[Rates] = &[rates("*", Picture::Flat(16_384))];

const VENDORS: &[(&str, &[Rates])] = &[
    ("openai", OPENAI),
    ("anthropic", ANTHROPIC),
    ("gemini", GEMINI),
    ("mistral", MISTRAL),
    ("deepseek", DEEPSEEK),
    ("qwen", QWEN),
];

/// Returns the most tokens that the medium can be billed as; `None` if nothing bounds them but the
/// model's context.
///
/// Behind a gateway any vendor may serve, so the dearest of all counts.
pub(crate) fn most_tokens(vendor: &str, model: &str, medium: &Medium) -> Option<u64> {
    let all = match VENDORS.iter().find(|(name, _)| *name == vendor) {
        Some((_, all)) => of_model(all, model),
        None => VENDORS
            .iter()
            .flat_map(|(_, all)| of_model(all, ""))
            .collect(),
    };
    let mut dearest = 0;
    for rates in all {
        dearest = dearest.max(rates.most(medium)?);
    }
    Some(dearest)
}

/// Returns the rates of a model, or all that are for models which aren't listed.
fn of_model(all: &'static [Rates], model: &str) -> Vec<&'static Rates> {
    let own = all
        .iter()
        .find(|rates| rates.models != "*" && rates.is_of(model));
    match own {
        Some(own) => vec![own],
        None => all.iter().filter(|rates| rates.models == "*").collect(),
    }
}

impl Rates {
    fn is_of(&self, model: &str) -> bool {
        if let Some(start) = self.models.strip_suffix('*') {
            return model.starts_with(start);
        }
        // A dated snapshot; `gpt-5-pro` is another model.
        let rest = model.strip_prefix(self.models);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("-20"))
    }

    fn most(&self, medium: &Medium) -> Option<u64> {
        let seconds = || Some(medium.millis()?.div_ceil(1000).max(1));
        match medium.kind() {
            MediaKind::Image => self.picture.most(medium.pixels()),
            MediaKind::Document => Some(u64::from(medium.pages()?).saturating_mul(self.page?)),
            MediaKind::Audio => Some(seconds()?.saturating_mul(self.sound?)),
            MediaKind::Video => Some(seconds()?.saturating_mul(self.film?)),
        }
    }
}

impl Picture {
    fn most(self, pixels: Option<(u32, u32)>) -> Option<u64> {
        match self {
            Self::Flat(most) => Some(most),
            Self::Patches { side, most, millis } => {
                let seen = pixels.map(|(width, height)| {
                    u64::from(width.div_ceil(side)).saturating_mul(u64::from(height.div_ceil(side)))
                });
                let patches = match (seen, most) {
                    (Some(seen), Some(most)) => seen.min(most),
                    (seen, most) => seen.or(most)?,
                };
                Some(patches.saturating_mul(millis).div_ceil(1000))
            }
            Self::Tiles { base, tile } => {
                // Within 2,048 × 2,048 and with a short side of 768, there are 8 at most.
                let tiles = pixels.map_or(8, tiles_of);
                Some(base.saturating_add(tiles.saturating_mul(tile)))
            }
        }
    }
}

/// Returns the number of tiles of a picture, each side rounded up at every step.
fn tiles_of((width, height): (u32, u32)) -> u64 {
    let (mut long, mut short) = (
        u64::from(width.max(height)),
        u64::from(width.min(height)).max(1),
    );
    if long > 2_048 {
        short = (short.saturating_mul(2_048)).div_ceil(long);
        long = 2_048;
    }
    if short > 768 {
        long = (long.saturating_mul(768)).div_ceil(short);
        short = 768;
    }
    long.div_ceil(512).saturating_mul(short.div_ceil(512))
}
