//! What a customer truly is, and what a sale to him comes to.

use posse::sales::buyer::{BuyerRules, MONTH_HOURS, Sale};
use posse::sales::purpose;

use super::lab::{Lab, STANDARD, assert_close, assert_mean, assert_share, beta, logistic, mix};

const PRICE: f64 = 100_000.0;
const MARGIN: f64 = 0.7;

/// Leads of one fit, with neither luck in value nor deal-breakers.
fn plain(fit: f64) -> Lab {
    let mut lab = Lab::of(1).all_fit(fit);
    (lab.world.needs.value_spread, lab.world.needs.breaker) = (0.0, 0.0);
    lab
}

/// The same with a deal-breaker in every lead.
fn broken(fit: f64) -> Lab {
    let mut lab = plain(fit);
    lab.world.needs.breaker = 1.0 / ((1.0 - fit) * (1.0 - fit)) * (1.0 + 1e-9);
    lab
}

fn sales(lab: &Lab, n: u32) -> Vec<Sale> {
    lab.leads(n).map(|(buyer, luck)| buyer.sell(&lab.world, PRICE, MARGIN, luck)).collect()
}

fn churn(fit: f64) -> f64 {
    logistic(-2.6 - 5.0 * (fit - 0.6))
}

fn serve(fit: f64) -> f64 {
    0.05 + 0.7 * (0.5 - fit).max(0.0)
}

#[test]
fn a_customer_breaks_even_near_a_fit_of_forty_four_in_a_hundred() {
    for (fit, good) in [(0.43, false), (0.4374, false), (0.4376, true), (0.45, true), (0.9, true)] {
        let lab = plain(fit);
        let (buyer, _) = lab.leads(1).next().expect("a lead");
        assert_eq!(buyer.is_good(&lab.world, PRICE, MARGIN), good, "fit {fit}");
    }
}

#[test]
fn a_sale_is_good_only_if_both_sides_gain_and_nothing_is_broken() {
    let lab = plain(0.9);
    let (buyer, _) = lab.leads(1).next().expect("a lead");
    let labour = 28.0 * 130.0;
    let share = MARGIN - 0.05 - churn(0.9) * 0.5 * MARGIN;
    assert!(!buyer.is_good(&lab.world, 0.999 * labour / share, MARGIN), "the provider loses");
    assert!(buyer.is_good(&lab.world, 1.001 * labour / share, MARGIN));
    let lab = broken(0.9);
    let (buyer, _) = lab.leads(1).next().expect("a lead");
    assert!(!buyer.is_good(&lab.world, PRICE, MARGIN), "broken");
}

#[test]
fn surplus_is_value_less_price_and_switching_and_margin_less_service_churn_and_labour() {
    for fit in [0.1, 0.45, 0.6, 0.95] {
        let lab = plain(fit);
        let customer = PRICE * (0.4 + 1.6 * fit - 1.1);
        let provider = PRICE * (MARGIN - serve(fit) - churn(fit) * 0.5 * MARGIN) - 28.0 * 130.0;
        for sale in sales(&lab, 3) {
            assert_close(sale.customer_surplus, customer, "customer");
            assert_close(sale.provider_surplus, provider, "provider");
        }
        let (buyer, _) = lab.leads(1).next().expect("a lead");
        let both = buyer.surplus(&lab.world, PRICE, MARGIN);
        assert_close(both, customer + provider, "both");
    }
}

#[test]
fn value_spreads_lognormally_and_first_wants_normally_around_a_biased_fit() {
    let mut lab = Lab::of(1).all_fit(0.5);
    (lab.world.needs.wants_bias, lab.world.needs.wants_spread) = (0.08, 0.05);
    let (mut logs, mut errors) = (Vec::new(), Vec::new());
    for (buyer, luck) in lab.leads(20_000) {
        let sale = buyer.sell(&lab.world, PRICE, MARGIN, luck);
        logs.push(((sale.customer_surplus / PRICE + 1.1) / 1.2).ln());
        errors.push(buyer.wants() - 0.5);
    }
    let squares = |values: &[f64]| values.iter().map(|x| x * x).collect::<Vec<_>>();
    assert_mean(&logs, 0.0, "log value");
    assert_mean(&squares(&logs), 0.25 * 0.25, "its variance");
    assert_mean(&errors, 0.08, "bias");
    assert_mean(&squares(&errors), 0.08 * 0.08 + 0.05 * 0.05, "its square");
}

#[test]
fn wants_stay_between_nothing_and_everything() {
    let mut lab = Lab::of(1);
    lab.world.needs.wants_spread = 3.0;
    assert!(lab.leads(1000).all(|(buyer, _)| (0.0..=1.0).contains(&buyer.wants())));
}

