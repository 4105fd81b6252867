//! Media that a vendor or a model doesn't take are refused before anything is sent.

use driftless::dialect::{JsonMode, OpenAiSchema};
use driftless::media::{Audio, Document, Image, MediaKind, MediaProblem, MediaType};
use driftless::plan::{ModelProblem, Problem};
use driftless::prompt::{Content, Part};
use driftless::provider::{
    Anthropic, BoxFuture, Compatible, DeepSeek, Failure, Gemini, MediaServer, Mistral, Model,
    OpenAi, Provider, Reply, Request,
};
use driftless::{Ask, Evidence, Plan, Prompt, When};

use super::{Seen, audio, document, image, pdf, png, url, video, wav};

/// An address at which nothing listens: whoever connects fails in another way.
const NOWHERE: &str = "http://127.0.0.1:9";

async fn refused<D: driftless::dialect::Dialect>(
    model: Model<D>,
    parts: Vec<Part>,
) -> MediaProblem {
    let plan = Plan::<Ask<Seen>>::primary(model).build().unwrap();
    let content: Content = parts.into_iter().collect();
    let error = plan.call(Ask::new(content)).await.expect_err("refused");
    assert!(error.receipt().attempts.is_empty(), "{error}");
    let problem = error.media().unwrap_or_else(|| panic!("{error}")).clone();
    assert!(error.to_string().contains(&problem.to_string()), "{error}");
    problem
}

fn openai() -> Model<OpenAiSchema> {
    OpenAi::new("key").base_url(NOWHERE).model("gpt-6.1-terra")
}

fn claude() -> Model<driftless::dialect::AnthropicSchema> {
    let anthropic = Anthropic::new("key").base_url(NOWHERE);
    anthropic.model("claude-haiku-4-5")
}

fn part(medium: impl Into<Part>) -> Vec<Part> {
    vec![medium.into()]
}

#[tokio::test]
async fn kinds_that_an_api_has_no_form_for() {
    let problem = refused(openai(), part(audio())).await;
    assert!(matches!(
        problem,
        MediaProblem::Model { .. } | MediaProblem::Kind { .. }
    ));
    let problem = refused(claude(), part(video())).await;
    assert!(problem.to_string().contains("takes no video"), "{problem}");
    let server = Compatible::at(NOWHERE).model("any");
    let problem = refused(server, part(image())).await;
    assert!(
        problem.to_string().contains("`Compatible::media_of`"),
        "{problem}"
    );
    let ollama = Compatible::at(NOWHERE).media_of(MediaServer::Ollama);
    let problem = refused(ollama.model("any"), vec![url("image")]).await;
    assert!(matches!(problem, MediaProblem::Source { .. }), "{problem}");
}

#[tokio::test]
async fn types_sizes_and_numbers_of_each_vendor() {
    let bmp = {
        let mut bytes = b"BM\0\0\0\0\0\0\0\0".to_vec();
        bytes.resize(18, 0);
        bytes.extend(2_u32.to_le_bytes());
        bytes.extend(2_u32.to_le_bytes());
        Image::from_bytes(bytes).unwrap()
    };
    let problem = refused(openai(), part(bmp)).await;
    assert!(matches!(
        problem,
        MediaProblem::Type {
            found: MediaType::Bmp,
            ..
        }
    ));

    let wide = || Image::from_bytes(png(8_001, 10)).unwrap();
    let problem = refused(claude(), part(wide())).await;
    assert!(matches!(
        problem,
        MediaProblem::Pixels {
            most: 8_000,
            among: None,
            ..
        }
    ));
    let broad = Image::from_bytes(png(2_001, 10)).unwrap();
    let crowd = vec![Part::from(broad); 21];
    let problem = refused(claude(), crowd).await;
    assert!(matches!(
        problem,
        MediaProblem::Pixels {
            most: 2_000,
            among: Some(21),
            ..
        }
    ));

    let mut heavy = png(10, 10);
    heavy.resize(7_500_001, 0);
    let problem = refused(claude(), part(Image::from_bytes(heavy).unwrap())).await;
    assert!(
        matches!(problem, MediaProblem::TooLarge { .. }),
        "{problem}"
    );
    let pages = Document::from_bytes(pdf(601)).unwrap();
    let problem = refused(claude(), part(pages)).await;
    assert!(matches!(
        problem,
        MediaProblem::Pages {
            pages: 601,
            most: 600,
            ..
        }
    ));
}

#[tokio::test]
async fn numbers_sources_and_whole_requests_of_each_vendor() {
    let mistral = Mistral::new("key").base_url(NOWHERE);
    let nine = vec![Part::from(image()); 9];
    let problem = refused(mistral.model("mistral-medium-2604"), nine).await;
    assert!(matches!(
        problem,
        MediaProblem::TooMany {
            number: 9,
            most: 8,
            ..
        }
    ));
    let problem = refused(mistral.model("mistral-medium-2604"), part(document())).await;
    assert!(
        problem.to_string().contains("addresses (`from_url`)"),
        "{problem}"
    );

    let gemini = Gemini::new("key").base_url(NOWHERE);
    let untyped = Image::from_url("https://example.com/picture").unwrap();
    let problem = refused(gemini.model("gemini-3.8-flash"), part(untyped)).await;
    assert!(problem.to_string().contains("`.of_type(…)`"), "{problem}");
    let long = Audio::from_bytes(wav(1_900)).unwrap();
    let problem = refused(gemini.model("gemini-3.8-flash"), part(long)).await;
    assert!(
        matches!(problem, MediaProblem::RequestTooLarge { .. }),
        "{problem}"
    );
}

