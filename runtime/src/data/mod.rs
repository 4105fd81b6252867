//! Data sets: what models are asked, and what is expected of them.
//!
//! A data set is a JSONL file, one item a line:
//!
//! ```json
//! {"id": "t-17", "input": {"ticket": "My invoice is wrong."}, "expected": {"severity": "high"}, "cluster": "customer-4", "weight": 1, "metadata": {"by": "Ann"}}
//! ```
//!
//! `input` has the prompt's fields, all of them and no others; `expected` is a document of the
//! prompt's contract. Both are decoded as strictly as an answer is. Items of one `cluster` count as
//! alike; an item of `weight` 2 counts as two of weight 1; `metadata` is for people. `expected`,
//! `cluster`, `weight` and `metadata` may be missing.

mod error;
#[cfg(feature = "run")]
mod flat;
mod format;
mod item;
mod layout;
mod lines;

pub use error::{DataError, DataProblem};
pub use format::{DataFormat, UnknownFormat};
pub use item::Item;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::bound::RelationKind;
use crate::fingerprint::Hasher;
use crate::json::{Node, PathStep, Syntax};
use crate::prompt::{Inputs, Prompt};
use crate::registry::PromptEntry;
use crate::shape::Shape;
use crate::visible::shown_path;

#[cfg(feature = "run")]
pub(crate) use flat::flat;
pub(crate) use item::Reading;
#[cfg(feature = "run")]
pub(crate) use layout::{Problems, Raw, listed};
pub(crate) use lines::{LONGEST, Line, Lines};

use layout::Wanted;

/// The items that a qualification asks, each read for one prompt.
///
/// ```no_run
/// use driftless::qualify::DataSet;
/// use driftless::{Contract, Prompt};
///
/// #[derive(Contract)]
/// struct Mood { happy: bool }
///
/// #[derive(Prompt)]
/// #[prompt(output = Mood, user = "{text}")]
/// struct FindMood<'a> { text: &'a str }
///
/// let data = DataSet::read::<FindMood>("moods.jsonl", None)?;
/// println!("{} items as {}, digest {}", data.items().len(), data.format(), data.digest());
/// # Ok::<(), driftless::qualify::DataError>(())
/// ```
#[derive(Debug, Clone)]
pub struct DataSet {
    path: String,
    format: DataFormat,
    detected: bool,
    items: Vec<Item>,
}

impl DataSet {
    /// Reads a file for the prompt `P`, in `format` or in the one that its first line shows.
    ///
    /// # Errors
    /// [`DataError`] with every problem and its line: broken JSON, unknown, missing and wrong
    /// fields, expected documents that break the contract, ids that stand twice, a file without
    /// items, a field whose type can't be read from JSON.
    pub fn read<P: Prompt>(
        path: impl AsRef<Path>,
        format: Option<DataFormat>,
    ) -> Result<Self, DataError> {
        let prompt = PromptEntry::of::<P>("", &[]);
        Self::read_for(&prompt, path.as_ref(), format)
    }

    /// Reads the data set without the prompt's type.
    pub(crate) fn read_for(
        prompt: &PromptEntry,
        path: &Path,
        format: Option<DataFormat>,
    ) -> Result<Self, DataError> {
        let name = shown_path(path);
        let inputs = inputs_of(prompt, &name)?;
        let lines = Lines::open(path).map_err(|error| DataError::unreadable(&name, &error))?;
        let reader = Reader {
            name: &name,
            reading: Reading {
                prompt,
                inputs: &inputs,
            },
            format,
            items: Vec::new(),
            errors: DataError::new(&name),
        };
        let (found, items) = reader.read(lines)?;
        Ok(Self {
            path: name,
            format: found,
            detected: format.is_none(),
            items,
        })
    }

    /// The file as it was named.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The layout in which it was read.
    #[must_use]
    pub const fn format(&self) -> DataFormat {
        self.format
    }

    /// Returns `true` if the layout was recognised by the file's first line and not given by the
    /// caller.
    #[must_use]
    pub const fn is_detected(&self) -> bool {
        self.detected
    }

    /// Every item, in the order of the file.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Returns a digest of the items in a canonical form, in 128 bits as 32 hexadecimal digits. The
    /// order of lines and of keys, white space, the spelling of numbers and strings, and metadata
    /// don't change it; any other change of an item does.
    #[must_use]
    pub fn digest(&self) -> String {
        let items: BTreeSet<u128> = self.items.iter().map(Item::canonical).collect();
        let hasher = items.into_iter().fold(Hasher::new(), Hasher::number);
        format!("{:032x}", hasher.finish())
    }

    /// Returns the number of items with an expected answer.
    #[must_use]
    pub fn expected(&self) -> usize {
        let items = self.items.iter();
        items.filter(|item| item.expected.is_some()).count()
    }

    /// Returns the number of groups of items; an item without one is a group of its own. `None` if
    /// no item names a group.
    #[must_use]
    pub fn clusters(&self) -> Option<usize> {
        let named: BTreeSet<&String> = self
            .items
            .iter()
            .filter_map(|item| item.cluster.as_ref())
            .collect();
        let alone = self.items.iter().filter(|item| item.cluster.is_none());
        (!named.is_empty()).then(|| named.len() + alone.count())
    }
}

