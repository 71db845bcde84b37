//! A fit as a scenario that runs.

use std::fmt::Write;

use super::arrivals::ChannelFit;
use super::estimated::{Estimated, LEVEL};
use super::fit::Fit;
use super::funnel::{Cause, Route, StageFit};
use super::toml_text::{
    Quantity, counted, law, number, p_value, percent, percent_range, ranged, ranged_number, text,
    time,
};
use super::values::ValueFit;
use crate::stats::{Duration, RisksIntervals};

/// Of the working week, what people have for deals.
const ADMIN: f64 = 0.3;
const WORKING_WEEK: f64 = 40.0;
const MEETINGS: f64 = 3.0;
/// How busy people are taken to be, since no CRM holds how long they work on a deal.
const BUSY: f64 = 0.6;
/// The range of that, as factors.
const BUSY_RANGE: (f64, f64) = (0.6, 1.25);
/// Deals that never end leave the funnel when nearly all that do have ended, or after two years.
const NEARLY_ALL: f64 = 0.99;
const LONGEST_SILENCE: f64 = 730.0;

/// The scenario of a fit, as text; `source` names the log. What a CRM does not hold is assumed, and is named
/// in the head of the text.
pub fn scenario_text(fit: &Fit, source: &str) -> String {
    let mut out =
        Text { fit, source, names: Names::of(fit), written: String::new(), sources: Vec::new() };
    out.head();
    out.channels();
    out.values();
    out.stages();
    out.people();
    out.policies();
    out.run();
    out.written
}

/// Names of the stages in which deals wait: those that go on, that are lost, that never end.
struct Names {
    on: Vec<String>,
    lost: Vec<String>,
    silent: Vec<String>,
    intake: String,
}

impl Names {
    fn of(fit: &Fit) -> Self {
        let keys: Vec<&str> = fit.funnel.stages.iter().map(|stage| stage.key.as_str()).collect();
        let free = |mut name: String| {
            while keys.contains(&name.as_str()) {
                name.push_str("-wait");
            }
            name
        };
        let with = |end: &str| keys.iter().map(|key| free(format!("{key}-{end}"))).collect();
        Self {
            on: with("on"),
            lost: with("lost"),
            silent: with("silent"),
            intake: free("intake".into()),
        }
    }
}

struct Text<'a> {
    fit: &'a Fit,
    source: &'a str,
    names: Names,
    written: String,
    /// Key paths and where their numbers come from.
    sources: Vec<(String, String)>,
}

