//! The models' calls in the report: answers that satisfy the contract, times, cost.

use maud::{Markup, html};

use super::super::{Arm, Candidate, Interval, Latency, QualificationOutcome};
use super::chart::{Lane, Look, Scale, Strip, axis, times};
use super::number::{count, dollars, ends, percent, plain, time, visible};

/// Two arms in the columns of one section.
pub(super) fn section(
    outcome: &QualificationOutcome,
    candidate: &Candidate,
    anchor: &str,
) -> Markup {
    let arms = [&outcome.reference, &candidate.arm];
    html! {
        h3 id={ (anchor) "-contract" } { "Answers that keep the contract" }
        (conformance(arms))
        h3 id={ (anchor) "-latency" } { "Time to the whole answer" }
        (latency([outcome.reference.latency.as_ref(), candidate.arm.latency.as_ref()], "no call was answered"))
        @if outcome.reference.first_token.is_some() || candidate.arm.first_token.is_some() {
            h3 id={ (anchor) "-first" } { "Time to the first token" }
            (latency([outcome.reference.first_token.as_ref(), candidate.arm.first_token.as_ref()], "not streamed"))
        }
        h3 id={ (anchor) "-cost" } { "Cost" }
        (cost(arms))
    }
}

const ROLES: [(&str, Look); 2] = [("reference", Look::Ring), ("candidate", Look::Dot)];

fn head(role: &str, arm: &Arm) -> Markup {
    html! { th scope="row" role="rowheader" { bdi { (visible(&arm.model)) } span class="doc" { (role) } } }
}

fn one(scale: Scale, interval: &Interval, look: Look) -> Markup {
    let lanes = [Lane { interval, look }];
    Strip {
        scale,
        lanes: &lanes,
        limit: None,
        zero: false,
    }
    .markup()
}

fn conformance(arms: [&Arm; 2]) -> Markup {
    let scale = Scale::holding(
        arms.iter()
            .flat_map(|arm| [arm.conformance.low, arm.conformance.high]),
        (0.0, 1.0),
    );
    let tick = |value: f64| format!("{} %", plain(value * 100.0));
    html! {
        div class="scroll" tabindex="0" role="group" aria-label="Answers that keep the contract" {
            table class="cards" role="table" {
                thead role="rowgroup" { tr role="row" {
                    th scope="col" role="columnheader" { "Model" }
                    th scope="col" role="columnheader" { "Of all calls" (axis(scale, tick)) }
                    th scope="col" role="columnheader" { "Calls" }
                    th scope="col" role="columnheader" { "Without a value" }
                    th scope="col" role="columnheader" { "Served by" }
                } }
                tbody role="rowgroup" {
                    @for (arm, (role, look)) in arms.into_iter().zip(ROLES) {
                        tr role="row" {
                            (head(role, arm))
                            td role="cell" {
                                (one(scale, &arm.conformance, look))
                                span class="narrow" { (axis(scale, tick)) }
                                span class="said2" { b { (percent(arm.conformance.estimate)) } " (" (ends(&arm.conformance, percent)) ")" }
                            }
                            td role="cell" data-label="Calls" { (count(arm.calls)) }
                            td role="cell" data-label="Without a value" {
                                @if arm.failures.is_empty() { "none" }
                                @for (class, number) in &arm.failures { span class="said2" { bdi { (class) } ": " (count(*number)) } }
                            }
                            td role="cell" data-label="Served by" {
                                @if arm.served.is_empty() { "unknown" }
                                @for (model, number) in &arm.served { span class="said2" { bdi { (visible(model)) } ": " (count(*number)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn latency(both: [Option<&Latency>; 2], without: &str) -> Markup {
    let [reference, candidate] = both;
    html! {
        div class="beside" {
            figure {
                (times(reference, candidate))
                figcaption class="quiet" { "Distribution of the calls’ times, on a logarithmic scale. The thin lines are p50 (longest), p90 (shorter) and p99 (shortest)." }
            }
            div class="scroll" tabindex="0" role="group" aria-label="Quantiles of times" {
                table role="table" {
                    thead role="rowgroup" { tr role="row" {
                        th scope="col" role="columnheader" { "Quantile" }
                        @for (role, _) in ROLES { th scope="col" role="columnheader" { (role) } }
                    } }
                    tbody role="rowgroup" {
                        @for (name, of) in QUANTILES {
                            tr role="row" {
                                th scope="row" role="rowheader" { (name) }
                                @for latency in both {
                                    td role="cell" {
                                        @match latency {
                                            Some(latency) => { b { (time(of(latency).estimate)) } span class="said2" { (ends(of(latency), time)) } }
                                            None => { (without) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

type Of = fn(&Latency) -> &Interval;

const QUANTILES: [(&str, Of); 3] = [
    ("p50", |latency| &latency.p50),
    ("p90", |latency| &latency.p90),
    ("p99", |latency| &latency.p99),
];

fn cost(arms: [&Arm; 2]) -> Markup {
    let known = || arms.iter().filter_map(|arm| arm.cost.per_call.as_ref());
    let scale = Scale::holding(
        known()
            .flat_map(|interval| [interval.low, interval.high])
            .chain([0.0]),
        (0.0, f64::MAX),
    );
    html! {
        div class="scroll" tabindex="0" role="group" aria-label="Cost" {
            table class="cards" role="table" {
                thead role="rowgroup" { tr role="row" {
                    th scope="col" role="columnheader" { "Model" }
                    th scope="col" role="columnheader" { "A call, on average" (axis(scale, dollars_short)) }
                    th scope="col" role="columnheader" { "All calls" }
                    th scope="col" role="columnheader" { "Input tokens" }
                    th scope="col" role="columnheader" { "Output tokens" }
                } }
                tbody role="rowgroup" {
                    @for (arm, (role, look)) in arms.into_iter().zip(ROLES) {
                        tr role="row" {
                            (head(role, arm))
                            td role="cell" {
                                @match &arm.cost.per_call {
                                    Some(interval) => {
                                        (one(scale, interval, look))
                                        span class="narrow" { (axis(scale, dollars_short)) }
                                        span class="said2" { b { (dollars(interval.estimate)) } " (" (ends(interval, dollars)) ")" }
                                    }
                                    None => { "no call" }
                                }
                            }
                            td role="cell" data-label="All calls" { (arm.cost.total) }
                            td role="cell" data-label="Input tokens" { (count(arm.cost.input_tokens)) }
                            td role="cell" data-label="Output tokens" { (count(arm.cost.output_tokens)) }
                        }
                    }
                }
            }
        }
    }
}

fn dollars_short(value: f64) -> String {
    let written = dollars(value);
    if written.contains('.') && !written.contains('e') {
        written
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    } else {
        written
    }
}
