//! Putting a whole directory in another's place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{self, Manifest};
use super::{OutputError, at};

/// The directory beside `target` for one purpose of ours. Its name is fixed, so that the next run
/// finds what a killed one left.
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
    let found = match fs::symlink_metadata(&aside) {
        Ok(found) => found,
        Err(error) if super::is_absent(&error) => return Ok(()),
        Err(error) => return Err(at("read", &aside)(error)),
    };
    if target.exists() {
        return discard(&aside);
    }
    if !found.is_dir() {
        return Err(OutputError::InTheWay { directory: aside });
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
///
/// It never goes through a link, and a directory without a whole list is removed only if it
/// holds nothing else.
pub(super) fn discard(directory: &Path) -> Result<(), OutputError> {
    let in_the_way = || OutputError::InTheWay {
        directory: directory.to_path_buf(),
    };
    match fs::symlink_metadata(directory) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(in_the_way()),
        Err(error) if super::is_absent(&error) => return Ok(()),
        Err(error) => return Err(at("read", directory)(error)),
    }
    let list = Manifest::read(directory)?;
    let is_ours = list.has(manifest::NAME) || Manifest::is_only_begun(directory)?;
    let files = list.names().filter(|name| *name != manifest::NAME);
    // The list goes last, so that a kill leaves it with what is left.
    for name in files.chain(is_ours.then_some(manifest::NAME)) {
        if !is_inside(directory, name) {
            continue;
        }
        let path = directory.join(name);
        match fs::remove_file(&path) {
            Ok(()) => {}
            // A run that was killed has not written all of its list.
            Err(error) if super::is_absent(&error) => {}
            Err(error) => return Err(at("remove", &path)(error)),
        }
    }
    match empty(directory) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Err(in_the_way()),
        done => done.map_err(at("remove", directory)),
    }
}

/// Returns `true` if `name` leads to its file through directories of `directory`, and not through
/// links.
fn is_inside(directory: &Path, name: &str) -> bool {
    let parents = Path::new(name).ancestors().skip(1);
    let mut inner = parents.filter(|parent| !parent.as_os_str().is_empty());
    inner.all(|parent| {
        let found = fs::symlink_metadata(directory.join(parent));
        found.is_ok_and(|found| found.is_dir())
    })
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
