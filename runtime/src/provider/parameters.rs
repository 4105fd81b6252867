//! Settings of a model call that go to the vendor: one struct from the user's builder to the wire.

use std::collections::BTreeMap;

use ::http::header::HeaderMap;
use serde_json::Value;

use crate::fingerprint::Hasher;
use crate::secret::Secret;

use super::extra;
use super::header::{self, Header};

/// Makes [`Parameters`] and [`Wire`](super::wire::Wire) of one row per setting: its name, its type,
/// and the check of its value. All that reads the settings is made of these rows, so that none can
/// be forgotten in a digest, in a receipt or on the wire.
macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:ident: $kind:ty, $check:expr;)+) => {
        /// A set of settings for a model's calls. Only what is set is sent.
        ///
        /// Built by the methods of [`Model`](super::Model), and read by a
        /// [`Provider`](super::Provider) that writes its vendor's envelope. A provider that doesn't
        /// know a setting must refuse it: [`names`](Self::names) has all that are set.
        #[derive(Debug, Clone, Default)]
        #[non_exhaustive]
        pub struct Parameters {
            /// Output limit in tokens, reasoning included.
            pub max_output_tokens: Option<u32>,
            $($(#[doc = $doc])+ pub $name: Option<$kind>,)+
            /// Members of the request body in the vendor's own words, in the order in which they
            /// were set.
            pub extra: Vec<(String, Value)>,
            /// HTTP headers beside those that the provider writes.
            pub headers: Vec<Header>,
        }

        /// The members of a request body by which an API takes settings, each as a path such as
        /// `generationConfig.topP`; `None` if it has no such member.
        #[derive(Debug, Clone, Copy)]
        pub(super) struct Wire {
            /// The API, as the subject of a sentence.
            pub(super) api: &'static str,
            /// Where its reference is, and the day on which that was read.
            pub(super) source: &'static str,
            /// An older version of the API that takes more, and how to ask for it.
            pub(super) older: Option<(&'static Self, &'static str)>,
            /// Members that come with a setting: its name, the path, and the value.
            pub(super) with: &'static [(&'static str, &'static str, &'static str)],
            /// Settings of which a request may have one.
            pub(super) apart: Option<[&'static str; 2]>,
            $(pub(super) $name: Option<&'static str>,)+
        }

        impl Parameters {
            pub(super) const NONE: &'static Self = &Self {
                max_output_tokens: None,
                $($name: None,)+
                extra: Vec::new(),
                headers: Vec::new(),
            };

            fn parts(&self) -> Parts<'_> {
                let Self { max_output_tokens, $($name,)+ extra, headers } = self;
                let mut set = Vec::new();
                if let Some(limit) = max_output_tokens {
                    set.push(("max_output_tokens", Value::from(*limit)));
                }
                $(if let Some(value) = $name {
                    set.push((stringify!($name), Value::from(value.clone())));
                })+
                Parts { set, extra, headers }
            }

            fn values_problems(&self) -> Vec<&'static str> {
                let mut problems = Vec::new();
                $(if let Some(value) = &self.$name {
                    let check: fn(&$kind) -> Option<&'static str> = $check;
                    problems.extend(check(value));
                })+
                problems
            }
        }

        impl Wire {
            /// Returns each setting that the API knows and the path of its member.
            pub(super) fn known(&self) -> Vec<(&'static str, &'static str)> {
                let rows = [$((stringify!($name), self.$name),)+];
                rows.into_iter().filter_map(|(name, path)| Some((name, path?))).collect()
            }
        }
    };
}

