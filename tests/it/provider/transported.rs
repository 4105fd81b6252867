//! A transport of the user's own instead of the network.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use driftless::FailureClass;
use driftless::cassette::CassetteMode;
use driftless::provider::{
    Anthropic, Compatible, DeepSeek, Gemini, LiteLlm, Mistral, OpenAi, OpenRouter, Portkey,
    Provider, Qwen, TokenMix,
};
use driftless::transport::{
    BoxFuture, HttpRequest, HttpResponse, ResponseBody, Stage, Transport, TransportError,
};

use super::{MIB, ask, says};
use crate::cassette::Scratch;

type Make = fn(&Own) -> Box<dyn Provider>;

/// Every provider with a transport, the form that it speaks, and its key's header.
const EVERY: &[(&str, &str, Make)] = &[
    ("responses", "authorization", |own| {
        Box::new(OpenAi::new("test-key-1").transport(own.clone()))
    }),
    ("chat", "authorization", |own| {
        Box::new(OpenAi::new("test-key-1").chat().transport(own.clone()))
    }),
    ("anthropic", "authorization", |own| {
        Box::new(Anthropic::new("test-key-1").transport(own.clone()))
    }),
    ("gemini", "x-goog-api-key", |own| {
        Box::new(Gemini::new("test-key-1").transport(own.clone()))
    }),
    ("chat", "authorization", |own| {
        let compatible = Compatible::new("test-key-1").base_url("https://own.example/v1");
        Box::new(compatible.transport(own.clone()))
    }),
    ("chat", "authorization", |own| {
        Box::new(DeepSeek::new("test-key-1").transport(own.clone()))
    }),
    ("chat", "authorization", |own| {
        let proxy = LiteLlm::new("test-key-1").base_url("https://proxy.example");
        Box::new(proxy.transport(own.clone()))
    }),
    ("chat", "authorization", |own| {
        Box::new(Mistral::new("test-key-1").transport(own.clone()))
    }),
    ("chat", "authorization", |own| {
        Box::new(OpenRouter::new("test-key-1").transport(own.clone()))
    }),
    ("chat", "x-portkey-api-key", |own| {
        Box::new(Portkey::new("test-key-1").transport(own.clone()))
    }),
    ("chat", "authorization", |own| {
        Box::new(Qwen::new("test-key-1").transport(own.clone()))
    }),
    ("chat", "authorization", |own| {
        Box::new(TokenMix::new("test-key-1").transport(own.clone()))
    }),
];

/// Answers in the process, in one byte at a time, and keeps what it was asked.
#[derive(Debug, Clone, Default)]
struct Own {
    says: Arc<Mutex<String>>,
    breaks: Option<Stage>,
    asked: Arc<Mutex<Vec<String>>>,
}

struct Bytewise(std::vec::IntoIter<u8>, Option<Stage>);

impl ResponseBody for Bytewise {
    fn poll_next(
        &mut self,
        _: &mut Context<'_>,
    ) -> Poll<Result<Option<bytes::Bytes>, TransportError>> {
        Poll::Ready(match (self.0.next(), self.1) {
            (Some(byte), _) => Ok(Some(vec![byte].into())),
            (None, Some(stage)) => Err(TransportError::new(stage, "it broke")),
            (None, None) => Ok(None),
        })
    }
}

impl Transport for Own {
    fn exchange<'a>(
        &'a self,
        request: HttpRequest<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let shown = format!("{} {} {:?}", request.method, request.url, request.headers);
            assert!(!shown.contains("test-key-1"), "{shown}");
            self.asked.lock().unwrap().push(shown);
            let body = self.says.lock().unwrap().clone().into_bytes().into_iter();
            match self.breaks {
                Some(stage) if stage != Stage::Body => Err(TransportError::new(stage, "it broke")),
                broken => {
                    let headers = http::HeaderMap::default();
                    Ok(HttpResponse::new(200, headers, Bytewise(body, broken)))
                }
            }
        })
    }
}

#[tokio::test]
async fn every_provider_asks_through_a_transport_of_the_users_own() {
    for (form, header, make) in EVERY {
        let own = Own::default();
        *own.says.lock().unwrap() = says(form, "hello");
        let provider = make(&own);
        let reply = ask(&*provider, MIB).await.unwrap();
        assert_eq!(reply.text, "hello", "{}", provider.name());
        assert_eq!(reply.metadata.status, Some(200));
        let asked = own.asked.lock().unwrap();
        let [asked] = asked.as_slice() else {
            panic!("{}: {asked:?}", provider.name());
        };
        let place = format!("POST {}", provider.base_url());
        assert!(asked.starts_with(&place), "{asked}");
        assert!(asked.contains(&format!("{header:?}: Sensitive")), "{asked}");
    }
}

#[tokio::test]
async fn where_an_exchange_breaks_decides_the_class() {
    for (stage, class) in [
        (Stage::Request, FailureClass::BadRequest),
        (Stage::Connect, FailureClass::Unreachable),
        (Stage::Headers, FailureClass::Unreachable),
        (Stage::Unreadable, FailureClass::Malformed),
        (Stage::Body, FailureClass::Interrupted),
    ] {
        let own = Own {
            breaks: Some(stage),
            ..Own::default()
        };
        let provider = OpenAi::new("test-key-1").transport(own);
        let failure = ask(&provider, MIB).await.unwrap_err();
        assert_eq!(failure.class, class, "{stage:?}: {failure}");
    }
}

#[tokio::test]
async fn a_cassette_records_what_goes_through_it() {
    let own = Own::default();
    *own.says.lock().unwrap() = says("chat", "hello");
    let provider = || OpenAi::new("test-key-1").chat().transport(own.clone());
    let scratch = Scratch::new();
    let cassette = scratch.open(CassetteMode::RecordNew);
    let reply = ask(&provider().cassette(&cassette), MIB).await.unwrap();
    cassette.finish().await.unwrap();
    assert_eq!(reply.text, "hello");
    own.says.lock().unwrap().clear();
    let cassette = scratch.open(CassetteMode::Replay);
    let again = ask(&provider().cassette(&cassette), MIB).await.unwrap();
    assert_eq!(again.text, "hello");
    assert_eq!(own.asked.lock().unwrap().len(), 1, "the second is a replay");
}

/// A client that speaks in the types of the `http` crate.
#[tokio::test]
async fn an_answer_of_another_client_is_taken_as_it_comes() {
    #[derive(Debug)]
    struct Another;

    impl Transport for Another {
        fn exchange<'a>(
            &'a self,
            _: HttpRequest<'a>,
        ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
            Box::pin(async {
                let response = http::Response::builder()
                    .header("x-request-id", "req_7")
                    .body(says("chat", "hello"));
                Ok(HttpResponse::from_http(response.unwrap()))
            })
        }
    }

    let provider = OpenAi::new("test-key-1").chat().transport(Another);
    let reply = ask(&provider, MIB).await.unwrap();
    assert_eq!(reply.text, "hello");
    assert_eq!(reply.metadata.request_id.as_deref(), Some("req_7"));
}
