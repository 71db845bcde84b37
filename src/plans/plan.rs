//! Plans as checked data: what a job pays at target, what counts, for whom, what it pays, if and times
//! what, when it is paid and when it goes back.

use super::attribute::{By, Filter};
use super::date::{Every, Fiscal, Stretch};
use super::exact::{Exact, zero};

/// The plans of a file, with what they refer to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanBook {
    /// The name: the file's stem, unless the file says otherwise.
    pub name: String,
    /// The currency, for reading only.
    pub currency: String,
    /// The fiscal year.
    pub fiscal: Fiscal,
    /// Measures with a name.
    pub measures: Vec<(String, Count)>,
    /// The plans, in the order of the file.
    pub plans: Vec<Plan>,
}

/// What a person is paid by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Its name, unique.
    pub name: String,
    /// Fixed pay per year.
    pub salary: Exact,
    /// Variable pay per year at target; 0 = none is said.
    pub target: Exact,
    /// Its period, and that of parts that have none of their own.
    pub every: Every,
    /// What it pays for; at least one.
    pub parts: Vec<Part>,
    /// If anything variable is paid.
    pub gate: Gate,
    /// Times what.
    pub times: Vec<Times>,
    /// The most variable pay of a period of this length.
    pub caps: Vec<(Every, Exact)>,
    /// What a slip pays at least.
    pub draws: Vec<Draw>,
    /// Whether months of employment are counted from the day of joining (instead of the calendar month).
    pub counts_from_day: bool,
    /// Money by rank among all on the plan in a period.
    pub prizes: Vec<Exact>,
    /// A pool that the people on it share.
    pub pool: Option<Pool>,
    /// The share of an account's yearly price that each anniversary of the win pays.
    pub renewal: Exact,
    /// How the quota follows results.
    pub ratchet: Option<Ratchet>,
}

/// A pool that the people on a plan share: the plan's own pay then counts 1 − `weight`.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    /// The weight of the pool, 0 to 1.
    pub weight: Exact,
    /// What it counts, of all deals of the company, and what it pays for that.
    pub part: Part,
    /// How it is divided.
    pub split: Division,
}

/// How a pool is divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Division {
    /// Equally.
    #[default]
    Equal,
    /// By own credit.
    Credit,
    /// By hours of work.
    Hours,
}

/// The next period's quota: the quota × (1 + `growth`) + `follow` × (credit − quota), between half and twice
/// the first one.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratchet {
    /// Growth per period.
    pub growth: Exact,
    /// The share of excess or shortfall that the quota follows.
    pub follow: Exact,
}

/// One of the things that a plan pays for.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "flags of the language, each with its own key")]
pub struct Part {
    /// Its name; empty = the plan itself.
    pub name: String,
    /// Its period.
    pub every: Every,
    /// Its target per year; 0 = beyond target.
    pub target: Exact,
    /// Whether its target follows the season.
    pub target_follows_season: bool,
    /// What counts.
    pub count: Count,
    /// Who else is credited, or credited instead.
    pub credit: Vec<CreditRule>,
    /// Factors on credit, for quota and pay.
    pub weigh: Vec<By<Exact>>,
    /// What is asked.
    pub quota: Quota,
    /// Shares of the yearly quota by period; empty = equal parts.
    pub season: Vec<Exact>,
    /// Share of the quota in the months after joining; then 1.
    pub ramp: Vec<Exact>,
    /// Whether months of employment are counted from the day of joining (instead of the calendar month).
    pub counts_from_day: bool,
    /// Whether bonuses are ramped as the quota.
    pub ramps_amounts: bool,
    /// Each unit of credit by where it lies.
    pub commission: Option<By<Vec<Row>>>,
    /// A share of the target by attainment.
    pub pays: Vec<Bend>,
    /// Amounts for reaching a mark.
    pub bonus: Vec<Bonus>,
    /// The target by scored goals, each with its weight.
    pub goals: Vec<(String, Exact)>,
    /// If anything is paid.
    pub gate: Gate,
    /// Times what.
    pub times: Vec<Times>,
    /// A factor on the pay of a deal.
    pub times_deal: Option<By<Exact>>,
    /// Only what happens on these days counts.
    pub window: Option<Stretch>,
    /// The most that it pays.
    pub most: Limits,
    /// The least that it pays.
    pub least: Limits,
    /// Credit of one deal beyond this counts so much.
    pub credit_most: Option<(Exact, Exact)>,
    /// When it is paid; empty = at the end of the period.
    pub paid: Vec<Paid>,
    /// So many days after the event.
    pub hold: i32,
    /// Paid as it goes.
    pub advance: Option<Advance>,
    /// What goes back.
    pub clawback: Option<Clawback>,
    /// Whether the plan's cap does not hold for it.
    pub is_outside_cap: bool,
    /// The attainment from which on nothing more is paid.
    pub ends_at: Option<Exact>,
}