#[test]
fn the_share_who_leave_within_a_year_is_the_formulas() {
    for fit in [0.1, 0.3, 0.7, 0.95] {
        let sales = sales(&plain(fit), 20_000);
        let year = 12.0 * MONTH_HOURS;
        let left = sales.iter().filter(|sale| sale.churn_hours <= year).count();
        let left = u32::try_from(left).expect("few");
        assert_share(left, 20_000, churn(fit), &format!("fit {fit}"));
        // At a constant rate: of two years, twice.
        let later = sales.iter().filter(|sale| sale.churn_hours <= 2.0 * year).count();
        let later = u32::try_from(later).expect("few");
        assert_share(later, 20_000, 1.0 - (1.0 - churn(fit)).powi(2), "in two years");
    }
}

#[test]
fn who_leaves_within_the_year_gets_the_unearned_part_back() {
    for fit in [0.2, 0.8] {
        for sale in sales(&plain(fit), 500) {
            let earned = (sale.churn_hours / (12.0 * MONTH_HOURS)).min(1.0);
            assert!((sale.revenue - PRICE * earned).abs() < 1e-6);
            let margin = MARGIN * sale.revenue - PRICE * serve(fit);
            assert!((sale.gross_margin - margin).abs() < 1e-6, "costs to serve are not given back");
        }
    }
}

#[test]
fn who_never_leaves_pays_all_and_who_leaves_for_sure_leaves_at_once() {
    let mut lab = plain(0.5);
    (lab.world.needs.churn_level, lab.world.needs.churn_slope) = (-1e4, 0.0);
    for sale in sales(&lab, 10) {
        assert!(sale.churn_hours.is_infinite() && (sale.revenue - PRICE).abs() < 1e-9);
    }
    lab.world.needs.churn_level = 1e4;
    for sale in sales(&lab, 10) {
        assert!(sale.churn_hours.is_finite() && sale.revenue < 0.02 * PRICE && sale.revenue >= 0.0);
    }
}

#[test]
fn a_deal_breaker_that_was_sold_is_sure_churn_and_a_threefold_cost_to_serve() {
    for fit in [0.3, 0.8] {
        let sales = sales(&broken(fit), 5000);
        for sale in &sales {
            assert!(sale.churn_hours <= 12.0 * MONTH_HOURS && !sale.is_good);
            let margin = MARGIN * sale.revenue - 3.0 * PRICE * serve(fit);
            assert!((sale.gross_margin - margin).abs() < 1e-6);
            let provider = PRICE * (MARGIN - 3.0 * serve(fit) - 0.5 * MARGIN) - 28.0 * 130.0;
            assert!((sale.provider_surplus - provider).abs() < 1e-6);
        }
        let months: Vec<f64> = sales.iter().map(|sale| sale.churn_hours / MONTH_HOURS).collect();
        assert_mean(&months, 6.0, "some time within the year");
    }
}

#[test]
fn deal_breakers_are_the_rarer_the_better_the_fit_and_an_experts_hours_reveal_them() {
    for fit in [0.0, 0.4, 1.0] {
        let lab = Lab::of(1).all_fit(fit);
        let (tables, mut found, mut in_time) = (lab.tables(), 0, 0);
        for (lead, (mut buyer, _)) in (0..20_000).zip(lab.leads(20_000)) {
            let surfaces = buyer.validate(&lab.world, 4.0, 0.8);
            let mut slowly = lab.begun(&tables, lead);
            if lead < 500 {
                let pieces = (0..8).any(|_| slowly.validate(&lab.world, 0.5, 0.8));
                assert_eq!(pieces, surfaces, "in pieces");
            }
            found += u32::from(surfaces);
            in_time += u32::from(lab.threshold(lead, purpose::BREAKER_HOURS) <= 0.25 * 4.0 * 0.8);
        }
        let broken = 0.6 * (1.0 - fit) * (1.0 - fit);
        assert_share(found, 20_000, broken * (1.0 - (-0.8_f64).exp()), &format!("fit {fit}"));
        assert_share(in_time, 20_000, 1.0 - (-0.8_f64).exp(), "thresholds");
    }
}

#[test]
fn whatever_is_said_and_done_a_lead_stays_good_or_not() {
    let mut lab = Lab::of(4);
    lab.prospects.fit = beta(2.2, 2.2);
    for (mut buyer, luck) in lab.leads(500) {
        let label = buyer.is_good(&lab.world, PRICE, MARGIN);
        buyer.talk(&lab.world, mix(0.4, 0.2), 3.0, STANDARD, luck, 5.0);
        buyer.learn(&lab.world, &BuyerRules::default(), (2.0, 2.0), 1.0, 6.0);
        buyer.align(&lab.world, &BuyerRules::default(), 1.0, 7.0);
        buyer.validate(&lab.world, 8.0, 1.0);
        buyer.everybody_joins(8.0);
        buyer.meet(&lab.world, 0.0, luck, 9.0);
        assert_eq!(buyer.is_good(&lab.world, PRICE, MARGIN), label);
        assert_eq!(buyer.sell(&lab.world, PRICE, MARGIN, luck).is_good, label);
        buyer.wake();
        assert_eq!(buyer.is_good(&lab.world, PRICE, MARGIN), label);
    }
}
