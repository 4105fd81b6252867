//! Each vendor's own form of each kind from each source, the whole message as it is sent.

use driftless::dialect::Form;
use driftless::media::{Audio, Document, Image, MediaType, Video};
use driftless::prompt::{Content, Part};
use driftless::provider::{
    Anthropic, Compatible, DeepSeek, Gemini, LiteLlm, MediaServer, Mistral, OpenAi, OpenRouter,
    Portkey, Provider, Qwen, Request, Turn,
};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use serde_json::{Value, json};

use super::{audio, base64, document, image, mp4, pdf, png, url, video, wav};

/// Sends text, `part`, text, and returns the parts as they were sent.
async fn sent(make: impl FnOnce(&str) -> Box<dyn Provider>, part: impl Into<Part>) -> Value {
    let server = Loopback::start([Exchange::any(Act::Send(answer(503, &[], "{}")))]).await;
    let part = part.into();
    let content: Content = ["Look:".into(), part, "What is it?".into()]
        .into_iter()
        .collect();
    let turns = [Turn::user(content)];
    let form = Form::Text;
    let provider = make(&server.url());
    let request = Request::new("any", &turns, &form);
    provider
        .media("any")
        .check(provider.name(), &turns)
        .expect("taken");
    within(provider.send(&request)).await.expect_err("503");
    let seen = server.finish().pop().expect("a request");
    let body: Value = serde_json::from_str(&seen.body).expect("JSON");
    let parts = [
        body.pointer("/messages/0/content"),
        body.pointer("/input/0/content"),
        body.pointer("/contents/0/parts"),
    ];
    let parts = parts.into_iter().flatten().next().expect("parts");
    let all = parts.as_array().expect("an array");
    assert_eq!(all.len(), 3, "{body}");
    assert_eq!(all[0]["text"], "Look:");
    assert_eq!(all[2]["text"], "What is it?");
    all[1].clone()
}

fn data(mime: &str, bytes: &[u8]) -> String {
    format!("data:{mime};base64,{}", base64(bytes))
}

fn responses(url: &str) -> Box<dyn Provider> {
    Box::new(OpenAi::new("key").base_url(url))
}

fn chat(url: &str) -> Box<dyn Provider> {
    Box::new(OpenAi::new("key").chat().base_url(url))
}

#[tokio::test]
async fn openai_responses() {
    let photo = data("image/png", &png(2, 1));
    assert_eq!(
        sent(responses, image()).await,
        json!({"type": "input_image", "detail": "auto", "image_url": photo})
    );
    assert_eq!(
        sent(responses, url("image")).await,
        json!({"type": "input_image", "detail": "auto", "image_url": "https://example.com/a.png"})
    );
    assert_eq!(
        sent(responses, Image::from_file_id("openai", "file-1").unwrap()).await,
        json!({"type": "input_image", "detail": "auto", "file_id": "file-1"})
    );
    let scan = data("application/pdf", &pdf(1));
    assert_eq!(
        sent(responses, document().named("bill.pdf")).await,
        json!({"type": "input_file", "filename": "bill.pdf", "file_data": scan})
    );
    assert_eq!(
        sent(responses, url("document")).await,
        json!({"type": "input_file", "file_url": "https://example.com/a.pdf"})
    );
    assert_eq!(
        sent(
            responses,
            Document::from_file_id("openai", "file-2").unwrap()
        )
        .await,
        json!({"type": "input_file", "file_id": "file-2"})
    );
}

#[tokio::test]
async fn openai_chat_differs() {
    let photo = data("image/png", &png(2, 1));
    assert_eq!(
        sent(chat, image()).await,
        json!({"type": "image_url", "image_url": {"url": photo}})
    );
    let scan = data("application/pdf", &pdf(1));
    assert_eq!(
        sent(chat, document()).await,
        json!({"type": "file", "file": {"filename": "document.pdf", "file_data": scan}})
    );
    assert_eq!(
        sent(chat, Document::from_file_id("openai", "file-2").unwrap()).await,
        json!({"type": "file", "file": {"file_id": "file-2"}})
    );
    assert_eq!(
        sent(chat, audio()).await,
        json!({"type": "input_audio", "input_audio": {"data": base64(&wav(1)), "format": "wav"}})
    );
}

