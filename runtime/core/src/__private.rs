//! Functions and types that generated code calls. Not part of the public surface: it may change in
//! any release.

pub mod evidence;
pub mod example;
pub mod fit;
#[cfg(feature = "qualify")]
mod input;
pub mod leaves;
mod register;

use std::sync::OnceLock;

#[cfg(feature = "qualify")]
pub use self::input::{
    ByContract, ByItems, ByNothing, ByReferent, ByReferents, ByText, Slot, each_shown, history_of,
    is_there, push_shown, push_text, read_history,
};
pub use crate::bound::{
    Bindings, Binds, Checked, Placement, Relation, RelationKind, Step, problem,
};
pub use crate::contract::{Contract, MapKey, Part, Probe, View, one_null};
pub use crate::decode::{Change, Draft, DraftMember, Drafted, ItemsOf};
pub use crate::json::{Keys, Reader, Stop};
pub use crate::media::MediaKinds;
pub use crate::prompt::{
    Assembly, Content, Each, History, Placed, PlacedText, RenderedPrompt, Turn, When,
};
#[cfg(feature = "qualify")]
pub use crate::prompt::{InputError, InputField, InputValue, Inputs, ReadInput, Shown};
pub use crate::shape::{
    Back, Body, Bound, Compare, Custom, Enum, EnumValue, Field, Format, List, Literal, Measure,
    Name, Newtype, Num, Object, Pairing, Pattern, Precision, Role, Rule, Shape, Target, Text,
    Tolerance, Union, Variant, key,
};
pub use regex::Regex;
pub use std::borrow::Cow;
pub use std::string::String;
pub use std::vec::Vec;

use crate::contract::rules;
use crate::drift::Violation;

#[doc(hidden)]
pub use crate::{
    __driftless_core_register_contract as register_contract,
    __driftless_core_register_prompt as register_prompt,
    __driftless_prompt_inputs as prompt_inputs,
};

/// The arguments of a type that has none.
#[must_use]
pub const fn no_args() -> &'static [&'static Shape] {
    &[]
}

/// The most ways that the compiler is let follow from one type: it takes seconds for so many, and
/// twice as long for each layer more.
pub const MOST_WAYS: u64 = 1 << 18;

/// The ways on from a type whose fields have so many.
#[must_use]
pub const fn ways(of_fields: &[u64]) -> u64 {
    let mut ways = 1_u64;
    let mut rest = of_fields;
    while let [of_field, tail @ ..] = rest {
        ways = ways.saturating_add(*of_field);
        rest = tail;
    }
    ways
}

/// A semantic check.
pub type Ensure<T> = fn(&T) -> Result<(), Violation>;

/// Where a pattern's compiled form lives.
pub type RegexCell = OnceLock<Regex>;

/// The compiled form of a pattern that the derive has checked.
pub fn regex(cell: &'static RegexCell, source: &'static str) -> &'static Regex {
    #[allow(
        clippy::expect_used,
        reason = "the derive has compiled the same text, and holds its size"
    )]
    cell.get_or_init(|| Regex::new(source).expect("checked while compiling"))
}

/// Calls `visit` with every item of a template's list.
pub fn each<T: Each + ?Sized>(list: &T, visit: &mut dyn FnMut(&T::Item)) {
    list.each(visit);
}

/// Returns the value of a template's option within its block, or `None` if the block is left out.
pub fn when<T: When + ?Sized>(option: &T) -> Option<&T::Inside> {
    option.inside()
}

/// Returns the turns of a prompt's history.
pub fn history<T: History + ?Sized>(history: &T) -> Vec<Turn> {
    history.turns().to_vec()
}

/// Returns the items of an input, which an answer has to choose from.
pub fn choices<I: IntoIterator>(items: I) -> Vec<String>
where
    I::Item: ToString,
{
    items.into_iter().map(|item| item.to_string()).collect()
}

