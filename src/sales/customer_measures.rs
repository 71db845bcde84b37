//! Measures of customers for years: what is booked of which year, and whether they stay.

use super::buyer::Expected;
use super::catalogue::Entry;
use super::measure::Direction::{Higher, Lower};
use super::measure::Measure;
use super::measure::Unit::{Money, Number, Share};
use super::outcome::{Books, ratio};

fn expected<'a>(b: &'a Books<'_>) -> &'a Expected {
    &b.tallies.buyers.expected
}

/// Measures of customers, where the scenario says for how many years they count (definitions: MODEL.md,
/// "Measures").
pub(super) const CUSTOMERS: &[Entry] = &[
    ("revenue.first", "Revenue of first years", Money, Some(Higher), None, |b| {
        b.tallies.sums.revenue
    }),
    ("revenue.later", "Revenue expected of later years", Money, Some(Higher), None, |b| {
        expected(b).later_revenue
    }),
    ("gross_margin.first", "Gross margin of first years", Money, Some(Higher), None, |b| {
        b.tallies.sums.gross_margin
    }),
    (
        "gross_margin.later",
        "Gross margin expected of later years",
        Money,
        Some(Higher),
        None,
        |b| expected(b).later_margin,
    ),
    ("contribution.first", "Contribution of first years alone", Money, Some(Higher), None, |b| {
        b.tallies.sums.gross_margin - b.selling_cost
    }),
    ("gross_retention", "Money still there a year later", Share, Some(Higher), None, |b| {
        ratio(expected(b).kept, expected(b).whole_revenue)
    }),
    (
        "net_retention",
        "Money still there a year later, with growth",
        Share,
        Some(Higher),
        None,
        |b| ratio(expected(b).kept_and_grown, expected(b).whole_revenue),
    ),
    ("life", "Years a customer stays within the horizon", Number, Some(Higher), None, |b| {
        ratio(expected(b).years, b.wins())
    }),
    ("cac_ratio", "Selling cost per money of new price", Number, Some(Lower), None, |b| {
        ratio(b.selling_cost, expected(b).whole_revenue)
    }),
    ("payback_months", "Months until a win has paid for selling", Number, Some(Lower), None, |b| {
        12.0 * ratio(b.selling_cost, expected(b).whole_margin)
    }),
    ("churn_36", "Wins lost again within 36 months", Share, Some(Lower), None, |b| {
        ratio(b.tallies.buyers.churned[4] as f64, b.wins())
    }),
];

/// Measures that later years are part of.
const OVER_YEARS: [&str; 7] = [
    "return_on_sales",
    "contribution",
    "return_on_selling_spend",
    "revenue",
    "gross_margin",
    "contribution_per_bottleneck_hour",
    "pay_cost_share",
];

/// Lets the label say over how many years customers count, where that is more than the first.
pub(super) fn label_over(measure: &mut Measure, years: f64) {
    if years > 1.0 && OVER_YEARS.contains(&measure.key.as_str()) {
        measure.label = format!("{} over {} years", measure.label, brief(years));
    } else if years > 1.0 && measure.key == "revenue_per_head" {
        measure.label = String::from("First-year revenue per head");
    }
}

/// A number of years with one decimal at most: `3`, `2.5`.
fn brief(years: f64) -> f64 {
    (10.0 * years).round() / 10.0
}
