//! JSON text as an ordered value.

use super::{Json, Node, NodeKind, Number};

use crate::visible::debug_as_display;

/// A text that is not one JSON document with each key once.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("no JSON at byte {at}: {problem}")]
#[non_exhaustive]
pub struct NotJson {
    /// The offset in bytes.
    pub at: usize,
    /// The syntax that would have been right there, or the error.
    pub problem: String,
}

debug_as_display!(NotJson);

impl Json {
    /// Reads one document; at most 128 levels.
    ///
    /// # Errors
    /// [`NotJson`] where the text is no JSON, goes on behind the document, or has a key twice in
    /// one object.
    ///
    /// ```
    /// use driftless::json::Json;
    ///
    /// let items = vec![Json::Int(1), Json::Float(0.5)];
    /// assert_eq!(Json::parse("[1, 0.5]").unwrap(), Json::Array(items));
    /// let error = Json::parse(r#"{"a": }"#).unwrap_err();
    /// assert_eq!(error.to_string(), "no JSON at byte 6: expected a JSON value");
    /// ```
    pub fn parse(text: &str) -> Result<Self, NotJson> {
        match Node::parse(text) {
            Ok(node) => owned(&node),
            Err(syntax) => Err(NotJson {
                at: syntax.at,
                problem: format!("expected {}", syntax.problem),
            }),
        }
    }
}

fn owned(node: &Node<'_>) -> Result<Json, NotJson> {
    Ok(match &node.kind {
        NodeKind::Null => Json::Null,
        NodeKind::Bool(value) => Json::Bool(*value),
        NodeKind::Number(value) => number(value),
        NodeKind::String(text) => Json::String(text.clone().into_owned()),
        NodeKind::List(items) => Json::Array(items.iter().map(owned).collect::<Result<_, _>>()?),
        NodeKind::Object(members) => {
            let mut seen = std::collections::BTreeSet::new();
            let mut all = Vec::with_capacity(members.len());
            for (span, key, value) in members {
                if !seen.insert(key.as_ref()) {
                    return Err(NotJson {
                        at: span.start,
                        problem: format!("the key `{key}` stands twice; keep one of them"),
                    });
                }
                all.push((key.clone().into_owned(), owned(value)?));
            }
            Json::Object(all)
        }
    })
}

/// An integer as one, whether it was written `1`, `1.0` or `1e0`, as long as it fits.
fn number(of: &Number<'_>) -> Json {
    if let Some(value) = of.to_i128() {
        return Json::Int(value);
    }
    match of.to_same_f64() {
        Some(value) => Json::Float(value),
        None => Json::Number(of.as_str().to_owned()),
    }
}
