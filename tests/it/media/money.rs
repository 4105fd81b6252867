//! The worst case of media in money, against the counts that vendors document.

use driftless::dialect::Dialect;
use driftless::media::{Audio, Document, Image, Video};
use driftless::prompt::{Content, Part};
use driftless::provider::{Anthropic, Gemini, Model, OpenAi};
use driftless::{Ask, Plan, Price, usd};

use super::{Seen, mp4, pdf, png, wav};

/// Returns what the media add to the tokens that are reserved, at a dollar a token.
async fn tokens<D: Dialect>(model: Model<D>, parts: Vec<Part>) -> u64 {
    let reserved = async |parts: Vec<Part>| {
        let price = Price::per_million(usd("1").unwrap(), usd("0").unwrap());
        let model = model.clone().price(price).max_output_tokens(100);
        let plan = Plan::<Ask<Seen>>::primary(model)
            .ceiling(usd("1000000").unwrap())
            .build()
            .unwrap();
        let content: Content = parts.into_iter().collect();
        let error = plan
            .call(Ask::new(content))
            .await
            .expect_err("nobody there");
        let attempt = &error.receipt().attempts.first();
        let reserved = attempt
            .unwrap_or_else(|| panic!("{error}"))
            .reserved
            .unwrap();
        let dollars: f64 = reserved
            .to_string()
            .trim_start_matches('$')
            .parse()
            .unwrap();
        format!("{:.0}", dollars * 1e6).parse::<u64>().unwrap()
    };
    let without = reserved(vec!["x".into()]).await;
    let mut with = vec![Part::from("x")];
    with.extend(parts);
    reserved(with).await - without
}

const NOWHERE: &str = "http://127.0.0.1:9";

fn picture(width: u32, height: u32) -> Vec<Part> {
    vec![Image::from_bytes(png(width, height)).unwrap().into()]
}

/// Published counts: OpenAI's guide for tiles (2026-07-15), and measured ones for GPT-6 (2026-11).
#[tokio::test]
async fn openai_by_tiles_and_by_patches() {
    let openai = OpenAi::new("key").base_url(NOWHERE);
    for (model, width, height, documented) in [
        ("gpt-6-astra", 1024, 1024, 1_229),
        ("gpt-6-astra", 3840, 2160, 9_792),
        ("gpt-6.1-terra", 4032, 3024, 14_364),
        ("gpt-4o", 1024, 1024, 765),
        ("gpt-4o", 2048, 4096, 1_105),
        ("gpt-4.1-mini", 1024, 1024, 1_659),
    ] {
        let counted = tokens(openai.model(model), picture(width, height)).await;
        assert_eq!(counted, documented, "{model} {width}x{height}");
    }
    // 1,536 patches at most.
    let counted = tokens(openai.model("gpt-4.1-mini"), picture(1800, 2400)).await;
    assert!((2_353..=2_489).contains(&counted), "{counted}");
    // Of a model that nobody knows, the dearest.
    let unknown = tokens(openai.model("gpt-77"), picture(1024, 1024)).await;
    assert_eq!(unknown, 2_833 + 4 * 5_667);
}

/// `ceil(w/28) * ceil(h/28)`, 4,784 at most, and 1,568 on older models (guide "Vision",
/// 2026-08-22).
#[tokio::test]
async fn anthropic_by_patches() {
    let anthropic = Anthropic::new("key").base_url(NOWHERE);
    for (model, width, height, documented) in [
        ("claude-opus-5", 1000, 1000, 1_296),
        ("claude-opus-5", 4000, 3000, 4_784),
        ("claude-haiku-4-5", 200, 200, 64),
        ("claude-haiku-4-5", 4000, 3000, 1_568),
    ] {
        let counted = tokens(anthropic.model(model), picture(width, height)).await;
        assert_eq!(counted, documented, "{model} {width}x{height}");
    }
    let pages = Document::from_bytes(pdf(3)).unwrap();
    let counted = tokens(anthropic.model("claude-opus-5"), vec![pages.into()]).await;
    assert!(counted >= 3 * (3_000 + 4_784), "{counted}");
}

/// Guide "Media resolution" (2026-09-23).
#[tokio::test]
async fn gemini_by_seconds() {
    let gemini = Gemini::new("key").base_url(NOWHERE);
    let model = || gemini.model("gemini-3.8-flash");
    assert_eq!(tokens(model(), picture(4000, 3000)).await, 1_120);
    let sound = Audio::from_bytes(wav(60)).unwrap();
    assert_eq!(tokens(model(), vec![sound.into()]).await, 60 * 25);
    let film = Video::from_bytes(mp4(60)).unwrap();
    assert_eq!(tokens(model(), vec![film.into()]).await, 60 * (70 + 25));
}

/// A medium that nothing bounds counts as the model's whole context.
#[tokio::test]
async fn an_unknown_size_is_the_dearest() {
    let openai = OpenAi::new("key").base_url(NOWHERE);
    let far = || vec![super::url("image")];
    assert_eq!(tokens(openai.model("gpt-6.1-terra"), far()).await, 922_000);
    let anthropic = Anthropic::new("key").base_url(NOWHERE);
    assert_eq!(tokens(anthropic.model("claude-opus-5"), far()).await, 4_784);
    // Without a context either, nothing is sent.
    let price = Price::per_million(usd("1").unwrap(), usd("0").unwrap());
    let model = openai.model("gpt-77").price(price).max_output_tokens(100);
    let plan = Plan::<Ask<Seen>>::primary(model)
        .ceiling(usd("1000").unwrap())
        .build()
        .unwrap();
    let content: Content = far().into_iter().collect();
    let error = plan.call(Ask::new(content)).await.expect_err("unknown");
    assert!(
        error
            .to_string()
            .contains("nothing bounds the tokens of an image"),
        "{error}"
    );
    assert!(error.receipt().attempts.is_empty());
}
