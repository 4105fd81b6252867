//! Contracts and prompts whose names and words try to break out of every form of documentation.
#![allow(dead_code, reason = "described, never built")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use driftless::contract::Untyped;
use driftless::prompt::Example;
use driftless::{Contract, Prompt, Violation};

/// <script>window.pwned = 1</script> & "quotes" 'and' `<b>code</b>` \ | * _
/// [a](javascript:alert(1)) ![x](y)
#[derive(Debug, Contract)]
#[contract(name = "</title><script>window.pwned=1</script>")]
struct Markup {
    /// "><img src=x onerror="window.pwned=1"> ${window.pwned} {{7*7}} <!-- --> ]]>
    #[contract(
        rename = "\"><script>window.pwned=1</script>",
        example = "</code></pre><script>window.pwned=1</script>"
    )]
    first: String,
    #[contract(
        describe = "🎉 emoji, שלום עולם, مرحبا, and a right-to-left override: \u{202e}evil end. Zero\u{200b}width.",
        rename = "שדה 🎉",
        one_of("\u{202e}abc", "x' onclick='window.pwned=1")
    )]
    second: String,
    #[contract(rename = "a/b~c d#e?f%20&amp;|g", pattern = "^</script>[<>&\"']*$")]
    third: String,
    /// A key of one blank.
    #[contract(rename = " ")]
    empty: String,
    /// ```
    /// fence ```` longer
    /// ```
    ///
    /// # not a heading
    ///
    /// 1. not a list
    #[contract(optional)]
    constructor: Option<Values>,
    averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongname:
        BTreeMap<String, Option<Vec<Tree>>>,
    any: Untyped,
}

/// The same name in another case.
#[derive(Debug, Contract)]
#[contract(name = "TREE")]
struct Loud {
    forest: BTreeSet<Values>,
}

/// A name that Windows keeps for a device.
#[derive(Debug, Contract)]
#[contract(name = "CON")]
struct Device {
    tree: Tree,
    money: Money,
}

/// A tree: `children` hold trees.
#[derive(Debug, Contract)]
struct Tree {
    name: String,
    /// Left out where there are none.
    children: Vec<Tree>,
    wish: Option<Wish>,
}

/// One hundred years of names: a name of four hundred characters.
#[derive(Debug, Contract)]
#[contract(
    name = "NNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNNN"
)]
struct Long {
    n: u8,
}

/// Emoji alone.
#[derive(Debug, Contract)]
#[contract(name = "🎉🎉")]
struct Party {
    n: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Contract)]
enum Values {
    /// <iframe src="https://example.com">
    #[contract(rename = "<iframe>")]
    Frame,
    #[contract(rename = "'; DROP TABLE")]
    Table,
}

/// In cents.
#[derive(Debug, Clone, Copy, Contract)]
#[contract(range(0..=1_000_000), example = 4990, ensure = is_whole)]
struct Money(u32);

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the form of a check")]
fn is_whole(money: &Money) -> Result<(), Violation> {
    (money.0 < 1_000_000)
        .then_some(())
        .ok_or_else(|| Violation::new("less"))
}

/// What somebody wants.
#[derive(Debug, Contract)]
#[contract(tag = "kind", content = "data")]
enum Wish {
    /// Money back.
    Refund {
        /// How much, in cents.
        amount: Money,
    },
    /// Another tree inside.
    #[contract(rename = "\"</h3>")]
    Grow(#[contract(recursive)] Box<Tree>),
    Nothing,
}

/// <b>Asks</b> for "everything".
#[derive(Debug, Prompt)]
#[prompt(
    output = Markup,
    system = "You are </pre><script>window.pwned=1</script> {{not an input}} {tone}.",
    user = "```\n{text}\n```",
)]
struct Everything<'a> {
    text: &'a str,
    tone: String,
}

/// Grows trees.
#[derive(Debug, Prompt)]
#[prompt(output = Vec<Tree>, user = "{seed}", examples = grown)]
struct Grow {
    seed: u32,
}

fn grown() -> Vec<Example<Vec<Tree>>> {
    let tree = Tree {
        name: "<i>oak</i>".to_owned(),
        children: Vec::new(),
        wish: None,
    };
    vec![Example::new(&Grow { seed: 7 }, vec![tree])]
}

fn main() -> ExitCode {
    driftless::cli::main()
}
