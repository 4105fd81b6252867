//! Errors in a key or a base URL are reported before the first request, by name and with the
//! remedy.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use driftless::provider::{Anthropic, Compatible, Gemini, OpenAi, Provider};

use super::child::in_child;
use super::{MIB, ask};

type Variables = Vec<(&'static str, &'static OsStr)>;

#[allow(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<(Variables, &'static str)> {
    let url = (
        "DRIFTLESS_COMPATIBLE_BASE_URL",
        "http://localhost:1".as_ref(),
    );
    vec![
        (
            vec![],
            "OpenAi OPENAI_API_KEY is not set; export it, or set the value with `OpenAi::new`",
        ),
        (
            vec![],
            "Anthropic ANTHROPIC_API_KEY is not set; export it, or set the value with `Anthropic::new`",
        ),
        (
            vec![],
            "Gemini GEMINI_API_KEY is not set; export it, or set the value with `Gemini::new`",
        ),
        (
            vec![],
            "Compatible DRIFTLESS_COMPATIBLE_BASE_URL is not set; export it, or set the value with `Compatible::base_url`",
        ),
        (
            vec![("OPENAI_API_KEY", "".as_ref())],
            "OpenAi OPENAI_API_KEY is empty; export it, or set the value with `OpenAi::new`",
        ),
        (
            vec![("OPENAI_API_KEY", "sk-1\n".as_ref())],
            "OpenAi OPENAI_API_KEY contains a line break; copy the key again",
        ),
        (
            vec![("ANTHROPIC_API_KEY", " sk-1".as_ref())],
            "Anthropic ANTHROPIC_API_KEY contains white space; copy the key again",
        ),
        (
            vec![("GEMINI_API_KEY", "sk-…".as_ref())],
            "Gemini GEMINI_API_KEY contains a character outside ASCII; copy the key again",
        ),
        (
            vec![("GEMINI_API_KEY", "sk\u{7f}".as_ref())],
            "Gemini GEMINI_API_KEY contains a control character; copy the key again",
        ),
        (
            vec![("OPENAI_API_KEY", OsStr::from_bytes(b"sk-\xff"))],
            "OpenAi OPENAI_API_KEY is not UTF-8; export it, or set the value with `OpenAi::new`",
        ),
        (vec![("OPENAI_API_KEY", "sk-1".as_ref())], "OpenAi is ready"),
        (
            vec![("ANTHROPIC_API_KEY", "sk-1".as_ref())],
            "Anthropic is ready",
        ),
        (vec![("GEMINI_API_KEY", "sk-1".as_ref())], "Gemini is ready"),
        (vec![url], "Compatible is ready"),
        (
            vec![url, ("DRIFTLESS_COMPATIBLE_API_KEY", "sk-1".as_ref())],
            "Compatible is ready",
        ),
        (
            vec![url, ("DRIFTLESS_COMPATIBLE_API_KEY", "a b".as_ref())],
            "Compatible DRIFTLESS_COMPATIBLE_API_KEY contains white space; copy the key again",
        ),
        (
            vec![("DRIFTLESS_COMPATIBLE_BASE_URL", "localhost:1".as_ref())],
            "Compatible DRIFTLESS_COMPATIBLE_BASE_URL begins with neither `https://` nor `http://`; give it as `https://host/path`, such as `https://api.openai.com/v1`",
        ),
    ]
}

#[test]
fn variables_are_named_when_they_are_missing_or_wrong() {
    for (variables, said) in cases() {
        let printed = in_child("provider::config::child_reads_the_environment", &variables);
        assert!(
            printed.contains(&format!("{said}\n")),
            "{said}\n\n{printed}"
        );
    }
}

#[test]
#[ignore = "run by its parent, in an environment of its own"]
fn child_reads_the_environment() {
    fn report<P: Provider, E: std::fmt::Display>(name: &str, made: Result<P, E>) {
        match made {
            Ok(provider) => {
                provider.check().unwrap();
                println!("{name} is ready");
            }
            Err(error) => println!("{name} {error}"),
        }
    }
    println!();
    report("OpenAi", OpenAi::from_env());
    report("Anthropic", Anthropic::from_env());
    report("Gemini", Gemini::from_env());
    report("Compatible", Compatible::from_env());
}

