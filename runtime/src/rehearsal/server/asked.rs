//! The parts of a request that decide the form of the answer.

use http::Method;
use http::request::Parts;
use serde_json::Value;

use crate::rehearsal::wire::{Asked, Problem, WireForm};

/// Reads a request; or what is wrong with it, in the form in which the vendor would say so.
pub(super) fn read(parts: &Parts, body: &[u8]) -> Result<Asked, (WireForm, Problem)> {
    let path = parts.uri.path();
    let Some((form, in_path)) = route(path) else {
        let problem = Problem::new(
            404,
            &format!(
                "this server has no `{path}`; it has `…/responses`, `…/chat/completions`, `…/messages`, and `…/models/{{id}}:generateContent` and `:streamGenerateContent`"
            ),
        );
        return Err((WireForm::Chat, problem));
    };
    let wrong = |status, message: String| Err((form, Problem::new(status, &message)));
    if parts.method != Method::POST {
        return wrong(405, format!("`{path}` takes POST, not {}", parts.method));
    }
    let body: Value = match serde_json::from_slice(body) {
        Ok(body @ Value::Object(_)) => body,
        Ok(_) => return wrong(400, "the body is no JSON object".to_owned()),
        Err(error) => return wrong(400, format!("the body is not one JSON document: {error}")),
    };
    if let Some(missing) = required(form).iter().find(|key| body.get(key).is_none()) {
        return wrong(400, format!("the body lacks `{missing}`"));
    }
    if form == WireForm::Anthropic && !parts.headers.contains_key("anthropic-version") {
        return wrong(400, "the header `anthropic-version` is missing".to_owned());
    }
    let named = || {
        let stream = body.get("stream").and_then(Value::as_bool);
        let model = body.get("model")?.as_str()?;
        Some((model.to_owned(), stream.unwrap_or_default()))
    };
    let Some((model, stream)) = in_path.or_else(named) else {
        return wrong(400, "`model` is no text".to_owned());
    };
    let wants_usage = body.pointer("/stream_options/include_usage");
    Ok(Asked {
        form,
        model,
        stream,
        tool: tool(form, &body).map(str::to_owned),
        usage_in_stream: wants_usage.and_then(Value::as_bool).unwrap_or_default(),
    })
}

/// The form that a path is of, and for Gemini, which names them there, the model and whether it
/// streams. What stands before is the base URL's.
fn route(path: &str) -> Option<(WireForm, Option<(String, bool)>)> {
    let ends = |end: &str| path.ends_with(end);
    if ends("/chat/completions") {
        return Some((WireForm::Chat, None));
    }
    if ends("/responses") {
        return Some((WireForm::Responses, None));
    }
    if ends("/messages") {
        return Some((WireForm::Anthropic, None));
    }
    let (resource, method) = path.rsplit_once(':')?;
    let stream = match method {
        "generateContent" => false,
        "streamGenerateContent" => true,
        _ => return None,
    };
    let (_, model) = ["/models/", "/tunedModels/"]
        .iter()
        .find_map(|folder| resource.rsplit_once(folder))?;
    Some((WireForm::Gemini, Some((model.to_owned(), stream))))
}

/// Returns the members that each API requires (references of the vendors, 2026-11).
fn required(form: WireForm) -> &'static [&'static str] {
    match form {
        WireForm::Responses => &["model", "input"],
        WireForm::Chat => &["model", "messages"],
        WireForm::Anthropic => &["model", "messages", "max_tokens"],
        WireForm::Gemini => &["contents"],
    }
}

/// The tool that the model will call: the one that is chosen, or the first one that is offered.
fn tool(form: WireForm, body: &Value) -> Option<&str> {
    let choice = body.get("tool_choice");
    if choice.and_then(Value::as_str) == Some("none") {
        return None;
    }
    let places: [&str; 2] = match form {
        WireForm::Chat => ["/tool_choice/function/name", "/tools/0/function/name"],
        WireForm::Responses | WireForm::Anthropic => ["/tool_choice/name", "/tools/0/name"],
        WireForm::Gemini => [
            "/toolConfig/functionCallingConfig/allowedFunctionNames/0",
            "/tools/0/functionDeclarations/0/name",
        ],
    };
    places
        .iter()
        .find_map(|place| body.pointer(place)?.as_str())
}
