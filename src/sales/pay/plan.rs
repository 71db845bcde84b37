//! Compensation plans as data.

use super::exact::{in_cents, product_in_cents};

/// Hours in the fiscal year of 52 weeks.
const YEAR_HOURS: f64 = 52.0 * 168.0;
/// Where effort does not answer pay, deals are still judged by what they are worth to the seller.
const USUAL_STAKE: f64 = 0.5;
/// See [`USUAL_STAKE`].
const USUAL_NORM: f64 = 0.265;

/// What a person on this plan is paid for. Money in the scenario's currency; credit in the unit of
/// its [`Base`] (money, deals or meetings). Each part may be empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its name, unique.
    pub name: String,
    /// Fixed pay per year, in money.
    pub salary_per_year: f64,
    /// How long a pay period lasts.
    pub period: Period,
    /// What of a deal is credited.
    pub base: Base,
    /// Credit asked of a person in a period; 0 = no quota.
    pub quota: f64,
    /// Whether commission and bonuses go by the credit of the year so far, against the quota of as
    /// many periods.
    pub cumulative: bool,
    /// Commission on the credit of a period, by band, ascending; below the first band nothing.
    pub commission: Vec<Band>,
    /// One-off amounts for reaching a mark in a period (`≥`), ascending.
    pub bonuses: Vec<Bonus>,
    /// A share of each single deal's credit that depends on the size of that deal, ascending.
    pub tiers: Vec<Tier>,
    /// The most variable pay of a period, in money.
    pub cap: Option<f64>,
    /// Pay of a period that is advanced.
    pub draw: Option<Draw>,
    /// The team's part.
    pub team: Option<Team>,
    /// Whether people are credited with what they close, and by the policy's split; else only as `overlays`
    /// say.
    pub credits_closing: bool,
    /// Credit beyond the split of the deal (counted twice, and reported so).
    pub overlays: Vec<Overlay>,
    /// Money for work upstream of a deal that is won in the end.
    pub fees: Vec<Fee>,
    /// Money for each event in a window of time.
    pub spiffs: Vec<Spiff>,
    /// Money by rank in credit among all on the plan in a period; the first prize is the first rank's.
    pub prizes: Vec<f64>,
    /// Share of the commission of a deal that goes back if the customer leaves within these hours
    /// of the win; ascending.
    pub clawback: Vec<(f64, f64)>,
    /// Whether bonuses go back as well: the period is reckoned again without the deal.
    pub claws_bonuses: bool,
    /// Share of an account's yearly price that each anniversary of the win pays to whoever has the account.
    pub renewal: f64,
    /// How the quota follows results.
    pub ratchet: Option<Ratchet>,
}

impl Plan {
    /// A plan that pays nothing.
    pub fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            salary_per_year: 0.0,
            period: Period::Quarter,
            base: Base::Revenue,
            quota: 0.0,
            cumulative: false,
            commission: Vec::new(),
            bonuses: Vec::new(),
            tiers: Vec::new(),
            cap: None,
            draw: None,
            team: None,
            credits_closing: true,
            overlays: Vec::new(),
            fees: Vec::new(),
            spiffs: Vec::new(),
            prizes: Vec::new(),
            clawback: Vec::new(),
            claws_bonuses: false,
            renewal: 0.0,
            ratchet: None,
        }
    }
}

/// How long a pay period lasts; periods are counted from the start of the fiscal year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Period {
    /// A twelfth of 52 weeks.
    Month,
    /// 13 weeks.
    #[default]
    Quarter,
    /// 26 weeks.
    HalfYear,
    /// 52 weeks.
    Year,
}

