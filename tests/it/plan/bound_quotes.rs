//! Quotations against judges that know nothing of how they are found, over random texts.

use driftless::prompt::{find_quote, find_quote_normalized};
use driftless::{Contract, Plan, Prompt};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

use super::{Say, scripted};

/// Letters, marks and spaces that are quoted as a whole, each with all its spellings.
const ATOMS: &[&[&str]] = &[
    &["a"],
    &["A"],
    &["b"],
    &["é", "e\u{301}"],
    &["e"],
    &["ǘ", "ü\u{301}", "u\u{308}\u{301}"],
    &["ậ", "a\u{323}\u{302}", "a\u{302}\u{323}"],
    &["가", "\u{1100}\u{1161}"],
    &["Å", "\u{212b}", "A\u{30a}"],
    &["天"],
    &["気"],
    &["👩\u{200d}👩\u{200d}👧"],
    &["\u{202e}"],
    &["\0"],
    &["'", "\u{2018}", "\u{2019}", "\u{201a}"],
    &["\"", "\u{201c}", "\u{201d}", "\u{201e}", "«", "»"],
    &["-", "\u{2010}", "\u{2013}", "\u{2014}", "\u{2212}"],
    &[" ", "  ", "\n", "\r\n", "\t \u{a0}", "\u{3000}"],
];

const SPACE: usize = ATOMS.len() - 1;

/// Returns a random sequence of atoms; white space is one atom, so no two of it are beside each
/// other.
fn sequence(random: &mut SmallRng, most: usize) -> Vec<usize> {
    let mut atoms: Vec<usize> = (0..random.random_range(0..=most))
        .map(|_| random.random_range(0..ATOMS.len()))
        .collect();
    atoms.dedup_by(|next, known| *next == SPACE && *known == SPACE);
    atoms
}

/// Returns a spelling of the atoms, with where each one stands in it; nothing invisible is put
/// before the first or behind the last.
fn spelled(random: &mut SmallRng, atoms: &[usize]) -> (String, Vec<std::ops::Range<usize>>) {
    let mut text = String::new();
    let mut places = Vec::new();
    for (at, atom) in atoms.iter().enumerate() {
        if at > 0 && random.random_bool(0.05) {
            text.push_str(["\u{ad}", "\u{200b}", "\u{feff}"].choose(random).unwrap());
        }
        let start = text.len();
        text.push_str(ATOMS[*atom].choose(random).unwrap());
        places.push(start..text.len());
    }
    (text, places)
}

fn trimmed(atoms: &[usize]) -> &[usize] {
    let from = atoms
        .iter()
        .position(|atom| *atom != SPACE)
        .unwrap_or(atoms.len());
    let to = atoms
        .iter()
        .rposition(|atom| *atom != SPACE)
        .map_or(from, |at| at + 1);
    &atoms[from..to]
}

#[test]
fn normalized_quotations_are_found_where_their_letters_are() {
    let mut random = SmallRng::seed_from_u64(17);
    let (mut held, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let text = sequence(&mut random, 30);
        let passage = if random.random_bool(0.6) && !text.is_empty() {
            let from = random.random_range(0..text.len());
            let to = random.random_range(from..=text.len());
            text[from..to].to_vec()
        } else {
            sequence(&mut random, 4)
        };
        let (written, places) = spelled(&mut random, &text);
        let (quote, _) = spelled(&mut random, &passage);
        let wanted = trimmed(&passage);
        let judged = (!wanted.is_empty())
            .then(|| {
                text.windows(wanted.len())
                    .position(|window| window == wanted)
            })
            .flatten()
            .map(|at| places[at].start..places[at + wanted.len() - 1].end);
        let found = find_quote_normalized(&written, &quote);
        assert_eq!(found, judged, "{quote:?} in {written:?}");
        match judged {
            Some(_) => held += 1,
            None => refused += 1,
        }
    }
    assert!(held > 3_000 && refused > 3_000, "{held} {refused}");
}

/// The judge looks at every place in turn.
#[test]
fn exact_quotations_are_those_of_a_plain_search() {
    let mut random = SmallRng::seed_from_u64(4);
    for _ in 0..20_000 {
        let atoms = sequence(&mut random, 12);
        let (text, _) = spelled(&mut random, &atoms);
        let atoms = sequence(&mut random, 3);
        let (quote, _) = spelled(&mut random, &atoms);
        let judged = text
            .char_indices()
            .map(|(at, _)| at)
            .find(|at| text.get(*at..).unwrap().starts_with(&quote))
            .filter(|_| quote.chars().any(|letter| !letter.is_whitespace()));
        let found = find_quote(&text, &quote).map(|span| span.start);
        assert_eq!(found, judged, "{quote:?} in {text:?}");
    }
}

#[derive(Debug, Contract)]
struct Evidence {
    quote: String,
}

#[derive(Prompt)]
#[prompt(output = Evidence, user = "{mail}", quotes(normalized, quote = mail))]
struct Loosely<'a> {
    mail: &'a str,
}

#[derive(Prompt)]
#[prompt(output = Evidence, user = "{mail}", quotes(quote = mail))]
struct Exactly<'a> {
    mail: &'a str,
}

const MAIL: &str = "We\u{2019}re out\r\nof „Größe L“ until the 3rd of May, so please wait.";

async fn asked<P: Prompt<Output = Evidence>>(
    prompt: P,
    quote: &str,
) -> Result<String, Option<String>> {
    let json = serde_json::json!({ "quote": quote }).to_string();
    let (model, _) = scripted("one", "alpha", [Say::Text(json.leak())]);
    let plan = Plan::<P>::primary(model).build().unwrap();
    match plan.call(prompt).await {
        Ok(answer) => Ok(answer.value.quote),
        Err(error) => {
            let violation = &error.drift().unwrap().violations()[0];
            Err(violation.hint().map(str::to_owned))
        }
    }
}

/// Typography is let pass only where it was asked for, and the model's own words stay as they are.
#[tokio::test]
async fn typography_may_differ_where_it_was_asked_for() {
    let quote = "We're out of \"Gro\u{308}ße L\"";
    let (loosely, exactly) = (Loosely { mail: MAIL }, Exactly { mail: MAIL });
    assert_eq!(asked(loosely, quote).await.unwrap(), quote);
    let hint = asked(exactly, quote).await.unwrap_err().unwrap();
    assert!(hint.contains("spelled otherwise"), "{hint}");
    for invented in [
        "We are out of \"Größe L\"",
        "we're out of",
        "\u{ad}\u{200b}",
    ] {
        asked(Loosely { mail: MAIL }, invented).await.unwrap_err();
    }
    assert_ne!(Loosely::prompt_fingerprint(), Exactly::prompt_fingerprint());
}

/// The hint shows the passage that begins alike.
#[tokio::test]
async fn the_nearest_passage_is_told() {
    let exactly = || Exactly { mail: MAIL };
    let hint = asked(exactly(), "until the 3rd of June, so wait")
        .await
        .unwrap_err()
        .unwrap();
    assert!(hint.contains("`until the 3rd of May, so pleas`"), "{hint}");
    let hint = asked(exactly(), "never heard of")
        .await
        .unwrap_err()
        .unwrap();
    assert!(!hint.contains('`'), "{hint}");
}
