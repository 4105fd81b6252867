//! Contracts and prompts without their types, and those that are linked into the program, found
//! without being listed.
//!
//! The derives register each type that has no type parameters. A generic contract is known by the
//! prompts that ask for it, since only an instance of it has a schema. A crate is linked only if
//! the program names it: `use my_app as _;` is enough.

#[cfg(feature = "cli")]
use std::collections::BTreeMap;

use crate::bound::{Bindings, Relation};
use crate::contract::Contract;
use crate::decode::decode;
#[cfg(feature = "cli")]
use crate::decode::decode_slice;
use crate::dialect::{Adapted, Step};
use crate::drift::Drift;
use crate::fingerprint::Fingerprint;
use crate::prompt::{Content, Inputs, Prompt};
#[cfg(feature = "cli")]
use crate::schema::label_of;
use crate::shape::Shape;

/// An item that a derive registers.
#[cfg(feature = "cli")]
#[derive(Debug)]
#[non_exhaustive]
pub enum Registered {
    /// A contract.
    Contract(ContractEntry),
    /// A prompt.
    Prompt(PromptEntry),
}

#[cfg(feature = "cli")]
inventory::collect!(Registered);

/// One contract.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(feature = "qualify"),
    allow(dead_code, reason = "qualification compares fingerprints")
)]
pub struct ContractEntry {
    pub(crate) shape: &'static Shape,
    pub(crate) fingerprint: fn() -> Fingerprint,
    /// The drift of a document, if it has any.
    #[cfg(feature = "cli")]
    pub(crate) drift: fn(&[u8]) -> Option<Drift>,
    /// A document in the form in which the type writes it.
    pub(crate) document: fn(&str) -> Result<String, Drift>,
    /// Reads an answer in a dialect, with the rewrites that were undone.
    pub(crate) answer: ReadAnswer,
}

/// Reads an answer that is tied to its inputs: the document, and the rewrites that were undone.
type ReadAnswer = fn(&Adapted, &str, &Bindings) -> Result<(String, Vec<Step>), Drift>;

fn written(value: &impl Contract) -> String {
    let mut text = String::new();
    value.write(&mut text);
    text
}

impl ContractEntry {
    /// The entry of `T`.
    #[must_use]
    pub const fn of<T: Contract>() -> Self {
        Self {
            shape: T::SHAPE,
            fingerprint: T::fingerprint,
            #[cfg(feature = "cli")]
            drift: |bytes| decode_slice::<T>(bytes).err(),
            document: |text| decode::<T>(text).map(|value| written(&value)),
            answer: |adapted, text, bindings| {
                let (value, steps) = adapted.decode_bound::<T>(text, bindings)?;
                Ok((written(&value), steps))
            },
        }
    }

    /// The type's name; `value` for a type without one.
    #[cfg(feature = "qualify")]
    pub(crate) fn title(&self) -> String {
        let name = self.shape.name();
        name.map_or_else(|| "value".to_owned(), |name| name.title.to_owned())
    }

    /// The type's name with its arguments, such as `Page_Ticket`.
    #[cfg(feature = "cli")]
    pub(crate) fn name(&self) -> String {
        label_of(self.shape)
    }

    /// Returns the identity of the contract while the program runs: two functions may each have a
    /// type of one path.
    #[cfg(feature = "cli")]
    fn identity(&self) -> (Option<u128>, String) {
        let key = self.shape.name().map(|name| name.key);
        (key, (self.fingerprint)().text())
    }

    /// The type's path with its arguments, which types of two functions may share.
    #[cfg(feature = "cli")]
    fn path(&self) -> String {
        let Some(name) = self.shape.name() else {
            return label_of(self.shape);
        };
        let mut path = name.id.to_owned();
        for arg in (name.args)() {
            path.push('_');
            path.push_str(&label_of(arg));
        }
        path
    }
}

