//! Changing a file on disk: read, changed and replaced as a whole, or left as it was.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use driftless_base::lock::LARGEST;

use super::error::{LockError, LockErrorKind, too_large};
use super::turn::{Turn, beside};
use super::{Entry, Lock};
use crate::visible::shown_path;

/// Puts entries into the lock at `path`, which is made if there is none; all other entries stay as
/// they are.
///
/// The file is replaced in one step, so that a kill or a full disk leaves the old one, and keeps
/// its permissions. Processes that do it at once take turns: each holds `.contracts.lock.guard`
/// beside the file meanwhile, and none waits longer than fifteen seconds for another.
///
/// # Errors
/// [`LockError`] if the file can't be read, written or understood; it is as it was then.
pub fn update(path: &Path, entries: impl IntoIterator<Item = Entry>) -> Result<Lock, LockError> {
    let origin = shown_path(path);
    let failed = |doing: &'static str| {
        let origin = origin.clone();
        move |error: io::Error| LockError {
            kind: LockErrorKind::Io,
            origin,
            line: None,
            message: format!("can't {doing}: {error}"),
        }
    };
    // A link stays a link.
    let target = fs::canonicalize(path).unwrap_or_else(|_absent| path.to_path_buf());
    let turn = Turn::take(&target).map_err(failed("wait for other writers"))?;
    let mut lock = load(&target)?.unwrap_or_default();
    entries.into_iter().for_each(|entry| lock.put(entry));
    let text = lock.to_string();
    // What could not be read again must not take the place of what can.
    Lock::parse(&origin, &text)?;
    put(&target, &text, &turn).map_err(failed("write"))?;
    Ok(lock)
}

/// Reads the lock at `path`, no further than its largest size; `None` if there is no file.
///
/// # Errors
/// [`LockError`] if the file can't be read or understood.
pub(crate) fn load(path: &Path) -> Result<Option<Lock>, LockError> {
    let origin = shown_path(path);
    let failed = |error: io::Error| LockError {
        kind: LockErrorKind::Io,
        origin: origin.clone(),
        line: None,
        message: format!("can't read: {error}"),
    };
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    let mut bytes = Vec::new();
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX);
    file.take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() > LARGEST {
        return Err(too_large(&origin));
    }
    let no_text = |_| failed(io::Error::from(io::ErrorKind::InvalidData));
    let text = String::from_utf8(bytes).map_err(no_text)?;
    Lock::parse(&origin, &text).map(Some)
}

/// Replaces a file by a new one; the old one stays whole if anything goes wrong. A target that is
/// not a file, such as a pipe, is written directly.
#[cfg(feature = "cli")]
pub(crate) fn replace(target: &Path, text: &str) -> io::Result<()> {
    if target.exists() && !target.is_file() {
        return fs::write(target, text);
    }
    put(target, text, &Turn::take(target)?)
}

/// Replaces `target` within the turn, so that nobody else uses the new file's name.
fn put(target: &Path, text: &str, _turn: &Turn) -> io::Result<()> {
    if target.exists() && !target.is_file() {
        return fs::write(target, text);
    }
    let new: PathBuf = beside(target, "new");
    // A writer that was killed has left it; a link goes, and not what it leads to.
    match fs::remove_file(&new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let written = write(&new, target, text).and_then(|()| fs::rename(&new, target));
    if written.is_err() {
        // The first error is the one to report.
        let _left_over = fs::remove_file(&new);
    }
    written
}

/// Writes a file that isn't there yet, with the permissions of `like` if that is there.
fn write(path: &Path, like: &Path, text: &str) -> io::Result<()> {
    let old = fs::metadata(like).ok();
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if old.is_some() {
        use std::os::unix::fs::OpenOptionsExt as _;
        // Nobody else reads it before it has the permissions of the old one.
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    if let Some(old) = old {
        #[cfg(unix)]
        {
            use std::os::unix::fs::{MetadataExt as _, fchown};
            // Only a superuser can; for others it is their own file from now on.
            let _kept = fchown(&file, Some(old.uid()), Some(old.gid()));
        }
        file.set_permissions(old.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