/// Returns what a prompt's own checks say.
pub fn objections<const N: usize>(checks: [Result<(), Violation>; N]) -> Vec<Violation> {
    checks.into_iter().filter_map(Result::err).collect()
}

/// Reads two values as JSON text and compares them; `None` if one of them can't be read.
#[cfg(feature = "qualify")]
#[must_use]
pub fn compare<T: Contract>(truth: &str, answer: &str, by: fn(&T, &T) -> f64) -> Option<f64> {
    let read = |text| crate::decode::<T>(text).ok();
    Some(by(&read(truth)?, &read(answer)?))
}

/// Without qualification nothing is compared, and nothing of a reader is built for it.
#[cfg(not(feature = "qualify"))]
#[inline]
#[must_use]
pub fn compare<T: Contract>(_: &str, _: &str, _: fn(&T, &T) -> f64) -> Option<f64> {
    None
}

/// Puts the value of a declared field into its slot.
///
/// # Errors
/// [`Stop`] if the key stood before.
#[inline]
pub fn put<T>(slot: &mut Option<T>, value: T) -> Result<(), Stop> {
    if slot.replace(value).is_some() {
        return Err(Stop);
    }
    Ok(())
}

/// Holds a value that was read from byte `start` to here to rules; `view` is what they see of it.
///
/// # Errors
/// [`Stop`] if the value breaks one.
#[inline]
pub fn hold(
    reader: &mut Reader<'_>,
    start: usize,
    view: View<'_>,
    rules: &'static [Rule],
) -> Result<(), Stop> {
    let source = reader.since(start);
    if !rules.iter().all(|rule| rules::holds(rule, view, source)) {
        return Err(Stop);
    }
    if reader.has_swallowed() {
        allow(reader, start, view, rules);
    }
    Ok(())
}

/// Allows control characters in the value that was read from byte `start` to here, if its rules do.
#[cold]
fn allow(reader: &mut Reader<'_>, start: usize, view: View<'_>, rules: &'static [Rule]) {
    let text = match view {
        View::Str(text) => Some(text),
        _ => None,
    };
    if rules::allows(rules, text) {
        reader.allow(start);
    }
}

/// Runs the semantic checks of the value that was read from byte `start` to here; what they say is
/// kept in the reader, and reading goes on.
#[inline]
pub fn check<T>(reader: &mut Reader<'_>, start: usize, value: &T, ensures: &[Ensure<T>]) {
    for ensure in ensures {
        if let Err(violation) = ensure(value) {
            reader.fail(start, violation.pointer, violation.expected, violation.hint);
        }
    }
}

/// Makes a value of the type that travels, which was read from byte `start` to here; what the
/// conversion says is a
/// violation.
///
/// # Errors
/// [`Stop`] if there is no such value.
pub fn convert<T, W>(reader: &mut Reader<'_>, start: usize, wire: W, title: &str) -> Result<T, Stop>
where
    T: TryFrom<W>,
    T::Error: std::fmt::Display,
{
    T::try_from(wire).map_err(|error| reader.refuse_conversion(start, title, error.to_string()))
}

/// Makes the value that travels.
pub fn sent<T: Clone + Into<W>, W>(value: &T) -> W {
    value.clone().into()
}

/// Hands on a value that was read from byte `start` to here, after its own type's semantic checks.
#[inline]
pub fn ensured<T>(reader: &mut Reader<'_>, start: usize, value: T, ensures: &[Ensure<T>]) -> T {
    check(reader, start, &value, ensures);
    value
}

/// Reads an object that holds nothing but a tag, which has been read already.
///
/// # Errors
/// [`Stop`] if there is any other key.
pub fn tag_alone(reader: &mut Reader<'_>, tag: &'static str) -> Result<(), Stop> {
    let mut keys = reader.object(&[], Some(tag))?;
    match keys.next(reader)? {
        None => Ok(()),
        Some(_) => Err(Stop),
    }
}

/// Reads an object of a tag, which has been read already, and one other key.
///
/// # Errors
/// [`Stop`] if the key is missing, stands twice, or its value deviates.
pub fn content<T>(
    reader: &mut Reader<'_>,
    keys: &'static [&'static str],
    tag: &'static str,
    mut read: impl FnMut(&mut Reader<'_>) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let mut content = None;
    let mut keys = reader.object(keys, Some(tag))?;
    while keys.next(reader)?.is_some() {
        if content.is_some() {
            return Err(Stop);
        }
        content = Some(read(reader)?);
    }
    content.ok_or(Stop)
}

/// The value of a field whose key must be there.
///
/// # Errors
/// [`Stop`] if it is not.
#[inline]
pub fn present<T>(slot: Option<T>) -> Result<T, Stop> {
    slot.ok_or(Stop)
}

/// A type that has a value for a key that is not there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no value for a missing key",
    label = "`optional` needs an `Option`",
    note = "write `Option<{Self}>`, or remove `optional`"
)]
pub trait Optional: Sized {
    /// That value.
    fn absent() -> Self;

