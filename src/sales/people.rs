//! The people who sell: groups, their skills and time, and what working together costs.

use crate::engine::law::Law;

/// A group of people with the same job description; of a group of one, a person.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name, unique among groups and jobs.
    pub name: String,
    /// How many people.
    pub count: u32,
    /// What each costs the company per week, all included.
    pub cost_per_week: f64,
    /// What the company spends for each unit of pay: cost = pay × this. Market pay is the cost divided
    /// by it.
    pub loading: f64,
    /// How skills spread between them.
    pub skill: SkillSpread,
    /// How many touches fit in a day, as a factor on everybody's speed.
    pub pace: f64,
    /// Working calendar of each person: an index into [`super::SalesSystem::calendars`]. One entry =
    /// the same for all; else entry k is person k's (staffing by hour).
    pub calendars: Vec<usize>,
    /// What happens to work in hand at the end of a shift.
    pub shift_end: ShiftEnd,
    /// Share of the hours that goes to administration, 0 to 0.95.
    pub admin: f64,
    /// Absences.
    pub absence: Option<Absence>,
    /// People leaving and coming.
    pub turnover: Option<Turnover>,
    /// How a new person gets up to speed.
    pub ramp: Option<Ramp>,
    /// Interruptions of work in hand.
    pub interruptions: Option<Interruptions>,
    /// How attention is given to several things at once.
    pub attention: Attention,
    /// Headcount from these dates on: (hour, people), ascending; before the first, `count`.
    pub headcount: Vec<(f64, u32)>,
    /// Jobs that a policy can put people of this group into.
    pub jobs: Vec<Job>,
}

/// A job within a group, at its own pay.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its name, unique among groups and jobs.
    pub name: String,
    /// What a person in this job costs per week.
    pub cost_per_week: f64,
}

/// Skills are lognormal with mean 1: `exp(sd·z − sd²/2)`, where the z of one person's skills share
/// a common part.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillSpread {
    /// Standard deviation of log skill, 0 = all alike.
    pub sd: f64,
    /// Correlation between two skills of one person, 0 to 1.
    pub correlation: f64,
    /// Factors on named skills: (skill, factor).
    pub factors: Vec<(usize, f64)>,
    /// Standard deviation of the error with which a manager sees log skill (from past results).
    pub noise: f64,
}

impl SkillSpread {
    /// The mean of a skill.
    pub(super) fn factor(&self, skill: usize) -> f64 {
        self.factors.iter().find(|(s, _)| *s == skill).map_or(1.0, |(_, factor)| *factor)
    }
}

/// What happens to work in hand when the shift ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShiftEnd {
    /// It rests and goes on at the next shift.
    #[default]
    Pause,
    /// It is finished in overtime.
    Finish,
    /// Work that does not fit into the rest of the shift is not begun.
    DoNotStart,
    /// It goes back to the queue for whoever is there.
    HandBack,
}

/// How a person attends to several visits at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Attention {
    /// One at a time.
    #[default]
    Single,
    /// All at once, each at an equal share of the person's speed.
    Shared,
}

/// Absences of a person: holidays, illness.
#[derive(Clone, Debug)]
pub struct Absence {
    /// From the end of one to the start of the next, in hours.
    pub every: Law,
    /// How long, in hours.
    pub lasts: Law,
}

/// People leaving, and their replacement.
#[derive(Clone, Debug)]
pub struct Turnover {
    /// Expected departures per person and year.
    pub per_year: f64,
    /// Time until the seat is filled again, in hours.
    pub replace: Law,
    /// Money spent on each new hire.
    pub hiring_cost: f64,
}

/// A new person's speed: `1 − (1 − start)·exp(−tenure/time)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// Share of full speed on the first day.
    pub start: f64,
    /// Time constant in hours.
    pub time_hours: f64,
}

/// Interruptions of work in hand, which then goes on where it stopped.
#[derive(Clone, Debug)]
pub struct Interruptions {
    /// Per hour of work.
    pub per_hour: f64,
    /// How long each lasts, in hours.
    pub lasts: Law,
}

/// Prices of collaboration and of overload; the same in every policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Frictions {
    /// The sender's note at a hand-off, standard hours.
    pub hand_off_note_hours: f64,
    /// The receiver's reading at a hand-off, standard hours.
    pub hand_off_read_hours: f64,
    /// Learning again what the documentation does not hold, standard hours × (1 − documentation).
    pub hand_off_relearn_hours: f64,
    /// Extra work for full documentation, as a share of touch time.
    pub documentation_cost: f64,
    /// Speed of people who work one phase only, as a factor.
    pub specialist: f64,
    /// Slowness of work that has no named owner, as a factor on its length.
    pub unowned: f64,
    /// Switching: speed is `1/(1 + switching·max(0, owned − free))`.
    pub switching: f64,
    /// Owned leads that cost no switching.
    pub switching_free: u32,
    /// Share of the gap in skill that an hour of sharing closes, for the weaker of a pair; never more
    /// than half of the first gap to the best of the group.
    pub learning_per_hour: f64,
}

impl Default for Frictions {
    /// No friction at all: a funnel of machines.
    fn default() -> Self {
        Self {
            hand_off_note_hours: 0.0,
            hand_off_read_hours: 0.0,
            hand_off_relearn_hours: 0.0,
            documentation_cost: 0.0,
            specialist: 1.0,
            unowned: 1.0,
            switching: 0.0,
            switching_free: 3,
            learning_per_hour: 0.0,
        }
    }
}
