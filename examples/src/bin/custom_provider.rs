//! A provider of one's own: a model server of the house, which speaks JSON lines over TCP and no
//! vendor's API.
//!
//! Notice: the provider makes one attempt and says what became of it, in a class of the library's
//! and with what is known of tokens and money; retries, time limits, budgets, strict decoding and
//! receipts are the plan's, as for every vendor. The server runs on loopback.

use std::io;
use std::time::Duration;

use driftless::dialect::{Form, OpenAiSchema};
use driftless::provider::{Bill, BoxFuture, Failure, Model, Provider, Reply, Request, Role, Usage};
use driftless::retry::Retry;
use driftless::{Contract, FailureClass, Plan, Price, Prompt, usd};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Which city a sentence speaks of.
#[derive(Debug, PartialEq, Contract)]
struct Place {
    /// The city's English name.
    #[contract(length(1..=60))]
    city: String,
}

/// Finds the city.
#[derive(Prompt)]
#[prompt(output = Place, system = "You know your way.", user = "Which city? {sentence}")]
struct FindPlace<'a> {
    sentence: &'a str,
}

/// The model server of the house.
#[derive(Debug)]
struct House {
    /// Host and port.
    address: String,
}

impl House {
    fn new(address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
        }
    }

    /// A model of the server, which is asked by a strict schema.
    fn model(self, id: &str) -> Model<OpenAiSchema> {
        Model::new(self, id)
    }

    /// Makes one attempt.
    async fn ask(&self, request: &Request<'_>) -> Result<Reply, Failure> {
        let settings = request.parameters;
        if let Some(unknown) = settings
            .names()
            .into_iter()
            .find(|name| *name != "max_output_tokens")
        {
            let message = format!("the house's server has no setting `{unknown}`; leave it out");
            return Err(Failure::new(FailureClass::BadRequest, message).unsent());
        }
        let connecting = TcpStream::connect(&self.address);
        // Until there is a connection nothing can have left, so that nothing is booked.
        let mut stream = match tokio::time::timeout(request.connect, connecting).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return Err(unreachable("no connection").with_source(error)),
            Err(_late) => return Err(unreachable("no connection in time")),
        };
        let mut line = question(request)?.to_string();
        line.push('\n');
        let asked = stream.write_all(line.as_bytes()).await;
        asked.map_err(|error| broken("the question didn't go out").with_source(error))?;

        // A server that never ends its line must not fill the memory.
        let most = u64::try_from(request.max_reply_bytes).unwrap_or(u64::MAX);
        let mut answer = String::new();
        let read = BufReader::new(stream.take(most))
            .read_line(&mut answer)
            .await;
        read.map_err(|error| broken("the answer broke off").with_source(error))?;
        if !answer.ends_with('\n') {
            return Err(broken("the answer has no end"));
        }
        request.recorder().progress();
        let answer: Value = serde_json::from_str(&answer)
            .map_err(|error| Failure::new(FailureClass::Malformed, "no JSON").with_source(error))?;
        reply(request, &answer)
    }
}

/// Returns the question in the server's own words.
fn question(request: &Request<'_>) -> Result<Value, Failure> {
    let mut turns = Vec::new();
    for turn in request.turns {
        let Some(text) = turn.content.as_text() else {
            let message = "the house's server takes messages of one text alone";
            return Err(Failure::new(FailureClass::BadRequest, message).unsent());
        };
        turns.push(match turn.role {
            Role::User => json!({"user": text}),
            Role::Assistant => json!({"model": text}),
        });
    }
    let schema = match request.form {
        Form::Schema { schema, .. } | Form::Tool { schema, .. } => json!(schema),
        Form::JsonMode | Form::Text => Value::Null,
    };
    Ok(json!({
        "model": request.model,
        "system": request.system,
        "turns": turns,
        "schema": schema,
        "limit": request.parameters.max_output_tokens,
    }))
}