/// One prompt.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(feature = "cli"),
    allow(dead_code, reason = "the command line shows all of it")
)]
pub struct PromptEntry {
    pub(crate) name: &'static str,
    /// For people; not sent.
    pub(crate) description: &'static str,
    pub(crate) module: &'static str,
    pub(crate) user: &'static str,
    pub(crate) system: Option<&'static str>,
    /// Name and Rust type of each input.
    pub(crate) inputs: &'static [(&'static str, &'static str)],
    /// The relations between the inputs and the answer.
    pub(crate) relations: &'static [Relation],
    pub(crate) output: ContractEntry,
    pub(crate) fingerprint: fn() -> String,
    /// The part of it that is known while compiling.
    pub(crate) template: fn() -> String,
    /// The request of each example, and the answer as JSON text.
    pub(crate) examples: fn() -> Vec<(Content, String)>,
    /// Returns the readers of a data set's inputs.
    pub(crate) read: fn() -> Option<Inputs>,
}

impl PromptEntry {
    /// The entry of `P`, which `module` holds.
    #[must_use]
    pub const fn of<P: Prompt>(
        module: &'static str,
        inputs: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            name: P::NAME,
            description: P::DESCRIPTION,
            module,
            user: P::USER_TEMPLATE,
            system: P::SYSTEM_TEMPLATE,
            inputs,
            relations: P::RELATIONS,
            output: ContractEntry::of::<P::Output>(),
            fingerprint: P::prompt_fingerprint,
            template: P::template_fingerprint,
            read: P::inputs,
            examples: || {
                let examples = P::examples();
                let shown = examples.iter();
                shown
                    .map(|example| (example.user().clone(), example.answer()))
                    .collect()
            },
        }
    }
}

#[cfg(feature = "cli")]
impl PromptEntry {
    /// Returns the examples for people: each question and its answer as text.
    pub(crate) fn shown_examples(&self) -> Vec<(String, String)> {
        let examples = (self.examples)().into_iter();
        examples
            .map(|(user, answer)| (user.to_string(), answer))
            .collect()
    }
}

/// All linked items, in an order that does not depend on the linker's.
#[cfg(feature = "cli")]
#[derive(Debug)]
pub(crate) struct Registry {
    /// By path. Of those that share one, each but the first has a number behind it, in the order of
    /// their fingerprints: nothing else in them is the same from one build to the next.
    pub(crate) contracts: BTreeMap<String, ContractEntry>,
    /// By module and name, with numbers in the same way.
    pub(crate) prompts: BTreeMap<(&'static str, String), PromptEntry>,
}

#[cfg(feature = "cli")]
impl Registry {
    /// Returns the items of this program.
    pub(crate) fn linked() -> Self {
        let (mut contracts, mut prompts) = (BTreeMap::new(), BTreeMap::new());
        for entry in inventory::iter::<Registered> {
            let contract = match entry {
                Registered::Contract(contract) => contract,
                Registered::Prompt(prompt) => {
                    let key = (prompt.module, prompt.name, (prompt.fingerprint)());
                    prompts.insert(key, *prompt);
                    &prompt.output
                }
            };
            let (key, text) = contract.identity();
            contracts.insert((contract.path(), text, key), *contract);
        }
        let mut found = Self {
            contracts: BTreeMap::new(),
            prompts: BTreeMap::new(),
        };
        for ((path, ..), contract) in contracts {
            let path = numbered(&path, |path| found.contracts.contains_key(path));
            found.contracts.insert(path, contract);
        }
        for ((module, name, _), prompt) in prompts {
            let name = numbered(name, |name| {
                found.prompts.contains_key(&(module, name.to_owned()))
            });
            found.prompts.insert((module, name), prompt);
        }
        found
    }

    /// Returns the path of a contract of this program, by which it is distinguished from all
    /// others.
    pub(crate) fn path(&self, contract: &ContractEntry) -> String {
        let identity = contract.identity();
        let mut known = self.contracts.iter();
        known
            .find(|(_, known)| known.identity() == identity)
            .map_or_else(|| contract.path(), |(path, _)| path.clone())
    }

    /// The name of a contract as the command line shows and takes it: short where that is enough.
    pub(crate) fn shown(&self, contract: &ContractEntry) -> String {
        let name = contract.name();
        let alone = self
            .contracts
            .values()
            .filter(|other| other.name() == name)
            .count()
            == 1;
        if alone { name } else { self.path(contract) }
    }
}

/// `name`, with the first number behind it that makes it one of its own.
#[cfg(feature = "cli")]
fn numbered(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut own = name.to_owned();
    let mut number = 1_u32;
    while taken(&own) {
        number = number.saturating_add(1);
        own = format!("{name}_{number}");
    }
    own
}
