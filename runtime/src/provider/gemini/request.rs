//! The request body of `generateContent` (Gemini API reference, read 2026-11).
//!
//! The schema goes in `responseJsonSchema`, the path with recorded evidence. `responseSchema` is
//! deprecated, and `responseFormat` isn't known to the vendor's own Python SDK yet.

use serde::{Serialize, Serializer};

use crate::dialect::Form;
use crate::media::{MediaSource, MediaType};
use crate::prompt::{self, KnownPart, Turn};
use crate::provider::content::{Base64, PartForm, no_form, parts_in};
use crate::provider::schema::Schema;
use crate::provider::wire::Members;
use crate::provider::{Request, Role};

const JSON: &str = "application/json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    system_instruction: Option<Content<'a>>,
    contents: Vec<Content<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tools: Option<[Tool<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool_config: Option<ToolConfig<'a>>,
    #[serde(skip_serializing_if = "GenerationConfig::is_empty")]
    generation_config: GenerationConfig<'a>,
    #[serde(flatten)]
    settings: Members,
}

#[derive(Serialize)]
struct Content<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    parts: Parts<'a>,
}

/// Parts in their order; a message of one text has one as well.
enum Parts<'a> {
    Text(&'a str),
    Turn(&'a Turn),
}

impl Serialize for Parts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.collect_seq([Part::Text(text)]),
            Self::Turn(turn) => parts_in(serializer, turn.role, turn.content.parts(), DataParts),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Part<'a> {
    Text(&'a str),
    #[serde(rename_all = "camelCase")]
    InlineData {
        mime_type: &'static str,
        data: Base64<'a>,
    },
    #[serde(rename_all = "camelCase")]
    FileData {
        mime_type: &'static str,
        file_uri: &'a str,
    },
}

/// The form of `generateContent` (google-genai 3.6.1): one field of data in each part.
#[derive(Clone, Copy)]
struct DataParts;

/// Types that Gemini calls otherwise (guide "File input methods", 2026-09-23).
const NAMES: &[(MediaType, &str)] = &[
    (MediaType::Mp3, "audio/mp3"),
    (MediaType::Mov, "video/mov"),
    (MediaType::Avi, "video/avi"),
];

fn mime(of: MediaType) -> &'static str {
    let own = NAMES.iter().find(|(known, _)| *known == of);
    own.map_or(of.mime(), |(_, name)| name)
}

impl PartForm for DataParts {
    type Written<'a> = Part<'a>;

    fn write(self, role: Role, part: &prompt::Part) -> Result<Part<'_>, String> {
        let medium = match part.known() {
            KnownPart::Text(text) => return Ok(Part::Text(text)),
            KnownPart::Media(medium) => medium,
        };
        let mime_type = medium.media_type().map(mime);
        match (role, medium.source(), mime_type) {
            (Role::User, MediaSource::Bytes(bytes), Some(mime_type)) => Ok(Part::InlineData {
                mime_type,
                data: Base64(bytes),
            }),
            (
                Role::User,
                MediaSource::Url(file_uri) | MediaSource::File { id: file_uri, .. },
                Some(mime_type),
            ) => Ok(Part::FileData {
                mime_type,
                file_uri,
            }),
            _ => Err(no_form(medium)),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tool<'a> {
    function_declarations: [Function<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Function<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    parameters_json_schema: Schema<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ToolConfig<'a> {
    function_calling_config: FunctionCallingConfig<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FunctionCallingConfig<'a> {
    mode: &'static str,
    allowed_function_names: [&'a str; 1],
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct GenerationConfig<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    max_output_tokens: Option<u32>,
    #[serde(flatten)]
    settings: Members,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_mime_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response_json_schema: Option<Schema<'a>>,
}

impl GenerationConfig<'_> {
    fn is_empty(&self) -> bool {
        // A schema comes with its type.
        self.max_output_tokens.is_none()
            && self.settings.is_empty()
            && self.response_mime_type.is_none()
    }
}

impl<'a> Body<'a> {
    pub(super) fn new(request: &Request<'a>, settings: Members) -> Self {
        let mut settings = settings;
        let of_generation = settings.take("generationConfig");
        let mut body = Self {
            system_instruction: request.system.map(|text| Content {
                role: None,
                parts: Parts::Text(text),
            }),
            contents: contents(request),
            tools: None,
            tool_config: None,
            generation_config: GenerationConfig {
                max_output_tokens: request.parameters.max_output_tokens,
                settings: of_generation,
                ..GenerationConfig::default()
            },
            settings,
        };
        match request.form {
            Form::Schema { schema, .. } => {
                body.generation_config.response_mime_type = Some(JSON);
                body.generation_config.response_json_schema = Some(request.schema(schema));
            }
            Form::Tool {
                name,
                description,
                schema,
            } => {
                body.tools = Some([Tool {
                    function_declarations: [Function {
                        name,
                        description: description.as_deref(),
                        parameters_json_schema: request.schema(schema),
                    }],
                }]);
                body.tool_config = Some(ToolConfig {
                    function_calling_config: FunctionCallingConfig {
                        mode: "ANY",
                        allowed_function_names: [name],
                    },
                });
            }
            Form::JsonMode => body.generation_config.response_mime_type = Some(JSON),
            Form::Text => {}
        }
        body
    }
}

fn contents<'a>(request: &Request<'a>) -> Vec<Content<'a>> {
    let turns = request.turns.iter().map(|turn| Content {
        role: Some(match turn.role {
            Role::User => "user",
            Role::Assistant => "model",
        }),
        parts: Parts::Turn(turn),
    });
    turns.collect()
}
