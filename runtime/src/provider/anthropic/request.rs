//! The request body of Messages (Anthropic API reference, read 2026-11).

use serde::Serialize;

use crate::catalogue;
use crate::dialect::Form;
use crate::media::{MediaKind, MediaSource, MediaType};
use crate::prompt::{self, KnownPart};
use crate::provider::content::{Base64, MessageContent, PartForm, no_form};
use crate::provider::schema::Schema;
use crate::provider::wire::Members;
use crate::provider::{Request, Role};

/// The API demands a limit. Thinking counts against it.
pub(super) const DEFAULT_MAX_TOKENS: u32 = 8192;

#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    max_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'a str>,
    messages: Vec<Message<'a>>,
    #[serde(flatten)]
    settings: Members,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_config: Option<OutputConfig<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<[Tool<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<ToolChoice<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<bool>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: MessageContent<'a, Parts>,
}

/// A block of a message.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Block<'a> {
    Text {
        text: &'a str,
    },
    Image {
        source: Source<'a>,
    },
    Document {
        source: Source<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<&'a str>,
    },
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Source<'a> {
    Base64 {
        media_type: MediaType,
        data: Base64<'a>,
    },
    Url {
        url: &'a str,
    },
    File {
        file_id: &'a str,
    },
}

/// The form of Messages (anthropic 2.14.0, types of blocks).
#[derive(Clone, Copy)]
struct Parts;

impl PartForm for Parts {
    type Written<'a> = Block<'a>;

    fn write(self, role: Role, part: &prompt::Part) -> Result<Block<'_>, String> {
        let medium = match part.known() {
            KnownPart::Text(text) => return Ok(Block::Text { text }),
            KnownPart::Media(medium) => medium,
        };
        let source = match (medium.source(), medium.media_type()) {
            (MediaSource::Bytes(bytes), Some(media_type)) => Source::Base64 {
                media_type,
                data: Base64(bytes),
            },
            (MediaSource::Url(url), _) => Source::Url { url },
            (MediaSource::File { id, .. }, _) => Source::File { file_id: id },
            _ => return Err(no_form(medium)),
        };
        match (role, medium.kind()) {
            (Role::User, MediaKind::Image) => Ok(Block::Image { source }),
            (Role::User, MediaKind::Document) => Ok(Block::Document {
                source,
                title: medium.name(),
            }),
            _ => Err(no_form(medium)),
        }
    }
}

#[derive(Serialize)]
struct OutputConfig<'a> {
    #[serde(flatten)]
    settings: Members,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format<'a>>,
}

#[derive(Serialize)]
struct Format<'a> {
    r#type: &'static str,
    schema: Schema<'a>,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    strict: bool,
    input_schema: Schema<'a>,
}

#[derive(Serialize)]
struct ToolChoice<'a> {
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    disable_parallel_tool_use: bool,
}

impl<'a> Body<'a> {
    pub(super) fn new(request: &Request<'a>, stream: bool, settings: Members) -> Self {
        let mut format = None;
        let mut tools = None;
        let mut tool_choice = None;
        match request.form {
            Form::Schema { schema, .. } => {
                format = Some(Format {
                    r#type: "json_schema",
                    schema: request.schema(schema),
                });
            }
            Form::Tool {
                name,
                description,
                schema,
            } => {
                tools = Some([Tool {
                    name,
                    description: description.as_deref(),
                    strict: true,
                    input_schema: request.schema(schema),
                }]);
                tool_choice = Some(choose(request.model, name));
            }
            // There is no JSON mode; the provider objects to it.
            Form::JsonMode | Form::Text => {}
        }
        let mut settings = settings;
        let of_output = settings.take("output_config");
        Self {
            model: request.model,
            max_tokens: request
                .parameters
                .max_output_tokens
                .unwrap_or(DEFAULT_MAX_TOKENS),
            system: request.system,
            messages: messages(request),
            settings,
            output_config: (!of_output.is_empty() || format.is_some()).then_some(OutputConfig {
                settings: of_output,
                format,
            }),
            tools,
            tool_choice,
            stream: stream.then_some(true),
        }
    }
}

/// Some models reject a forced choice. They are offered the one tool freely, and an answer without
/// a call is a failure.
fn choose<'a>(model: &str, name: &'a str) -> ToolChoice<'a> {
    let forced = catalogue::builtin(model).is_none_or(|known| known.forced_tool);
    ToolChoice {
        r#type: if forced { "tool" } else { "auto" },
        name: forced.then_some(name),
        disable_parallel_tool_use: true,
    }
}

fn messages<'a>(request: &Request<'a>) -> Vec<Message<'a>> {
    let turns = request.turns.iter().map(|turn| Message {
        role: match turn.role {
            Role::User => "user",
            Role::Assistant => "assistant",
        },
        content: MessageContent::new(turn, Parts),
    });
    turns.collect()
}