impl Period {
    /// The word for one of them.
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half year",
            Self::Year => "year",
        }
    }

    /// Periods in a year.
    pub fn per_year(self) -> u32 {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::HalfYear => 2,
            Self::Year => 1,
        }
    }

    /// Its length in hours.
    pub fn hours(self) -> f64 {
        YEAR_HOURS / f64::from(self.per_year())
    }

    /// The first end of a period after hour 0, where a fiscal year starts at `fiscal_start_hours`.
    pub fn first_end(self, fiscal_start_hours: f64) -> f64 {
        let length = self.hours();
        let offset = fiscal_start_hours.rem_euclid(length);
        if offset > 0.0 { offset } else { length }
    }

    /// The first end of a period after an instant, where a fiscal year starts at `fiscal_start_hours`.
    pub fn end_after(self, fiscal_start_hours: f64, hours: f64) -> f64 {
        let begun = ((hours - fiscal_start_hours) / self.hours() + 1e-9).floor();
        fiscal_start_hours + (begun + 1.0) * self.hours()
    }

    /// How many whole periods of the fiscal year come after the one that begins or runs at an instant.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
    pub fn left_in_year(self, fiscal_start_hours: f64, hours: f64) -> u32 {
        let end = |period: Self| period.end_after(fiscal_start_hours, hours);
        ((end(Self::Year) - end(self)) / self.hours()).round().max(0.0) as u32
    }

    /// The number, from 1, of the run's period that `hours` lies in; its end still does.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
    pub fn number_at(self, fiscal_start_hours: f64, hours: f64) -> u32 {
        let periods = (hours - self.first_end(fiscal_start_hours)) / self.hours();
        (periods - 1e-9).ceil().max(0.0) as u32 + 1
    }
}

/// What of a deal is credited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Base {
    /// The price less discount, in money.
    #[default]
    Revenue,
    /// Gross margin on it, in money.
    Margin,
    /// What the customer's first year brings: gross margin less cost to serve and churn, in money;
    /// never below 0.
    Value,
    /// 1 for each deal won.
    Deals,
    /// 1 for each lead that passes the gate, for who worked it there.
    Meetings,
}

impl Base {
    /// What a deal of this price and margin (a share) counts for, as far as can be seen before it is
    /// settled.
    pub fn of_price(self, price: f64, margin: f64) -> f64 {
        match self {
            Self::Revenue => price,
            Self::Margin | Self::Value => price * margin,
            Self::Deals => 1.0,
            Self::Meetings => 0.0,
        }
    }

    /// What a discount (a share of the price) leaves of a deal's credit, as a share.
    pub fn kept_at(self, discount: f64) -> f64 {
        match self {
            Self::Revenue | Self::Margin | Self::Value => 1.0 - discount,
            Self::Deals | Self::Meetings => 1.0,
        }
    }
}

/// A point on the scale of credit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// So much credit.
    Credit(f64),
    /// This share of the quota.
    Attainment(f64),
}

impl Mark {
    /// The credit it stands for under `quota`, in whole hundredths of a unit. Without a quota (0) an
    /// attainment above 0 is out of reach: infinite.
    pub fn credit(self, quota: f64) -> f64 {
        match self {
            Self::Credit(credit) => in_cents(credit),
            Self::Attainment(share) if share > 0.0 && quota <= 0.0 => f64::INFINITY,
            Self::Attainment(share) => product_in_cents(&[share, quota]),
        }
    }
}

/// A rate on the credit from a mark up to the next band.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// Where it begins.
    pub from: Mark,
    /// Money per unit of credit.
    pub rate: f64,
}

/// An amount for reaching a mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bonus {
    /// What must be reached (`≥`).
    pub at: Mark,
    /// Money, once a period (of a cumulative plan: once a year for each mark and period's end).
    pub amount: f64,
}

/// A rate on the whole of a single deal of at least this size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tier {
    /// Credit of the deal from which it holds, up to the next tier.
    pub from: f64,
    /// Money per unit of the deal's credit.
    pub rate: f64,
}

/// An advance: a period pays at least this much variable pay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Draw {
    /// Money per period.
    pub amount: f64,
    /// Whether what was advanced is owed and paid back from later periods.
    pub recoverable: bool,
}

