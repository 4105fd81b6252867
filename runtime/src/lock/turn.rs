//! Turns of several processes that change one file.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::visible::shown_path;

/// Longest time to wait for another writer. A turn takes milliseconds.
const LONGEST: Duration = Duration::from_secs(15);

/// Time between two attempts to get the turn.
const PAUSE: Duration = Duration::from_millis(5);

/// Most bytes of a guard that are read.
const PID: u64 = 10;

/// Returns the file beside `target` for one purpose of ours; hidden, and the same for all
/// processes.
pub(super) fn beside(target: &Path, purpose: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".");
    name.push(purpose);
    target.with_file_name(name)
}

/// The right to write; given back when dropped, or by the system when the process ends.
pub(super) struct Turn {
    path: PathBuf,
    /// Held locked.
    file: File,
}

impl Turn {
    /// Waits for the turn.
    ///
    /// The guard lies beside `target`, where whoever writes can write, and is removed with the
    /// turn. It is never followed if it is a link, and never emptied before it is held. One that
    /// was left by a process that was killed is locked by nobody, and taken over.
    pub(super) fn take(target: &Path) -> io::Result<Self> {
        let path = beside(&std::path::absolute(target)?, "guard");
        let until = Instant::now().checked_add(LONGEST);
        loop {
            let mut file = open(&path)?;
            match fs4::FileExt::try_lock(&file) {
                Ok(()) if is_still(&file, &path) => {
                    // For those who wait; whoever may only read the guard can't say it.
                    let _told = file
                        .set_len(0)
                        .and_then(|()| file.write_all(std::process::id().to_string().as_bytes()));
                    return Ok(Self { path, file });
                }
                // The one before has removed it.
                Ok(()) => {}
                Err(fs4::TryLockError::WouldBlock)
                    if until.is_some_and(|end| Instant::now() >= end) =>
                {
                    return Err(waited(&mut file, &path));
                }
                Err(fs4::TryLockError::WouldBlock) => sleep(PAUSE),
                Err(fs4::TryLockError::Error(error)) => return Err(error),
            }
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Removed while it is locked, so that nobody else's is removed. On other systems than Unix
        // an open file can't be distinguished from another of its name, so it stays.
        if cfg!(unix) {
            let _already = fs::remove_file(&self.path);
        }
        let _given_back = fs4::FileExt::unlock(&self.file);
    }
}

/// Opens the guard, or makes it.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    no_link(&mut options);
    let opened = match options
        .clone()
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
    {
        // Left by another user; to lock it is enough to read it.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && path.exists() => {
            options.open(path)
        }
        opened => opened,
    };
    let is_link = fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    let file = match opened {
        Ok(file) if !is_link && file.metadata()?.is_file() => file,
        Err(error) if !is_link => return Err(error),
        _ => {
            return Err(io::Error::other(format!(
                "{} is a link or no file; remove it",
                shown_path(path)
            )));
        }
    };
    Ok(file)
}

#[cfg(unix)]
fn no_link(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    if let Ok(flags) = i32::try_from(flags.bits()) {
        options.custom_flags(flags);
    }
}

#[cfg(not(unix))]
fn no_link(_: &mut OpenOptions) {}

/// Returns `true` if the file that was opened is the one at `path`.
#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let of = |found: io::Result<fs::Metadata>| found.map(|found| (found.dev(), found.ino())).ok();
    let there = of(fs::symlink_metadata(path));
    there.is_some() && there == of(file.metadata())
}

#[cfg(not(unix))]
fn is_still(_: &File, _: &Path) -> bool {
    true
}

/// Returns the error of having waited for too long, with whom for.
fn waited(file: &mut File, path: &Path) -> io::Error {
    let mut text = String::new();
    let read = file
        .rewind()
        .and_then(|()| file.take(PID).read_to_string(&mut text));
    let pid = read.ok().and_then(|_| text.parse::<u32>().ok());
    let holder = pid.map_or_else(
        || "another program".to_owned(),
        |pid| format!("process {pid}"),
    );
    io::Error::new(
        io::ErrorKind::TimedOut,
        format!(
            "{holder} has held {} for {} s; end it, or try again",
            shown_path(path),
            LONGEST.as_secs()
        ),
    )
}
