//! A rehearsal where the feature for it is off: a compile error that names the feature.

use super::Plan;

/// A plan of a program whose feature `rehearsal` is on.
#[diagnostic::on_unimplemented(
    message = "rehearsals need the feature `rehearsal` of driftless",
    label = "the feature is off",
    note = "write `driftless = {{ …, features = [\"rehearsal\"] }}` in Cargo.toml, under `[dev-dependencies]` if only tests rehearse"
)]
pub trait FeatureRehearsal {
    /// The result of the method.
    type Done;

    /// Does what the method is for.
    fn done(&self) -> Self::Done;
}

impl<P> Plan<P> {
    #[doc(hidden)]
    #[must_use]
    pub fn rehearse(&self) -> <Self as FeatureRehearsal>::Done
    where
        Self: FeatureRehearsal,
    {
        FeatureRehearsal::done(self)
    }
}
