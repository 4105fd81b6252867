//! The embedded model: what it generates is valid whatever the weights say.

mod bad_input;
mod random_model;
mod schemas;
mod validity;