settings! {
    /// Sampling temperature.
    temperature: f64, |value| (!value.is_finite() || *value < 0.0).then_some(
        "the temperature must be a finite number of at least 0; most vendors accept up to 1 or 2",
    );
    /// Share of probability from which tokens are drawn.
    top_p: f64, |value| (!(*value > 0.0 && *value <= 1.0)).then_some(
        "`top_p` must be above 0 and at most 1; set one of it and `temperature`",
    );
    /// Number of tokens of which one is drawn.
    top_k: u32, |value| (*value == 0).then_some(
        "`top_k` is 0, which leaves no token; set at least 1, or drop it",
    );
    /// Number from which a vendor draws, so that equal requests give equal answers as far as
    /// possible.
    seed: i64, |_| None;
    /// Texts at which the output ends.
    stop: Vec<String>, |texts| texts.iter().any(String::is_empty).then_some(
        "a text of `stop` is empty, which ends every answer at once; drop it",
    );
    /// Cost of tokens by how often they were said.
    frequency_penalty: f64, |value| (!(-2.0..=2.0).contains(value)).then_some(
        "the frequency penalty must be from -2 to 2",
    );
    /// Cost of tokens that were said at all.
    presence_penalty: f64, |value| (!(-2.0..=2.0).contains(value)).then_some(
        "the presence penalty must be from -2 to 2",
    );
    /// Amount of reasoning, in the vendor's own word.
    effort: String, |word| word.trim().is_empty().then_some(
        "the effort is empty; give the vendor's word, or drop `effort`",
    );
    /// Most tokens that the model reasons with.
    thinking_budget: u32, |_| None;
    /// Length of the answer, in the vendor's own word.
    verbosity: String, |word| word.trim().is_empty().then_some(
        "the verbosity is empty; give the vendor's word, or drop `verbosity`",
    );
    /// Speed and price of the answer, in the vendor's own word.
    service_tier: String, |word| word.trim().is_empty().then_some(
        "the service tier is empty; give the vendor's word, or drop `service_tier`",
    );
    /// The application's own user, as an id that names nobody.
    end_user: String, |id| (id.is_empty() || id.len() > 128).then_some(
        "the end user's id must have 1 to 128 bytes; give a hash of a longer one",
    );
    /// `true` if the vendor may store the answer for later requests.
    store: bool, |_| None;
}

/// Settings that no model reads, so that evidence doesn't depend on them.
const UNREAD: &[&str] = &["end_user", "service_tier", "store"];

/// Everything that is set.
struct Parts<'a> {
    /// Settings of driftless's own words.
    set: Vec<(&'static str, Value)>,
    extra: &'a [(String, Value)],
    headers: &'a [Header],
}

/// Adds a JSON value to a hash, whatever the order of its members.
fn hashed(hasher: Hasher, value: &Value) -> Hasher {
    match value {
        Value::Array(items) => {
            let length = u128::try_from(items.len()).unwrap_or(u128::MAX);
            items.iter().fold(hasher.text("[").number(length), hashed)
        }
        Value::Object(members) => {
            let members: BTreeMap<&String, &Value> = members.iter().collect();
            let hasher = members
                .into_iter()
                .fold(hasher.text("{"), |hasher, (name, value)| {
                    hashed(hasher.flag(true).text(name), value)
                });
            hasher.flag(false)
        }
        scalar => hasher.text(&scalar.to_string()),
    }
}

/// Returns the name without characters that would end it in a line of settings.
fn plain(name: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    name.chars().filter(|c| fits(*c)).collect()
}

