//! A fit as a scenario that runs.

mod channels;
mod names;
mod people;
mod stages;
mod text;

use self::names::Names;
use self::text::{Text, date};
use super::estimated::LEVEL;
use super::fit::Fit;
use super::roster::Roster;
use super::toml_text::{percent, percent_range, text};

/// The scenario of a fit and of who works, as text; `source` names the log. What a CRM does not hold is assumed,
/// and is named in the head of the text. Plans of pay that `roster` names are not part of it.
pub fn scenario_text(fit: &Fit, roster: &Roster, source: &str) -> String {
    let (names, written, sources) = (Names::of(fit), String::new(), Vec::new());
    let mut out = Text { fit, roster, source, names, written, sources };
    out.head();
    out.channels();
    out.values();
    out.stages();
    out.people();
    out.policies();
    out.run();
    out.written
}

impl Text<'_> {
    fn head(&mut self) {
        let (window, outcomes) = (&self.fit.window, &self.fit.outcomes);
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
        if let Some(quarter) = self.fit.quarter {
            let [first, second, third] = quarter.factors;
            self.comment(&format!(
                "The months of a quarter have {first:.2}, {second:.2} and {third:.2} times the wins of an average \
                 one. A scenario spreads wins evenly: compare years, not quarters."
            ));
        }
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
