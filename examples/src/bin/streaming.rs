//! An answer that is shown while it comes, and a list whose items are written to a file one by one.
//!
//! Notice: a field of a draft is absent, open or done, and what is done is final; a number is never
//! half there. The file never holds an item that could be taken back.

use std::io::Write as _;

use driftless::provider::OpenAi;
use driftless::rehearsal::{Reply, Server};
use driftless::{Ask, Contract, Draft, Plan, Update};

/// An invoice.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
struct Invoice {
    /// The name of who sent it.
    sender: String,
    lines: Vec<Line>,
    #[contract(range(0.0..))]
    total: f64,
}

/// One line of it.
#[derive(Debug, Clone, Contract)]
#[contract(draft)]
struct Line {
    sku: String,
    #[contract(range(1..))]
    pieces: u32,
}

const TEXT: &str = r#"{"sender":"Kettle & Sons","lines":[{"sku":"K-1","pieces":2},{"sku":"K-7","pieces":1}],"total":118.5}"#;

/// One line for a screen.
fn shown(draft: &InvoiceDraft) -> String {
    let lines = draft.lines.items().len();
    let under_way = match &draft.lines {
        Draft::Open(list) if list.open.is_some() => " and one under way",
        _ => "",
    };
    let total = draft.total.done().map_or("?".to_owned(), f64::to_string);
    let sender = draft.sender.text();
    format!("from {sender:?}, {lines} lines{under_way}, total {total}")
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A local server in the vendor's wire format; `OpenAi::from_env()?` asks the vendor.
    let server = Server::start().await?;
    let wrong = r#"{"sender":"Kettle & Sons","lines":[{"sku":"K-1","price":12}]"#;
    let replies = [wrong, TEXT, TEXT].map(|text| Reply::answer(text).tokens(90, 60));
    server.script("gpt-6.1-terra", replies);
    let openai = OpenAi::new("key").base_url(server.openai_base_url());
    let plan = Plan::<Ask<Invoice>>::primary(openai.model("gpt-6.1-terra"))
        .repair(1)
        .build()?;

    let mut stream = plan.stream(Ask::new("Read this invoice: …"));
    while let Some(update) = stream.next().await {
        match update? {
            Update::Draft(draft) => println!("{}", shown(&draft)),
            Update::Restarted { to, reason, .. } => println!("{reason}: {to} is asked again"),
            Update::Done(answer) => println!("{:?}\n{}", answer.value, answer.receipt),
            _ => {}
        }
    }

    let path = std::env::temp_dir().join(format!("lines-{}.txt", std::process::id()));
    let mut file = std::fs::File::create(&path)?;
    let mut lines = plan.items(Ask::new("Read this invoice: …"), Invoice::LINES);
    while let Some(line) = lines.next().await {
        let Line { sku, pieces } = line?;
        writeln!(file, "{pieces} × {sku}")?;
    }
    let answer = lines.into_answer().ok_or("the list has ended")?;
    print!("{}", std::fs::read_to_string(&path)?);
    println!("total {}", answer.value.total);
    std::fs::remove_file(path)?;
    Ok(())
}
