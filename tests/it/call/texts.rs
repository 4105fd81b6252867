//! Receipts about texts that no template has.

use driftless::prompt::{Content, RenderedPrompt};
use driftless::receipt::PromptRecord;
use driftless::{Ask, Plan, Prompt, Receipt};
use driftless_tests::loopback::Loopback;

use super::{GOOD, Triage, TriageTicket, model, says};

/// A prompt whose words come from elsewhere while the program runs.
struct Loaded {
    system: Option<&'static str>,
    words: &'static str,
    ticket: &'static str,
}

impl Prompt for Loaded {
    type Output = Triage;
    const NAME: &'static str = "Loaded";
    const USER_TEMPLATE: &'static str = "{user}";

    fn user(&self) -> Content {
        self.words.replace("{ticket}", self.ticket).into()
    }

    fn system(&self) -> Option<String> {
        self.system.map(str::to_owned)
    }
}

async fn receipt<P: Prompt<Output = Triage>>(prompt: P) -> Receipt {
    let server = Loopback::always(|_| says(GOOD)).await;
    let plan = Plan::<P>::primary(model(&server)).build().unwrap();
    let receipt = plan.call(prompt).await.unwrap().receipt;
    server.finish();
    receipt
}

/// All of them differ, and each is the same once more.
async fn told_apart<P: Prompt<Output = Triage>>(texts: &[fn() -> P]) {
    let mut seen = Vec::new();
    for text in texts {
        let first = receipt(text()).await.prompt;
        let again = receipt(text()).await.prompt;
        assert_eq!(first, again);
        assert_eq!(first.text, None);
        assert_eq!(first.text_digest.len(), 32);
        assert!(!seen.contains(&first.text_digest), "{first:?}");
        seen.push(first.text_digest);
    }
}

#[tokio::test]
async fn two_questions_have_two_digests() {
    told_apart::<Ask<Triage>>(&[
        || Ask::new("Is it urgent?"),
        || Ask::new("Is it urgent? "),
        || Ask::new("Is it urgent?").system(""),
        || Ask::new("urgent?").system("Is it "),
        || Ask::new("it urgent?").system("Is "),
    ])
    .await;
}

#[tokio::test]
async fn words_that_are_loaded_at_run_time_have_digests_of_their_own() {
    told_apart::<Loaded>(&[
        || Loaded {
            system: None,
            words: "Triage: {ticket}",
            ticket: "t",
        },
        || Loaded {
            system: None,
            words: "Triage now: {ticket}",
            ticket: "t",
        },
        || Loaded {
            system: Some("Be brief."),
            words: "Triage: {ticket}",
            ticket: "t",
        },
        || Loaded {
            system: Some("Be brief!"),
            words: "Triage: {ticket}",
            ticket: "t",
        },
    ])
    .await;
}

#[tokio::test]
async fn a_digest_can_be_made_of_a_text_and_stands_beside_the_templates_fingerprint() {
    let one = receipt(TriageTicket { ticket: "one" }).await.prompt;
    let two = receipt(TriageTicket { ticket: "two" }).await.prompt;
    assert_eq!(one.fingerprint, two.fingerprint);
    assert_ne!(one.text_digest, two.text_digest);
    let prompt = RenderedPrompt::new(Some("You triage.".to_owned()), "Ticket: one");
    assert_eq!(one.text_digest, PromptRecord::digest(&prompt));
}
