//! Plans that the command line finds.
//!
//! A plan is a value that some function makes, so that nothing can be derived for it: it is named
//! once, by [`rehearse!`](crate::rehearse).

use std::collections::BTreeMap;
use std::fmt;

use super::table::Rehearsal;
use crate::plan::{Plan, Uses};
use crate::prompt::Prompt;
use crate::provider::{BoxFuture, without_keys};

/// One plan, as the macro hands it in.
#[derive(Debug, Clone, Copy)]
pub struct PlanEntry {
    module: &'static str,
    function: &'static str,
    run: fn() -> BoxFuture<'static, Result<Rehearsal, String>>,
    uses: fn() -> Result<Uses, String>,
}

inventory::collect!(PlanEntry);

impl PlanEntry {
    /// Returns the plan that `function`, as it is written in `module`, makes.
    #[must_use]
    pub const fn new(
        module: &'static str,
        function: &'static str,
        run: fn() -> BoxFuture<'static, Result<Rehearsal, String>>,
        uses: fn() -> Result<Uses, String>,
    ) -> Self {
        Self {
            module,
            function,
            run,
            uses,
        }
    }

    /// The function's name, by which the command line calls the plan.
    pub(crate) fn name(&self) -> &'static str {
        self.function
            .rsplit("::")
            .next()
            .unwrap_or(self.function)
            .trim()
    }

    /// Returns the name after its module, which distinguishes plans of one name.
    pub(crate) fn path(&self) -> String {
        format!("{}::{}", self.module, self.name())
    }

    /// Makes the plan, without keys where the environment has none, and rehearses it; an error is a
    /// sentence for people.
    pub(crate) async fn rehearse(&self) -> Result<Rehearsal, String> {
        without_keys(self.run).await
    }

    /// Makes the plan, without keys where the environment has none, and returns the models and the
    /// contract that it uses; an error is a sentence for people.
    pub(crate) fn uses(&self) -> Result<Uses, String> {
        without_keys(self.uses)
    }

    /// All plans of this program, by path.
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
    let rehearse = made(plan).map(|plan| plan.rehearse().into_future());
    Box::pin(async move { rehearse?.await.map_err(|error| error.to_string()) })
}

/// Makes a plan and returns what it uses; called by [`rehearse!`](crate::rehearse).
///
/// # Errors
/// A sentence for people, if the function makes no plan.
pub fn uses<P, E: fmt::Display>(plan: impl FnOnce() -> Result<Plan<P>, E>) -> Result<Uses, String> {
    made(plan).map(|plan| plan.uses())
}

fn made<P, E: fmt::Display>(plan: impl FnOnce() -> Result<Plan<P>, E>) -> Result<Plan<P>, String> {
    plan().map_err(|error| format!("the plan can't be made: {error}"))
}
