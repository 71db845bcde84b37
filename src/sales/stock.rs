//! What a sales system carries from week to week, and whether it stays as it is over the window.

/// Weeks of a window below which its quarters say nothing.
const WEEKS_AT_LEAST: usize = 8;

/// Something that a sales system carries from week to week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    /// Leads in progress.
    Leads,
    /// Leads in nurture.
    Nurture,
    /// People at work.
    People,
    /// The mean ability that people at work brought with them.
    Ability,
    /// Customers who are looked after.
    Customers,
    /// Customers who refer or warn.
    Talkers,
    /// Accounts that prospecting has used up.
    List,
    /// What an hour of the bottleneck is worth, in money.
    HourPrice,
}

impl Stock {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Leads,
        Self::Nurture,
        Self::People,
        Self::Ability,
        Self::Customers,
        Self::Talkers,
        Self::List,
        Self::HourPrice,
    ];

    /// The word in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Leads => "leads_in_progress",
            Self::Nurture => "leads_in_nurture",
            Self::People => "people_at_work",
            Self::Ability => "ability_of_people",
            Self::Customers => "customers_looked_after",
            Self::Talkers => "customers_who_talk",
            Self::List => "accounts_used_up",
            Self::HourPrice => "price_of_an_hour",
        }
    }

    /// Whether its label is a plural.
    pub fn is_many(self) -> bool {
        !matches!(self, Self::Ability | Self::HourPrice)
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Leads => "leads in progress",
            Self::Nurture => "leads in nurture",
            Self::People => "people at work",
            Self::Ability => "the ability of people",
            Self::Customers => "customers who are looked after",
            Self::Talkers => "customers who refer or warn",
            Self::List => "accounts that prospecting has used up",
            Self::HourPrice => "the worth of an hour of the bottleneck",
        }
    }
}

/// Every stock at one instant, in the order of [`Stock::ALL`].
pub(super) type Stocks = [f64; Stock::ALL.len()];

/// A stock's means over the first and the last quarter of the window.
pub type Quarters = [f64; 2];

/// By stock: its means over the first and the last quarter of these weeks; none if there are too few
/// weeks to tell.
pub(super) fn quarters(weeks: &[Stocks]) -> Vec<Quarters> {
    if weeks.len() < WEEKS_AT_LEAST {
        return Vec::new();
    }
    let quarter = weeks.len() / 4;
    let mean = |weeks: &[Stocks], stock: usize| {
        weeks.iter().map(|stocks| stocks[stock]).sum::<f64>() / weeks.len() as f64
    };
    let (first, last) = (&weeks[..quarter], &weeks[weeks.len() - quarter..]);
    (0..Stock::ALL.len()).map(|stock| [mean(first, stock), mean(last, stock)]).collect()
}
