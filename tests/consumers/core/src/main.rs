//! Derives, schema, dialects, prompts and the strict decoder, without the crate that calls models.

use driftless::dialect::{AnthropicSchema, Dialect, Form, OpenAiSchema, adapt};
use driftless::prompt::Example;
use driftless::{Contract, Prompt, ViolationKind, decode};

/// The mood of a text.
#[derive(Debug, PartialEq, Contract)]
struct Mood {
    /// Between 0 and 1.
    #[contract(range(0.0..=1.0))]
    score: f64,
    tone: Tone,
    reasons: Vec<String>,
}

#[derive(Debug, PartialEq, Contract)]
#[contract(rename_all = "snake_case", targets(openai, anthropic))]
enum Tone {
    Happy,
    Sad,
}

#[derive(Prompt)]
#[prompt(output = Mood, system = "You read moods.", user = "Text: {text}", examples = examples)]
struct FindMood<'a> {
    text: &'a str,
}

fn examples() -> Vec<Example<Mood>> {
    let mood = Mood {
        score: 1.0,
        tone: Tone::Happy,
        reasons: vec!["a cheer".to_owned()],
    };
    vec![Example::new(&FindMood { text: "Hooray!" }, mood)]
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mood: Mood = decode(r#"{"score":0.25,"tone":"sad","reasons":[]}"#)?;
    assert_eq!((mood.score, mood.tone), (0.25, Tone::Sad));

    let Err(drift) = decode::<Mood>(r#"{"score":2,"tone":"Sad","reason":[]}"#) else {
        return Err("a drifted document was taken".into());
    };
    let kinds: Vec<_> = drift
        .violations()
        .iter()
        .map(|violation| violation.kind())
        .collect();
    assert!(kinds.contains(&ViolationKind::MissingKey), "{kinds:?}");
    assert!(kinds.contains(&ViolationKind::UnknownKey), "{kinds:?}");

    let schema = serde_json::to_value(Mood::json_schema())?;
    assert_eq!(
        schema["required"],
        serde_json::json!(["score", "tone", "reasons"])
    );

    for table in [OpenAiSchema::TABLE, AnthropicSchema::TABLE] {
        let adapted = adapt(Mood::SHAPE, table).map_err(|gaps| format!("{gaps:?}"))?;
        assert!(matches!(adapted.form, Form::Schema { .. }));
        println!(
            "{}: {} rules in words",
            adapted.dialect,
            adapted.losses.len()
        );
    }

    let asked = FindMood { text: "Well." };
    assert_eq!(asked.user(), "Text: Well.");
    assert_eq!(FindMood::examples().len(), 1);
    println!("{} {}", Mood::fingerprint(), FindMood::prompt_fingerprint());
    Ok(())
}
