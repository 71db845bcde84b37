//! Luck: the generator and its addresses, the portable math, the laws.

mod addresses;
mod laws;
mod math;
mod purposes;
mod samples;

use posse::engine::law::{Law, LawError};
use posse::engine::random::{Draws, Entity, Luck, Place};

static LUCK: Luck = Luck::new(20_260_101, 0);

/// The first draws of a site that no other test uses, one site for each `occurrence`.
fn site(purpose: u8, occurrence: u32) -> Draws<'static> {
    LUCK.at(Entity::new(1, 1), purpose, Place::NONE, occurrence)
}

/// `n` samples, each from the next occurrence of one site.
fn samples(law: &Law, purpose: u8, n: u32) -> Vec<f64> {
    (0..n).map(|occurrence| law.sample(&mut site(purpose, occurrence))).collect()
}

/// Every law there is, under a name, with ordinary and with awkward parameters.
fn every_law() -> Vec<(&'static str, Law)> {
    fn laws() -> Result<Vec<(&'static str, Law)>, LawError> {
        Ok(vec![
            ("fixed", Law::fixed(2.5)?),
            ("exponential", Law::exponential(3.0)?),
            ("uniform", Law::uniform(1.0, 5.0)?),
            ("lognormal", Law::lognormal_mean_cv(20.0, 0.8)?),
            ("gamma", Law::gamma(2.5, 4.0)?),
            ("gamma below 1", Law::gamma(0.3, 2.0)?),
            ("erlang", Law::erlang(3, 6.0)?),
            ("weibull", Law::weibull(1.4, 10.0)?),
            ("weibull below 1", Law::weibull(0.6, 10.0)?),
            ("hyperexponential", Law::hyperexponential_mean_cv(2.0, 2.0)?),
            ("log-logistic", Law::log_logistic(2.5, 4.0)?),
            ("beta", Law::beta(2.0, 5.0, 0.0, 1.0)?),
            ("beta below 1", Law::beta(0.2, 0.4, -1.0, 3.0)?),
            ("triangular", Law::triangular(2.0, 4.0, 9.0)?),
            ("pert", Law::pert(2.0, 4.0, 9.0)?),
            ("discrete", Law::discrete(&[(3.0, 0.2), (1.0, 0.5), (8.0, 0.3)])?),
            ("empirical", Law::empirical(&[4.0, 1.0, 1.5, 9.0, 2.0])?),
            ("poisson", Law::poisson(3.7)?),
            ("poisson, many", Law::poisson(700.0)?),
            ("negative binomial", Law::negative_binomial(4.0, 0.3)?),
        ])
    }
    laws().expect("all parameters are in range")
}
