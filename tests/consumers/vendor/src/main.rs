//! Calls the made-up vendor.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;

use driftless::cassette::{Cassette, CassetteMode};
use driftless::provider::{Acme, Model};
use driftless::{Ask, Contract, FailureClass, Plan, Price};

#[derive(Debug, Contract)]
struct Mood {
    happy: bool,
}

/// Answers one request with `status` and `body`, and gives what was asked.
fn serve(status: u16, body: &'static str) -> (String, std::thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let asked = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().expect("a connection");
        let mut seen = String::new();
        let mut bytes = [0; 4096];
        // The body is one object, of which the last byte is its brace.
        while !(seen.contains("\r\n\r\n") && seen.ends_with('}')) {
            let read = socket.read(&mut bytes).expect("bytes");
            seen.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
        socket.write_all(answer.as_bytes()).expect("an answer");
        seen
    });
    (url, asked)
}

const ANSWER: &str = r#"{"id":"1","model":"anvil-1","choices":[{"index":0,"message":{"role":"assistant","content":"{\"happy\":true}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":5,"total_tokens":14}}"#;
const REFUSED: &str = r#"{"error":{"message":"No anvils left.","code":"anvils_exhausted"}}"#;

type Mooded = Plan<Ask<Mood>>;

fn plan<D: driftless::dialect::Dialect>(model: Model<D>) -> Mooded {
    let model = model.price(Price::free());
    Mooded::primary(model).build().expect("a plan")
}

/// By its type, with a setting, and onto a cassette that answers without a server.
async fn by_type() {
    let path = std::env::temp_dir().join(format!("acme-{}.json", std::process::id()));
    let open = |mode| {
        Cassette::builder(&path)
            .mode(mode)
            .open()
            .expect("a cassette")
    };
    let (url, asked) = serve(200, ANSWER);
    let cassette = open(CassetteMode::Record);
    let acme = Acme::new("acme-key")
        .base_url(format!("{url}/v1"))
        .unary()
        .cassette(&cassette);
    let answer = plan(acme.model("anvil-1").seed(7))
        .call(Ask::new("How is Joe?"))
        .await;
    let answer = answer.expect("an answer");
    assert!(answer.value.happy);
    assert_eq!(answer.receipt.attempts[0].provider, "acme");
    let asked = asked.join().expect("the server").to_lowercase();
    assert!(asked.starts_with("post /v1/chat/completions "), "{asked}");
    assert!(asked.contains("authorization: bearer acme-key"), "{asked}");
    assert!(asked.contains(r#""seed":7"#), "{asked}");
    drop(cassette);

    let cassette = open(CassetteMode::Replay);
    let acme = Acme::with_cassette(&cassette).unary();
    let replayed = plan(acme.model("anvil-1").seed(7))
        .call(Ask::new("How is Joe?"))
        .await;
    assert!(replayed.expect("a recording").value.happy);
    std::fs::remove_file(&path).expect("the cassette");
}

/// By its name, with key and address from the environment, and an error of its own table.
async fn by_name() {
    let model = Model::from_env("acme/anvil-1").expect("the vendor is known");
    let error = plan(model)
        .call(Ask::new("How is Joe?"))
        .await
        .expect_err("no anvils");
    assert_eq!(error.class(), FailureClass::QuotaExhausted, "{error}");
    let unknown = Model::from_env("acmee/anvil-1")
        .expect_err("no such vendor")
        .to_string();
    assert!(
        unknown.contains("did you mean `acme/anvil-1`?"),
        "{unknown}"
    );
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    if std::env::args().nth(1).is_some() {
        return by_name().await;
    }
    by_type().await;
    let (url, _) = serve(402, REFUSED);
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    let child = child
        .arg("by-name")
        .env("ACME_API_KEY", "acme-key")
        .env("ACME_BASE_URL", url);
    assert!(
        child.status().expect("a child").success(),
        "the child failed"
    );
    println!("acme answered, was recorded and replayed, refused, and was found by its name");
}
