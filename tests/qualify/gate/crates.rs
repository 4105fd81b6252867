//! Little crates that cargo checks: what the compiler says of them, and whether it was asked at
//! all.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use driftless::lock::{Entry, Lock};
use serde_json::Value;

use crate::folder::Folder;

/// A crate `subject` with a contract of its own, one of a crate `vocabulary`, and a prompt.
pub(crate) struct Crates {
    folder: Folder,
    /// Crates of one name would share what cargo keeps of them.
    subject: String,
    /// A crate that one test makes cargo build must not be made stale by another between two
    /// checks.
    _turn: MutexGuard<'static, ()>,
    /// `SOURCE_DATE_EPOCH`
    pub(crate) today: u64,
}

/// An error of the compiler.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) message: String,
    /// The place that it points to.
    pub(crate) at: String,
}

/// The results of cargo.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) errors: Vec<Told>,
    /// `true` if `subject` was compiled; otherwise nothing had changed.
    pub(crate) compiled: bool,
}

impl Crates {
    pub(crate) fn new(case: &str, today: u64) -> Self {
        static TURN: Mutex<()> = Mutex::new(());
        let root = workspace();
        let crates = Self {
            _turn: TURN.lock().unwrap_or_else(PoisonError::into_inner),
            folder: Folder::new(),
            subject: format!("subject_{case}"),
            today,
        };
        let driftless = toml_text(&root.join("runtime"));
        let package = |name: &str, more: &str| {
            format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n[dependencies]\ndriftless = {{ path = {driftless} }}\n{more}"
            )
        };
        let name = format!("vocabulary_{case}");
        let vocabulary = package(&name, "");
        let more = format!(
            "vocabulary = {{ package = \"{name}\", path = \"vocabulary\" }}\n[workspace]\n"
        );
        let subject = package(&crates.subject, &more);
        crates.write("vocabulary/Cargo.toml", &vocabulary);
        crates.write("Cargo.toml", &subject);
        // The same versions as everywhere, so that nothing needs the network.
        let versions = std::fs::read_to_string(root.join("Cargo.lock")).unwrap();
        crates.write("Cargo.lock", &versions);
        crates
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        self.folder.write(name, text)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path(name)
    }

    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_file(self.folder.path(name)).unwrap();
    }

    /// Writes `contracts.lock`.
    pub(crate) fn evidence(&self, entries: impl IntoIterator<Item = Entry>) {
        let mut lock = Lock::default();
        entries.into_iter().for_each(|entry| lock.put(entry));
        self.write("contracts.lock", &lock.to_string());
    }

    fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args([command, "--offline", "--quiet", "--target-dir"])
            // Kept from run to run, since all that driftless is built on is in there.
            .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("gate"))
            .current_dir(self.folder.root())
            .env("SOURCE_DATE_EPOCH", self.today.to_string())
            // Nobody debugs it.
            .env("CARGO_PROFILE_DEV_DEBUG", "0");
        cargo
    }

    /// Builds and runs the program `subject`: whether it ended well, and what it printed.
    pub(crate) fn run(&self) -> (bool, String) {
        let output = self.cargo("run").output().unwrap();
        let told = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(told).unwrap())
    }

    pub(crate) fn check(&self) -> Checked {
        let output = self
            .cargo("check")
            .arg("--message-format=json")
            .output()
            .unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<Value> = text
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let of_subject = |line: &&Value| line["target"]["name"] == *self.subject;
        let errors: Vec<Told> = lines
            .iter()
            .filter(|line| line["reason"] == "compiler-message" && line["message"]["level"] == "error")
            // The last one only counts the others.
            .filter(|line| line["message"]["spans"].as_array().is_some_and(|spans| !spans.is_empty()))
            .map(|line| told(&line["message"]))
            .collect();
        let artifact = lines
            .iter()
            .filter(of_subject)
            .find(|line| line["reason"] == "compiler-artifact");
        assert!(
            output.status.success() == errors.is_empty(),
            "{text}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
        Checked {
            errors,
            compiled: artifact.is_none_or(|artifact| artifact["fresh"] == false),
        }
    }
}

fn told(message: &Value) -> Told {
    let spans = message["spans"].as_array().unwrap();
    let mut primary = spans
        .iter()
        .find(|span| span["is_primary"] == true)
        .unwrap();
    // Out of the macros that it stands in.
    while primary["expansion"].is_object() {
        primary = &primary["expansion"]["span"];
    }
    let column = |name: &str| usize::try_from(primary[name].as_u64().unwrap() - 1).unwrap();
    let line = primary["text"][0]["text"].as_str().unwrap();
    let at: String = line
        .chars()
        .skip(column("column_start"))
        .take(column("column_end") - column("column_start"))
        .collect();
    Told {
        message: message["message"].as_str().unwrap().to_owned(),
        at,
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// A path as a string of TOML, which is one of JSON here.
fn toml_text(path: &Path) -> String {
    serde_json::to_string(path.to_str().unwrap()).unwrap()
}