#[tokio::test]
async fn a_wrong_base_url_is_reported_and_never_printed() {
    let remedy = "give it as `https://host/path`, such as `https://api.openai.com/v1`";
    for (url, problem) in [
        ("", "is empty"),
        (
            "localhost:8000/v1",
            "begins with neither `https://` nor `http://`",
        ),
        ("/v1", "begins with neither `https://` nor `http://`"),
        (
            "ftp://host/v1",
            "begins with neither `https://` nor `http://`",
        ),
        ("http://", "is not a URL"),
        ("https://host/v1?key=canary", "has a query or a fragment"),
        ("https://host/v1#canary", "has a query or a fragment"),
        ("https://user:canary@host/v1", "holds credentials"),
        ("https://ho st/v1", "contains white space"),
        ("https://host/v1\n", "contains white space"),
    ] {
        let provider = Compatible::at(url);
        let error = provider.check().unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("the base URL {problem}; {remedy}"),
            "{url}"
        );
        assert_eq!(Provider::base_url(&provider), "");
        let failure = ask(&provider, MIB).await.unwrap_err();
        assert_eq!(failure.to_string(), error.to_string());
        let printed = format!("{provider:?} {failure:?}");
        assert!(!printed.contains("canary"), "{printed}");
    }
}

#[tokio::test]
async fn a_wrong_key_is_reported_before_it_is_sent() {
    let provider = OpenAi::new("two words").base_url("http://127.0.0.1:1");
    assert_eq!(
        provider.check().unwrap_err().to_string(),
        "the API key contains white space; copy the key again"
    );
    let failure = ask(&provider, MIB).await.unwrap_err();
    assert_eq!(
        failure.message,
        "the API key contains white space; copy the key again"
    );
    let long = OpenAi::new("k".repeat(5000));
    assert_eq!(
        long.check().unwrap_err().to_string(),
        "the API key is too long for a key; copy the key again"
    );
}

/// Seen to fail before: all were sent.
#[test]
fn an_address_of_one_call_and_a_key_in_quotes_are_reported() {
    for (url, call) in [
        (
            "https://api.openai.com/v1/chat/completions",
            "/chat/completions",
        ),
        ("https://api.openai.com/v1/responses/", "/responses"),
        ("https://api.anthropic.com/v1/messages", "/messages"),
        ("http://localhost:8000/v1/completions", "/completions"),
        (
            "https://host/v1beta/models/m:generateContent",
            ":generateContent",
        ),
    ] {
        assert_eq!(
            Compatible::at(url).check().unwrap_err().to_string(),
            format!(
                "the base URL ends with the path of a call; leave `{call}` out; each call adds its own path"
            ),
        );
    }
    for (key, problem) in [
        ("\"sk-1\"", "has quotation marks or brackets around it"),
        ("'sk-1'", "has quotation marks or brackets around it"),
        ("sk-1\"", "has quotation marks or brackets around it"),
        ("<YOUR_KEY>", "has quotation marks or brackets around it"),
        (
            "${OPENAI_API_KEY}",
            "is the name of a variable and not its value",
        ),
        (
            "$OPENAI_API_KEY",
            "is the name of a variable and not its value",
        ),
    ] {
        assert_eq!(
            OpenAi::new(key).check().unwrap_err().to_string(),
            format!("the API key {problem}; copy the key again"),
        );
    }
    // Seen to fail before: a gateway's configuration in the header of its key.
    let config = r#"{"strategy":{"mode":"fallback"},"targets":[{"provider":"openai"}]}"#;
    let gateway = Compatible::new(config).key_header("x-portkey-config");
    assert!(gateway.base_url("http://127.0.0.1:8787/v1").check().is_ok());
}

#[tokio::test]
async fn settings_that_can_not_be_sent_are_reported_before_they_are() {
    let line = "a\nb";
    let providers: [(Box<dyn Provider>, &str); 5] = [
        (
            Box::new(OpenAi::new("key").organization(line)),
            "the organization contains a character that headers can't carry; copy it again",
        ),
        (
            Box::new(OpenAi::new("key").project(line)),
            "the project contains a character that headers can't carry; copy it again",
        ),
        (
            Box::new(Anthropic::new("key").api_version(line)),
            "the API version contains a character that headers can't carry; copy it again",
        ),
        (
            Box::new(Gemini::new("key").api_version("v1/../v2")),
            "the API version can't be part of a URL; give it as `v1beta`",
        ),
        (
            Box::new(Compatible::at("http://localhost:1").key_header(line)),
            "the key's header has a name that can't be one; give it as a word, such as `api-key`",
        ),
    ];
    for (provider, problem) in providers {
        assert_eq!(provider.check().unwrap_err().to_string(), problem);
        let failure = ask(&*provider, MIB).await.unwrap_err();
        assert_eq!(failure.message, problem);
    }
}

#[test]
fn a_slash_at_the_end_of_the_base_url_does_not_matter() {
    let provider = Compatible::at("http://localhost:8000/v1/");
    assert_eq!(Provider::base_url(&provider), "http://localhost:8000/v1");
    assert!(provider.check().is_ok());
}