#[tokio::test]
async fn anthropic_blocks() {
    let claude = |url: &str| -> Box<dyn Provider> { Box::new(Anthropic::new("key").base_url(url)) };
    assert_eq!(
        sent(claude, image()).await,
        json!({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": base64(&png(2, 1))}})
    );
    assert_eq!(
        sent(claude, url("image")).await,
        json!({"type": "image", "source": {"type": "url", "url": "https://example.com/a.png"}})
    );
    assert_eq!(
        sent(claude, document().named("bill")).await,
        json!({"type": "document", "title": "bill", "source": {"type": "base64", "media_type": "application/pdf", "data": base64(&pdf(1))}})
    );
    assert_eq!(
        sent(
            claude,
            Document::from_file_id("anthropic", "file_1").unwrap()
        )
        .await,
        json!({"type": "document", "source": {"type": "file", "file_id": "file_1"}})
    );
}

#[tokio::test]
async fn gemini_parts() {
    let gemini = |url: &str| -> Box<dyn Provider> { Box::new(Gemini::new("key").base_url(url)) };
    for (part, mime, bytes) in [
        (Part::from(image()), "image/png", png(2, 1)),
        (document().into(), "application/pdf", pdf(1)),
        (audio().into(), "audio/wav", wav(1)),
        (video().into(), "video/mp4", mp4(1)),
    ] {
        assert_eq!(
            sent(gemini, part).await,
            json!({"inlineData": {"mimeType": mime, "data": base64(&bytes)}})
        );
    }
    assert_eq!(
        sent(gemini, url("audio")).await,
        json!({"fileData": {"mimeType": "audio/mp3", "fileUri": "https://example.com/a.mp3"}})
    );
    let uri = "https://generativelanguage.googleapis.com/v1beta/files/a";
    let file = Video::from_file_id("gemini", uri).unwrap();
    assert_eq!(
        sent(gemini, file.of_type(MediaType::Mov)).await,
        json!({"fileData": {"mimeType": "video/mov", "fileUri": uri}})
    );
}

#[tokio::test]
async fn mistral_chunks() {
    let mistral = |url: &str| -> Box<dyn Provider> { Box::new(Mistral::new("key").base_url(url)) };
    let photo = data("image/png", &png(2, 1));
    assert_eq!(
        sent(mistral, image()).await,
        json!({"type": "image_url", "image_url": {"url": photo}})
    );
    assert_eq!(
        sent(mistral, url("document")).await,
        json!({"type": "document_url", "document_url": "https://example.com/a.pdf"})
    );
    assert_eq!(
        sent(mistral, Document::from_file_id("mistral", "0a-1").unwrap()).await,
        json!({"type": "file", "file_id": "0a-1"})
    );
    assert_eq!(
        sent(mistral, audio()).await,
        json!({"type": "input_audio", "input_audio": base64(&wav(1))})
    );
    assert_eq!(
        sent(mistral, url("audio")).await,
        json!({"type": "input_audio", "input_audio": "https://example.com/a.mp3"})
    );
}

#[tokio::test]
async fn deepseek_and_qwen() {
    let deepseek =
        |url: &str| -> Box<dyn Provider> { Box::new(DeepSeek::new("key").base_url(url)) };
    let photo = data("image/png", &png(2, 1));
    let expected = json!({"type": "image_url", "image_url": {"url": photo}});
    assert_eq!(sent(deepseek, image()).await, expected);
    let qwen = |url: &str| -> Box<dyn Provider> { Box::new(Qwen::new("key").base_url(url)) };
    assert_eq!(sent(qwen, image()).await, expected);
    assert_eq!(
        sent(qwen, url("video")).await,
        json!({"type": "video_url", "video_url": {"url": "https://example.com/a.mp4"}})
    );
}

#[tokio::test]
async fn gateways() {
    let openrouter =
        |url: &str| -> Box<dyn Provider> { Box::new(OpenRouter::new("key").base_url(url)) };
    assert_eq!(
        sent(openrouter, url("document")).await,
        json!({"type": "file", "file": {"filename": "document.pdf", "file_data": "https://example.com/a.pdf"}})
    );
    let film = data("video/mp4", &mp4(1));
    assert_eq!(
        sent(openrouter, video()).await,
        json!({"type": "video_url", "video_url": {"url": film}})
    );
    let litellm = |url: &str| -> Box<dyn Provider> { Box::new(LiteLlm::new("key").base_url(url)) };
    assert_eq!(
        sent(litellm, url("document")).await,
        json!({"type": "file", "file": {"file_id": "https://example.com/a.pdf", "format": "application/pdf"}})
    );
    let photo = data("image/png", &png(2, 1));
    assert_eq!(
        sent(litellm, image()).await,
        json!({"type": "image_url", "image_url": {"url": photo, "format": "image/png"}})
    );
    let portkey = |url: &str| -> Box<dyn Provider> { Box::new(Portkey::new("key").base_url(url)) };
    assert_eq!(
        sent(portkey, image()).await,
        json!({"type": "image_url", "image_url": {"url": photo}})
    );
}

#[tokio::test]
async fn open_servers() {
    let server = |of: MediaServer| {
        move |url: &str| -> Box<dyn Provider> { Box::new(Compatible::at(url).media_of(of)) }
    };
    let photo = data("image/png", &png(2, 1));
    for of in [
        MediaServer::Vllm,
        MediaServer::SgLang,
        MediaServer::LlamaCpp,
        MediaServer::Ollama,
    ] {
        assert_eq!(
            sent(server(of), image()).await,
            json!({"type": "image_url", "image_url": {"url": photo}})
        );
    }
    let sound = data("audio/wav", &wav(1));
    assert_eq!(
        sent(server(MediaServer::SgLang), audio()).await,
        json!({"type": "audio_url", "audio_url": {"url": sound}})
    );
    assert_eq!(
        sent(server(MediaServer::LlamaCpp), url("audio")).await,
        json!({"type": "input_audio", "input_audio": {"url": "https://example.com/a.mp3"}})
    );
    assert_eq!(
        sent(server(MediaServer::LlamaCpp), video()).await,
        json!({"type": "input_video", "input_video": {"data": base64(&mp4(1))}})
    );
    assert_eq!(
        sent(
            server(MediaServer::Ollama),
            Audio::from_bytes(wav(1)).unwrap()
        )
        .await,
        json!({"type": "input_audio", "input_audio": {"data": base64(&wav(1)), "format": "wav"}})
    );
}
