//! A call on a plan that isn't built: a compile error with the remedy, where rustc would only miss
//! the method.

use super::PlanBuilder;

/// A plan that is built, which no builder is.
#[diagnostic::on_unimplemented(
    message = "this plan is not built yet, so it can't be called",
    label = "a builder, not a plan",
    note = "write `.build()?` after the last setting, and call the plan that it returns"
)]
pub trait IsBuilt {
    /// The result of a call.
    type Called;

    /// Calls the plan.
    fn called(self) -> Self::Called;
}

impl<P> PlanBuilder<P> {
    #[doc(hidden)]
    pub fn call(self, _prompt: P) -> <Self as IsBuilt>::Called
    where
        Self: IsBuilt,
    {
        IsBuilt::called(self)
    }
}
