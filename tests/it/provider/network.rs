//! Connections: reuse, cancellation, TLS, proxies.

use std::time::Duration;

use driftless::FailureClass;
use driftless::provider::{Compatible, OpenAi, Provider};
use driftless_tests::fixture::within;
use driftless_tests::loopback::{Act, Exchange, Loopback, answer};
use driftless_tests::tls;

use super::child::in_child;
use super::{MIB, ask, says};

fn hello() -> Exchange {
    Exchange::any(Act::Send(answer(200, &[], says("chat", "hello"))))
}

#[tokio::test]
async fn models_of_one_provider_share_its_connections() {
    let server = Loopback::start([hello(), hello(), hello()]).await;
    let provider = OpenAi::new("test-key").base_url(server.url()).chat();
    let (one, two) = (provider.model("one"), provider.model("two"));
    for provider in [one.provider(), two.provider(), one.provider()] {
        ask(&**provider, MIB).await.unwrap();
    }
    assert_eq!(server.connections(), 1);
    server.finish();
}

#[tokio::test]
async fn dropping_the_future_ends_the_exchange() {
    let server = Loopback::start([Exchange::any(Act::Hang)]).await;
    let provider = Compatible::at(server.url());
    let soon = Duration::from_millis(200);
    assert!(
        tokio::time::timeout(soon, ask(&provider, MIB))
            .await
            .is_err()
    );
    within(async {
        while server.hung_up() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    server.finish();
}

#[tokio::test]
async fn a_slow_answer_is_waited_for() {
    let late = Act::Late(
        Duration::from_millis(50),
        Box::new(Act::Send(answer(200, &[], says("chat", "hello")))),
    );
    let server = Loopback::start([Exchange::any(late)]).await;
    let reply = ask(&Compatible::at(server.url()), MIB).await.unwrap();
    assert!(reply.metadata.headers_after.unwrap() >= Duration::from_millis(50));
    server.finish();
}

#[tokio::test]
async fn nobody_listens() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let provider = Compatible::at(format!("http://127.0.0.1:{port}/v1"));
    let failure = ask(&provider, MIB).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::Unreachable);
    assert_eq!(
        failure.message,
        format!("no connection to http://127.0.0.1:{port}")
    );
}

