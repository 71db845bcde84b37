//! Customers for years against closed forms.

use posse::sales::buyer::{Belief, Customers, Gate, Objective, Question, Sale};

use super::lab::{Lab, assert_close, assert_mean, fixed, logistic};

const PRICE: f64 = 100_000.0;
const MARGIN: f64 = 0.7;

fn customers(years: f64, discount: f64, promise: f64, grow: f64) -> Customers {
    Customers { years, discount, promise, grow, term: 0.0 }
}

/// Leads of one fit who want what they need, with neither luck in value nor deal-breakers.
fn plain(fit: f64, customers: Customers) -> Lab {
    let mut lab = Lab::of(1).all_fit(fit);
    (lab.world.needs.value_spread, lab.world.needs.breaker) = (0.0, 0.0);
    lab.world.customers = Some(customers);
    lab
}

fn sale(lab: &Lab) -> Sale {
    let (buyer, luck) = lab.leads(1).next().expect("a lead");
    buyer.sell(&lab.world, PRICE, MARGIN, luck)
}

/// The sale to a buyer who has heard so many pitches and voted.
fn voted(lab: &Lab, pitches: u32) -> Sale {
    let (mut buyer, luck) = lab.leads(1).next().expect("a lead");
    (0..pitches).for_each(|_| buyer.pitch(&lab.world, 1.0, 1.0, 0.0));
    buyer.meet(&lab.world, 0.0, luck, 0.0);
    buyer.sell(&lab.world, PRICE, MARGIN, luck)
}

fn churn(fit: f64) -> f64 {
    logistic(-2.6 - 5.0 * (fit - 0.6))
}

