//! The model hub: one file by a plain GET, continued where an earlier one broke off.
//!
//! The environment variables are those of the hub's own clients (`huggingface_hub` 1.x,
//! "Environment variables", 2026-11): `HF_ENDPOINT`, `HF_TOKEN`, `HF_HUB_OFFLINE`, and for the
//! cache `HF_HUB_CACHE` and `HF_HOME`.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use driftless::transport::download::{Answer, Client, redirected};
use http::{HeaderMap, HeaderValue, header};

use super::Wanted;
use super::bar::{Bar, Progress};
use crate::weights;

/// The hub's address, unless `HF_ENDPOINT` or [`Fetch::hub`](super::Fetch::hub) names another.
const HUB: &str = "https://huggingface.co";

/// The hub sends its files from another place.
const MAX_REDIRECTS: usize = 5;

/// A download without a byte for so long has failed; the next one goes on where it stopped.
const STALL: Duration = Duration::from_secs(60);

/// Where the hub's own clients keep the file, if they have fetched it: its place there is named
/// after the digest.
pub(crate) fn cached(repository: &str, digest: &str) -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let directory = set("HF_HUB_CACHE").map(PathBuf::from).or_else(|| {
        let home = set("HF_HOME").map(PathBuf::from);
        let home = home.or_else(|| Some(weights::user_cache()?.join("huggingface")));
        Some(home?.join("hub"))
    })?;
    let folder = format!("models--{}", repository.replace('/', "--"));
    Some(directory.join(folder).join("blobs").join(digest))
}

/// One source of files.
#[derive(Debug)]
pub(super) struct Hub {
    base: String,
    token: Option<Result<HeaderValue, String>>,
    offline: bool,
}

impl Hub {
    /// As the environment says, but at `base` if there is one.
    pub(super) fn new(base: Option<String>) -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let base = base.or_else(|| set("HF_ENDPOINT"));
        Self {
            base: base.unwrap_or_else(|| HUB.to_owned()),
            token: set("HF_TOKEN").map(|token| bearer(token.trim())),
            offline: set("HF_HUB_OFFLINE")
                .is_some_and(|value| !matches!(value.as_str(), "0" | "false" | "no" | "off")),
        }
    }

    /// `true` if nothing may be downloaded.
    pub(super) fn is_offline(&self) -> bool {
        self.offline
    }

    /// Writes the file to `part`, behind what an earlier download left there.
    pub(super) async fn download(
        &self,
        wanted: &Wanted,
        part: &Path,
        bar: &mut Bar,
    ) -> Result<(), String> {
        if self.offline {
            return Err("HF_HUB_OFFLINE is set".to_owned());
        }
        let url = format!(
            "{}/{}/resolve/{}/{}",
            self.base.trim_end_matches('/'),
            wanted.repository,
            wanted.revision,
            wanted.file
        );
        let there = fs::metadata(part).map_or(0, |meta| meta.len());
        if there > 0 && wanted.bytes == Some(there) {
            return Ok(());
        }
        let http = Client::default();
        let answer = match self.get(&http, &url, there).await? {
            Some(answer) => answer,
            // What is there is as long as the file or longer: of another file, or all of it. Only
            // the digest of a fresh copy decides.
            None => (self.get(&http, &url, 0).await?).ok_or("HTTP status 416 without a range")?,
        };
        save(answer, part, there, bar).await
    }

    /// One GET from the byte `from`; `None` if the file has none there.
    async fn get(&self, http: &Client, start: &str, from: u64) -> Result<Option<Answer>, String> {
        let mut url = start.to_owned();
        for _ in 0..=MAX_REDIRECTS {
            let mut headers = HeaderMap::new();
            if from > 0 {
                let range = HeaderValue::from_str(&format!("bytes={from}-"));
                headers.insert(header::RANGE, range.map_err(|error| error.to_string())?);
            }
            // The hub redirects to other hosts by addresses that are signed: the token is for the
            // hub alone.
            if let Some(token) = self.token.as_ref().filter(|_| same_host(start, &url)) {
                headers.insert(header::AUTHORIZATION, token.clone()?);
            }
            let answer = waited(http.get(&url, headers)).await?;
            match answer.status {
                200 | 206 => return Ok(Some(answer)),
                416 if from > 0 => return Ok(None),
                301 | 302 | 303 | 307 | 308 => {
                    let to = answer.headers.get(header::LOCATION);
                    let to = to
                        .and_then(|to| to.to_str().ok())
                        .ok_or("a redirect to nowhere")?;
                    url = redirected(&url, to).ok_or("a redirect to no address")?;
                }
                status @ (401 | 403) => {
                    return Err(format!(
                        "HTTP status {status}: the repository needs a token, or this one isn't good for it; see HF_TOKEN"
                    ));
                }
                status => return Err(format!("HTTP status {status}")),
            }
        }
        Err("too many redirects".to_owned())
    }
}

/// The header that carries the token; it never prints.
fn bearer(token: &str) -> Result<HeaderValue, String> {
    let value = HeaderValue::from_str(&format!("Bearer {token}"));
    let mut value = value.map_err(|_unprintable| "HF_TOKEN can't be sent in a header")?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns `true` if a redirect stays with the server that the token is for, and as well protected.
fn same_host(one: &str, other: &str) -> bool {
    let origin = |url: &str| {
        let url: http::Uri = url.parse().ok()?;
        Some((url.scheme().cloned()?, url.authority().cloned()?))
    };
    origin(one).is_some_and(|one| Some(one) == origin(other))
}

/// Gives up on what doesn't move.
async fn waited<T, E: ToString>(step: impl Future<Output = Result<T, E>>) -> Result<T, String> {
    match tokio::time::timeout(STALL, step).await {
        Ok(outcome) => outcome.map_err(|error| error.to_string()),
        Err(_elapsed) => Err(format!("no byte for {} s", STALL.as_secs())),
    }
}

/// Writes an answer's body to `part`, in which `there` bytes were.
async fn save(mut answer: Answer, part: &Path, there: u64, bar: &mut Bar) -> Result<(), String> {
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
    loop {
        bar.show(Progress { done, total });
        let Some(chunk) = waited(answer.next()).await? else {
            return file.sync_all().map_err(|error| error.to_string());
        };
        file.write_all(&chunk).map_err(|error| error.to_string())?;
        done += u64::try_from(chunk.len()).unwrap_or_default();
    }
}

fn length(headers: &HeaderMap) -> Option<u64> {
    let length = headers.get(header::CONTENT_LENGTH)?;
    length.to_str().ok()?.parse().ok()
}
