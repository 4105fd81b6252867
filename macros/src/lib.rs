//! Derive macros of the `driftless` crate.

mod ast;
mod attr;
mod case;
mod check;
mod ctxt;
mod expand;
mod fallback;
mod file;
mod lock;
mod model;
mod prompt;
mod serial;
mod symbol;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Derives `driftless::Contract`: the JSON Schema, the request forms and the strict decoder of a
/// type.
///
/// ```
/// use driftless::{Contract, decode};
///
/// /// One line of an order.
/// #[derive(Debug, Contract)]
/// #[contract(rename_all = "camelCase")]
/// struct OrderLine {
///     /// The number on the label.
///     #[contract(pattern = "^[A-Z]-[0-9]+$", example = "K-17")]
///     article_number: String,
///     #[contract(range(1..=99))]
///     pieces: u32,
///     delivery: Delivery,
/// }
///
/// #[derive(Debug, PartialEq, Contract)]
/// #[contract(tag = "kind", rename_all = "snake_case")]
/// enum Delivery {
///     PickUp,
///     Parcel {
///         #[contract(pattern = "^[A-Z]{2}$")]
///         country: String,
///     },
/// }
///
/// let line: OrderLine = decode(
///     r#"{"articleNumber":"K-17","pieces":2,"delivery":{"kind":"parcel","country":"SE"}}"#,
/// )?;
/// assert_eq!(line.delivery, Delivery::Parcel { country: "SE".to_owned() });
///
/// let none = r#"{"articleNumber":"K-17","pieces":0,"delivery":{"kind":"pick_up"}}"#;
/// assert!(decode::<OrderLine>(none).is_err());
/// # Ok::<(), driftless::Drift>(())
/// ```
///
#[doc = include_str!("../attributes.md")]
#[proc_macro_derive(Contract, attributes(contract))]
pub fn contract(input: TokenStream) -> TokenStream {
    contract_impl(&parse_macro_input!(input as DeriveInput)).into()
}