    /// Returns `true` if the value is that one.
    fn is_absent(&self) -> bool;
}

impl<T> Optional for Option<T> {
    fn absent() -> Self {
        None
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

/// Writes an object from its members.
pub fn write_object<T: Contract>(value: &T, out: &mut String) {
    write_braces(out, |out| value.write_members(out));
}

/// Writes braces around members, the first of which has a comma before it.
pub fn write_braces(out: &mut String, members: impl FnOnce(&mut String)) {
    let start = out.len();
    members(out);
    if out.len() == start {
        out.push('{');
    } else {
        out.replace_range(start..=start, "{");
    }
    out.push('}');
}

/// Returns the reason why OpenAI's strict schemas can't carry a contract, or `None` if they can;
/// for `#[contract(targets(openai))]`.
#[must_use]
pub const fn target_openai(shape: &'static Shape) -> Option<&'static str> {
    <crate::dialect::OpenAiSchema as crate::dialect::Dialect>::TABLE.unsupported(shape)
}

/// Returns the reason why Anthropic's structured outputs can't carry a contract, or `None` if they
/// can; for `#[contract(targets(anthropic))]`.
#[must_use]
pub const fn target_anthropic(shape: &'static Shape) -> Option<&'static str> {
    <crate::dialect::AnthropicSchema as crate::dialect::Dialect>::TABLE.unsupported(shape)
}

/// Returns the reason why Gemini's schemas can't carry a contract, or `None` if they can; for
/// `#[contract(targets(gemini))]`.
#[must_use]
pub const fn target_gemini(shape: &'static Shape) -> Option<&'static str> {
    <crate::dialect::GeminiSchema as crate::dialect::Dialect>::TABLE.unsupported(shape)
}

/// Returns the reason why Mistral's strict schemas can't carry a contract, or `None` if they can;
/// for `#[contract(targets(mistral))]`.
#[must_use]
pub const fn target_mistral(shape: &'static Shape) -> Option<&'static str> {
    <crate::dialect::MistralSchema as crate::dialect::Dialect>::TABLE.unsupported(shape)
}

/// Returns the reason why DeepSeek's strict tools can't carry a contract, or `None` if they can;
/// for `#[contract(targets(deepseek))]`.
#[must_use]
pub const fn target_deepseek(shape: &'static Shape) -> Option<&'static str> {
    <crate::dialect::DeepSeekTool as crate::dialect::Dialect>::TABLE.unsupported(shape)
}

/// Returns the reason why Qwen's strict schemas can't carry a contract, or `None` if they can; for
/// `#[contract(targets(qwen))]`.
#[must_use]
pub const fn target_qwen(shape: &'static Shape) -> Option<&'static str> {
    <crate::dialect::QwenSchema as crate::dialect::Dialect>::TABLE.unsupported(shape)
}
