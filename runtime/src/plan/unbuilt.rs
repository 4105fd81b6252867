//! Methods of a built plan on its builder: a compile error with the remedy, where rustc would only
//! miss the method.

use super::{CallOptions, PlanBuilder};

/// A plan that is built, which no builder is.
#[diagnostic::on_unimplemented(
    message = "this plan is not built yet, so it can't be called, streamed, described or rehearsed",
    label = "a builder, not a plan",
    note = "write `.build()?` after the last setting, and use the plan that it returns"
)]
pub trait IsBuilt {
    /// The result of the method.
    type Done;

    /// Does what the method is for.
    fn done(self) -> Self::Done;
}

macro_rules! needs_built {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        impl<P> PlanBuilder<P> {
            $(
                #[doc(hidden)]
                pub fn $name(self, $($argument: $type),*) -> <Self as IsBuilt>::Done
                where
                    Self: IsBuilt,
                {
                    IsBuilt::done(self)
                }
            )*
        }
    };
}

needs_built! {
    call(_prompt: P);
    stream(_prompt: P);
    with(_options: CallOptions);
    describe();
    rehearse();
}

impl<P> PlanBuilder<P> {
    #[doc(hidden)]
    pub fn items<L>(self, _prompt: P, _list: L) -> <Self as IsBuilt>::Done
    where
        Self: IsBuilt,
    {
        IsBuilt::done(self)
    }
}
