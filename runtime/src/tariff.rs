//! Service tiers and other marks of an answer that change its price.

use rust_decimal::Decimal;

/// A member of an answer that changes its price, and its value, such as `service_tier` and
/// `priority`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mark {
    /// The member of the answer.
    pub member: &'static str,
    /// Its value.
    pub value: String,
}

/// A factor on the standard price, for input and output alike.
struct Row {
    /// The provider's name; empty for any.
    vendor: &'static str,
    member: &'static str,
    value: &'static str,
    /// The beginning of the model's id; empty for any.
    model: &'static str,
    /// In hundredths.
    factor: u32,
}

const fn row(
    vendor: &'static str,
    member: &'static str,
    value: &'static str,
    model: &'static str,
    factor: u32,
) -> Row {
    Row {
        vendor,
        member,
        value,
        model,
        factor,
    }
}

/// The member of most vendors.
pub(crate) const TIER: &str = "service_tier";
/// Anthropic's mark of its fast mode.
pub(crate) const SPEED: &str = "speed";
/// Anthropic's mark of the region.
pub(crate) const GEO: &str = "inference_geo";
/// A bill of the vendor that can't be read.
pub(crate) const BILL: &str = "cost";
/// Vertex's mark of the capacity.
pub(crate) const TRAFFIC: &str = "trafficType";

/// The first row that fits decides. Standard names: API references of OpenAI, Groq, Gemini,
/// Anthropic, 2026-11. OpenAI: pages "Priority processing", "Flex processing", and the price table
/// of litellm 1.109.1 (2026-11); 2.5 is the dearest of its models. Gemini and Vertex: same table.
/// Anthropic: pages "Service tiers", "Fast mode", "Batch processing" (2026-08-22). Priority of
/// Anthropic is a contract, and that of xAI and Groq's tiers have no verified factor: no rows.
const ROWS: &[Row] = &[
    row("", TIER, "default", "", 100),
    row("", TIER, "standard", "", 100),
    row("", TIER, "standard_only", "", 100),
    row("", TIER, "on_demand", "", 100),
    row("openai", TIER, "flex", "", 50),
    row("openai", TIER, "batch", "", 50),
    row("openai", TIER, "priority", "gpt-6", 200),
    row("openai", TIER, "priority", "gpt-5.6", 200),
    row("openai", TIER, "priority", "", 250),
    row("openai", TIER, "fast", "gpt-6", 200),
    row("openai", TIER, "fast", "gpt-5.6", 200),
    row("openai", TIER, "fast", "", 250),
    row("openai", TIER, "ultrafast", "", DEAREST),
    row("anthropic", TIER, "batch", "", 50),
    row("", SPEED, "standard", "", 100),
    row("anthropic", SPEED, "fast", "", 200),
    row("", GEO, "global", "", 100),
    row("", GEO, "not_available", "", 100),
    row("anthropic", GEO, "us", "", 110),
    row("gemini", TIER, "flex", "", 50),
    row("gemini", TIER, "priority", "", 180),
    row("gemini", TRAFFIC, "ON_DEMAND", "", 100),
    row("gemini", TRAFFIC, "ON_DEMAND_FLEX", "", 50),
    row("gemini", TRAFFIC, "ON_DEMAND_PRIORITY", "", 180),
];

/// The dearest factor that is known, in hundredths.
const DEAREST: u32 = 600;

/// The factor that stands for one that isn't known.
pub(crate) fn dearest() -> Decimal {
    Decimal::new(i64::from(DEAREST), 2)
}

/// Returns the factor on the standard price of `model`; the error names the mark of which none is
/// known.
pub(crate) fn factor<'m>(
    vendor: &str,
    model: &str,
    marks: &'m [Mark],
) -> Result<Decimal, &'m Mark> {
    let mut product = Decimal::ONE;
    for member in [TIER, SPEED, GEO, TRAFFIC, BILL] {
        let mut dearest = None;
        for mark in marks.iter().filter(|mark| mark.member == member) {
            let fits = |row: &&Row| {
                (row.vendor.is_empty() || row.vendor == vendor)
                    && row.member == mark.member
                    && row.value.eq_ignore_ascii_case(&mark.value)
                    && model.starts_with(row.model)
            };
            let row = ROWS.iter().find(fits).ok_or(mark)?;
            dearest = dearest.max(Some(Decimal::new(i64::from(row.factor), 2)));
        }
        product = product.saturating_mul(dearest.unwrap_or(Decimal::ONE));
    }
    Ok(product)
}

/// Returns the factor that a request for this tier may cost, at least 1; one that isn't known is
/// taken for the dearest.
pub(crate) fn asked(vendor: &str, model: &str, tier: Option<&str>) -> Decimal {
    let mut marks = Vec::new();
    add(&mut marks, TIER, tier);
    let factor = factor(vendor, model, &marks);
    factor.unwrap_or_else(|_| dearest()).max(Decimal::ONE)
}

/// Adds a mark, once. `auto` is the wish of a request, and says nothing of what served; nor does an
/// empty value.
pub(crate) fn add(marks: &mut Vec<Mark>, member: &'static str, value: Option<&str>) {
    /// More marks say nothing new, and hostile servers send many.
    const MOST: usize = 8;
    /// No tier has a name of more bytes.
    const LONGEST: usize = 64;
    let Some(value) = value.filter(|value| !value.is_empty() && *value != "auto") else {
        return;
    };
    // A part of it could be a part of a key, which nobody would find.
    let value = if value.len() > LONGEST {
        "(too long)"
    } else {
        value
    };
    // Many servers repeat it in each piece of an answer.
    let known = |mark: &Mark| mark.member == member && mark.value == value;
    if marks.len() < MOST && !marks.iter().any(known) {
        let value = value.to_owned();
        marks.push(Mark { member, value });
    }
}
