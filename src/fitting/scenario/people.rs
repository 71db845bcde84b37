//! Who works, and the rules under test.

use super::text::{Text, date};
use crate::fitting::estimated::Estimated;
use crate::fitting::roster::Group;
use crate::fitting::toml_text::{counted, number, p_value, percent, ranged, text};
use crate::records::Moment;

/// Of the working week, what people have for deals.
const ADMIN: f64 = 0.3;
const WORKING_WEEK: f64 = 40.0;
const MEETINGS: f64 = 3.0;
/// How busy people are taken to be, since no CRM holds how long they work on a deal.
const BUSY: f64 = 0.6;
/// The range of that, as factors.
const BUSY_RANGE: (f64, f64) = (0.6, 1.25);

impl Text<'_> {
    fn has_people(&self) -> bool {
        !self.roster.groups.is_empty()
    }

    /// Who works a stage, and for how long.
    pub(super) fn work(&mut self, at: usize) {
        if !self.has_people() {
            self.line("touch = \"0 h\"");
            return;
        }
        let keys: Vec<String> = self.roster.at(at).map(|(group, _)| text(&group.key)).collect();
        match &keys[..] {
            [only] => self.line(&format!("role = {only}")),
            several => self.line(&format!("role = [{}]", several.join(", "))),
        }
        let hours = self.touch_hours(at);
        let touch =
            Estimated { value: hours, interval: (hours * BUSY_RANGE.0, hours * BUSY_RANGE.1) };
        let write = |hours: f64| format!("\"{} h\"", number(hours));
        let plain = |hours: f64| format!("{} h", number(hours));
        let mean = ranged(touch, write, plain);
        self.line(&format!("touch = {{ lognormal = {{ mean = {mean}, cv = 0.5 }} }}"));
    }

    /// Hours of a touch in a stage at which those who work it are as busy as assumed.
    fn touch_hours(&self, at: usize) -> f64 {
        let visits = self.fit.funnel.visits()[at] * self.fit.arrivals.per_week();
        let week = WORKING_WEEK * (1.0 - ADMIN) - MEETINGS;
        let heads: f64 =
            self.roster.at(at).map(|(group, share)| group.heads() as f64 * share).sum();
        let hours = BUSY * week * heads / visits.max(1e-6);
        (hours.clamp(0.05, 40.0) * 100.0).round() / 100.0
    }

    pub(super) fn people(&mut self) {
        if !self.has_people() {
            return;
        }
        self.line("\n# ── Who works ──\n");
        self.owners();
        let roster = self.roster;
        for group in &roster.groups {
            self.group(group);
        }
        self.line("\n# What working together and working on much at once cost.\n[frictions]");
        self.line(
            "hand_off_note = \"0.5 h\"\nhand_off_read = \"0.5 h\"\nhand_off_relearn = \"1 h\"",
        );
        self.line("documentation_cost = 0.10\nspecialist = 1.08");
    }

    /// What the log says of those who owned deals.
    fn owners(&mut self) {
        let people = &self.fit.people;
        self.comment(&format!(
            "{} owned deals; {} of them moved one in the last quarter. A touch takes as long as keeps people busy \
             for {} of their time: assumed, since no CRM says.",
            counted(people.owners.len() as u64, "person").replace("persons", "people"),
            people.active,
            percent(BUSY)
        ));
        let Some(spread) = &people.spread else { return };
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

    fn group(&mut self, group: &Group) {
        if !group.names.is_empty() {
            self.line("");
            self.comment(&format!("From the list of people: {}.", group.names.join(", ")));
        }
        self.line(&format!("[people.{}]", group.key));
        self.line(&format!("count = {}", group.count));
        if !group.headcount.is_empty() {
            let step = |(day, count): &(Moment, u64)| format!("[{}, {count}]", date(*day));
            let steps: Vec<String> = group.headcount.iter().map(step).collect();
            self.line(&format!("headcount = [{}]", steps.join(", ")));
            self.comment("Newcomers get up to speed as elsewhere: assumed.");
            self.line("ramp = { start = 0.3, time = \"5 mo\" }");
        }
        if group.plan.is_none() {
            self.line("cost = \"110000 per year\"");
        }
        self.line("calendar = \"office\"");
        self.line(&format!("admin = \"{:.0} %\"", 100.0 * ADMIN));
        self.line("skill = { sd = 0.25, correlation = 0.4, noise = 0.3 }");
        if self.split().is_some() {
            let cost = if group.plan.is_none() { "cost = \"110000 per year\"" } else { "" };
            let job = format!("{{ {cost} }}").replace("{  }", "{}");
            self.line(&format!("jobs = {{ qualifier = {job}, closer = {job} }}"));
        }
    }

    /// The first stage of those who close, and how many people qualify, where one group does all.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of people"
    )]
    fn split(&self) -> Option<(usize, u64)> {
        let [group] = &self.roster.groups[..] else { return None };
        let stages = self.fit.funnel.stages.len();
        let is_job = ["qualifier", "closer"].contains(&group.key.as_str());
        if group.count < 2 || stages < 2 || !group.headcount.is_empty() || is_job {
            return None;
        }
        let visits = self.fit.funnel.visits();
        let all: f64 = visits.iter().sum();
        let first = stages / 2;
        let share = visits[..first].iter().sum::<f64>() / all.max(1e-9);
        Some((first, ((share * group.count as f64).round() as u64).clamp(1, group.count - 1)))
    }

    pub(super) fn policies(&mut self) {
        if !self.has_people() {
            return;
        }
        self.line("\n# ── The policies: rules only ──\n\n[policies.hero]\nlabel = \"lone hero\"");
        self.line("rules = { routing = \"round robin\", order = \"biggest\", owner = \"named\", meetings = \"1 h per week\" }");
        self.pay();
        self.line("\n[policies.team]\nlabel = \"team\"");
        // Helping out needs roles.
        let overflow = if self.split().is_some() { "overflow = true, " } else { "" };
        self.line(&format!(
            "rules = {{ routing = \"pull\", order = \"value per hour\", owner = \"shared\", {overflow}meetings = \
             \"{} h per week\", documentation = 0.8 }}",
            number(MEETINGS)
        ));
        self.pay();
        if let Some((first, heads)) = self.split() {
            let stages = &self.fit.funnel.stages;
            let list = |from: usize, to: usize| {
                let keys: Vec<String> = stages[from..to].iter().map(|s| text(&s.key)).collect();
                keys.join(", ")
            };
            let roles = format!(
                "[policies.team.roles]\nqualifier = {{ heads = {heads}, stages = [{}] }}\ncloser = {{ heads = {}, stages = \
                 [{}] }}",
                list(0, first),
                self.roster.groups[0].count - heads,
                list(first, stages.len())
            );
            self.line(&roles);
        }
    }

    /// Who is on which plan, as the list of people says.
    fn pay(&mut self) {
        let on = |group: &Group| Some(format!("{} = {}", group.key, text(group.plan.as_ref()?)));
        let plans: Vec<String> = self.roster.groups.iter().filter_map(on).collect();
        if !plans.is_empty() {
            self.line(&format!("pay = {{ plans = {{ {} }} }}", plans.join(", ")));
        }
    }
}
