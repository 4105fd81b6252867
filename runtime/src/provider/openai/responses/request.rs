//! The request body of Responses (OpenAI API reference, read 2026-11).

use serde::Serialize;
use serde_json::Value;

use crate::dialect::Form;
use crate::media::{MediaKind, MediaSource};
use crate::prompt::{self, KnownPart};
use crate::provider::content::{MessageContent, PartForm, Url, file_name, no_form};
use crate::provider::schema::Schema;
use crate::provider::wire::Members;
use crate::provider::{Request, Role};

#[derive(Serialize)]
pub(super) struct Body<'a> {
    model: &'a str,
    input: Vec<Message<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_output_tokens: Option<u32>,
    #[serde(flatten)]
    settings: Members,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<[Tool<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_choice: Option<ToolChoice<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parallel_tool_calls: Option<bool>,
    /// The vendor's default is to keep answers for 30 days.
    store: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    stream: Option<bool>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: MessageContent<'a, Parts>,
}

/// A part of a message.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Part<'a> {
    InputText {
        text: &'a str,
    },
    OutputText {
        text: &'a str,
    },
    InputImage {
        /// The vendor's default, and a required member.
        detail: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        image_url: Option<Url<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        file_id: Option<&'a str>,
    },
    InputFile {
        #[serde(skip_serializing_if = "Option::is_none")]
        filename: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        file_data: Option<Url<'a>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        file_url: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        file_id: Option<&'a str>,
    },
}

/// The form of Responses (openai-python 3.57.0, types of inputs).
#[derive(Clone, Copy)]
struct Parts;

impl PartForm for Parts {
    type Written<'a> = Part<'a>;

    fn write(self, role: Role, part: &prompt::Part) -> Result<Part<'_>, String> {
        let medium = match (role, part.known()) {
            (Role::User, KnownPart::Text(text)) => return Ok(Part::InputText { text }),
            (Role::Assistant, KnownPart::Text(text)) => return Ok(Part::OutputText { text }),
            (_, KnownPart::Media(medium)) => medium,
        };
        let file_id = match medium.source() {
            MediaSource::File { id, .. } => Some(id),
            _ => None,
        };
        match (role, medium.kind()) {
            (Role::User, MediaKind::Image) => Ok(Part::InputImage {
                detail: "auto",
                image_url: Url::of(medium),
                file_id,
            }),
            (Role::User, MediaKind::Document) => {
                let (file_data, file_url) = match Url::of(medium) {
                    Some(Url::At(url)) => (None, Some(url)),
                    data => (data, None),
                };
                Ok(Part::InputFile {
                    filename: file_data.map(|_| file_name(medium)),
                    file_data,
                    file_url,
                    file_id,
                })
            }
            _ => Err(no_form(medium)),
        }
    }
}

#[derive(Default, Serialize)]
struct Text<'a> {
    #[serde(flatten)]
    settings: Members,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<Format<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Format<'a> {
    JsonSchema {
        name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a str>,
        strict: bool,
        schema: Schema<'a>,
    },
    JsonObject,
}

#[derive(Serialize)]
struct Tool<'a> {
    r#type: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    strict: bool,
    parameters: Schema<'a>,
}

#[derive(Serialize)]
struct ToolChoice<'a> {
    r#type: &'static str,
    name: &'a str,
}

impl<'a> Body<'a> {
    pub(super) fn new(request: &Request<'a>, stream: bool, mut settings: Members) -> Self {
        let store = settings.remove("store").unwrap_or(Value::Bool(false));
        let of_text = settings.take("text");
        let mut body = Self {
            model: request.model,
            input: input(request),
            max_output_tokens: request.parameters.max_output_tokens,
            settings,
            text: (!of_text.is_empty()).then_some(Text {
                settings: of_text,
                format: None,
            }),
            tools: None,
            tool_choice: None,
            parallel_tool_calls: None,
            store,
            stream: stream.then_some(true),
        };
        body.ask(request);
        body
    }

    fn format(&mut self, format: Format<'a>) {
        self.text.get_or_insert_default().format = Some(format);
    }

    /// Writes how structured output is asked for.
    fn ask(&mut self, request: &Request<'a>) {
        match request.form {
            Form::Schema {
                name,
                description,
                schema,
            } => {
                self.format(Format::JsonSchema {
                    name,
                    description: description.as_deref(),
                    strict: true,
                    schema: request.schema(schema),
                });
            }
            Form::Tool {
                name,
                description,
                schema,
            } => {
                self.tools = Some([Tool {
                    r#type: "function",
                    name,
                    description: description.as_deref(),
                    strict: true,
                    parameters: request.schema(schema),
                }]);
                self.tool_choice = Some(ToolChoice {
                    r#type: "function",
                    name,
                });
                self.parallel_tool_calls = Some(false);
            }
            Form::JsonMode => self.format(Format::JsonObject),
            Form::Text => {}
        }
    }
}

/// The system text goes as a message rather than as `instructions`: JSON mode looks for the word
/// "json" in the input messages only.
fn input<'a>(request: &Request<'a>) -> Vec<Message<'a>> {
    let system = request.system.map(|text| Message {
        role: "developer",
        content: MessageContent::Text(text),
    });
    let turns = request.turns.iter().map(|turn| Message {
        role: match turn.role {
            Role::User => "user",
            Role::Assistant => "assistant",
        },
        content: MessageContent::new(turn, Parts),
    });
    system.into_iter().chain(turns).collect()
}
