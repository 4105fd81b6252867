//! One model as the user chose it, held against what is known of it.

use std::sync::Arc;
use std::time::Duration;

use serde_json::value::{RawValue, to_raw_value};

use super::{Edge, Guards, ModelProblem, Planned, Problem, media};
use crate::catalogue::{Catalogue, Entry, Route};
use crate::dialect::{Adapted, Dialect, Form, Table, adapt, table_of};
use crate::media::MediaKinds;
use crate::prompt::{Content, Turn};
use crate::provider::{Model, Provider, Request, Settings, is_own_address};
use crate::shape::Shape;

/// A model with its settings and dialect.
#[derive(Clone)]
pub(super) struct Chosen {
    pub(super) provider: Arc<dyn Provider>,
    pub(super) model: String,
    pub(super) settings: Settings,
    pub(super) table: &'static Table,
    pub(super) route: Route,
    pub(super) edge: Option<Edge>,
}

/// The parts of a prompt that every call has.
pub(super) struct Said<'a> {
    /// Few-shot examples: questions, and answers in the contract's own JSON.
    pub(super) examples: &'a [(Content, String)],
    /// The kinds of media that it holds.
    pub(super) media: MediaKinds,
}

#[cfg(feature = "qualify")]
impl Said<'_> {
    /// Returns a prompt whose media are checked when they are sent.
    pub(super) fn sent(examples: &[(Content, String)]) -> Said<'_> {
        Said {
            examples,
            media: MediaKinds::NONE,
        }
    }
}

impl Chosen {
    pub(super) fn new<D: Dialect>(model: Model<D>, edge: Option<Edge>) -> Self {
        let (provider, model, settings, route) = model.into_parts();
        Self {
            provider,
            model,
            settings,
            table: table_of(route),
            route,
            edge,
        }
    }

    /// Returns the settings of its calls in one line, as evidence has them.
    pub(super) fn parameters(&self) -> String {
        self.settings.parameters.summary()
    }

    /// Puts the contract into the model's dialect; or returns every problem.
    pub(super) fn plan(
        self,
        shape: &'static Shape,
        said: &Said<'_>,
        catalogue: &Catalogue,
        today: &str,
    ) -> Result<Planned, Vec<Problem>> {
        let known = catalogue
            .get(&self.model)
            .filter(|entry| entry.vendor == self.provider.name())
            .cloned();
        let mut problems = self.settings_problems();
        problems.extend(self.price_problem(known.as_ref(), today));
        match &known {
            Some(known) => problems.extend(self.catalogue_problems(known, today)),
            None => problems.extend(self.id_problem(catalogue)),
        }
        let media = media::problems(
            &*self.provider,
            &self.model,
            known.as_ref(),
            catalogue,
            said.media,
        );
        problems.extend(media.into_iter().map(ModelProblem::Media));
        let adapted = match adapt(shape, self.table) {
            Ok(adapted) => {
                let objections = self.objections(&adapted).into_iter();
                problems.extend(objections.map(|sentence| ModelProblem::Rejected { sentence }));
                Some(adapted)
            }
            Err(all) => {
                problems.extend(all.into_iter().map(ModelProblem::Unsupported));
                None
            }
        };
        match adapted {
            Some(adapted) if problems.is_empty() => {
                let examples = turns(said.examples, &adapted);
                let written = written(&adapted.form);
                let form = written.as_ref().map_or(0, |schema| schema.get().len());
                let ignored = self.ignored(known.as_ref());
                Ok(Planned {
                    edge: self.edge,
                    provider: self.provider,
                    model: self.model,
                    form_bytes: u64::try_from(form).unwrap_or(u64::MAX),
                    guards: Guards::default(),
                    parameters: Arc::new(self.settings.parameters.record()),
                    ignored,
                    unconfirmed: media::unconfirmed(known.as_ref(), said.media),
                    losses: adapted.losses.as_slice().into(),
                    written,
                    settings: self.settings,
                    known,
                    adapted,
                    examples,
                })
            }
            _ => Err(problems
                .into_iter()
                .map(|problem| Problem::of(&self.model, problem))
                .collect()),
        }
    }

    /// Returns the model that an id without a row must have meant, where the vendor itself is
    /// asked. Servers elsewhere give their models names of their own.
    fn id_problem(&self, catalogue: &Catalogue) -> Option<ModelProblem> {
        let vendor = self.provider.name();
        if !is_own_address(vendor, self.provider.base_url()) {
            return None;
        }
        let advice = catalogue.advice(vendor, &self.model)?;
        advice.is_sure.then(|| ModelProblem::Unknown {
            vendor: vendor.to_owned(),
            advice: advice.sentence,
        })
    }