/// Returns the answer, or the error, that the server gave in its own words, and records the tokens.
fn reply(request: &Request<'_>, answer: &Value) -> Result<Reply, Failure> {
    let number = |name: &str| answer.get(name).and_then(Value::as_u64);
    let text = |name: &str| answer.get(name).and_then(Value::as_str);
    // Recorded at once, so that it is kept however the attempt ends.
    request.recorder().update(|metadata| {
        metadata.served_model = text("model").map(str::to_owned);
        if let (Some(input), Some(output)) = (number("in"), number("out")) {
            let mut usage = Usage::default();
            (usage.input, usage.output) = (input, output);
            metadata.usage = Some(usage);
            // These are the last counts.
            metadata.bill = Bill::Closed;
        }
    });
    if let Some(said) = text("text") {
        return Ok(Reply::new(said));
    }
    let Some(error) = text("error") else {
        let message = "the answer has neither `text` nor `error`";
        return Err(Failure::new(FailureClass::Malformed, message));
    };
    // An error that isn't in this table may be a verdict: it is neither retried nor a reason to
    // ask another model.
    let class = match error {
        "busy" => FailureClass::Overloaded,
        "no such model" => FailureClass::NotFound,
        "too long" => FailureClass::ContextExceeded,
        _ => FailureClass::UnknownError,
    };
    if class == FailureClass::Overloaded {
        let recorder = request.recorder();
        recorder.update(|metadata| metadata.bill = Bill::Refused);
    }
    let mut failure = Failure::new(class, error);
    failure.retry_after = number("wait_ms").map(Duration::from_millis);
    Err(failure)
}

fn unreachable(message: &str) -> Failure {
    Failure::new(FailureClass::Unreachable, message).unsent()
}

fn broken(message: &str) -> Failure {
    Failure::new(FailureClass::Interrupted, message)
}

impl Provider for House {
    fn name(&self) -> &'static str {
        "house"
    }

    fn base_url(&self) -> &str {
        &self.address
    }

    fn send<'a>(&'a self, request: &'a Request<'a>) -> BoxFuture<'a, Result<Reply, Failure>> {
        Box::pin(async move {
            let result = self.ask(request).await;
            result.map_err(|mut failure| {
                // Every error names the place that was asked.
                failure.address = Some(self.address.clone());
                failure
            })
        })
    }
}

/// The server itself: busy at first, then it answers, then its answer drifts.
async fn serve(listener: TcpListener) -> io::Result<()> {
    let answers = [
        json!({"error": "busy", "wait_ms": 5}),
        json!({"model": "house-7b", "text": r#"{"city":"Oslo"}"#, "in": 400, "out": 20}),
        json!({"model": "house-7b", "text": r#"{"town":"Oslo"}"#, "in": 400, "out": 20}),
    ];
    for answer in answers {
        let (stream, _) = listener.accept().await?;
        let mut stream = BufReader::new(stream);
        stream.read_line(&mut String::new()).await?;
        stream.write_all(format!("{answer}\n").as_bytes()).await?;
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let server = tokio::spawn(serve(listener));

    let model = House::new(address.clone())
        .model("house-7b")
        .price(Price::per_million(usd("0.10")?, usd("0.50")?))
        .max_output_tokens(100)
        .timeout(Duration::from_secs(5));
    let plan = Plan::<FindPlace<'_>>::primary(model)
        .retry(Retry::up_to(1))
        .ceiling(usd("0.01")?)
        .build()?;
    let sentence = "The opera house stands in the fjord.";

    let answer = plan.call(FindPlace { sentence }).await?;
    println!("{:?}\n{}\n", answer.value, answer.receipt);
    assert_eq!(answer.value.city, "Oslo");
    let failures: Vec<_> = answer
        .receipt
        .attempts
        .iter()
        .map(|one| one.failure)
        .collect();
    assert_eq!(failures, [Some(FailureClass::Overloaded), None]);
    assert_eq!(answer.receipt.cost(), Some(usd("0.00005")?));

    let Err(drifted) = plan.call(FindPlace { sentence }).await else {
        return Err("a drifted answer was taken".into());
    };
    println!("{drifted}\n");
    assert_eq!(drifted.class(), FailureClass::Drifted);
    server.await??;

    // Nobody listens any more. Nothing can have left, so nothing is booked.
    let Err(gone) = plan.call(FindPlace { sentence }).await else {
        return Err("nobody has answered".into());
    };
    println!("{gone}");
    assert_eq!(gone.class(), FailureClass::Unreachable);
    assert!(gone.to_string().contains(&address));
    assert!(
        gone.receipt()
            .attempts
            .iter()
            .all(|one| one.bill == Bill::Unsent)
    );
    Ok(())
}
