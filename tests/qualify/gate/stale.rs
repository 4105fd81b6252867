//! Each change makes exactly the evidence stale that it should.

use driftless::lock::{Current, Stale};
use driftless::{Contract as _, Prompt};
use serde_json::json;

use crate::models::entry_about;

/// One prompt with its contract, as a source file would have it.
macro_rules! source {
    ($module:ident { doc: $doc:tt, most: $most:tt, $(compare: $compare:tt,)? $(field: $field:ident,)? user: $user:tt, example: $example:tt }) => {
        mod $module {
            use driftless::prompt::Example;
            use driftless::{Contract, Prompt};

            #[doc = $doc]
            #[derive(Debug, Contract)]
            #[allow(dead_code, reason = "only the shape counts here")]
            pub(super) struct Triage {
                /// One sentence.
                #[contract(length(..=$most) $(, compare($compare))?)]
                summary: String,
                $($field: bool,)?
            }

            #[derive(Debug, Prompt)]
            #[prompt(output = Triage, system = "You triage.", user = $user, examples = examples)]
            pub(super) struct TriageTicket<'a> {
                ticket: &'a str,
            }

            fn examples() -> Vec<Example<Triage>> {
                let value = Triage { summary: $example.to_owned(), $($field: true)? };
                vec![Example::new(&TriageTicket { ticket: "Help!" }, value)]
            }
        }
    };
}

source!(before {
    doc: "A ticket.",
    most: 160,
    user: "Ticket: {ticket}",
    example: "Asks for help."
});
source!(another_doc {
    doc: "One ticket.",
    most: 160,
    user: "Ticket: {ticket}",
    example: "Asks for help."
});
source!(another_rule {
    doc: "A ticket.",
    most: 161,
    user: "Ticket: {ticket}",
    example: "Asks for help."
});
source!(another_comparison {
    doc: "A ticket.",
    most: 160,
    compare: informative,
    user: "Ticket: {ticket}",
    example: "Asks for help."
});
source!(another_field {
    doc: "A ticket.",
    most: 160,
    field: urgent,
    user: "Ticket: {ticket}",
    example: "Asks for help."
});
source!(another_template {
    doc: "A ticket.",
    most: 160,
    user: "The ticket: {ticket}",
    example: "Asks for help."
});
source!(another_example {
    doc: "A ticket.",
    most: 160,
    user: "Ticket: {ticket}",
    example: "Cries for help."
});

/// A field's comparison is no word to a model, so the fingerprints stay.
#[test]
fn another_comparison_is_told_as_such() {
    let stale = stale::<another_comparison::TriageTicket<'_>>();
    assert!(
        matches!(stale.as_slice(), [Stale::Comparison(change)] if change.old != change.new),
        "{stale:?}"
    );
    assert_eq!(
        fingerprints::<another_comparison::TriageTicket<'_>>(),
        fingerprints::<before::TriageTicket<'_>>()
    );
}

/// The types moved, laid out otherwise, with other items around and between.
mod reformatted {
    pub(super) mod inner {
        use driftless::{Contract, Prompt};

        pub(in super::super) fn examples() -> Vec<driftless::prompt::Example<Triage>> {
            let summary = String::from("Asks for help.");
            vec![driftless::prompt::Example::new(
                &TriageTicket { ticket: "Help!" },
                Triage { summary },
            )]
        }

        /// Something else.
        #[derive(Debug, Contract)]
        #[allow(dead_code, reason = "is in the way")]
        struct Unrelated {
            number: u8,
        }

        #[derive(Debug, Prompt)]
        #[prompt(examples = examples)]
        #[prompt(user = "Ticket: {ticket}", output = Triage)]
        #[prompt(system = "You triage.")]
        pub(in super::super) struct TriageTicket<'text> {
            ticket: &'text str,
        }

        #[rustfmt::skip]
        #[derive( Contract,Debug )]
        #[doc   =   "A ticket."]
        #[allow(dead_code, reason = "only the shape counts here")]
        pub(in super::super) struct Triage {
            #[contract( length( ..=160 ) ) ] #[doc = " One sentence."] pub summary: String }
    }
}

/// Returns the stale parts of evidence about `before`, now that the source is that of `P`.
fn stale<P: Prompt>() -> Vec<Stale> {
    let entry = entry_about::<before::TriageTicket<'_>>(&[]);
    entry.staleness(&Current::of::<P>().today("2026-12-01"))
}