    /// Returns the problem with a price that was forgotten. A model without any is asked all the
    /// same, where nothing limits money: its cost is unknown then.
    fn price_problem(&self, known: Option<&Entry>, today: &str) -> Option<ModelProblem> {
        let listed = known.and_then(|known| known.price_on(today));
        let price = self.settings.price.as_ref().or(listed)?;
        price
            .is_undeclared_zero()
            .then_some(ModelProblem::UndeclaredPrice)
    }

    /// A limit of the call's first model that can't pass before `deadline` does.
    pub(super) fn beyond(&self, deadline: Duration) -> Option<Problem> {
        let first_token = self.settings.limits.first_token?;
        (deadline < first_token).then(|| {
            let problem = ModelProblem::DeadlineTooShort {
                deadline,
                first_token,
            };
            Problem::of(&self.model, problem)
        })
    }

    /// Returns the invalid settings, whatever the model.
    fn settings_problems(&self) -> Vec<ModelProblem> {
        let mut problems = Vec::new();
        problems.extend(self.provider.check().err().map(ModelProblem::Provider));
        let settings = &self.settings;
        let limits = settings.limits.problems().into_iter();
        problems.extend(limits.map(|sentence| ModelProblem::TimeLimit { sentence }));
        let parameters = settings.parameters.problems().into_iter();
        problems.extend(parameters.map(|sentence| ModelProblem::Parameter { sentence }));
        let is_zero = |time: Duration| time.is_zero();
        let wrong = [
            (self.model.trim().is_empty(), ModelProblem::NoId),
            (
                settings.expected.is_some_and(is_zero),
                ModelProblem::ZeroExpectedTime,
            ),
            (settings.max_reply_bytes == 0, ModelProblem::ZeroReply),
        ];
        let wrong = wrong.into_iter().filter(|(is_wrong, _)| *is_wrong);
        problems.extend(wrong.map(|(_, problem)| problem));
        problems
    }

    /// Returns the catalogue's objections to the choice.
    fn catalogue_problems(&self, known: &Entry, today: &str) -> Vec<ModelProblem> {
        let mut problems = Vec::new();
        let source = || format!("{}, {}", known.source, known.date);
        if let Some(day) = known.shutdown.as_deref().filter(|day| *day <= today) {
            problems.push(ModelProblem::ShutDown {
                day: day.to_owned(),
                successor: known.successor.clone(),
                source: known.shutdown_source(),
            });
        }
        if !known.dialects.contains(&self.route) {
            problems.push(ModelProblem::Dialect {
                dialect: self.table.name(),
                source: source(),
            });
        }
        problems.extend(self.refusals(known));
        if let (Some(limit), Some(most)) =
            (self.settings.parameters.max_output_tokens, known.output)
            && u64::from(limit) > most
        {
            problems.push(ModelProblem::OutputLimit {
                limit,
                most,
                source: source(),
            });
        }
        problems
    }

    /// Returns a problem for each setting that the model is known to reject.
    fn refusals(&self, known: &Entry) -> Vec<ModelProblem> {
        let parameters = &self.settings.parameters;
        let reasons = parameters.effort.as_deref() != Some("none");
        let is_in = |names: &[String], name: &str| names.iter().any(|known| known == name);
        let row = || format!("{}, {}", known.source, known.date);
        let source = known.settings_source.clone().unwrap_or_else(row);
        let names = parameters.names().into_iter();
        let refusals = names.filter_map(|name| {
            let (setting, source) = (name.to_owned(), source.clone());
            if is_in(&known.refuses, name) {
                Some(ModelProblem::Setting { setting, source })
            } else if reasons && is_in(&known.refuses_reasoning, name) {
                Some(ModelProblem::SettingWithReasoning { setting, source })
            } else {
                None
            }
        });
        refusals.collect()
    }

    /// Returns the settings that the model is known to pass over.
    fn ignored(&self, known: Option<&Entry>) -> Vec<String> {
        let unread = known.map_or(&[][..], |known| &known.ignores);
        let set = self.settings.parameters.names();
        let both = unread.iter().filter(|name| set.contains(&name.as_str()));
        both.cloned().collect()
    }

    /// Returns the settings that the provider knows the vendor to reject.
    fn objections(&self, adapted: &Adapted) -> Vec<String> {
        let mut request = Request::new(&self.model, &[], &adapted.form);
        request.parameters = &self.settings.parameters;
        self.provider.objections(&request)
    }
}

/// Returns the text of the form's schema.
pub(crate) fn written(form: &Form) -> Option<Box<RawValue>> {
    match form {
        Form::Schema { schema, .. } | Form::Tool { schema, .. } => to_raw_value(schema).ok(),
        Form::JsonMode | Form::Text => None,
    }
}

/// Few-shot examples as the model is asked to answer.
fn turns(examples: &[(Content, String)], adapted: &Adapted) -> Vec<Turn> {
    examples
        .iter()
        .flat_map(|(question, answer)| {
            [
                Turn::user(question.clone()),
                Turn::assistant(adapted.example(answer)),
            ]
        })
        .collect()
}
