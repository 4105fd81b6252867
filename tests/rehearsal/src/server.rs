//! The server as a program: prints its address, answers until standard input ends. Its reaction
//! depends on the model that is asked for.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "whoever starts it reads the address")]

use std::error::Error;

use driftless::rehearsal::{Reply, RetryAfter, Server};
use tokio::io::AsyncReadExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = Server::start().await?;
    let answer = || Reply::answer(r#"{"floor":3,"urgency":"high"}"#).tokens(41, 6);
    server.script("answers", [answer()]);
    server.script(
        "rate-limited",
        [Reply::rate_limited(RetryAfter::Millis(20))],
    );
    server.script(
        "rate-limited-once",
        [Reply::rate_limited(RetryAfter::Seconds(0)), answer()],
    );
    server.script(
        "rate-limited-in-body",
        [Reply::rate_limited(RetryAfter::Body(7))],
    );
    server.script(
        "rate-limited-by-date",
        [Reply::rate_limited(RetryAfter::Date(60))],
    );
    server.script("fails", [Reply::server_error()]);
    server.script("unavailable", [Reply::unavailable()]);
    server.script("overloaded", [Reply::overloaded()]);
    server.script("out-of-quota", [Reply::out_of_quota()]);
    server.script("refuses", [Reply::refusal()]);
    server.script("filtered", [Reply::filtered()]);
    server.script("truncated", [Reply::truncated(r#"{"floor":3,"#)]);
    server.script("cut", [answer().cut()]);
    server.script("resets", [Reply::reset()]);
    server.script("substituted", [answer().served_by("another")]);
    println!("http://{}", server.address());
    let mut rest = Vec::new();
    tokio::io::stdin().read_to_end(&mut rest).await?;
    Ok(())
}
