//! Answers that arrive in pieces, and the time limits on them.

mod abort;
mod counts;
mod ends;
mod faults;
mod kept;
mod limits;
mod open;
mod oracle;
mod pieces;
mod progress;
mod repeated;
mod replayed;
mod reported;
mod shown;
