//! Changing a lock on disk: read, changed and replaced as a whole, or left as it was.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::{LockError, LockErrorKind};
use super::{Entry, Lock};

/// Puts entries into the lock at `path`, which is made if there is none; all other entries stay as they are.
///
/// The file is replaced in one step, so that a kill or a full disk leaves the old one. Processes that do it at once take turns.
///
/// # Errors
/// [`LockError`] if the file can't be read, written or understood; it is as it was then.
pub fn update(path: &Path, entries: impl IntoIterator<Item = Entry>) -> Result<Lock, LockError> {
    let origin = path.display().to_string();
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
    let _turn = Turn::take(&target).map_err(failed("wait for other writers"))?;
    let mut lock = match fs::read_to_string(&target) {
        Ok(text) => Lock::parse(&origin, &text)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Lock::default(),
        Err(error) => return Err(failed("read")(error)),
    };
    entries.into_iter().for_each(|entry| lock.put(entry));
    let text = lock.to_string();
    // What could not be read again must not take the place of what can.
    Lock::parse(&origin, &text)?;
    replace(&target, &text).map_err(failed("write"))?;
    Ok(lock)
}

/// Puts a new file in the place of an old one, which stays whole if anything goes wrong. Of what is no file, such as a pipe, nothing can be kept.
pub(crate) fn replace(target: &Path, text: &str) -> io::Result<()> {
    if target.exists() && !target.is_file() {
        return fs::write(target, text);
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    let beside = target.with_file_name(name);
    let written = write(&beside, text).and_then(|()| fs::rename(&beside, target));
    if written.is_err() {
        // The first error is the one to tell.
        let _left_over = fs::remove_file(&beside);
    }
    written
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The right to write; given back when dropped, or by the system when the process ends.
struct Turn {
    _file: fs::File,
}

impl Turn {
    /// The guard lies with the temporary files and not beside the lock, since it must outlive every replacement and nobody wants to commit it.
    fn take(target: &Path) -> io::Result<Self> {
        let path = std::path::absolute(target)?;
        let name = crate::fingerprint::Hasher::new()
            .text(&path.to_string_lossy())
            .finish();
        let guard: PathBuf = std::env::temp_dir().join(format!("driftless-{name:032x}.guard"));
        let file = fs::File::create(guard)?;
        fs4::FileExt::lock(&file)?;
        Ok(Self { _file: file })
    }
}
