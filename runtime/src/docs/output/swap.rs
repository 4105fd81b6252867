//! Putting a whole directory in another's place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::{OutputError, at};

/// The directory beside `target` for one purpose of ours. Its name is fixed, so that the next run finds what a killed one left.
pub(super) fn beside(target: &Path, purpose: &str) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".driftless-");
    name.push(purpose);
    target.with_file_name(name)
}

/// Puts back what a run that was killed between two renames has set aside.
pub(super) fn recover(target: &Path) -> Result<(), OutputError> {
    let aside = beside(target, "old");
    if !aside.exists() {
        return Ok(());
    }
    if target.exists() {
        return discard(&aside);
    }
    fs::rename(&aside, target).map_err(at("put back", target))
}

/// Makes `staged` the content of `target`.
pub(super) fn replace(target: &Path, staged: &Path) -> Result<(), OutputError> {
    if !target.exists() {
        return fs::rename(staged, target).map_err(at("write", target));
    }
    if exchange(target, staged).is_ok() {
        // The old files stand under the staged name now.
        return discard(staged);
    }
    let aside = beside(target, "old");
    fs::rename(target, &aside).map_err(at("replace", target))?;
    if let Err(error) = fs::rename(staged, target) {
        fs::rename(&aside, target).map_err(at("put back", target))?;
        return Err(at("write", target)(error));
    }
    discard(&aside)
}

/// Swaps two directories in one step, where the system can.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Removes a directory of ours: the files of its list, and the directories that are empty then.
pub(super) fn discard(directory: &Path) -> Result<(), OutputError> {
    if !directory.exists() {
        return Ok(());
    }
    for name in Manifest::read(directory)?.names() {
        let path = directory.join(name);
        match fs::remove_file(&path) {
            Ok(()) => {}
            // A run that was killed has not written all of its list.
            Err(error) if super::is_absent(&error) => {}
            Err(error) => return Err(at("remove", &path)(error)),
        }
    }
    empty(directory).map_err(at("remove", directory))
}

fn empty(directory: &Path) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            empty(&entry.path())?;
        }
    }
    fs::remove_dir(directory)
}
