//! The code that the documentation shows beside a plan, whatever the features.

use driftless::provider::{Anthropic, OpenAi};
use driftless::{Ask, Contract, Evidence, Plan, Prompt, When};

/// The mood of a text.
#[derive(Debug, Contract)]
pub struct Mood {
    /// Whether the writer is happy.
    #[contract(compare(ignore))]
    pub happy: bool,
    /// A judge compares it.
    #[contract(compare(rubric = "same tone, same facts"), length(..=80))]
    pub tone: String,
}

/// Read the mood of a text.
#[derive(Debug, Prompt)]
#[prompt(output = Mood, user = "{text}")]
pub struct ReadMood<'a> {
    /// The text.
    pub text: &'a str,
}

/// The plan of an application, which reads its keys.
///
/// # Errors
/// A key is missing, or the plan is invalid.
pub fn mood_plan() -> Result<Plan<ReadMood<'static>>, Box<dyn std::error::Error>> {
    let fallback = Anthropic::from_env()?.model("claude-haiku-4-5");
    Ok(Plan::primary(OpenAi::from_env()?.model("gpt-6.1-terra"))
        .fallback(
            fallback,
            When::TIMED_OUT,
            Evidence::qualified(driftless::lock!()),
        )
        .build()?)
}

driftless::rehearse!(mood_plan);

mod quick {
    use super::{Ask, Mood, OpenAi, Plan};

    fn quick_plan() -> Result<Plan<Ask<Mood>>, driftless::BuildError> {
        Plan::primary(OpenAi::new("any-key").model("gpt-6.1-terra")).build()
    }

    driftless::rehearse!(quick_plan);
}

// By its path, from elsewhere.
driftless::rehearse!(self::mood_plan);
