//! Providers over a real loopback server.

mod openai;