/// A pool that the people on a plan share: the plan's individual part counts `1 − weight`, the
/// pool's `weight`.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// Weight of the team's part, 0 to 1.
    pub weight: f64,
    /// What of a deal the pool counts; every deal of the company counts once.
    pub base: Base,
    /// The team's quota in a period; 0 = none. Attainment marks of the pool are shares of it.
    pub quota: f64,
    /// Commission of the pool on the team's credit.
    pub commission: Vec<Band>,
    /// Bonuses of the pool.
    pub bonuses: Vec<Bonus>,
    /// How the pool is divided.
    pub split: Split,
}

/// How a pool is divided among the members who are there at the end of the period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// The same for all.
    #[default]
    Equal,
    /// By own credit of the period (equally if nobody has any).
    Credit,
    /// By hours of work in the period (equally if nobody has any).
    Hours,
}

/// Credit on top of a deal's split.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Overlay {
    /// For who worked this stage of a deal that is won: this share of it.
    Stage {
        /// The stage.
        stage: usize,
        /// Share of the deal's credit.
        share: f64,
    },
    /// For whatever people on another plan are credited with: this share of it, divided equally
    /// among the people on this plan.
    Plan {
        /// The other plan.
        plan: usize,
        /// Share of its people's credit.
        share: f64,
    },
}

/// Money for who worked a stage of a deal that is won later.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fee {
    /// The stage.
    pub stage: usize,
    /// Share of the deal's price (less discount), whatever the plan credits.
    pub rate: f64,
    /// Money per deal.
    pub amount: f64,
}

/// Money for each event within a window of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spiff {
    /// What earns it: [`Base::Deals`] or [`Base::Meetings`].
    pub event: Base,
    /// Money for each.
    pub amount: f64,
    /// First and last hour (exclusive) of the window, since the start of the run.
    pub from_hours: f64,
    /// See [`Spiff::from_hours`].
    pub to_hours: f64,
}

/// The next period's quota: `clamp(q·(1 + growth) + follow·(A − q), q₀/2, 2·q₀)`, with q₀ the plan's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratchet {
    /// Growth per period.
    pub growth: f64,
    /// Share of the excess (or shortfall) that the quota follows.
    pub follow: f64,
}

/// What a policy says about pay: rules, no behaviour.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PayRules {
    /// The plan of each role: (name of the job or group, plan). Roles not named cost what the world
    /// says.
    pub plans: Vec<(String, usize)>,
    /// The plan of roles that this policy does not make, where its pay is mixed with the roles of
    /// another policy.
    pub elsewhere: Vec<(String, usize)>,
    /// Shares of a deal's credit for who worked these stages last; whoever closed has the rest.
    pub split: Vec<(usize, f64)>,
    /// The most that a seller may take off a price, as a share.
    pub discount: f64,
    /// Factor on all variable pay.
    pub scale: Scale,
    /// Whether colleagues may ask each other for advice.
    pub advice: bool,
}

/// A factor on all variable pay of a policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// This factor.
    Factor(f64),
    /// The factor at which the plans pay what the market does, in a year in which nobody minds pay;
    /// solved before the policies are compared.
    Market,
}

impl Scale {
    /// The factor; 1 until it is solved.
    pub fn factor(self) -> f64 {
        match self {
            Self::Factor(factor) => factor,
            Self::Market => 1.0,
        }
    }
}

impl Default for Scale {
    fn default() -> Self {
        Self::Factor(1.0)
    }
}

/// What a company pays by, and what people make of it: part of the world but for which plan a policy
/// gives to whom.
#[derive(Clone, Debug, Default)]
pub struct Payroll {
    /// The plans that policies choose from.
    pub plans: Vec<Plan>,
    /// What people do about their pay.
    pub behaviour: super::Behaviour,
    /// Start of the fiscal year, in hours since the start of the run; periods are counted from it in
    /// both directions.
    pub fiscal_start_hours: f64,
}

impl Payroll {
    /// Share of market pay that a normal plan makes depend on output.
    pub fn stake(&self) -> f64 {
        self.behaviour.effort.map_or(USUAL_STAKE, |effort| effort.stake)
    }

    /// What of the drive to work is not pay.
    pub fn norm(&self) -> f64 {
        self.behaviour.effort.map_or(USUAL_NORM, |effort| effort.norm)
    }
}
