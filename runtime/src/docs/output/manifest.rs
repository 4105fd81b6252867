//! The list of the files that are ours.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path};

use super::{OutputError, at, is_absent};
use crate::docs::Files;

/// The list's own file.
pub(super) const NAME: &str = ".driftless-docs";

const HEAD: &str = "# Written by `contracts docs`, which replaces the files below and refuses a directory that holds others.";

/// Paths of files, with `/`.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    names: BTreeSet<String>,
}

impl Manifest {
    /// The list of `files`.
    pub(super) fn of(files: &Files) -> Self {
        Self {
            names: files.keys().cloned().collect(),
        }
    }

    /// The list in `directory`; empty if there is none. What would lead out of the directory is not
    /// ours.
    pub(super) fn read(directory: &Path) -> Result<Self, OutputError> {
        let path = directory.join(NAME);
        // Neither a link nor a pipe is a list of ours.
        if fs::symlink_metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Ok(Self::default());
        }
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if is_absent(&error) => return Ok(Self::default()),
            Err(error) => return Err(at("read", &path)(error)),
        };
        let Some(list) = text.strip_prefix(HEAD) else {
            return Ok(Self::default());
        };
        let mut names: BTreeSet<String> = list
            .lines()
            .filter(|name| !name.is_empty() && stays_inside(name))
            .map(str::to_owned)
            .collect();
        names.insert(NAME.to_owned());
        Ok(Self { names })
    }

    /// Returns `true` if `directory` holds nothing, or nothing but the beginning of a list: what
    /// a full disk or a kill leaves of a run that has written no other file.
    pub(super) fn is_only_begun(directory: &Path) -> Result<bool, OutputError> {
        let entries = fs::read_dir(directory).map_err(at("read", directory))?;
        for entry in entries {
            let entry = entry.map_err(at("read", directory))?;
            let kind = entry.file_type().map_err(at("read", &entry.path()))?;
            if entry.file_name() != NAME || !kind.is_file() {
                return Ok(false);
            }
            let text = fs::read(entry.path()).map_err(at("read", &entry.path()))?;
            if !HEAD.as_bytes().starts_with(&text) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The list as it is written.
    pub(super) fn text(&self) -> String {
        let mut out = format!("{HEAD}\n");
        for name in &self.names {
            out.push_str(name);
            out.push('\n');
        }
        out
    }

    /// Returns `true` if the file is ours.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

fn stays_inside(name: &str) -> bool {
    Path::new(name)
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
}