#[tokio::test]
async fn a_file_of_another_vendor_is_not_sent() {
    let file = Image::from_file_id("anthropic", "file_1").unwrap();
    let problem = refused(openai(), part(file)).await;
    assert_eq!(
        problem.to_string(),
        "the file was uploaded to `anthropic`, and openai can't read it; upload it to openai, give the bytes, or leave openai out of the plan"
    );
}

#[tokio::test]
async fn a_medium_that_was_stored_without_its_bytes_is_not_sent() {
    let json = serde_json::to_string(&Content::from(image())).unwrap();
    let stored: Content = serde_json::from_str(&json).unwrap();
    let problem = refused(openai(), stored.parts().to_vec()).await;
    assert!(matches!(
        problem,
        MediaProblem::NotStored {
            kind: MediaKind::Image
        }
    ));
}

#[derive(Prompt)]
#[prompt(output = Seen, user = "{photo}")]
struct Photo {
    photo: Image,
}

#[tokio::test]
async fn a_fallback_is_held_to_the_same() {
    let plan = Plan::<Ask<Seen>>::primary(openai())
        .fallback(
            claude(),
            When::OVERLOADED,
            Evidence::vouched("compared by hand"),
        )
        .production()
        .build()
        .unwrap();
    let file = Image::from_file_id("openai", "file-1").unwrap();
    let error = plan.call(Ask::new(file)).await.expect_err("refused");
    assert!(error.receipt().attempts.is_empty());
    assert!(matches!(
        error.media(),
        Some(MediaProblem::OtherVendor { .. })
    ));
    assert!(
        error
            .to_string()
            .starts_with("claude-haiku-4-5 (anthropic): "),
        "{error}"
    );
}

#[derive(Prompt)]
#[prompt(output = Seen, user = "Read: {scan}")]
struct Read {
    scan: Document,
}

#[test]
fn a_plan_for_a_kind_that_the_model_does_not_take_is_not_built() {
    let deepseek = DeepSeek::new("key").model("deepseek-flash");
    let error = Plan::<Read>::primary(deepseek).build().unwrap_err();
    let [
        Problem::Model {
            problem: ModelProblem::Media(problem),
            ..
        },
    ] = error.problems()
    else {
        panic!("{error}");
    };
    assert!(matches!(
        problem,
        MediaProblem::Kind {
            kind: MediaKind::Document,
            ..
        }
    ));

    let deepseek = DeepSeek::new("key").model("deepseek-v4-pro");
    let error = Plan::<Photo>::primary(deepseek).build().unwrap_err();
    assert!(
        error.to_string().contains("deepseek/deepseek-flash"),
        "{error}"
    );
    assert!(error.to_string().contains("guide \"Vision\""), "{error}");
    drop(Read { scan: document() });
    drop(Photo { photo: image() });
}

#[test]
fn what_nobody_knows_of_a_model_is_shown() {
    let luna = OpenAi::new("key").model("gpt-5.6-luna");
    let plan = Plan::<Read>::primary(luna).build().unwrap();
    let shown = plan.describe().to_string();
    assert!(
        shown.contains("media     not confirmed for the model: document"),
        "{shown}"
    );
    let terra = OpenAi::new("key").model("gpt-6.1-terra");
    let plan = Plan::<Read>::primary(terra).build().unwrap();
    assert!(!plan.describe().to_string().contains("not confirmed"));
}

/// A provider that says nothing of media.
#[derive(Debug)]
struct Own;

impl Provider for Own {
    fn name(&self) -> &'static str {
        "own"
    }

    fn base_url(&self) -> &'static str {
        "own:"
    }

    fn send<'a>(&'a self, _: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async { panic!("it must not be asked") })
    }
}

#[tokio::test]
async fn a_provider_that_says_nothing_of_media_is_sent_none() {
    let problem = refused(Model::<JsonMode>::new(Own, "any"), part(image())).await;
    assert!(matches!(problem, MediaProblem::Kind { .. }));
    let error = Plan::<Read>::primary(Model::<JsonMode>::new(Own, "any"))
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("own takes no document here"),
        "{error}"
    );
}

/// Without a plan, a provider's own writer refuses what it has no form for.
#[tokio::test]
async fn a_provider_that_is_asked_directly_sends_no_stand_in() {
    let form = driftless::dialect::Form::Text;
    let turns = [driftless::provider::Turn::user(video())];
    let request = Request::new("any", &turns, &form);
    let providers: [Box<dyn Provider>; 3] = [
        Box::new(OpenAi::new("key").base_url(NOWHERE)),
        Box::new(Anthropic::new("key").base_url(NOWHERE)),
        Box::new(Compatible::at(NOWHERE)),
    ];
    for provider in providers {
        let failure = provider.send(&request).await.unwrap_err();
        assert!(failure.to_string().contains("has no form for"), "{failure}");
    }
}
