//! Providers over a real loopback server.

mod anthropic;
mod compatible;
mod gemini;
mod openai;
