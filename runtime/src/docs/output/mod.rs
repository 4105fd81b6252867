//! The files on disk: written beside the target and swapped in whole, or compared with what is
//! there.
//!
//! A full disk, a refused permission or a kill leaves the target as it was. Files that we did not
//! write are never removed: a list in the directory says which are ours, and a directory with
//! others is refused. Links are never followed below the target: what stands behind one is not in
//! the directory.

mod manifest;
mod swap;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Files;
use crate::visible::shown_path;
use manifest::Manifest;

/// An error that kept the files from being written.
#[derive(Debug)]
pub(crate) enum OutputError {
    /// The machine would not let us.
    Io {
        /// The action that failed.
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    /// The directory holds files of somebody else.
    Foreign { directory: PathBuf, file: String },
    /// The directory in which new files are put first, or old ones last, holds something else.
    InTheWay { directory: PathBuf },
}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io {
                doing,
                path,
                source,
            } => {
                write!(f, "can't {doing} {}: {source}", shown_path(path))
            }
            Self::Foreign { directory, file } => write!(
                f,
                "{} holds `{}`, which was not written by this command; move it away, or choose a new directory",
                shown_path(directory),
                file.escape_debug()
            ),
            Self::InTheWay { directory } => write!(
                f,
                "{} is where this command puts files on their way, and holds something that it did not write; move that away, or remove the directory",
                shown_path(directory)
            ),
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Foreign { .. } | Self::InTheWay { .. } => None,
        }
    }
}

fn at(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    let path = path.to_path_buf();
    move |source| OutputError::Io {
        doing,
        path,
        source,
    }
}

/// The difference between a file on disk and the one that would be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Difference {
    Missing,
    Changed,
    /// It is there, and would not be written.
    Left,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "missing",
            Self::Changed => "out of date",
            Self::Left => "not part of the output",
        })
    }
}

/// Makes `target` hold `files` and nothing else.
///
/// # Errors
/// [`OutputError`]; the target is as it was then.
pub(crate) fn write(target: &Path, files: &Files) -> Result<(), OutputError> {
    let target = resolve(target)?;
    swap::recover(&target)?;
    if let Some(file) = foreign(&target)? {
        return Err(OutputError::Foreign {
            directory: target,
            file,
        });
    }
    let staged = swap::beside(&target, "new");
    swap::discard(&staged)?;
    let done = stage(&staged, files).and_then(|()| swap::replace(&target, &staged));
    if done.is_err() {
        // The first error is the one to report; the next run clears the rest away.
        let _left_over = swap::discard(&staged);
    }
    done
}

/// Returns the changes that a run would make below `target`, in the order of the paths.
///
/// # Errors
/// [`OutputError`] for what can't be read.
pub(crate) fn compare(
    target: &Path,
    files: &Files,
) -> Result<Vec<(String, Difference)>, OutputError> {
    let expected = with_manifest(files);
    let mut found = Vec::new();
    for (name, text) in &expected {
        let path = target.join(name);
        match fs::read(&path) {
            Ok(bytes) if bytes == text.as_bytes() => {}
            Ok(_) => found.push((name.clone(), Difference::Changed)),
            Err(error) if is_absent(&error) => found.push((name.clone(), Difference::Missing)),
            Err(error) => return Err(at("read", &path)(error)),
        }
    }
    for name in walk(target)? {
        if !expected.contains_key(&name) {
            found.push((name, Difference::Left));
        }
    }
    found.sort_by(|one, other| one.0.cmp(&other.0));
    Ok(found)
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// The directory itself, where `target` is a link to one: the link stays.
fn resolve(target: &Path) -> Result<PathBuf, OutputError> {
    match fs::canonicalize(target) {
        Ok(path) => Ok(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            std::path::absolute(target).map_err(at("find", target))
        }
        Err(error) => Err(at("read", target)(error)),
    }
}

fn with_manifest(files: &Files) -> Files {
    let mut all = files.clone();
    all.insert(manifest::NAME.to_owned(), Manifest::of(files).text());
    all
}

fn stage(staged: &Path, files: &Files) -> Result<(), OutputError> {
    let parent = staged.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(at("make the directory", parent))?;
    fs::create_dir(staged).map_err(at("make the directory", staged))?;
    // The list comes first: what a killed run leaves behind is known to be ours.
    let list = Manifest::of(files).text();
    put(staged, manifest::NAME, &list)?;
    // On the disk before any of the files, so that not even a crash leaves them without it.
    let path = staged.join(manifest::NAME);
    fs::File::open(&path)
        .and_then(|list| list.sync_all())
        .map_err(at("write", &path))?;
    for (name, text) in files {
        put(staged, name, text)?;
    }
    Ok(())
}

fn put(directory: &Path, name: &str, text: &str) -> Result<(), OutputError> {
    let path = directory.join(name);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(at("make the directory", parent))?;
    }
    fs::write(&path, text).map_err(at("write", &path))
}

/// A file below `target` that is not ours.
fn foreign(target: &Path) -> Result<Option<String>, OutputError> {
    let found = walk(target)?;
    let ours = Manifest::read(target)?;
    Ok(found.into_iter().find(|name| !ours.has(name)))
}

/// Every file and link below `target`, by its path with `/`; none if there is no such directory.
fn walk(target: &Path) -> Result<Vec<String>, OutputError> {
    let mut found = Vec::new();
    let mut next = vec![(target.to_path_buf(), String::new())];
    while let Some((directory, prefix)) = next.pop() {
        let entries = match fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound && prefix.is_empty() => break,
            Err(error) => return Err(at("read", &directory)(error)),
        };
        for entry in entries {
            let entry = entry.map_err(at("read", &directory))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().map_err(at("read", &entry.path()))?;
            if kind.is_dir() {
                next.push((entry.path(), format!("{name}/")));
            } else {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}