/// What counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// What of it.
    pub what: What,
    /// Which deals.
    pub filter: Filter,
    /// On which event.
    pub on: On,
    /// Whose.
    pub whose: Whose,
    /// Only what is above so much a period.
    pub over: Exact,
}

impl Default for Count {
    fn default() -> Self {
        Self {
            what: What::Revenue,
            filter: Filter::default(),
            on: On::Booking,
            whose: Whose::Own,
            over: zero(),
        }
    }
}

/// What of a deal, or what else, counts.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Its price less discount.
    Revenue,
    /// The same by year of its term.
    RevenueAYear,
    /// Its price before discount.
    List,
    /// Gross margin on it.
    Margin,
    /// What the customer's first year brings: margin less cost to serve and expected churn.
    Value,
    /// 1 for each deal.
    Deals,
    /// 1 for each meeting.
    Meetings,
    /// 1 for each event of this name, or its amount.
    Counted(String),
    /// The last value of a measure with this name.
    Measured(String),
    /// One sum over another.
    Ratio(Box<What>, Box<What>),
    /// So many points for each.
    Points(Vec<(What, Exact)>),
}

impl What {
    /// Words for what may be counted, as plans write them.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("revenue", Self::Revenue),
        ("revenue a year", Self::RevenueAYear),
        ("list", Self::List),
        ("margin", Self::Margin),
        ("value", Self::Value),
        ("deals", Self::Deals),
        ("meetings", Self::Meetings),
    ];
    /// Measures that an events file supplies.
    pub const MEASURED: [&'static str; 4] = ["nrr", "grr", "renewal rate", "logo retention"];

    /// Whether it is a value by itself, not a sum over events.
    pub fn is_level(&self) -> bool {
        matches!(self, Self::Measured(_) | Self::Ratio(..))
    }

    /// Whether it is money.
    pub fn is_money(&self) -> bool {
        matches!(self, Self::Revenue | Self::RevenueAYear | Self::List | Self::Margin | Self::Value)
    }

    /// How it is called.
    pub fn name(&self) -> String {
        match self {
            Self::Counted(name) | Self::Measured(name) => name.clone(),
            Self::Ratio(above, below) => format!("{} over {}", above.name(), below.name()),
            Self::Points(_) => "points".to_owned(),
            known => {
                let word = Self::WORDS.iter().find(|word| word.1 == *known);
                word.map_or("", |word| word.0).to_owned()
            }
        }
    }
}

/// The event on which it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The win.
    Booking,
    /// Each invoice.
    Invoice,
    /// Each payment.
    Cash,
    /// When the customer starts.
    Start,
    /// From the first to the last month after the win; none = for good.
    Months(u32, Option<u32>),
}

/// Whose results count.
#[derive(Clone, Debug, PartialEq)]
pub enum Whose {
    /// One's own.
    Own,
    /// Everybody's; each deal once.
    Company,
    /// Of those who report to the person.
    Team,
    /// Of those on this plan.
    Plan(String),
}

/// Who is credited besides, or instead of, the closer.
#[derive(Clone, Debug, PartialEq)]
pub struct CreditRule {
    /// Who.
    pub who: Who,
    /// The share of the deal.
    pub share: Exact,
    /// Whether it comes on top (the others lose nothing).
    pub is_extra: bool,
}

/// Who is credited.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// Who worked this stage.
    Stage(String),
    /// For what people on this plan are credited with.
    Plan(String),
    /// For what those who report to the person are credited with.
    Team,
}

