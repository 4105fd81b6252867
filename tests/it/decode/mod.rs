//! Strict decoding.

mod agreement;
mod checks;
mod corners;
mod depth;
mod drafts;
mod drifts;
mod errors;
mod escapes;
mod everything;
mod format_hints;
mod formats;
mod forms;
mod hints;
mod hostile;
mod incremental;
mod nothing;
mod numbers;
mod pitfalls;
mod reported;
mod sent;
mod shortcuts;
mod streamed;
mod strict;
mod strict_in_axum;
mod types;
