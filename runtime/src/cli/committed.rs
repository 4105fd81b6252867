//! Committed files: those of the working tree, or those of another revision, which git reads.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use super::exit::Fault;
use super::schemas;
use crate::visible::shown_path;

/// A folder of schemas, or a lock, as it is in the working tree or in a revision.
#[derive(Debug)]
pub(super) struct Committed {
    path: PathBuf,
    revision: Option<Revision>,
}

/// A commit, and where the path is in it.
#[derive(Debug)]
struct Revision {
    /// As the user named it.
    name: String,
    commit: String,
    /// A folder that is there now, from which `below` leads to the path.
    from: PathBuf,
    below: String,
}

impl Committed {
    /// The path in the working tree, or in the revision of this name.
    pub(super) fn new(path: &Path, revision: Option<&String>) -> Result<Self, Fault> {
        let revision = revision.map(|name| Revision::of(name, path)).transpose()?;
        Ok(Self {
            path: path.to_owned(),
            revision,
        })
    }

    /// Returns the path that messages show.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the path and the revision, for people.
    pub(super) fn place(&self) -> String {
        let path = shown_path(&self.path);
        match &self.revision {
            Some(revision) => format!("{path} at {}", revision.name),
            None => path,
        }
    }

    /// Returns `true` if the working tree is read.
    pub(super) fn is_working_tree(&self) -> bool {
        self.revision.is_none()
    }

    /// Returns the names of the schemas in the folder; none if there is no folder.
    pub(super) fn schemas(&self) -> Result<Vec<String>, Fault> {
        let Some(revision) = &self.revision else {
            return schemas::schemas_in(&self.path);
        };
        let Some(names) = revision.names()? else {
            return Ok(Vec::new());
        };
        let mut names: Vec<String> = names
            .split('\0')
            .filter(|name| name.ends_with(schemas::ENDING))
            .map(str::to_owned)
            .collect();
        names.sort();
        Ok(names)
    }

    /// Returns the text of a file of the folder.
    pub(super) fn file(&self, name: &str) -> Result<String, Fault> {
        match &self.revision {
            Some(revision) => revision.text(&format!("{}/{name}", revision.below)),
            None => read(&self.path.join(name)),
        }
    }

    /// Returns the text of the path itself.
    pub(super) fn text(&self) -> Result<String, Fault> {
        match &self.revision {
            Some(revision) => revision.text(&revision.below),
            None => read(&self.path),
        }
    }
}

fn read(path: &Path) -> Result<String, Fault> {
    fs::read_to_string(path).map_err(|error| Fault::reading(path, &error))
}

impl Revision {
    fn of(name: &str, path: &Path) -> Result<Self, Fault> {
        // git would take it for an option, or for a path within a revision.
        if name.is_empty()
            || name.starts_with('-')
            || name.contains(|letter: char| letter == ':' || letter.is_control())
        {
            return Err(Fault::new(format!(
                "{name:?} is no revision; give a branch, a tag or a commit, such as `origin/main`"
            )));
        }
        let (from, below) = split(path).map_err(|error| Fault::reading(path, &error))?;
        let mut revision = Self {
            name: name.to_owned(),
            commit: String::new(),
            from,
            below,
        };
        let wanted = format!("{name}^{{commit}}");
        let commit = revision.git(["rev-parse", "--verify", "--quiet", &wanted])?;
        let Ok(commit) = commit else {
            return Err(Fault::new(format!(
                "git knows no revision `{name}` here; fetch it (on GitHub, `fetch-depth: 0` for actions/checkout), or name another"
            )));
        };
        commit.trim().clone_into(&mut revision.commit);
        Ok(revision)
    }

    /// Returns the names in the folder, each with a zero behind it; `None` if the revision has no
    /// such folder.
    fn names(&self) -> Result<Option<String>, Fault> {
        let tree = format!("{}:{}/", self.commit, self.below);
        let listed = self.git(["ls-tree", "--full-tree", "-z", "--name-only", &tree])?;
        Ok(listed.ok())
    }

    fn text(&self, below: &str) -> Result<String, Fault> {
        let name = format!("{}:{below}", self.commit);
        let shown = self.git(["cat-file", "blob", &name])?;
        shown.map_err(|said| {
            let path = below.trim_start_matches("./");
            Fault::new(format!("can't read {path} at {}: {said}", self.name))
        })
    }

    /// Returns what git prints, or what it says where it fails.
    fn git<const N: usize>(&self, arguments: [&str; N]) -> Result<Result<String, String>, Fault> {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.from).args(arguments);
        let ran = command.output();
        let ran = ran.map_err(|error| Fault::new(format!("can't run git: {error}")))?;
        let text = |bytes| {
            String::from_utf8(bytes).map_err(|_invalid| {
                Fault::new(format!("what git has at {} is not UTF-8", self.name))
            })
        };
        if ran.status.success() {
            return Ok(Ok(text(ran.stdout)?));
        }
        let said = String::from_utf8_lossy(&ran.stderr);
        Ok(Err(super::print::safe(said.trim())))
    }
}

/// Splits a path into a folder that is there now, and the way from it as git writes it. The path
/// itself needn't be there: a branch may have removed it.
fn split(path: &Path) -> io::Result<(PathBuf, String)> {
    let mut from = std::path::absolute(path)?;
    let mut below: Vec<OsString> = Vec::new();
    while !from.is_dir() {
        let Some(Component::Normal(name)) = from.components().next_back() else {
            break;
        };
        below.push(name.to_owned());
        from.pop();
    }
    let mut way = ".".to_owned();
    for name in below.iter().rev() {
        way.push('/');
        way.push_str(&name.to_string_lossy());
    }
    Ok((from, way))
}