/// Derives `driftless::Prompt`: the struct's fields are the inputs of a template, and `output` is
/// the contract of the answer.
///
/// ```
/// use driftless::{Contract, Prompt};
///
/// #[derive(Contract)]
/// struct Mood {
///     happy: bool,
/// }
///
/// /// The mood of one review.
/// #[derive(Prompt)]
/// #[prompt(output = Mood, system = "You judge moods.", user = "Review of {product}:\n{text}")]
/// struct JudgeReview<'a> {
///     product: &'a str,
///     text: &'a str,
/// }
///
/// let prompt = JudgeReview { product: "a kettle", text: "Boils in no time!" };
/// assert_eq!(prompt.user(), "Review of a kettle:\nBoils in no time!");
/// assert_eq!(prompt.system().as_deref(), Some("You judge moods."));
/// ```
///
/// | key | meaning |
/// |---|---|
/// | `output = Type` | the contract type of the answer (required) |
/// | `user = "…"` | template of the user message (required): `{field}` is the field's `Display` text, `{#each list}…{/each}` and `{#if option}…{/if}` are blocks, `{{` and `}}` are braces, also those of JSON |
/// | `system = "…"` | template of the system text |
/// | `user_file = "path"`, `system_file = "path"` | these templates as files, whose path starts at the folder of the crate's `Cargo.toml` |
/// | `examples = path` | few-shot examples: a function that returns `Vec<driftless::prompt::Example<Type>>` |
/// | `choices(path = field)` | the value at the path is one of the items of the field; with `choices(in_schema, path = field)`, in the schema as well; see [Relations](#relations) |
/// | `quotes(path = field)` | the text at the path stands in the field's text, word for word; with `quotes(normalized, path = field)`, but for typography |
/// | `ensure = path` | a check that sees both, `fn(&Prompt, &Output) -> Result<(), Violation>`; repeatable |
/// | `name = "…"` | the prompt's name in receipts; the type's name otherwise |
/// | `qualified("vendor/model", …)` | models that must have passed a qualification on this prompt as it is now, by `contracts.lock`; a compile error otherwise |
/// | `lock = "path"` | another file than `contracts.lock`, from the folder of `Cargo.toml` |
/// | `crate = path` | the runtime crate, if it is not called `driftless` |
///
/// `qualified` compiles only while the evidence of each model is there, passed, has not expired
/// (`SOURCE_DATE_EPOCH` is today where it is set), and is about the contract and the templates as
/// they are. Examples, the dialect and the plan's first model are known at run time only: `build()`
/// checks them.
///
/// Two kinds of changes are noticed at run time only. First, the content of a field that is marked
/// `#[contract(recursive)]` is not a constant, since a cycle of constants has no value: for a
/// contract with such a field, the compiler checks everything up to the mark and reports a change
/// as one of "the prompt's template or its contract"; `build()` checks the whole. A type that
/// contains itself by name needs no mark and is checked as a whole. Second, comparisons,
/// `#[contract(compare(…))]`, are derived from the contract at run time: `build()` checks them in a
/// program with the feature `qualify`, and `contracts check` and `contracts evidence` always do;
/// the compiler, and `build()` without that feature, don't notice that they have changed.
///
/// # Lists and options
///
/// `{#each list}…{/each}` repeats its content for every item, `{this}` in it; `{#if option}…{/if}`
/// leaves its content out where an option isn't there, a list is empty, or a `bool` is `false`, and
/// within it the field is the option's value. A tag that stands alone on a line takes the line with
/// it. There is nothing more: make any other text before the prompt is made.
///
/// # Media
///
/// A placeholder in `user` whose field is an `Image`, a `Document`, an `Audio` or a `Video` of
/// `driftless::media`, or an `Option`, a `Vec` or a slice of one, splits the message at its place.
/// In `system` it is a compile error. The module has an example.
///
/// # History
///
/// `#[prompt(history)]` on a field sends its turns as messages before the user message, and no
/// template names it. Its type is a `prompt::Conversation`, or any list of `prompt::Turn`s.
///
/// ```
/// use driftless::prompt::Conversation;
/// use driftless::{Contract, Prompt};
///
/// #[derive(Contract)]
/// struct Reply {
///     text: String,
/// }
///
/// #[derive(Prompt)]
/// #[prompt(
///     output = Reply,
///     user = "{question}{#if note} ({note}){/if}\n{#each orders}\n- {this}\n{/each}\n"
/// )]
/// struct Answer<'a> {
///     #[prompt(history)]
///     before: &'a Conversation,
///     question: &'a str,
///     note: Option<&'a str>,
///     orders: Vec<u32>,
/// }
///
/// let mut before = Conversation::new();
/// before.user("Hello!").assistant("How can I help?");
/// let prompt = Answer { before: &before, question: "Where?", note: None, orders: vec![7, 9] };
/// assert_eq!(prompt.user(), "Where?\n- 7\n- 9\n");
/// assert_eq!(prompt.render().history.len(), 2);
/// ```
///
/// # Relations
///
/// A relation ties the answer to what only a call knows, such as the ids that exist:
///
/// ```ignore
/// #[derive(Prompt)]
/// #[prompt(output = Order, user = "Which lines does this order have?\n{mail}",
///          choices(lines.*.sku = catalogue), quotes(reason = mail), ensure = within_credit)]
/// struct ReadOrder<'a> { mail: &'a str, catalogue: &'a [String], credit: u32 }
/// ```
///
/// A path goes by the names in the JSON (in quotes where one is no identifier), with `*` for the
/// items of a list and the values of a map, and a variant's tag value for a variant; it is checked
/// while compiling and leads to a text, or for `choices` to a whole number. `null` and what is
/// missing are bound to nothing.
///
/// The items of a field of choices are what its `iter()` gives, and count as their `Display` text.
/// Choices that no template shows are put behind the user message. A model that is constrained by
/// its schema can write nothing else where they stand in the schema too, but vendors compile a
/// schema on its first use and cache prompts with it, so one that changes with each call costs time
/// and money. Therefore only the embedded model gets them there by itself; with `in_schema` at the
/// list's beginning every model does, as far as the limits of its dialect let them in, and with
/// `in_words` none. Choices inside of one variant are in no schema. Those that only the prompt says
/// are a loss in the attempt's receipt.
///
/// Choices are compared letter by letter, quotations too, and white space alone quotes nothing.
/// With `normalized` at the list's beginning, quotations may differ in white space, quotation
/// marks, hyphens and equivalent forms of letters; `prompt::find_quote_normalized` has the rule,
/// and gives the place in the input. A rehearsal has a fault for each kind, with values taken from
/// the right answer, since it has no inputs; checks by `ensure` don't run there. What breaks a
/// relation is a violation like any other: with a hint, repaired if the plan says so, counted in
/// receipts. A prompt with `ensure` is kept while the models answer, so it must be `Send`; of
/// others only the values that a relation names are kept.
///
/// A choice that stands twice, one that is no whole number where the value is, no choice at all for
/// a value that must be there, and an empty text for a quotation that must be there end the call
/// before anything is sent. The relations are part of the prompt's fingerprint, the values are not.
/// In a qualification each item of the data set brings the values; there, choices are compared
/// exactly. A prompt with `ensure` can't be qualified, since a data set has the inputs and not the
/// prompt; and relations don't check few-shot examples.
///
/// # Errors while compiling
///
/// An unknown placeholder, a field that no template uses, and a brace or a block that isn't closed
/// are compile errors. A file is read while compiling, and again when it has changed; its line ends
/// are `\n`, as they are in a literal, and the last one is no part of the template.
#[proc_macro_derive(Prompt, attributes(prompt))]
pub fn prompt(input: TokenStream) -> TokenStream {
    prompt::derive(&parse_macro_input!(input as DeriveInput)).into()
}

/// The text of a file that is named from the folder of the crate's `Cargo.toml`; `driftless::lock!`
/// calls it.
#[doc(hidden)]
#[proc_macro]
pub fn include_lock(input: TokenStream) -> TokenStream {
    lock::include(&parse_macro_input!(input as syn::LitStr)).into()
}

/// The stages, each of which takes what the one before it gives.
fn contract_impl(input: &DeriveInput) -> proc_macro2::TokenStream {
    let ctxt = ctxt::Ctxt::new();
    let container = ast::Container::read(&ctxt, input);
    let via = container.as_ref().and_then(|of| {
        let (_, wire) = of.attrs.via.as_ref()?;
        let krate = of.attrs.krate.as_ref();
        Some(expand::via(
            &ctxt,
            input,
            krate,
            wire,
            of.attrs.draft.is_some(),
        ))
    });
    if let Some(expanded) = via {
        return match ctxt.check() {
            Ok(()) => expanded,
            Err(error) => fallback::fallback(input, Some(error)),
        };
    }
    let model = container.and_then(|of| check::check(&ctxt, &of));
    match (ctxt.check(), model) {
        (Ok(()), Some(model)) => expand::expand(&model, serial::serial(input)),
        (Ok(()), None) => fallback::fallback(input, None),
        (Err(error), _) => fallback::fallback(input, Some(error)),
    }
}