/// Returns the readers of the prompt's fields, or an error that names the fields without one and
/// the remedy.
pub(crate) fn inputs_of(prompt: &PromptEntry, file: &str) -> Result<Inputs, DataError> {
    let name = prompt.name;
    let Some(inputs) = (prompt.read)() else {
        let mut checks = prompt.relations.iter();
        if let Some(check) = checks.find(|of| of.kind == RelationKind::Ensure) {
            return Err(DataError::of_file(
                file,
                format!(
                    "the prompt `{name}` checks its answers by the function `{}`, which needs a value of its type, and a data set has only the inputs; tie the answer by `choices` and `quotes`, or check it by `ensure` of the contract",
                    check.spelled
                ),
            ));
        }
        return Err(DataError::of_file(
            file,
            format!(
                "the prompt `{name}` can't be read from a data set, since its `Prompt` is written by hand; derive `Prompt` on a struct with its inputs"
            ),
        ));
    };
    let mut errors = DataError::new(file);
    for field in inputs.fields.iter().filter(|field| field.read.is_none()) {
        let message = format!(
            "the field `{}` of the prompt `{name}` has the type `{}`, which can't be read from JSON; use `String`, `&str` or a number, derive `Contract` on the type, or implement `FromStr` for it (of a type parameter only its bounds count: bind it by `driftless::Contract`)",
            field.name, field.ty
        );
        errors.push(None, "", message);
    }
    if errors.is_empty() {
        Ok(inputs)
    } else {
        Err(errors)
    }
}

struct Reader<'r> {
    name: &'r str,
    reading: Reading<'r>,
    format: Option<DataFormat>,
    items: Vec<Item>,
    errors: DataError,
}

impl Reader<'_> {
    fn read(mut self, mut lines: Lines) -> Result<(DataFormat, Vec<Item>), DataError> {
        loop {
            let (number, line) = match lines.next() {
                Ok(Some(next)) => next,
                Ok(None) => break,
                Err(error) => return Err(DataError::unreadable(self.name, &error)),
            };
            match line {
                Line::Whole(bytes) => self.line(number, &bytes),
                Line::TooLong => {
                    let most = LONGEST;
                    let message = format!(
                        "the line is longer than {most} bytes; no model takes as much, so shorten it"
                    );
                    self.errors.push(Some(number), "", message);
                }
            }
        }
        self.twice();
        match self.format {
            _ if !self.errors.is_empty() => Err(self.errors),
            Some(format) if !self.items.is_empty() => Ok((format, self.items)),
            _ => Err(DataError::of_file(
                self.name,
                "no item; write one JSON object a line, such as {\"id\": \"1\", \"input\": {…}}",
            )),
        }
    }

    fn line(&mut self, number: u64, bytes: &[u8]) {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let message = format!(
                    "byte {} is not UTF-8; save the file as UTF-8",
                    error.valid_up_to() + 1
                );
                return self.errors.push(Some(number), "", message);
            }
        };
        if text.trim().is_empty() {
            return;
        }
        if text.starts_with('\u{feff}') {
            let message = "the file begins with a byte order mark; save it as UTF-8 without one";
            return self.errors.push(Some(number), "", message);
        }
        match Node::parse(text) {
            Ok(node) => self.node(number, &node),
            Err(problem) => {
                let message = broken(text, &problem);
                self.errors.push(Some(number), "", message);
            }
        }
    }

    fn node(&mut self, number: u64, node: &Node<'_>) {
        let format = self.format.or_else(|| DataFormat::detect(node));
        let Some(format) = format else {
            let message = "the line has none of the keys `input`, `inputs`, `item` and `vars`, so its format is unknown; write {\"id\": …, \"input\": {…}}, or name the format";
            return self.errors.push(Some(number), "", message);
        };
        self.format = Some(format);
        let fields: Vec<&'static str> = self
            .reading
            .inputs
            .fields
            .iter()
            .map(|field| field.name)
            .collect();
        let wanted = Wanted {
            fields: &fields,
            is_text: is_text(self.reading.prompt.output.shape),
        };
        let mut problems = Vec::new();
        let raw = layout::raw(node, format, &wanted, &mut problems);
        // What could not be taken apart is missing everywhere; once is enough.
        if problems.is_empty()
            && let Some(item) = self.reading.item(number, raw, &mut problems)
        {
            self.items.push(item);
        }
        for (field, message) in problems {
            self.errors.push(Some(number), &field, message);
        }
    }

    /// Each id names one item.
    fn twice(&mut self) {
        let mut lines: BTreeMap<&str, u64> = BTreeMap::new();
        for item in &self.items {
            match lines.get(item.id.as_str()) {
                Some(line) => {
                    let message = format!(
                        "{:?} stands in line {line} as well; give each item an id of its own",
                        item.id
                    );
                    self.errors.push(Some(item.line), "id", message);
                }
                None => {
                    lines.insert(&item.id, item.line);
                }
            }
        }
    }
}

/// Returns `true` if a document is one string.
fn is_text(shape: &Shape) -> bool {
    match shape {
        Shape::String(_) | Shape::Enum(_) => true,
        Shape::Nullable(inner) => is_text(inner),
        Shape::Newtype(newtype) => is_text(newtype.inner),
        _ => false,
    }
}

/// Where a line stops being JSON.
pub(crate) fn broken(text: &str, problem: &Syntax) -> String {
    let column = text
        .get(..problem.at)
        .map_or(0, |before| before.chars().count())
        + 1;
    let place: String = problem
        .path
        .iter()
        .map(|step| match step {
            PathStep::Key(key) => format!("/{key}"),
            PathStep::Index(index) => format!("/{index}"),
        })
        .collect();
    let inside = if place.is_empty() {
        String::new()
    } else {
        format!(" (in {place})")
    };
    format!(
        "no JSON: expected {} at column {column}{inside}; each line is one whole JSON object",
        problem.problem
    )
}
