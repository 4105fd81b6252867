//! Prompts: content, its parts, and how vendors are sent them.

mod blocks;
mod content;
mod history;