/// `∫ e^(−k·t) dt` by Simpson's rule.
fn integral(k: f64, from: f64, to: f64) -> f64 {
    let at = |i: u32| (-k * (from + (to - from) * f64::from(i) / 2000.0)).exp();
    let weight = |i: u32| if i == 0 || i == 2000 { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
    (0..=2000).map(|i| weight(i) * at(i)).sum::<f64>() * (to - from) / 6000.0
}

#[test]
fn later_years_are_booked_at_the_win_as_what_is_expected_of_them() {
    for (fit, years) in [(0.55, 2.0), (0.7, 3.0), (0.9, 5.5), (0.45, 10.0)] {
        let sale = sale(&plain(fit, customers(years, 0.1, 0.0, 0.22)));
        let leaves = -(1.0 - churn(fit)).ln();
        let grows = 0.22 * (0.4 + 1.6 * fit - 1.0).clamp(0.0, 1.0);
        let later = integral(leaves + 1.1_f64.ln() - grows, 1.0, years);
        let serve = 0.05 + 0.7 * (0.5 - fit).max(0.0);
        let found = sale.expected;
        assert_close(found.later_revenue, PRICE * later, "revenue");
        assert_close(found.later_margin, PRICE * (MARGIN - serve) * later, "margin");
        assert_close(found.whole_revenue, PRICE, "the first year's revenue");
        assert_close(found.whole_margin, PRICE * (MARGIN - serve), "the first year's margin");
        assert_close(found.kept, PRICE * (1.0 - churn(fit)), "kept");
        assert_close(found.kept_and_grown, PRICE * (grows - leaves).exp(), "kept and grown");
        assert_close(found.years, integral(leaves, 0.0, years), "years");
    }
}

#[test]
fn whoever_never_leaves_counts_whole_years_and_whoever_leaves_at_once_none() {
    let later = |years, leaves, grows| customers(years, 0.0, 0.0, 0.0).later(leaves, grows);
    assert_eq!(later(3.0, 0.0, 0.0).to_bits(), 2.0_f64.to_bits());
    assert_eq!(later(3.0, 0.1, 0.1).to_bits(), 2.0_f64.to_bits(), "leaving and growing alike");
    assert!(later(10.0, 700.0, 0.0) < 1e-300);
    for tiny in [1e-16, 1e-12, 1e-9, -1e-9, -1e-12, -1e-16] {
        let expected = 2.0 - 4.0 * tiny;
        assert!((later(3.0, tiny, 0.0) - expected).abs() < 1e-15, "leaves at {tiny}");
    }
    for leaves in [0.0, 0.3, 700.0] {
        assert_eq!(later(1.0, leaves, 0.2).to_bits(), 0.0_f64.to_bits(), "the first year alone");
    }
}

#[test]
fn with_terms_customers_leave_at_their_ends_only() {
    for (years, term) in [(3.0, 1.0), (3.0, 0.25), (5.0, 2.0), (2.5, 1.0), (1.5, 0.4), (4.0, 6.0)] {
        let asked = Customers { term, ..customers(years, 0.1, 0.0, 0.0) };
        for (leaves, grows) in [(0.0, 0.0), (0.1, 0.05), (0.2, 0.2 + 1.1_f64.ln()), (3.0, 0.0)] {
            let sum = |from: f64, r: f64| -> f64 {
                let ends = (0..=100).map(|j| (f64::from(j), f64::from(j) * term));
                let pieces = ends.map(|(j, at)| (j, at.max(from), (at + term).min(years)));
                let there = pieces.filter(|(_, start, end)| start < end);
                there
                    .map(|(j, start, end)| (-leaves * term * j).exp() * integral(r, start, end))
                    .sum()
            };
            let what = format!("{years} years in terms of {term}, {leaves}, {grows}");
            let later = sum(1.0, 1.1_f64.ln() - grows);
            assert_close(asked.later(leaves, grows), later, &what);
            assert_close(asked.stays(leaves), sum(0.0, 0.0), &what);
            assert_close(asked.stays_later(leaves), sum(1.0, 0.0), &what);
        }
    }
    let short = Customers { term: 1e-7, ..customers(3.0, 0.1, 0.0, 0.0) };
    let any_day = customers(3.0, 0.1, 0.0, 0.0);
    assert!((short.later(0.2, 0.1) - any_day.later(0.2, 0.1)).abs() < 1e-6);
}

#[test]
fn a_term_of_a_year_earns_the_first_year_whole_unless_a_deal_breaker_ends_it() {
    let mut lab = Lab::of(1);
    lab.world.needs.churn_level = 2.0;
    lab.world.customers = Some(Customers { term: 1.0, ..customers(3.0, 0.1, 0.0, 0.2) });
    let (mut ends, mut broken) = (0, 0);
    for (buyer, luck) in lab.leads(400) {
        let sale = buyer.sell(&lab.world, PRICE, MARGIN, luck);
        let terms = sale.churn_hours / (52.0 * 168.0);
        if terms < 1.0 {
            broken += 1;
            assert_eq!(sale.expected.later_margin.to_bits(), 0.0_f64.to_bits(), "a deal-breaker");
            continue;
        }
        ends += u32::from(terms < 3.0);
        assert!((terms - terms.round()).abs() < 1e-12, "at the end of a term: {terms}");
        assert_eq!(sale.revenue.to_bits(), PRICE.to_bits());
    }
    assert!(ends > 100 && broken > 10, "{ends} {broken}");
}

#[test]
fn a_deal_breaker_brings_nothing_after_the_first_year() {
    let mut lab = plain(0.5, customers(5.0, 0.0, 2.5, 0.22));
    lab.world.needs.breaker = 4.0 * (1.0 + 1e-9);
    let found = sale(&lab).expected;
    assert_eq!((found.later_revenue, found.later_margin), (0.0, 0.0));
    assert_eq!((found.kept, found.kept_and_grown, found.years), (0.0, 0.0, 0.5));
}

#[test]
fn a_regretted_win_does_not_grow() {
    let found = sale(&plain(0.42, customers(3.0, 0.1, 0.0, 5.0)));
    assert!(!found.is_good);
    assert_close(found.expected.kept_and_grown, found.expected.kept, "grown");
}

#[test]
fn what_was_promised_beyond_the_fit_is_all_that_a_promise_changes() {
    let log_odds = |sale: &Sale| {
        let kept = sale.expected.kept / PRICE;
        ((1.0 - kept) / kept).ln()
    };
    let lab = |bias: f64, promise: f64| {
        let mut lab = plain(0.5, customers(3.0, 0.1, promise, 0.2));
        lab.world.needs.wants_bias = bias;
        lab
    };
    // (what the customer wants beyond the fit, pitches heard, what was promised beyond the fit)
    for (bias, pitches, beyond) in
        [(0.2, 0, 0.2), (0.2, 1, 0.2 + 0.1 * 0.3), (-0.2, 0, 0.0), (-0.2, 1, 0.0), (0.0, 3, 0.0)]
    {
        let (with, without) = (voted(&lab(bias, 2.5), pitches), voted(&lab(bias, 0.0), pitches));
        let found = log_odds(&with) - log_odds(&without);
        assert!((found - 2.5 * beyond).abs() < 1e-12, "{bias}, {pitches} pitches: {found}");
        let label = |sale: &Sale| (sale.is_good, sale.customer_surplus, sale.provider_surplus);
        assert_eq!(label(&with), label(&without), "good or regretted does not depend on it");
        if beyond == 0.0 {
            assert_eq!(with, without, "nothing was promised: {bias}, {pitches} pitches");
        }
    }
}

#[test]
fn the_booked_later_years_are_the_mean_of_the_realised_ones() {
    for term in [0.0, 0.5, 1.0] {
        let mut lab = Lab::of(1);
        lab.world.needs.breaker = 0.0;
        lab.world.customers = Some(Customers { term, ..customers(5.0, 0.0, 2.5, 0.22) });
        let realised_less_booked = lab.leads(10_000).map(|(mut buyer, luck)| {
            buyer.meet(&lab.world, 0.0, luck, 0.0);
            let sale = buyer.sell(&lab.world, PRICE, MARGIN, luck);
            let grows = (sale.expected.kept_and_grown / sale.expected.kept).ln();
            let leaves = (sale.churn_hours / (52.0 * 168.0)).clamp(1.0, 5.0);
            sale.expected.whole_margin * integral(-grows, 1.0, leaves) - sale.expected.later_margin
        });
        let differences: Vec<f64> = realised_less_booked.collect();
        assert_mean(&differences, 0.0, &format!("realised less booked, term {term}"));
    }
}

fn sure(fit: f64) -> Belief {
    let mut belief = Belief::prior(&fixed(fit));
    belief.learn(fit, 1e-6);
    belief
}

#[test]
fn the_gate_counts_later_years_for_the_firm_and_for_both_sides_but_not_for_own_pay() {
    let asked = |fit: f64, strain: f64| Question {
        belief: sure(fit),
        strain,
        dialogue_hours: 9.0,
        dialogues: 9,
        standard_hours: 1.5,
        price: PRICE,
        margin: MARGIN,
        win_chance: 1.0,
        hours_left: 0.0,
        hour_price: 0.0,
        own_value: 700.0,
        own_hour_price: 0.0,
        own_meeting: 0.0,
    };
    let expected = |objective, question: &Question, customers| {
        let lab = plain(0.5, customers);
        let gate = Gate { objective: Some(objective), ..Gate::default() };
        gate.expected(&lab.world, question)
    };
    let (one, three) = (customers(1.0, 0.1, 2.5, 0.0), customers(3.0, 0.1, 2.5, 0.0));
    for (fit, strain) in [(0.6, 0.0), (0.8, 0.0), (0.6, 0.5)] {
        let question = asked(fit, strain);
        let more =
            |objective| expected(objective, &question, three) - expected(objective, &question, one);
        let leaves = -(1.0 - logistic(-2.6 - 5.0 * (fit - 0.6) + strain)).ln();
        let firm = PRICE * (MARGIN - 0.05) * integral(leaves + 1.1_f64.ln(), 1.0, 3.0);
        let customer = PRICE * (1.6 * fit - 0.6) * integral(leaves, 1.0, 3.0);
        let near = |found: f64, value: f64, whose: &str| {
            assert!((found - value).abs() < 1.0, "{whose} at {fit}, {strain}: {found} {value}");
        };
        near(more(Objective::Private), 0.0, "own pay");
        near(more(Objective::Firm), firm, "the firm");
        near(more(Objective::Mutual), firm + customer, "both");
    }
}

#[test]
fn a_seller_sees_what_the_customer_wants_beyond_the_believed_fit() {
    let mut lab = plain(0.5, customers(3.0, 0.1, 2.5, 0.0));
    lab.world.needs.wants_bias = 0.2;
    let (mut buyer, _) = lab.leads(1).next().expect("a lead");
    buyer.belief = sure(0.5);
    let seen = buyer.strain_seen(&lab.world, 0.0);
    assert!((seen - 2.5 * 0.2).abs() < 1e-5, "{seen}");
    lab.world.customers = Some(customers(3.0, 0.1, 0.0, 0.0));
    assert_eq!(buyer.strain_seen(&lab.world, 0.0).to_bits(), 0.0_f64.to_bits());
}
