//! Heads of answers that clients stumble over: the model has answered, and has been paid, whatever
//! stands before the answer.

use driftless::FailureClass;
use driftless_tests::loopback::{Act, Exchange, Loopback};

use super::{MIB, ask, each_fails, every, says};

#[tokio::test]
async fn headers_in_any_number_and_in_old_forms_cost_no_answer() {
    let many = (0..400).map(|number| format!("x-gateway-trace-{number}: {number}\r\n"));
    let cookies = (0..300).map(|number| format!("set-cookie: c{number}={}\r\n", "x".repeat(80)));
    for headers in [
        many.collect::<String>(),
        cookies.collect(),
        "x-folded: one\r\n two\r\n\tthree\r\n".to_owned(),
        "x-blank : before the colon\r\n".to_owned(),
    ] {
        for index in 0..every("", "").len() {
            let (api, _) = every("", "").swap_remove(index);
            let body = says(api, "hello");
            let bytes = format!(
                "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n{headers}\r\n{body}",
                body.len()
            );
            let server = Loopback::start([Exchange::any(Act::Send(bytes.into_bytes()))]).await;
            let (_, provider) = every("test-key", &server.url()).swap_remove(index);
            let reply = ask(&*provider, MIB).await.unwrap();
            server.finish();
            assert_eq!(reply.text, "hello", "{api}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_no_http_is_malformed_and_not_unreachable() {
    for head in [
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nbad\u{7}name: x\r\n\r\n{}",
        "HTTP/1.1 2x0 OK\r\n\r\n{}",
        "HTTP/7 200 OK\r\n\r\n{}",
        "{\"choices\":[]}\r\n\r\n",
        "220 mail.example ESMTP\r\n",
    ] {
        each_fails(
            |_| Act::SendAndClose(head.as_bytes().to_vec()),
            |api, failure| {
                let class = failure.class;
                assert_eq!(class, FailureClass::Malformed, "{api}: {failure}");
                assert!(failure.message.contains("is not HTTP"), "{failure}");
            },
        )
        .await;
    }
}
