//! The request body of Chat Completions (OpenAI API reference, read 2026-11).

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::dialect::Form;
use crate::provider::content::MessageContent;
use crate::provider::schema::Schema;
use crate::provider::wire::Members;
use crate::provider::{Request, Role};

use super::{ChatMedia, LimitName, Streaming, Style};

#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    messages: Vec<Message<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_tokens: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_completion_tokens: Option<u32>,
    #[serde(flatten)]
    settings: Members,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_format: Option<ResponseFormat<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<[Tool<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<ToolChoice<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parallel_tool_calls: Option<bool>,
    #[serde(flatten)]
    extra: Extra<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream_options: Option<StreamOptions>,
}

#[derive(Serialize)]
struct StreamOptions {
    include_usage: bool,
}

/// Members in the server's own words.
struct Extra<'a>(&'a [(&'static str, Value)]);

impl Serialize for Extra<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: MessageContent<'a, ChatMedia>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ResponseFormat<'a> {
    JsonSchema { json_schema: Named<'a> },
    JsonObject,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    strict: bool,
    schema: Schema<'a>,
}

#[derive(Serialize)]
struct Tool<'a> {
    r#type: &'static str,
    function: Function<'a>,
}

#[derive(Serialize)]
struct Function<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    strict: bool,
    parameters: Schema<'a>,
}

#[derive(Serialize)]
struct ToolChoice<'a> {
    r#type: &'static str,
    function: FunctionName<'a>,
}

#[derive(Serialize)]
struct FunctionName<'a> {
    name: &'a str,
}

impl<'a> Body<'a> {
    pub(super) fn new(request: &Request<'a>, style: &'a Style, settings: Members) -> Self {
        let limit = |name| {
            request
                .parameters
                .max_output_tokens
                .filter(|_| style.limit == name)
        };
        let mut body = Self {
            model: request.model,
            messages: messages(request, style),
            max_tokens: limit(LimitName::MaxTokens),
            max_completion_tokens: limit(LimitName::MaxCompletionTokens),
            settings,
            response_format: None,
            tools: None,
            tool_choice: None,
            parallel_tool_calls: None,
            stream: (style.streaming != Streaming::Off).then_some(true),
            stream_options: (style.streaming == Streaming::AskUsage).then_some(StreamOptions {
                include_usage: true,
            }),
            extra: Extra(&style.extra),
        };
        body.ask(request, style);
        body
    }

    /// Writes how structured output is asked for.
    fn ask(&mut self, request: &Request<'a>, style: &Style) {
        match request.form {
            Form::Schema {
                name,
                description,
                schema,
            } => {
                self.response_format = Some(ResponseFormat::JsonSchema {
                    json_schema: Named {
                        name,
                        description: description.as_deref(),
                        strict: true,
                        schema: request.schema(schema),
                    },
                });
            }
            Form::Tool {
                name,
                description,
                schema,
            } => {
                self.tools = Some([Tool {
                    r#type: "function",
                    function: Function {
                        name,
                        description: description.as_deref(),
                        strict: true,
                        parameters: request.schema(schema),
                    },
                }]);
                self.tool_choice = Some(ToolChoice {
                    r#type: "function",
                    function: FunctionName { name },
                });
                self.parallel_tool_calls = style.one_call.then_some(false);
            }
            Form::JsonMode => self.response_format = Some(ResponseFormat::JsonObject),
            Form::Text => {}
        }
    }
}

fn messages<'a>(request: &Request<'a>, style: &Style) -> Vec<Message<'a>> {
    let system = request.system.map(|text| Message {
        role: style.system_role,
        content: MessageContent::Text(text),
    });
    let turns = request.turns.iter().map(|turn| Message {
        role: match turn.role {
            Role::User => "user",
            Role::Assistant => "assistant",
        },
        content: MessageContent::new(turn, style.media),
    });
    system.into_iter().chain(turns).collect()
}
