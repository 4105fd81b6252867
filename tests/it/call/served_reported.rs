//! Names of models as users of other clients reported them: a snapshot, what is another
//! model, and what a word of the user settles.

use driftless::provider::{Compatible, Served};

use super::served::{call, chat, check, words_only};

/// The model that was asked for, the name that is expected where that is set, the name that came,
/// the verdict and the report.
type Reported = (
    &'static str,
    Option<&'static str>,
    &'static str,
    Served,
    &'static str,
);

const REPORTED: &[Reported] = &[
    (
        "gpt-4-turbo",
        None,
        "gpt-4-turbo-2024-04-09",
        Served::Snapshot,
        "567-labs/instructor#672",
    ),
    (
        "gpt-5.4-nano",
        None,
        "gpt-5.4-nano-2026-03-17",
        Served::Snapshot,
        "sanand0/aipipe#18",
    ),
    (
        "gpt-5.6-terra",
        None,
        "gpt-5.6-terra-2026-07-09",
        Served::Snapshot,
        "rlaope/oh-my-hermes#1493",
    ),
    // A region behind the date says that it is another product; the remedy is to say so.
    (
        "gpt-5.6-terra",
        None,
        "gpt-5.6-terra-2026-07-09-global-aaif",
        Served::Substituted,
        "agencyenterprise/draft-detective#730",
    ),
    (
        "gpt-5.6-terra",
        Some("gpt-5.6-terra-2026-07-09-global-aaif"),
        "gpt-5.6-terra-2026-07-09-global-aaif",
        Served::AsRequested,
        "the same",
    ),
    (
        "gpt-4o",
        Some("gpt-4o"),
        "gpt-4o-2024-11-20",
        Served::Snapshot,
        "openai/openai-python#447",
    ),
    (
        "wrapper-api-gpt-4o",
        None,
        "gpt-4o-2024-11-20",
        Served::Substituted,
        "getomni-ai/zerox#95",
    ),
    (
        "wrapper-api-gpt-4o",
        Some("gpt-4o"),
        "gpt-4o-2024-11-20",
        Served::Snapshot,
        "the same",
    ),
    (
        "default",
        None,
        "long-specific-name",
        Served::Substituted,
        "vllm-project/vllm#1988",
    ),
    (
        "default",
        Some("long-specific-name"),
        "long-specific-name",
        Served::AsRequested,
        "the same",
    ),
    (
        "my-llama",
        Some("/models/llama-3"),
        "/models/llama-3",
        Served::AsRequested,
        "vllm-project/vllm#15845",
    ),
    (
        "llama3.2",
        None,
        "llama3.2:latest",
        Served::Substituted,
        "lucagrippa/obsidian-ai-tagger#37",
    ),
    (
        "llama3.2",
        Some("llama3.2:latest"),
        "llama3.2:latest",
        Served::AsRequested,
        "the same",
    ),
    (
        "Llama3.2-1B-Instruct",
        Some("meta-llama/Llama-3.2-1B-Instruct"),
        "meta-llama/Llama-3.2-1B-Instruct",
        Served::AsRequested,
        "ogx-ai/ogx#405",
    ),
    (
        "claude-opus-5",
        Some("global.anthropic.claude-opus-5"),
        "global.anthropic.claude-opus-5",
        Served::AsRequested,
        "ai-ecoverse/slicc#3283",
    ),
    (
        "claude-opus-5",
        None,
        "global.anthropic.claude-opus-5",
        Served::Substituted,
        "ai-ecoverse/slicc#3283",
    ),
];

#[tokio::test]
async fn reported_names_are_told_apart() {
    for (asked, expected, found, verdict, report) in REPORTED {
        let make = |url: &str| {
            let mut provider = Compatible::at(url);
            if let Some(expected) = expected {
                provider = provider.served_as(*expected);
            }
            words_only(provider.model(*asked))
        };
        let (attempt, words) = call(chat(&[found]), make).await;
        check(report, &attempt, *verdict, found);
        let narrow = words.contains("`Compatible::served_as`");
        assert_eq!(narrow, *verdict == Served::Substituted, "{report}: {words}");
    }
}
