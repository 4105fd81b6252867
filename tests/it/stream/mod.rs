//! Answers that arrive in pieces, and the time limits on them.

mod faults;
mod limits;
mod oracle;
mod pieces;
mod replayed;
