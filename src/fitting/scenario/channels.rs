//! Where leads come from, and what deals are worth.

use super::text::Text;
use crate::fitting::arrivals::ChannelFit;
use crate::fitting::estimated::LEVEL;
use crate::fitting::toml_text::{Quantity, counted, law, number, ranged_number, text};
use crate::fitting::values::{SegmentFit, ValueFit};

impl Text<'_> {
    pub(super) fn channels(&mut self) {
        self.line("\n# ── Where leads come from ──");
        let fit = self.fit;
        for channel in &fit.arrivals.channels {
            self.channel(channel);
        }
    }

    fn channel(&mut self, channel: &ChannelFit) {
        let key = &channel.key;
        self.line(&format!("\n[channels.{key}]"));
        self.label(&channel.label, key);
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
            self.comment("Quarters of the year that begins with the scenario.");
            self.line(&format!("season = [{}]", list(&season.map(number))));
        }
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

    pub(super) fn values(&mut self) {
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
            let is_last = place + 1 == values.segments.len();
            let rounded = (segment.share * 1e4).round() / 1e4;
            let share = if is_last { left } else { rounded.clamp(0.0001, left) };
            left -= share;
            self.segment(segment, share);
        }
    }

    fn segment(&mut self, segment: &SegmentFit, share: f64) {
        self.line(&format!("\n[segments.{}]", segment.key));
        let (won, lost) = segment.decided;
        self.comment(&format!("In the CRM: {}. {won} won, {lost} lost.", segment.label));
        self.line(&format!("share = {share:.4}"));
        self.measured(format!("segments.{}.share", segment.key), "share of deals");
        if let Some(value) = &segment.value {
            self.line(&format!("value = {}", value_law(value)));
            self.measured(format!("segments.{}.value", segment.key), "values of won deals");
        }
    }
}

fn list(items: &[impl ToString]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn value_law(value: &ValueFit) -> String {
    law(&value.fit.risks.laws[0], &value.intervals.laws[0], value.count, Quantity::Money, LEVEL)
}