/// Before and after, by the traits' own word.
fn fingerprints<P: Prompt>() -> [String; 4] {
    let contract = P::Output::fingerprint();
    [
        contract.shape(),
        contract.text(),
        P::template_fingerprint(),
        P::prompt_fingerprint(),
    ]
}

#[test]
fn what_did_not_change_is_not_stale() {
    assert_eq!(stale::<before::TriageTicket<'_>>(), []);
    assert_eq!(stale::<reformatted::inner::TriageTicket<'_>>(), []);
    assert_eq!(
        fingerprints::<before::TriageTicket<'_>>(),
        fingerprints::<reformatted::inner::TriageTicket<'_>>()
    );
}

#[test]
fn each_change_is_told_as_what_it_is() {
    let [shape, text, template, prompt] = fingerprints::<before::TriageTicket<'_>>();
    let one = |stale: Vec<Stale>| {
        let [one] = <[Stale; 1]>::try_from(stale).unwrap();
        one
    };
    let now = fingerprints::<another_rule::TriageTicket<'_>>();
    let Stale::Shape(change) = one(stale::<another_rule::TriageTicket<'_>>()) else {
        panic!()
    };
    assert_eq!((&change.old, &change.new), (&shape, &now[0]));
    assert!(matches!(
        one(stale::<another_field::TriageTicket<'_>>()),
        Stale::Shape(_)
    ));

    let now = fingerprints::<another_doc::TriageTicket<'_>>();
    let Stale::Wording(change) = one(stale::<another_doc::TriageTicket<'_>>()) else {
        panic!()
    };
    assert_eq!(
        (&change.old, &change.new, &shape),
        (&text, &now[1], &now[0])
    );

    let now = fingerprints::<another_template::TriageTicket<'_>>();
    let Stale::Template(change) = one(stale::<another_template::TriageTicket<'_>>()) else {
        panic!()
    };
    assert_eq!(
        (&change.old, &change.new, &text),
        (&template, &now[2], &now[1])
    );

    let now = fingerprints::<another_example::TriageTicket<'_>>();
    let Stale::Examples(change) = one(stale::<another_example::TriageTicket<'_>>()) else {
        panic!()
    };
    assert_eq!(
        (&change.old, &change.new, &template),
        (&prompt, &now[3], &now[2])
    );
}

/// Settings of the model, of the one whose place it takes, and of neither.
#[test]
fn other_settings_make_evidence_stale() {
    let entry = entry_about::<before::TriageTicket<'_>>(&[
        ("/candidates/0/arm/parameters", json!("temperature=0.2")),
        ("/reference/parameters", json!("effort=\"low\"")),
    ]);
    let now = |own: &str, reference: &str| {
        let current = Current::of::<before::TriageTicket<'_>>();
        let stale = entry.staleness(&current.parameters(own, reference));
        stale.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(now("temperature=0.2", "effort=\"low\"").is_empty());
    let told = now("temperature=0.3", "");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("the settings of the model changed: `temperature=0.2` when qualified, `temperature=0.3` now"), "{told:?}");
    assert!(
        told[1].starts_with(
            "the settings of the reference model changed: `effort=\"low\"` when qualified, none now"
        ),
        "{told:?}"
    );
    assert!(told[0].contains("`Program::model`"), "{told:?}");
}

#[test]
fn what_is_not_in_the_source_is_told_beside_it() {
    let entry = entry_about::<before::TriageTicket<'_>>(&[("/prompt/comparison", json!("4f"))]);
    let mut current = Current::of::<another_example::TriageTicket<'_>>()
        .reference("openai/gpt-5.5")
        .adapter("instructions only", "00")
        .data("changed")
        .today("2027-03-01");
    current.fingerprints.comparison = "5f".to_owned();
    let told: Vec<String> = entry
        .staleness(&current)
        .iter()
        .map(ToString::to_string)
        .collect();
    let begins = [
        "the prompt's examples changed: ",
        "how fields are compared changed: 4f when qualified, 5f now",
        "what the dialect makes of the contract changed: ",
        "the reference model changed: openai/gpt-6.1-terra when qualified, openai/gpt-5.5 now",
        "the data set changed: 5f when qualified, changed now",
        "the evidence expired on 2027-02-21, and today is 2027-03-01",
    ];
    assert_eq!(told.len(), begins.len(), "{told:?}");
    for (told, begin) in told.iter().zip(begins) {
        assert!(told.starts_with(begin), "{told}");
    }
}
