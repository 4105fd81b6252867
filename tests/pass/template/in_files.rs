//! Templates in files, whose paths start at the folder of this crate's `Cargo.toml`.

use driftless::{Contract, Prompt};

#[derive(Debug, Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(output = Mood, user_file = "fixtures/prompts/ticket.txt", system_file = "fixtures/prompts/system.txt")]
struct Ticket<'a> {
    id: u32,
    text: &'a str,
    team: &'a str,
}

#[derive(Prompt)]
#[prompt(output = Mood, user = "{team}", system_file = "fixtures/prompts/system.txt")]
struct Both<'a> {
    team: &'a str,
}

/// The path may be an argument of a macro.
macro_rules! from_file {
    ($name:ident, $path:literal) => {
        #[derive(Prompt)]
        #[prompt(output = Mood, user_file = $path)]
        struct $name {
            team: String,
        }
    };
}

from_file!(FromMacro, "fixtures/prompts/system.txt");

#[test]
fn runs() {
    let ticket = Ticket {
        id: 7,
        text: "{id}",
        team: "billing",
    };
    assert_eq!(ticket.user(), "Ticket 7:\n{id}\n{\"id\": 1}");
    // Line ends as in a literal; only the last one is the editor's.
    assert_eq!(
        ticket.system().unwrap(),
        "You triage for billing.\nBe short.\n"
    );
    assert_eq!(Ticket::USER_TEMPLATE, "Ticket {id}:\n{text}\n{{\"id\": 1}}");
    assert_eq!(Both { team: "a" }.user(), "a");
    assert!(
        Both { team: "a" }
            .system()
            .unwrap()
            .starts_with("You triage for a.")
    );
    let from_macro = FromMacro {
        team: "b".to_owned(),
    };
    assert!(
        from_macro
            .user()
            .to_string()
            .starts_with("You triage for b.")
    );
}