impl Text<'_> {
    fn line(&mut self, line: &str) {
        self.written.push_str(line);
        self.written.push('\n');
    }

    /// A comment, broken into lines.
    fn comment(&mut self, words: &str) {
        let mut line = String::from("#");
        for word in words.split_whitespace() {
            if line.chars().count() + word.chars().count() > 98 {
                self.line(&line);
                line = String::from("#");
            }
            let _ = write!(line, " {word}");
        }
        self.line(&line);
    }

    fn measured(&mut self, path: String, how: &str) {
        self.sources.push((path, format!("M {}: {how}", self.source)));
    }

    fn has_people(&self) -> bool {
        self.fit.people.active > 0
    }

    fn head(&mut self) {
        let (window, outcomes) = (&self.fit.window, &self.fit.outcomes);
        let date = |moment: crate::records::Moment| moment.to_string()[..10].to_owned();
        let [won, lost, open] = outcomes.counts;
        self.comment(&format!(
            "Fitted by `posse fit` to {}: {} deals, {won} won, {lost} lost, {open} open, seen from {} to {}.",
            self.source,
            self.fit.deals,
            date(window.from),
            date(window.until)
        ));
        self.comment(&format!(
            "Every range is the {:.0} % interval of what was fitted. {} of all deals are won in the end ({}); \
             of those decided so far {} are.",
            100.0 * LEVEL,
            percent(outcomes.of_all.value),
            percent_range(outcomes.of_all.interval),
            percent(outcomes.of_decided.value)
        ));
        self.comment(
            "No CRM says how long people work on a deal, what they cost and how their skills differ, what a lead \
             costs, which share of a deal's value is margin, what working together costs, or what buyers need. \
             These numbers are assumptions: put yours in their place, and look at `posse sensitivity`.",
        );
        self.line("");
        self.line("question = \"Lone heroes or a team, in our own funnel?\"");
        let currency = &self.fit.values.currency;
        let currency = if currency.is_empty() { "EUR" } else { currency.as_str() };
        self.line(&format!("currency = {}", text(currency)));
        self.line("# Buyers answer at any hour; people work in office hours.");
        self.line("calendar = \"always\"");
        self.line(&format!("start = {}", date(window.until)));
        let clock = &self.fit.arrivals.clock;
        self.line("");
        self.line("[calendars.office]");
        if let Some((first, last)) = clock.hours {
            self.comment(&format!(
                "Nine tenths of what was entered from Monday to Friday; {} was entered at weekends. Times are UTC.",
                percent(clock.weekend)
            ));
            self.line(&format!("hours = \"Mon-Fri {first:02}:00-{last:02}:00\""));
            self.measured("calendars.office.hours".into(), "hours of what was entered");
        } else {
            self.line("hours = \"Mon-Fri 09:00-17:00\"");
        }
    }

    fn channels(&mut self) {
        self.line("\n# ── Where leads come from ──");
        let fit = self.fit;
        for channel in &fit.arrivals.channels {
            self.channel(channel);
        }
    }

    fn channel(&mut self, channel: &ChannelFit) {
        let key = &channel.key;
        self.line(&format!("\n[channels.{key}]"));
        if channel.label != *key && !channel.label.is_empty() {
            self.comment(&format!("In the CRM: {}", channel.label));
        }
        let entry = self.single_entry();
        if let Some(entry) = entry.filter(|entry| *entry > 0) {
            self.line(&format!("entry = {}", text(&self.fit.funnel.stages[entry].key)));
        }
        self.line(&format!("[channels.{key}.arrivals]"));
        self.comment(&format!(
            "{} in {} weeks; counts of weeks vary {} times as much as chance alone would have it.",
            counted(channel.count, "deal"),
            self.fit.arrivals.weeks,
            number(channel.dispersion.value)
        ));
        self.line(&format!("per_week = {}", ranged_number(channel.per_week)));
        self.line(&format!("dispersion = {}", ranged_number(channel.dispersion)));
        if let Some(growth) = channel.growth {
            self.line(&format!("growth = {}", ranged_number(growth)));
        }
        if let Some(season) = channel.season {
            let factors: Vec<String> = season.iter().map(|factor| number(*factor)).collect();
            self.comment("Quarters of the year that begins with the scenario.");
            self.line(&format!("season = [{}]", factors.join(", ")));
        }
        let list = |counts: &[u32]| {
            let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
            counts.join(", ")
        };
        if channel.weekdays.iter().sum::<u32>() > 0 {
            self.line(&format!("weekday_profile = [{}]", list(&channel.weekdays)));
            if let Some(hours) = channel.hours {
                self.line(&format!("hours_profile = [{}]", list(&hours)));
            }
        }
        self.measured(
            format!("channels.{key}.arrivals"),
            "deals created by week, negative binomial",
        );
    }

    /// The stage at which nearly all deals begin.
    fn single_entry(&self) -> Option<usize> {
        let all: u64 = self.fit.funnel.entries.iter().sum();
        self.fit.funnel.entries.iter().position(|count| *count * 100 >= all * 99)
    }

    fn values(&mut self) {
        let values = &self.fit.values;
        self.line("\n# ── What deals are worth ──\n\n[deal]");
        if let Some(all) = &values.all {
            self.comment(&format!(
                "{} with a value, {} on average.",
                counted(all.count, "won deal"),
                number(all.mean)
            ));
            self.line(&format!("value = {}", value_law(all)));
            self.measured("deal.value".into(), "values of won deals");
        }
        self.line("margin = \"70 %\"");
        let mut left = 1.0;
        for (place, segment) in values.segments.iter().enumerate() {
            self.line(&format!("\n[segments.{}]", segment.key));
            let (won, lost) = segment.decided;
            self.comment(&format!("In the CRM: {}. {won} won, {lost} lost.", segment.label));
            let is_last = place + 1 == values.segments.len();
            let rounded = (segment.share * 1e4).round() / 1e4;
            let share = if is_last { left } else { rounded.clamp(0.0001, left) };
            left -= share;
            self.line(&format!("share = {share:.4}"));
            self.measured(format!("segments.{}.share", segment.key), "share of deals");
            if let Some(value) = &segment.value {
                self.line(&format!("value = {}", value_law(value)));
                self.measured(format!("segments.{}.value", segment.key), "values of won deals");
            }
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of deals"
    )]
    fn stages(&mut self) {
        self.line("\n# ── The funnel ──");
        self.comment(
            "A deal is worked in its stage, then waits in a stage of its own: one that goes on, one that is lost, \
             one that never ends. So losses and wins may take different times.",
        );
        if self.single_entry().is_none() {
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
        let fit = self.fit;
        for (at, stage) in fit.funnel.stages.iter().enumerate() {
            self.stage(at, stage);
        }
        let backlog: Vec<(&str, u64)> = fit
            .funnel
            .stages
            .iter()
            .map(|stage| (stage.key.as_str(), stage.fresh.round() as u64))
            .filter(|(_, count)| *count > 0)
            .collect();
        if !backlog.is_empty() {
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
    }

    fn stage(&mut self, at: usize, stage: &StageFit) {
        let key = &stage.key;
        self.line(&format!("\n[stages.{key}]"));
        if stage.label != *key && !stage.label.is_empty() {
            self.comment(&format!("In the CRM: {}", stage.label));
        }
        let [on, lost, open] = stage.counts;
        self.comment(&format!(
            "{}: {on} went on, {lost} were lost, {open} were not over.",
            counted(on + lost + open, "visit")
        ));
        if self.has_people() {
            let hours = self.touch_hours();
            let touch =
                Estimated { value: hours, interval: (hours * BUSY_RANGE.0, hours * BUSY_RANGE.1) };
            let write = |hours: f64| format!("\"{} h\"", number(hours));
            let plain = |hours: f64| format!("{} h", number(hours));
            self.line("role = \"seller\"");
            let mean = ranged(touch, write, plain);
            self.line(&format!("touch = {{ lognormal = {{ mean = {mean}, cv = 0.5 }} }}"));
        } else {
            self.line("touch = \"0 h\"");
        }
        let silent = self.names.silent[at].clone();
        let Some((fit, intervals)) = &stage.fit else {
            self.line(&format!("next = {}", text(&silent)));
            self.silent(&silent, LONGEST_SILENCE);
            return;
        };
        let has_silent = open > 0;
        self.line(&format!("next = {}", self.shares(at, stage, intervals, has_silent)));
        self.measured(format!("stages.{key}.next"), "competing risks with a share that never ends");
        for (place, cause) in stage.causes.iter().enumerate() {
            let (name, next, count) = match cause {
                Cause::On => (&self.names.on[at], self.routes(stage), on),
                Cause::Lost => (&self.names.lost[at], text("lost"), lost),
            };
            let law =
                law(&fit.risks.laws[place], &intervals.laws[place], count, Quantity::Days, LEVEL);
            let name = name.clone();
            self.line(&format!("[stages.{name}]\ntouch = {law}"));
            self.line(&format!("next = {next}"));
            if *cause == Cause::On && stage.routes.contains_key(&Route::Won) {
                self.line("phase = \"drive\"");
            }
            self.measured(format!("stages.{name}.touch"), &how(&fit.risks.laws[place]));
            if *cause == Cause::On {
                self.measured(format!("stages.{name}.next"), "stages that follow");
            }
        }
        if has_silent {
            let latest =
                fit.risks.laws.iter().map(|law| law.quantile(NEARLY_ALL)).fold(1.0, f64::max);
            self.silent(&silent, latest.min(LONGEST_SILENCE));
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
        let names: Vec<&String> = stage
            .causes
            .iter()
            .map(|cause| match cause {
                Cause::On => &self.names.on[at],
                Cause::Lost => &self.names.lost[at],
            })
            .collect();
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
        let mut ways: Vec<String> = (0..shown)
            .map(|place| {
                let (value, (low, high)) = (values[place], intervals.shares[place]);
                let high = value + tight * (high - value);
                let share = Estimated { value, interval: (low, high) };
                format!("{} = {}", names[place], ranged_number(share))
            })
            .collect();
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

    /// Hours of a touch at which people are as busy as assumed.
    fn touch_hours(&self) -> f64 {
        let visits: f64 = self.fit.funnel.visits().iter().sum();
        let touches = visits * self.fit.arrivals.per_week();
        let week = WORKING_WEEK * (1.0 - ADMIN) - MEETINGS;
        let hours = BUSY * week * self.fit.people.active as f64 / touches.max(1e-6);
        (hours.clamp(0.05, 40.0) * 100.0).round() / 100.0
    }

    fn people(&mut self) {
        if !self.has_people() {
            return;
        }
        let people = &self.fit.people;
        self.line("\n# ── Who works ──\n");
        self.comment(&format!(
            "{} owned deals; {} of them moved one in the last quarter. A touch takes as long as keeps them busy for {} \
             of their time: assumed, since no CRM says.",
            counted(people.owners.len() as u64, "person").replace("persons", "people"),
            people.active,
            percent(BUSY)
        ));
        if let Some(spread) = &people.spread {
            let (low, high) = spread.rho_interval;
            self.comment(&format!(
                "Win rates of people: correlation within a person {} ({} to {}), {} that all are alike. This funnel \
                 wins by chance whoever works; `skill` is about speed and stays an assumption.",
                number(spread.rho),
                number(low),
                number(high),
                p_value(spread.p_value)
            ));
        }
        self.line("[people.seller]");
        self.line(&format!("count = {}", people.active));
        self.line("cost = \"110000 per year\"\ncalendar = \"office\"");
        self.line(&format!("admin = \"{:.0} %\"", 100.0 * ADMIN));
        self.line("skill = { sd = 0.25, correlation = 0.4, noise = 0.3 }");
        if self.split().is_some() {
            self.line("jobs = { qualifier = { cost = \"110000 per year\" }, closer = { cost = \"110000 per year\" } }");
        }
        self.line("\n# What working together and working on much at once cost.\n[frictions]");
        self.line(
            "hand_off_note = \"0.5 h\"\nhand_off_read = \"0.5 h\"\nhand_off_relearn = \"1 h\"",
        );
        self.line("documentation_cost = 0.10\nspecialist = 1.08");
    }

    /// The stages of those who qualify and of those who close, and how many people are which.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of people"
    )]
    fn split(&self) -> Option<(usize, usize)> {
        let (count, stages) = (self.fit.people.active, self.fit.funnel.stages.len());
        if count < 2 || stages < 2 {
            return None;
        }
        let visits = self.fit.funnel.visits();
        let all: f64 = visits.iter().sum();
        let first = stages / 2;
        let share = visits[..first].iter().sum::<f64>() / all.max(1e-9);
        Some((first, ((share * count as f64).round() as usize).clamp(1, count - 1)))
    }

    fn policies(&mut self) {
        if !self.has_people() {
            return;
        }
        self.line("\n# ── The policies: rules only ──\n\n[policies.hero]\nlabel = \"lone hero\"");
        self.line("rules = { routing = \"round robin\", order = \"biggest\", owner = \"named\", meetings = \"1 h per week\" }");
        self.line("\n[policies.team]\nlabel = \"team\"");
        // Helping out needs roles.
        let overflow = if self.split().is_some() { "overflow = true, " } else { "" };
        self.line(&format!(
            "rules = {{ routing = \"pull\", order = \"value per hour\", owner = \"shared\", {overflow}meetings = \
             \"{} h per week\", documentation = 0.8 }}",
            number(MEETINGS)
        ));
        if let Some((first, heads)) = self.split() {
            let list = |stages: &[StageFit]| {
                stages.iter().map(|stage| text(&stage.key)).collect::<Vec<_>>().join(", ")
            };
            let stages = &self.fit.funnel.stages;
            let roles = format!(
                "[policies.team.roles]\nqualifier = {{ heads = {heads}, stages = [{}] }}\ncloser = {{ heads = {}, stages = \
                 [{}] }}",
                list(&stages[..first]),
                self.fit.people.active - heads,
                list(&stages[first..])
            );
            self.line(&roles);
        }
    }

    fn run(&mut self) {
        let visits = self.fit.funnel.stages.iter().any(|stage| stage.counts[2] > 0);
        if visits || self.fit.funnel.stages.iter().any(|stage| stage.fit.is_none()) {
            self.line("\n[exits.\"no decision\"]\nfamily = \"no decision\"");
        }
        self.line("\n[run]\nweeks = 52\nwarm_up = \"52 weeks\"\nrun_out = \"52 weeks\"\nreplications = 256");
        self.line("\n[sources]");
        let sources = std::mem::take(&mut self.sources);
        for (path, source) in sources {
            self.line(&format!("{} = {}", text(&path), text(&source)));
        }
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

fn value_law(value: &ValueFit) -> String {
    law(&value.fit.risks.laws[0], &value.intervals.laws[0], value.count, Quantity::Money, LEVEL)
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