/// What is asked of a person.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Quota {
    /// Nothing.
    #[default]
    None,
    /// So much a year.
    Yearly(By<Exact>),
    /// So much in each period of a year.
    ByPeriod(Vec<Exact>),
    /// A level, e.g. of retention, whatever the time.
    Level(Exact),
    /// The sum of what is asked of the team.
    SumOfTeam,
}

/// A point on the line of credit.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// So much credit.
    Credit(Exact),
    /// This share of the quota.
    Attainment(Exact),
}

/// A rate from a mark up to the next row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Where it begins.
    pub from: Mark,
    /// What a unit pays.
    pub rate: Rate,
    /// Back to where it holds once its mark is reached.
    pub reaches_back: Option<Mark>,
    /// If it holds; else the row before goes on.
    pub gate: Gate,
}

/// What a unit of credit pays.
#[derive(Clone, Debug, PartialEq)]
pub enum Rate {
    /// So much.
    Money(Exact),
    /// So many times the target rate.
    Times(Exact),
}

/// A bend of a line of shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Bend {
    /// Where.
    pub at: Mark,
    /// The share there.
    pub share: Exact,
    /// Whether a straight line leads to it (instead of a step).
    pub is_line: bool,
    /// The line is climbed in steps of this attainment; 0 = it is straight.
    pub steps: Exact,
}

/// An amount for reaching a mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Bonus {
    /// The mark.
    pub at: Mark,
    /// The amount.
    pub amount: By<Exact>,
}

/// Conditions: all of `when` hold, and not all of `unless`. Of the conditions in one list one is enough.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gate {
    /// What must hold.
    pub when: Vec<Vec<Condition>>,
    /// What must not.
    pub unless: Vec<Vec<Condition>>,
}

/// That a measure or part has reached a mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The part (`self` = this one) or the measure.
    pub name: String,
    /// The mark.
    pub mark: Mark,
    /// Whether the fiscal year so far is looked at.
    pub is_year_so_far: bool,
}

/// A factor that depends on measures or parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Times {
    /// By one of them.
    Line {
        /// The part or measure.
        name: String,
        /// The factor by its value.
        bends: Vec<Bend>,
    },
    /// By two of them.
    Grid {
        /// The parts or measures.
        names: [String; 2],
        /// The marks of each.
        from: [Vec<Exact>; 2],
        /// The factor in each cell, a list for each mark of the first.
        share: Vec<Vec<Exact>>,
        /// Whether it is interpolated between the marks.
        is_between: bool,
    },
}

/// The most or the least that is paid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// For a deal, all people together.
    pub a_deal: Option<Exact>,
    /// In a period.
    pub a_period: Option<Exact>,
    /// In a fiscal year.
    pub a_year: Option<Exact>,
}

/// A share that is paid on an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Paid {
    /// The share.
    pub share: Exact,
    /// The event.
    pub on: On,
}

/// A part that is paid as it goes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advance {
    /// How often.
    pub every: Every,
    /// Whether quota and target count for the time so far.
    pub is_so_far: bool,
    /// At most so much of the target so far, but for the last one.
    pub most: Option<Exact>,
    /// A fixed instalment.
    pub amount: Option<Exact>,
    /// Whether the last one takes back what was paid too much.
    pub takes_back: bool,
}

/// What goes back of a deal that is cancelled.
#[derive(Clone, Debug, PartialEq)]
pub struct Clawback {
    /// Within so long after the win this share goes back; ascending.
    pub within: Vec<(After, Exact)>,
    /// How it is reckoned.
    pub how: How,
}

/// A time after an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// Calendar months.
    Months(i32),
    /// Days.
    Days(i32),
}

/// How a clawback is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The period is reckoned again without the deal.
    ReckonAgain,
    /// What the deal's own piece brought.
    OwnShare,
    /// A negative entry on the day.
    WhenItComesBack,
    /// What was paid less a twelfth for each month kept.
    AsEarned,
}

/// What a slip pays at least.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// The months of employment, from 1; none = always.
    pub months: Option<(i32, i32)>,
    /// Money per year.
    pub yearly: Exact,
    /// Whether it is owed.
    pub is_recoverable: bool,
}
