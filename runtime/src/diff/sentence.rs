//! The sentence for a gap between two versions of a contract.

use super::change::{Change, Class};
use super::gap::{Gap, What};
use super::value::Value;
use crate::drift::shown;

/// Most characters of a list of names in a sentence.
const LONGEST: usize = 300;

/// Returns the change that a gap is: one from old to new breaks producers, one from new to old
/// breaks consumers.
pub(super) fn change(class: Class, gap: Gap) -> Change {
    let mut sentence = sentence(class, &gap.what);
    if let Some(variant) = gap.variant {
        sentence = format!("in the variant `{variant}`: {sentence}");
    }
    let witness = gap.witness.as_ref().map(Value::text);
    Change::new(class, gap.pointer, sentence, witness)
}

fn sentence(class: Class, what: &What) -> String {
    let narrower = class == Class::ProducerBreaking;
    match what {
        What::Kinds { lost, kept } => {
            let (lost, kept) = (lost.join(" or "), kept.join(" or "));
            let kept = if kept.is_empty() { "nothing" } else { &kept };
            if narrower {
                format!("no longer {lost}, but {kept}")
            } else {
                format!("may now be {lost}, was {kept}")
            }
        }
        What::Values(values) => {
            let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            let values = shown(&values.join(", "), LONGEST);
            if narrower {
                format!("no longer a value: {values}")
            } else {
                format!("new values: {values}")
            }
        }
        What::Limits { from, to } => {
            let (old, new, effect) = if narrower {
                (from, to, "excludes some of what was allowed")
            } else {
                (to, from, "allows more")
            };
            format!("was {old}, is {new}, which {effect}")
        }
        What::Key if narrower => "the key is no longer known".to_owned(),
        What::Key => "the key is new".to_owned(),
        What::Missing if narrower => "the key must be there now".to_owned(),
        What::Missing => "the key may be missing now".to_owned(),
        What::Variant(name) if narrower => format!("the variant `{name}` is gone"),
        What::Variant(name) => format!("the variant `{name}` is new"),
        What::Repeats if narrower => "items must all be different now".to_owned(),
        What::Repeats => "items may now repeat".to_owned(),
        What::Form if narrower => "objects of the old form are no longer accepted".to_owned(),
        What::Form => "objects of a new form may come".to_owned(),
    }
}
