//! `{#each}` and `{#if}` in templates.

use std::collections::{BTreeSet, VecDeque};

use driftless::prompt::Turn;
use driftless::{Contract, Prompt};
use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};

#[derive(Contract)]
struct Mood {
    happy: bool,
}

#[derive(Prompt)]
#[prompt(
    output = Mood,
    system = "{#if strict}Be strict.{/if}{#if note} Note: {note}.{/if}",
    user = "Tags:{#each tags} <{this}>{/each} of {of}{#if tags}!{/if}{{{#if note}{#each tags}{this}={note};{/each}{/if}}}"
)]
struct Tagged<'a> {
    tags: &'a [String],
    note: Option<&'a str>,
    strict: bool,
    of: u8,
}

/// Every input is shown where it stands, in its order, as often as it is there.
#[test]
fn blocks_show_every_item_and_leave_out_what_is_not_there() {
    let mut random = SmallRng::seed_from_u64(20_261_130);
    for _ in 0..300 {
        let tags: Vec<String> = (0..random.random_range(0..4))
            .map(|_| "{ä}\n".repeat(random.random_range(0..3)))
            .collect();
        let note = random.random_bool(0.5).then_some("{#if x}");
        let strict = random.random_bool(0.5);
        let prompt = Tagged {
            tags: &tags,
            note,
            strict,
            of: 7,
        };
        let mut user = "Tags:".to_owned();
        for tag in &tags {
            user.extend([" <", tag.as_str(), ">"]);
        }
        user += " of 7";
        if !tags.is_empty() {
            user += "!";
        }
        user += "{";
        if let Some(note) = note {
            for tag in &tags {
                user.extend([tag.as_str(), "=", note, ";"]);
            }
        }
        user += "}";
        assert_eq!(prompt.user(), user.as_str());
        let mut system = String::new();
        if strict {
            system += "Be strict.";
        }
        if let Some(note) = note {
            system.extend([" Note: ", note, "."]);
        }
        assert_eq!(prompt.system(), Some(system));
    }
}

/// A tag that stands alone takes its line with it.
#[derive(Prompt)]
#[prompt(
    output = Mood,
    user = "Lines:\n  {#each lines}\n- {this}\n\t{/each}\n{#if more}\nMore: {more}\n{/if}\nEnd {#each lines}\n{this}{/each}"
)]
struct Lines {
    lines: VecDeque<u8>,
    more: Option<String>,
}

#[test]
fn a_tag_alone_on_its_line_leaves_no_line() {
    let prompt = |lines: &[u8], more: Option<&str>| {
        let lines = lines.iter().copied().collect();
        let more = more.map(str::to_owned);
        Lines { lines, more }.user().to_string()
    };
    assert_eq!(
        prompt(&[1, 2], Some("x")),
        "Lines:\n- 1\n- 2\nMore: x\nEnd \n1\n2"
    );
    assert_eq!(prompt(&[], None), "Lines:\nEnd ");
}

#[derive(Prompt)]
#[prompt(
    output = Mood,
    user = "{#each array}{this}{/each}{#each set}{this}{/each}{#each list}{this}{/each}{#if maybe}{#each maybe}({this}){/each}{/if}{#if flag}{flag}{/if}"
)]
struct Kinds<'a, const N: usize> {
    array: [char; N],
    set: BTreeSet<u8>,
    list: &'a Vec<&'a str>,
    maybe: Option<Vec<String>>,
    flag: &'a bool,
    #[prompt(history)]
    before: [Turn; 1],
}

#[test]
fn lists_and_options_of_all_kinds_and_an_array_as_history() {
    let list = vec!["x", "y"];
    let mut prompt = Kinds {
        array: ['a', 'b'],
        set: BTreeSet::from([2, 1]),
        list: &list,
        maybe: Some(vec!["m".to_owned()]),
        flag: &true,
        before: [Turn::user("Hi.")],
    };
    assert_eq!(prompt.user(), "ab12xy(m)true");
    assert_eq!(prompt.render().history, [Turn::user("Hi.")]);
    prompt.maybe = None;
    prompt.flag = &false;
    assert_eq!(prompt.user(), "ab12xy");
}
