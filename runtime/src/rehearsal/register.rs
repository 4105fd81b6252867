//! Plans that the command line finds.
//!
//! A plan is a value that some function makes, so that nothing can be derived for it: it is named once, by [`rehearse!`](crate::rehearse).

#[cfg(feature = "cli")]
use std::collections::BTreeMap;
use std::fmt;

use super::table::Rehearsal;
use crate::plan::Plan;
use crate::prompt::Prompt;
use crate::provider::BoxFuture;

/// One plan, as the macro hands it in.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(feature = "cli"),
    expect(
        dead_code,
        reason = "only the command line calls the plans that are named"
    )
)]
pub struct PlanEntry {
    module: &'static str,
    function: &'static str,
    run: fn() -> BoxFuture<'static, Result<Rehearsal, String>>,
}

#[cfg(feature = "cli")]
inventory::collect!(PlanEntry);

impl PlanEntry {
    /// The plan that `function`, as it is written in `module`, makes.
    #[must_use]
    pub const fn new(
        module: &'static str,
        function: &'static str,
        run: fn() -> BoxFuture<'static, Result<Rehearsal, String>>,
    ) -> Self {
        Self {
            module,
            function,
            run,
        }
    }

    /// The function's name, by which the command line calls the plan.
    #[cfg(feature = "cli")]
    pub(crate) fn name(&self) -> &'static str {
        self.function
            .rsplit("::")
            .next()
            .unwrap_or(self.function)
            .trim()
    }

    /// The name behind its module, by which plans of one name are told apart.
    #[cfg(feature = "cli")]
    pub(crate) fn path(&self) -> String {
        format!("{}::{}", self.module, self.name())
    }

    /// Makes the plan and rehearses it; an error is a sentence for people.
    #[cfg(feature = "cli")]
    pub(crate) async fn rehearse(&self) -> Result<Rehearsal, String> {
        (self.run)().await
    }

    /// All plans of this program, by path.
    #[cfg(feature = "cli")]
    pub(crate) fn linked() -> BTreeMap<String, Self> {
        inventory::iter::<Self>
            .into_iter()
            .map(|entry| (entry.path(), *entry))
            .collect()
    }
}

/// Makes a plan and rehearses it; called by [`rehearse!`](crate::rehearse).
pub fn run<P, E>(
    plan: impl FnOnce() -> Result<Plan<P>, E>,
) -> BoxFuture<'static, Result<Rehearsal, String>>
where
    P: Prompt,
    P::Output: Send + 'static,
    E: fmt::Display,
{
    let rehearse = plan()
        .map(|plan| plan.rehearse().into_future())
        .map_err(|error| format!("the plan can't be made: {error}"));
    Box::pin(async move { rehearse?.await.map_err(|error| error.to_string()) })
}

/// Lets `contracts rehearse` find a plan, by the function that makes it: `fn() -> Result<Plan<…>, E>`, where `E` can be displayed.
///
/// Stands beside the function, outside of any other. A rehearsal needs no key that is right; where the function reads keys from the environment, any
/// will do. Without the feature `cli` nothing looks for plans; the function's type is held to the same all the same.
///
/// ```
/// use driftless::provider::OpenAi;
/// use driftless::{Ask, BuildError, Contract, Plan};
///
/// #[derive(Contract)]
/// struct Mood { happy: bool }
///
/// fn mood_plan() -> Result<Plan<Ask<Mood>>, BuildError> {
///     Plan::primary(OpenAi::new("any key").model("gpt-6.1-terra")).build()
/// }
///
/// driftless::rehearse!(mood_plan);
/// ```
#[cfg(feature = "cli")]
#[macro_export]
macro_rules! rehearse {
    ($plan:path) => {
        $crate::__private::inventory::submit! {
            $crate::__private::PlanEntry::new(
                ::core::module_path!(),
                ::core::stringify!($plan),
                || $crate::__private::rehearse_plan($plan),
            )
        }
    };
}

/// Lets `contracts rehearse` find a plan, by the function that makes it: `fn() -> Result<Plan<…>, E>`, where `E` can be displayed.
///
/// Without the feature `cli` nothing looks for plans; the function's type is held to the same all the same.
#[cfg(not(feature = "cli"))]
#[macro_export]
macro_rules! rehearse {
    ($plan:path) => {
        const _: $crate::__private::PlanEntry = $crate::__private::PlanEntry::new(
            ::core::module_path!(),
            ::core::stringify!($plan),
            || $crate::__private::rehearse_plan($plan),
        );
    };
}