#[tokio::test]
async fn tls_with_a_server_that_does_not_speak_it() {
    let server =
        Loopback::start([Exchange::any(Act::SendAndClose(answer(400, &[], "what?")))]).await;
    let url = server.url().replace("http://", "https://");
    let failure = ask(&Compatible::at(&url), MIB).await.unwrap_err();
    server.finish();
    assert_eq!(failure.class, FailureClass::Unreachable);
    assert_eq!(
        failure.message,
        format!(
            "TLS with {url} failed; the server doesn't speak TLS there: does the base URL begin with `https` where it should with `http`?"
        )
    );
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted() {
    let server = Loopback::start([]).await;
    let url = format!(
        "https://localhost:{}",
        tls::in_front_of(server.port()).await
    );
    let failure = ask(&Compatible::at(&url), MIB).await.unwrap_err();
    server.finish();
    assert_eq!(failure.class, FailureClass::Unreachable);
    // A machine without any root certificates says so instead.
    assert!(
        failure.message == format!("TLS with {url} failed; its certificate isn't trusted")
            || failure.message.contains("no root certificates were found"),
        "{failure}"
    );
}

#[test]
fn roots_come_from_the_system() {
    let certificate = tls::certificate();
    in_child(
        "provider::network::child_trusts",
        &[("SSL_CERT_FILE", certificate.as_os_str())],
    );
}

#[tokio::test]
#[ignore = "run by its parent, in an environment of its own"]
async fn child_trusts() {
    let server = Loopback::start([hello()]).await;
    let url = format!(
        "https://localhost:{}",
        tls::in_front_of(server.port()).await
    );
    assert_eq!(ask(&Compatible::at(&url), MIB).await.unwrap().text, "hello");
    server.finish();
}

#[test]
fn http2_is_spoken_where_the_server_chooses_it() {
    let certificate = tls::certificate();
    in_child(
        "provider::network::child_speaks_http2",
        &[("SSL_CERT_FILE", certificate.as_os_str())],
    );
}

#[tokio::test]
#[ignore = "run by its parent, in an environment of its own"]
async fn child_speaks_http2() {
    let port = tls::http2("authorization", says("chat", "hello")).await;
    let provider = Compatible::new("test-key").base_url(format!("https://localhost:{port}"));
    for _ in 0..2 {
        assert_eq!(ask(&provider, MIB).await.unwrap().text, "hello");
    }
}

#[test]
fn a_system_without_roots_says_so_and_still_reaches_local_servers() {
    in_child(
        "provider::network::child_has_no_roots",
        &[
            ("SSL_CERT_FILE", "/nonexistent/file".as_ref()),
            ("SSL_CERT_DIR", "/nonexistent/folder".as_ref()),
        ],
    );
}

#[tokio::test]
#[ignore = "run by its parent, in an environment of its own"]
async fn child_has_no_roots() {
    let server = Loopback::start([hello()]).await;
    let url = format!(
        "https://localhost:{}",
        tls::in_front_of(server.port()).await
    );
    let failure = ask(&Compatible::at(&url), MIB).await.unwrap_err();
    assert_eq!(failure.class, FailureClass::Unreachable);
    assert_eq!(
        failure.message,
        format!(
            "TLS with {url} failed; no root certificates were found on this system: install its `ca-certificates`, or name a file with SSL_CERT_FILE"
        )
    );
    let plain = ask(&Compatible::at(server.url()), MIB).await.unwrap();
    assert_eq!(plain.text, "hello");
    server.finish();
}

#[test]
fn proxies_come_from_the_environment_but_not_for_loopback() {
    in_child("provider::network::child_has_a_proxy", &[]);
}

/// Seen to fail before: the error named the vendor alone.
#[tokio::test]
async fn a_dead_proxy_is_named() {
    // Nothing listens there, and nothing can begin to while the port is held.
    let held = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let dead = held.local_addr().unwrap().port();
    drop(held);
    for (name, vendor) in [
        ("HTTP_PROXY", "http://vendor.example/v1"),
        ("http_proxy", "http://vendor.example/v1"),
        ("HTTPS_PROXY", "https://vendor.example/v1"),
        ("ALL_PROXY", "https://vendor.example/v1"),
    ] {
        let proxy = format!("http://user:secret@127.0.0.1:{dead}");
        let variables = [
            (name, proxy.as_ref()),
            ("DRIFTLESS_COMPATIBLE_BASE_URL", vendor.as_ref()),
        ];
        let printed = in_child("provider::network::child_behind_a_dead_proxy", &variables);
        let origin = vendor.trim_end_matches("/v1");
        let told = format!("no connection to {origin} through the proxy http://127.0.0.1:{dead}");
        assert!(printed.contains(&told), "{name}: {printed}");
        assert!(!printed.contains("secret"), "{printed}");
    }
    // One that is not asked is not named.
    let variables = [
        ("HTTP_PROXY", "http://127.0.0.1:1".as_ref()),
        ("NO_PROXY", "vendor.invalid".as_ref()),
        (
            "DRIFTLESS_COMPATIBLE_BASE_URL",
            "http://vendor.invalid/v1".as_ref(),
        ),
    ];
    let printed = in_child("provider::network::child_behind_a_dead_proxy", &variables);
    assert!(!printed.contains("through the proxy"), "{printed}");
}

#[tokio::test]
#[ignore = "run by its parent, in an environment of its own"]
async fn child_behind_a_dead_proxy() {
    let failure = ask(&Compatible::from_env().unwrap(), MIB)
        .await
        .unwrap_err();
    println!("{failure:?}");
}

/// Sets its proxy by running itself once more, since the proxy's port is known only then.
#[tokio::test]
#[ignore = "run by its parent, in an environment of its own"]
async fn child_has_a_proxy() {
    let proxy = Loopback::start([Exchange::new(
        |seen| match seen.target.as_str() {
            "http://vendor.example/v1/chat/completions" => Ok(()),
            other => Err(format!("asked for {other}")),
        },
        Act::Send(answer(200, &[], says("chat", "by proxy"))),
    )])
    .await;
    let url = proxy.url();
    let grandchild = tokio::task::spawn_blocking(move || {
        let names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"];
        let variables = names.map(|name| (name, url.as_ref()));
        in_child("provider::network::child_behind_a_proxy", &variables);
    });
    grandchild.await.unwrap();
    proxy.finish();
}

#[tokio::test]
#[ignore = "run by its parent, in an environment of its own"]
async fn child_behind_a_proxy() {
    let far = Compatible::at("http://vendor.example/v1");
    assert_eq!(ask(&far, MIB).await.unwrap().text, "by proxy");
    let server = Loopback::start([hello(), hello()]).await;
    for host in ["127.0.0.1", "localhost"] {
        let near = Compatible::at(format!("http://{host}:{}", server.port()));
        assert_eq!(ask(&near, MIB).await.unwrap().text, "hello");
        assert_eq!(near.name(), "compatible");
    }
    server.finish();
}