impl Parameters {
    /// Returns the names of all settings that are set, those of [`extra`](Self::extra) members and
    /// [`headers`](Self::headers) included.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let Parts {
            set,
            extra,
            headers,
        } = self.parts();
        let set = set.into_iter().map(|(name, _)| name);
        set.chain(extra.iter().map(|(name, _)| name.as_str()))
            .chain(headers.iter().map(Header::name))
            .collect()
    }

    /// Returns an objection for each setting that `provider` doesn't send, for
    /// [`Provider::objections`](super::Provider::objections). `sent` names those that it sends; the
    /// output limit is expected of every provider.
    ///
    /// ```
    /// use driftless::provider::{Parameters, Request};
    ///
    /// fn objections(request: &Request<'_>) -> Vec<String> {
    ///     request.parameters.unsent("house", &["temperature"])
    /// }
    /// ```
    #[must_use]
    pub fn unsent(&self, provider: &str, sent: &[&str]) -> Vec<String> {
        let is_unsent = |name: &&str| *name != "max_output_tokens" && !sent.contains(name);
        let names = self.names().into_iter().filter(is_unsent);
        names
            .map(|name| format!("the provider `{provider}` doesn't send `{name}`; leave it out"))
            .collect()
    }

    /// Returns the settings that have a member of their own on the wire. The output limit is not
    /// among them: APIs differ in whether they demand one.
    pub(super) fn placed(&self) -> impl Iterator<Item = (&'static str, Value)> {
        let set = self.parts().set.into_iter();
        set.filter(|(name, _)| *name != "max_output_tokens")
    }

    /// Returns everything that is set, for a receipt: values of headers and the end user's id are
    /// left out.
    pub(crate) fn record(&self) -> BTreeMap<String, Value> {
        let Parts {
            set,
            extra,
            headers,
        } = self.parts();
        let own = set.into_iter().map(|(name, value)| match name {
            "end_user" => (name.to_owned(), Value::from("(set)")),
            _ => (name.to_owned(), value),
        });
        let mut record: BTreeMap<String, Value> = own.collect();
        if !extra.is_empty() {
            let members = extra.iter().cloned().collect();
            record.insert("extra".to_owned(), Value::Object(members));
        }
        if !headers.is_empty() {
            let names = headers.iter().map(|header| Value::from(header.name()));
            record.insert("headers".to_owned(), names.collect());
        }
        record
    }

    /// Returns everything that may change what the model answers, as one line for evidence, such as
    /// `temperature=0.2 x-tenant=#91b0…`; empty if nothing is set. It is committed to repositories,
    /// so members and headers of the user's own are there as hashes.
    pub(crate) fn summary(&self) -> String {
        let Parts {
            set,
            extra,
            headers,
        } = self.parts();
        let read = set.iter().filter(|(name, _)| !UNREAD.contains(name));
        let set = read.map(|(name, value)| format!("{name}={value}"));
        let extra = extra.iter().map(|(name, value)| {
            let hash = hashed(Hasher::new().text(name), value).finish();
            format!("{}=#{hash:032x}", plain(name))
        });
        let headers = headers.iter().map(Header::summary);
        let all: Vec<String> = set.chain(extra).chain(headers).collect();
        all.join(" ")
    }

    /// Adds everything that may change what the model answers to a hash.
    #[cfg(any(feature = "qualify", feature = "run"))]
    pub(crate) fn digest(&self, hasher: Hasher) -> Hasher {
        hasher.text(&self.summary())
    }

    /// Returns what is invalid whatever the model, each a sentence with its remedy.
    pub(crate) fn problems(&self) -> Vec<String> {
        let values = self.values_problems().into_iter().map(str::to_owned);
        let mut problems: Vec<String> = values.collect();
        if self.max_output_tokens == Some(0) {
            problems.push("the output limit is zero tokens; no document fits".to_owned());
        }
        for (index, (name, _)) in self.extra.iter().enumerate() {
            if extra::is_own(name) {
                problems.push(format!(
                    "the member `{name}` is written by driftless; drop `.extra(\"{name}\", …)` and use the setting that is made for it"
                ));
            }
            if self
                .extra
                .iter()
                .take(index)
                .any(|(other, _)| other == name)
            {
                problems.push(format!(
                    "the member `{name}` is set twice; keep one `.extra(\"{name}\", …)`"
                ));
            }
        }
        problems.extend(header::problems(&self.headers));
        problems
    }

    /// Returns the values of secret headers, which must be found in what a server sends back.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        self.headers.iter().filter_map(Header::secret)
    }

    /// Adds the headers to those of a request.
    pub(super) fn add_headers(&self, headers: &mut HeaderMap) {
        for (name, value) in self.headers.iter().filter_map(Header::parse) {
            headers.entry(name).or_insert(value);
        }
    }
}
