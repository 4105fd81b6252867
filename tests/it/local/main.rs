//! The embedded model: what it generates is valid whatever the weights say.

mod bad_input;
mod calls;
mod contracts;
mod fetching;
mod random_model;
mod schemas;
mod validity;
