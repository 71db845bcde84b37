//! The funnel: a stage for each that the CRM has, and stages in which deals wait.

use super::text::Text;
use crate::fitting::estimated::{Estimated, LEVEL};
use crate::fitting::funnel::{Cause, Route, StageFit};
use crate::fitting::toml_text::{Quantity, counted, law, number, ranged_number, text, time};
use crate::stats::{Duration, RisksFit, RisksIntervals};

/// Deals that never end leave the funnel when nearly all that do have ended, or after two years.
const NEARLY_ALL: f64 = 0.99;
const LONGEST_SILENCE: f64 = 730.0;

impl Text<'_> {
    pub(super) fn stages(&mut self) {
        self.line("\n# ── The funnel ──");
        self.comment(
            "A deal is worked in its stage, then waits in a stage of its own: one that goes on, one that is lost, \
             one that never ends. So losses and wins may take different times.",
        );
        let fit = self.fit;
        if self.single_entry().is_none() {
            self.intake();
        }
        for (at, stage) in fit.funnel.stages.iter().enumerate() {
            self.stage(at, stage);
        }
        self.backlog();
    }

    /// The stage at which nearly all deals begin.
    pub(super) fn single_entry(&self) -> Option<usize> {
        let all: u64 = self.fit.funnel.entries.iter().sum();
        self.fit.funnel.entries.iter().position(|count| *count * 100 >= all * 99)
    }

    fn intake(&mut self) {
        let funnel = &self.fit.funnel;
        let begun = funnel.entries.iter().enumerate().filter(|(_, count)| **count > 0);
        let ways: Vec<(String, f64)> =
            begun.map(|(at, n)| (funnel.stages[at].key.clone(), *n as f64)).collect();
        let name = self.names.intake.clone();
        self.line(&format!("\n[stages.{name}]\ntouch = \"0 h\""));
        self.comment("Deals begin in several stages.");
        self.line(&format!("next = {}", ways_text(&ways)));
        self.measured(format!("stages.{name}.next"), "first stages of deals");
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of deals"
    )]
    fn backlog(&mut self) {
        let fresh = |stage: &StageFit| (stage.key.clone(), stage.fresh.round() as u64);
        let backlog: Vec<(String, u64)> =
            self.fit.funnel.stages.iter().map(fresh).filter(|(_, count)| *count > 0).collect();
        if backlog.is_empty() {
            return;
        }
        self.line("");
        self.comment(
            "The open pipeline at the start. A deal that has been in its stage for long counts for less than \
             one that has just come: by its chance to go on yet.",
        );
        self.line("[backlog]");
        for (stage, count) in backlog {
            self.line(&format!("{stage} = {count}"));
        }
    }

    fn stage(&mut self, at: usize, stage: &StageFit) {
        let key = &stage.key;
        self.line(&format!("\n[stages.{key}]"));
        self.label(&stage.label, key);
        let [on, lost, open] = stage.counts;
        self.comment(&format!(
            "{}: {on} went on, {lost} were lost, {open} were not over.",
            counted(on + lost + open, "visit")
        ));
        self.work(at);
        let silent = self.names.silent[at].clone();
        let Some((fit, intervals)) = &stage.fit else {
            self.line(&format!("next = {}", text(&silent)));
            self.silent(&silent, LONGEST_SILENCE);
            return;
        };
        let has_silent = open > 0;
        self.line(&format!("next = {}", self.shares(at, stage, intervals, has_silent)));
        self.measured(format!("stages.{key}.next"), "competing risks with a share that never ends");
        for place in 0..stage.causes.len() {
            self.wait(at, stage, place, (fit, intervals));
        }
        if has_silent {
            let latest =
                fit.risks.laws.iter().map(|law| law.quantile(NEARLY_ALL)).fold(1.0, f64::max);
            self.silent(&silent, latest.min(LONGEST_SILENCE));
        }
    }

    /// The stage in which deals wait that go on, or that are lost.
    fn wait(
        &mut self,
        at: usize,
        stage: &StageFit,
        place: usize,
        (fit, intervals): (&RisksFit, &RisksIntervals),
    ) {
        let [on, lost, _] = stage.counts;
        let is_on = stage.causes[place] == Cause::On;
        let (next, count) = if is_on { (self.routes(stage), on) } else { (text("lost"), lost) };
        let name = self.names.of_cause(at, stage.causes[place]).clone();
        let found = &fit.risks.laws[place];
        let law = law(found, &intervals.laws[place], count, Quantity::Days, LEVEL);
        self.line(&format!("[stages.{name}]\ntouch = {law}\nnext = {next}"));
        if is_on && stage.routes.contains_key(&Route::Won) {
            self.line("phase = \"drive\"");
        }
        self.measured(format!("stages.{name}.touch"), &how(found));
        if is_on {
            self.measured(format!("stages.{name}.next"), "stages that follow");
        }
    }

    fn silent(&mut self, name: &str, days: f64) {
        self.line(&format!("[stages.{name}]"));
        self.comment("Nobody closes these; they end when nearly all others have.");
        self.line(&format!("touch = \"{}\"\nnext = \"no decision\"", time(days)));
        self.sources
            .push((format!("stages.{name}.touch"), "D from the times of deals that end".into()));
    }

    /// The shares of what goes on and what is lost; the rest never ends. The upper ends of their ranges leave
    /// room for each other.
    fn shares(
        &self,
        at: usize,
        stage: &StageFit,
        intervals: &RisksIntervals,
        has_silent: bool,
    ) -> String {
        let names: Vec<&String> =
            stage.causes.iter().map(|cause| self.names.of_cause(at, *cause)).collect();
        let values = stage.fit.as_ref().map_or(&[][..], |(fit, _)| &fit.risks.shares[..]);
        let shown = if has_silent { names.len() } else { names.len() - 1 };
        if shown == 0 {
            return text(names[0]);
        }
        let highs: f64 = intervals.shares[..shown].iter().map(|interval| interval.1).sum();
        let sum: f64 = values[..shown].iter().sum();
        let tight = if highs > 0.9999 && highs > sum {
            ((0.9999 - sum) / (highs - sum)).clamp(0.0, 1.0)
        } else {
            1.0
        };
        let way = |place: usize| {
            let (value, (low, high)) = (values[place], intervals.shares[place]);
            let high = value + tight * (high - value);
            let share = Estimated { value, interval: (low, high) };
            format!("{} = {}", names[place], ranged_number(share))
        };
        let mut ways: Vec<String> = (0..shown).map(way).collect();
        let rest = if has_silent { &self.names.silent[at] } else { names[shown] };
        ways.push(format!("rest = {}", text(rest)));
        format!("{{ {} }}", ways.join(", "))
    }

    fn routes(&self, stage: &StageFit) -> String {
        let name = |route: &Route| match route {
            Route::Won => "won".to_owned(),
            Route::Stage(to) => self.fit.funnel.stages[*to].key.clone(),
        };
        let ways: Vec<(String, f64)> =
            stage.routes.iter().map(|(route, count)| (name(route), *count as f64)).collect();
        ways_text(&ways)
    }
}

/// How a law was found.
fn how(law: &Duration) -> String {
    match law {
        Duration::Law(law) => format!("{} law, chosen by held-out likelihood", law.family.name()),
        Duration::Steps(_) => {
            "twentieths as counted (Aalen and Johansen); no family predicts as well".into()
        }
    }
}

/// One way, or shares of several; the largest takes the rest.
fn ways_text(ways: &[(String, f64)]) -> String {
    if let [(only, _)] = ways {
        return text(only);
    }
    let all: f64 = ways.iter().map(|(_, count)| count).sum();
    let most = ways.iter().map(|(_, count)| *count).fold(0.0, f64::max);
    let largest = ways.iter().position(|(_, count)| *count >= most).unwrap_or(0);
    let mut parts: Vec<String> = ways
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != largest)
        .map(|(_, (name, count))| format!("{name} = {}", number(count / all)))
        .collect();
    parts.push(format!("rest = {}", text(&ways[largest].0)));
    format!("{{ {} }}", parts.join(", "))
}
