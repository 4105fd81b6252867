//! Placeholders, escaped braces, raw identifiers, lifetimes, generics, a unit prompt.

use driftless::{Contract, Prompt, prompt::Example};

#[derive(Contract, Debug, Clone, PartialEq)]
struct Mood {
    happy: bool,
}

/// Finds the mood.
#[derive(Prompt)]
#[prompt(output = Mood, system = "You are {who}.", user = "{{\"{text}\"}} {type}{type}", examples = moods, name = "mood")]
struct Find<'a, T: std::fmt::Display> {
    text: &'a str,
    r#type: T,
    who: String,
}

fn moods() -> Vec<Example<Mood>> {
    vec![Example::new(
        &Find {
            text: "a",
            r#type: 1,
            who: String::new(),
        },
        Mood { happy: true },
    )]
}

#[derive(Prompt)]
#[prompt(output = Vec<Mood>, user = "List moods.")]
struct List;

/// Constants of the names that generated code could give its locals, methods on every type, and a
/// prompt that nobody should use any more.
mod hostile {
    #![deny(warnings)]

    #[allow(non_upper_case_globals, dead_code)]
    const text: u8 = 0;

    trait OnEverything: Sized {
        fn push_str(self) {}
    }

    impl<T> OnEverything for T {}

    #[deprecated]
    #[derive(driftless::Prompt)]
    #[prompt(output = super::Mood, system = "Of {text}.", user = "{text}!")]
    pub(super) struct Old {
        #[deprecated]
        pub(super) text: u8,
    }

    #[allow(deprecated)]
    pub(super) fn old() -> String {
        ().push_str();
        driftless::Prompt::user(&Old { text: 7 }).to_string()
    }
}

fn main() {
    assert_eq!(hostile::old(), "7!");
    let find = Find {
        text: "Hi",
        r#type: 7,
        who: "Ann".to_owned(),
    };
    assert_eq!(find.user(), "{\"Hi\"} 77");
    assert_eq!(find.system().as_deref(), Some("You are Ann."));
    assert_eq!(<Find<'_, u8> as Prompt>::NAME, "mood");
    assert_eq!(<Find<'_, u8> as Prompt>::DESCRIPTION, "Finds the mood.");
    assert_eq!(
        <Find<'_, u8> as Prompt>::examples()[0].output(),
        &Mood { happy: true }
    );
    assert_eq!(List.user(), "List moods.");
    assert_eq!(List.system(), None);
    assert_ne!(
        <Find<'_, u8> as Prompt>::prompt_fingerprint(),
        List::prompt_fingerprint()
    );
}
