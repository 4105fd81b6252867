//! Types that can be inputs of a template.

use std::fmt::{Display, Write};

/// A value that a template can show: anything with a `Display` form.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't stand in a prompt template",
    label = "this type has no text form",
    note = "implement `std::fmt::Display` for it, or turn it into text before the prompt is made",
    note = "a list is written by `{{#each field}}- {{this}}{{/each}}`, and an option by `{{#if field}}{{field}}{{/if}}`"
)]
pub trait Input {
    /// Appends the text form.
    fn push_to(&self, text: &mut String);
}

#[diagnostic::do_not_recommend]
impl<T: Display + ?Sized> Input for T {
    fn push_to(&self, text: &mut String) {
        // Writing to a String fails only if a Display impl does; what it wrote until then stands.
        let _partial = write!(text, "{self}");
    }
}
