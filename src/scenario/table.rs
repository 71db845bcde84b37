//! The table of parameters.

use super::grammar::{
    ADVANCE, AIM, ARRIVALS, BUYER, DAYS, EXTENT, GROUPS, HEADCOUNT, HOUR_PRICE, LIMITS, LONGEST,
    MEASURED_VALUE, MEMBERS, MIX, MOMENT, MONEY, MOST_MONEY, MOST_PEOPLE, NEXT, PATIENCE, POLICIES,
    PROSPECT, RUN_OUT, SCALE, SHARE, SHARES, SOURCES, STAFF, STAGES, TERRITORY, TIME, TIMEBOX,
    TIMES, TOUCH, TOUCHES, WARM_UP, WEEKLY_HOURS, WORK, ZONE,
};
use super::parameters::Kind::{
    Choice, Date, Flag, Law, List, Name, Names, One, Section, Table, Text, Whole,
};
use super::parameters::Quantity::{
    Elapsed, Hazard, Money, MoneyRate, Number, Rate, Share, SignedShare, Work, WorkRate, YearlyRate,
};
use super::parameters::{Kind, Parameter};
use super::pay_grammar::{
    A_YEAR, BANDS, BONUSES, BY_ATTRIBUTE, CAP, CLAWED_BACK, COUNT, CREDIT, CREDIT_LIMIT, DAY,
    DRAWS, FILTER, FISCAL, GOALS, INSTALMENTS, LIMITS_BY_TIME, NUMBER_EXACT, PAID_ON, PAYS, PRIZES,
    QUOTA, SHARE_LIST, SPIFF, TIMES_BY, WHEN,
};
use super::words::{self, words};

/// A year of 52 weeks in hours.
const YEAR: f64 = 52.0 * 168.0;
const FACTOR: Kind = One(Number, 0.0, 10.0);
const WORK_RATE: Kind = One(WorkRate, 0.0, 1e6);
const HAZARD: Kind = One(Hazard, 0.0, 1e6);

/// Keys of a plan that its parts have as well: told once, with the plan.
pub(super) const OF_PARTS: [&str; 32] = [
    "count",
    "of",
    "not",
    "weigh",
    "season",
    "target_follows_season",
    "ramp",
    "months_from",
    "ramp_amounts",
    "pays",
    "goals",
    "when",
    "unless",
    "times",
    "times_deal",
    "in",
    "from",
    "to",
    "most",
    "least",
    "credit_most",
    "paid",
    "hold",
    "advance",
    "outside",
    "period",
    "target",
    "credit",
    "quota",
    "commission",
    "bonus",
    "clawback",
];

macro_rules! table {
    ($($path:literal, $kind:expr, $default:literal, $evidence:literal, $doc:expr
        $(, $name:literal)?;)*) => {
        /// Every key a scenario may have.
        pub(super) const TABLE: &[Parameter] = &[$(Parameter {
            path: $path, kind: $kind, default: $default, evidence: $evidence, doc: $doc,
            name: concat!($($name)?),
        }),*];
    };
}

/// Defaults that depend on more than their key: the key, the case, the value.
pub(super) const CASES: &[(&str, &str, &str)] = &[
    ("stages.*.touch", "qualify", "{ lognormal = { mean = \"1.5 h\", cv = 0.5 } }"),
    ("stages.*.touch", "educate", "2 h"),
    ("stages.*.touch", "align", "3 h"),
    ("stages.*.touch", "validate", "{ lognormal = { mean = \"8 h\", cv = 0.5 } }"),
    ("stages.*.touch", "decide", "{ lognormal = { mean = \"4 h\", cv = 0.5 } }"),
    ("stages.*.touch", "serve", "1 h"),
    ("stages.*.touch", "renew", "3 h"),
    ("stages.*.touch", "expand", "4 h"),
    ("stages.*.per_year", "serve", "2"),
    ("stages.*.per_year", "expand", "0.5"),
    ("run.weeks", NO_LENGTH, "52"),
    ("run.warm_up", OFFICE, "auto"),
    ("run.warm_up", NO_OFFICE, "0 h"),
    ("run.run_out", OFFICE, "26 weeks"),
    ("run.run_out", NO_OFFICE, "drain"),
    ("measure.primary", VALUED, "return_on_sales"),
    ("measure.primary", UNVALUED, "lead_time_mean"),
    ("measure.indifference.*", "return_on_sales", "1 pp"),
    ("measure.indifference.*", "contribution", "3 %"),
];
/// Cases of a run: no length is given; there are people and opening hours, whose work in progress must
/// build up, or not.
pub(super) const NO_LENGTH: &str = "no length given";
pub(super) const OFFICE: &str = "people with opening hours";
pub(super) const NO_OFFICE: &str = "else";
/// Cases of what is judged: deals have a value, or not.
pub(super) const VALUED: &str = "deals have a value";
pub(super) const UNVALUED: &str = "else";

table! {
    "name", Text, "", "C", "How results call the scenario; the file's name unless given.";
    "question", Text, "", "C", "The question it asks, in words.";
    "currency", Text, "EUR", "C", "The currency, for reading only.";
    "base", Text, "", "C", "A scenario file that this one starts from; this one says only what differs.";
    "remove", List(&Name("a key, e.g. `stages.demo`")), "", "C", "Keys of the base that go, e.g. `stages.demo`; `*` stands for every name: `policies.*.pay`.";
    "compare", POLICIES, "", "C", "Which policies are compared, in this order; all unless given.";
    "calendar", Text, "business", "C", "The main calendar: `always`, `business` or a name from [calendars]. Buyers answer in its hours.";
    "hours", Text, "Mon-Fri 09:00-17:00", "A", "Opening hours of the business calendar.";
    "start", Date, "2026-01-05", "C", "The date of hour 0.";
    "holidays", DAYS, "", "A", "Days off in the business calendar.";
    "calendars", Names, "", "C", "More calendars, by name.";
    "calendars.*", Section, "", "C", "A calendar.";
    "calendars.*.hours", Text, "", "A", "Its opening hours, or `always`.";
    "calendars.*.holidays", DAYS, "", "A", "Its days off.";
    "interest", Law(Elapsed), "", "A", "How long a lead that nobody has touched stays interested; then it is never worked.", "Interest lasts";
    "backlog", Names, "", "C", "Leads waiting at a stage when the clock starts.";
    "backlog.*", Whole(0, 1_000_000), "", "C", "Leads waiting at this stage.";

    "deal", Section, "", "A", "The deal where segments do not say: its value and margin.";
    "deal.value", Law(Money), "0", "A", "The value of a deal.", "Value of a deal";
    "deal.margin", SHARE, "1", "A", "Gross margin as a share of the value.";
    "segments", Names, "", "A", "Kinds of customers.";
    "segments.*", Section, "", "A", "A kind of customer.";
    "segments.*.share", SHARE, "", "A", "Share of all leads; shares must sum to 1. Equal shares unless given.", "Share of leads";
    "segments.*.value", Law(Money), "", "A", "The value of a deal; as in [deal] unless given.", "Value of a deal";
    "segments.*.margin", SHARE, "", "A", "Gross margin as a share of the value; as in [deal] unless given.";
    "segments.*.committee", Section, "", "A", "Who buys, and how long they take (with [buyers]).";
    "segments.*.committee.members", MEMBERS, "1", "A", "People on the committee: `least` and, of those up to `most`, each with the same chance.", "People who decide";
    "segments.*.committee.window", Law(Elapsed), "100000 h", "A", "The purchase window from the first dialogue on; at its end nobody decides any more.", "Purchase window";
    "segments.*.committee.finance", SHARE, "0", "A", "Chance that one of them is from procurement or finance and joins on the proposal.", "Finance joins";
    "segments.*.committee.rival", SHARE, "0", "A", "Chance that there is another supplier.", "Another supplier";
    "segments.*.committee.contact", WEEKLY_HOURS, "", "A", "Hours that a deal gives a supplier; any number unless given.", "Hours for a supplier";

    "channels", Names, "", "A", "Where leads come from.";
    "channels.*", Section, "", "A", "A source of leads.";
    "channels.*.arrivals", ARRIVALS, "", "A", "When its leads arrive.";
    "channels.*.batch", Law(Number), "", "A", "How many leads come at once.", "Leads at once";
    "channels.*.cost", MONEY, "0", "A", "Money paid for each lead.", "Cost of a lead";
    "channels.*.spend", Section, "", "C", "Money spent on it week by week, in place of a price for each lead; `arrivals` then says how many come at the reference.";
    "channels.*.spend.amount", One(MoneyRate, 0.0, MOST_MONEY), "", "C", "What is spent, from the start of the run on.";
    "channels.*.spend.reference", One(MoneyRate, 0.0, MOST_MONEY), "", "A", "What has been spent so far, which brings the `arrivals`; `cost` × leads a week unless given.";
    "channels.*.spend.elasticity", SHARE, "0.45", "A derived: Sethuraman, Tellis & Briesch 2011, .24 in the long run / .54 of leads bought", "By how many percent leads change for one percent more money at the reference; 1: in proportion, for any amount.";
    "channels.*.spend.half_life", One(Elapsed, 0.0, 10.0 * YEAR), "13 weeks", "A derived, weakly: long-run effects are twice the short-run ones", "Half-life of what money once spent goes on bringing; 0 = it acts in its own week alone.";
    "channels.*.spend.dilution", SHARE, "0.03", "A", "What twice as many leads take off the rank of each one's fit among those of the channel (with [buyers]).";
    "channels.*.spend.focus", One(Number, 0.0, 100.0), "1", "A", "How much dearer aiming makes what is spent: × (1 + focus · Σ q' ln(q'/q)), q and q' the shares of segments without and with the aim.";
    "channels.*.segments", Table(&MIX), "", "A", "Its mix of segments; the overall shares unless given.", "Mix of segments";
    "channels.*.class", Whole(1, 250), "1", "C", "Priority class; 1 is served first.", "Priority class";
    "channels.*.entry", Text, "", "C", "The stage its leads enter at; the first stage unless given.", "Enters at";
    "channels.*.reply_sensitivity", One(Number, 0.0, 10.0), "", "A", "How much a slow first reply costs (exponent on the reply curve; 0 = nothing).";
    "channels.*.fit", Law(Share), "{ beta = { alpha = 1, beta = 1 } }", "A", "How well the offering serves the needs of its leads, 0 to 1 (with [buyers]).";
    "channels.*.ready", SHARE, "1", "A", "Share of its leads who are ready to buy now (with [buyers]).", "Ready to buy";

    "prospecting", Section, "", "A", "Leads that people find themselves, where a policy has them look (`prospect`).";
    "prospecting.channel", Name("a channel"), "", "C", "The channel whose kind they are of: its fit, readiness, mix, cost of a lead; what it brings by itself comes all the same.";
    "prospecting.per_hour", One(Number, 0.0, 1000.0), "0.25", "A", "Leads that an hour finds on a fresh list, at skill and pace 1.";
    "prospecting.list", One(Number, 1.0, 1e12), "10000", "A", "Accounts on the list, which all who prospect share.";
    "prospecting.use", One(Number, 0.0, 1e6), "8", "A", "Accounts used up for each lead found; an hour finds × (1 − used / list).";
    "prospecting.rest", One(Elapsed, 1.0, LONGEST), "12 mo", "A", "After this time, on average, an account that was used can be called again.";
    "prospecting.takes", SHARE, "0.5", "A", "Chance that an open lead goes with the person who found it and leaves for good.";

    "stages", Names, "", "A", "The funnel: stages in the order of the file.";
    "stages.*", Section, "", "A", "A stage.";
    "stages.*.kind", Choice(&words(&words::STAGE_KINDS)), "", "C", "How it ends: by `chance` after its touches (default), by reaching the buyer (`contact`), when all branches have advanced (`parallel`); or, with [buyers], by the gate after a dialogue (`qualify`), when the committee knows enough (`educate`), when it has a common view (`align`), when experts have looked for what cannot be delivered (`validate`), by the committee's vote on a proposal (`decide`). Or it is work on customers, with [customers] of some years: they call (`serve`), the end of a term comes near (`renew`), a glad one could use more (`expand`).", "How it ends";
    "stages.*.role", GROUPS, "", "C", "Who works it; nobody is needed unless given.", "Who works it";
    "stages.*.touch", TOUCH, "", "A", "Work of one touch; may differ by lead. Conversations have a length unless given: the default of `educate` is that of a session at most, that of `decide` is of the proposal.", "Work of a touch";
    "stages.*.work", TOUCHES, "", "C", "Work of the touches of the 1st, 2nd … lead of each channel, again and again; instead of `touch`.";
    "stages.*.touches", Whole(1, 10_000), "1", "A", "Touches before the lead goes on or not; sessions of `validate`.";
    "stages.*.buyer", BUYER, "", "A", "Time with the buyer after a touch; may differ by lead. Up to a business day it passes in open hours, longer times are spans of the calendar; the answer comes in open hours.", "Time with the buyer";
    "stages.*.advance", ADVANCE, "1", "A", "Chance to go on; who does not is lost.", "Chance to go on";
    "stages.*.next", NEXT, "", "A", "Where a lead goes; the next stage of the file, or `won`, unless given.", "Goes to";
    "stages.*.lost", Text, "lost", "C", "The exit of a lead that does not go on.", "If not";
    "stages.*.skill", Text, "", "C", "Which skill divides the work of a touch, or multiplies the effect of a conversation. Unless given: the stage's own; `qualify`, `educate`, `facilitate` (for `align`), `technical` (for `validate`), `close` (for `decide`, `renew` and `expand`).";
    "stages.*.home", Text, "", "A", "The job or group whose work it is by its skill: people in jobs of lower market pay show only that part of their skill here, min(1, own pay / its pay). Unless given: all show the whole.";
    "stages.*.phase", Choice(&words(&words::PHASES)), "", "C", "The part of the sales system it belongs to; unless given, `qualify` is `select`, the other conversations and work on customers are `drive`, all else is `engage`.";
    "stages.*.cost", MONEY, "0", "A", "Money paid when a lead enters.";
    "stages.*.room", Whole(1, 1_000_000), "", "A", "At most this many leads in the stage, those worked on included.";
    "stages.*.when_full", Text, "", "C", "The exit of a lead that finds no room; without it the lead waits outside.";
    "stages.*.patience", PATIENCE, "", "A", "How long a lead waits for a touch before it leaves; how long a customer who calls waits before the call is missed.";
    "stages.*.timebox", TIMEBOX, "", "A", "The longest stay.";
    "stages.*.due", TIME, "", "C", "When a visit is due, after its start (for the order `deadline`).", "Due after";
    "stages.*.parallel", STAGES, "", "C", "Stages that are visited at once; all must advance.";
    "stages.*.reach", SHARES, "0.30, 0.25, 0.20, 0.16, 0.12, 0.10", "A", "Chance that attempt k reaches the buyer; the last repeats.", "Chance to reach";
    "stages.*.give_up", SHARES, "", "A", "Chance to give up after a failed attempt k; the last repeats.";
    "stages.*.attempts", Whole(1, 10_000), "6", "A", "Attempts at most.";
    "stages.*.retry", Law(Elapsed), "2 wd", "A", "Time to the next attempt.", "Next attempt after";
    "stages.*.missed", Law(Work), "", "A", "Work of an attempt that fails; as a touch unless given.", "Work of a failed attempt";
    "stages.*.gone", Text, "gone cold", "C", "The exit of a lead that could not be reached.", "If never reached";
    "stages.*.reply", Section, "", "D Oldroyd 2011", "How the chance to reach the buyer falls with the delay of the first attempt: (floor + (1 − floor)·exp(−delay/tau))^sensitivity.";
    "stages.*.reply.floor", SHARE, "0.007", "D Oldroyd 2011", "Where the curve ends.";
    "stages.*.reply.tau", One(Elapsed, 0.001, LONGEST), "0.48 h", "D Oldroyd 2011", "How fast it falls.";
    "stages.*.reply.sensitivity", One(Number, 0.0, 10.0), "0.3", "A", "Exponent, where the channel does not say.";
    "stages.*.per_year", One(Number, 0.0, 1000.0), "", "A", "How often a customer calls a year whom the offering fits (`serve`; below a fit of 0.5 he calls more often); or how often one who is as glad as can be could use more (`expand`).", "Times a year";
    "stages.*.slight", One(Number, 0.0, 10.0), "0.03", "A", "Share of customers, about, that a missed call loses at the end of their term (`serve`): it adds so much to the exposure at which they leave.", "A missed call loses";
    "stages.*.lead", One(Elapsed, 0.0, YEAR), "60 d", "A", "How long before the end of a term a renewal can be worked (`renew`).", "Time for a renewal";
    "stages.*.relief", SHARE, "0.15", "A", "Share of those who would leave at the end of a term, about, whom a renewal worked in time keeps, at standard skill (`renew`).", "A renewal keeps";
    "stages.*.step", One(Share, 0.0, 10.0), "0.15", "A", "What the account of a customer grows by who is offered more in time, as a share of it (`expand`).", "An offer adds";

    "exits", Names, "", "C", "Ways for a lead to end.";
    "exits.*", Section, "", "C", "A way to end.";
    "exits.*.family", Choice(&words(&words::EXIT_FAMILIES)), "lost", "C", "What kind of end it is.";


    "buyers", Section, "", "A", "Buyers with needs, wants and committees; the section, even an empty one, makes leads such buyers.";
    "buyers.needs", Section, "", "A", "What a deal is worth to either side. Shares of the price unless said.";
    "buyers.needs.wants_bias", One(Number, -1.0, 1.0), "0.08", "A", "How far first wants lie above the fit, on average.";
    "buyers.needs.wants_spread", One(Number, 0.0, 1.0), "0.20", "A", "Standard deviation of it.";
    "buyers.needs.value_floor", FACTOR, "0.4", "A", "Value to the customer: price·(floor + slope·fit)·exp(spread·z).";
    "buyers.needs.value_slope", FACTOR, "1.6", "A", "The slope in it.";
    "buyers.needs.value_spread", One(Number, 0.0, 3.0), "0.25", "A", "The spread in it.";
    "buyers.needs.switching", FACTOR, "0.10", "A", "What changing over costs the customer.";
    "buyers.needs.breaker", SHARE, "0.6", "A", "Chance of a deal-breaker: this·(1 − fit)².";
    "buyers.needs.breaker_found", WORK_RATE, "0.25 per h", "A", "How fast an expert finds it, per standard hour.";
    "buyers.needs.serve_base", FACTOR, "0.05", "A", "Cost to serve: price·(base + misfit·max(0, below − fit)).";
    "buyers.needs.serve_misfit", FACTOR, "0.7", "A", "The misfit in it.";
    "buyers.needs.serve_below", SHARE, "0.5", "A", "The fit below which serving costs more.";
    "buyers.needs.serve_broken", One(Number, 0.0, 100.0), "3", "A", "Factor on it where a deal-breaker was sold.";
    "buyers.needs.churn_level", One(Number, -20.0, 20.0), "-2.6", "A", "Chance of churn within a year: logistic(level − slope·(fit − centre)).";
    "buyers.needs.churn_slope", One(Number, 0.0, 100.0), "5", "A", "The slope in it.";
    "buyers.needs.churn_centre", SHARE, "0.6", "A", "The centre in it.";
    "buyers.needs.standard_hours", WORK, "28 h", "A", "Labour that a sale takes by the standard, for the label of a fit.";
    "buyers.needs.hour_cost", MONEY, "130", "A", "What an hour of it costs.";
    "buyers.dialogue", Section, "", "A", "What an hour of conversation does.";
    "buyers.dialogue.noise", One(Number, 0.001, 10.0), "0.22", "A", "Error of a signal on fit: standard deviation noise/√(hours·skill·(0.5 + listen)).";
    "buyers.dialogue.teaching", WORK_RATE, "0.35 per h", "A", "Speed of wants towards the fit, at the reference mix and skill 1.";
    "buyers.dialogue.challenge_boost", FACTOR, "0.5", "A", "What challenging adds to it: factor 1 + boost·challenge.";
    "buyers.dialogue.offence", WORK_RATE, "0.04 per h", "A", "Rate at which challenging offends, divided by skill.";
    "buyers.dialogue.pressure", WORK_RATE, "0.02 per h", "A", "Rate at which pitching offends; half of what challenging does.";
    "buyers.dialogue.persuading", WORK, "0.5 h", "A", "What pitching once more with the proposal takes.";
    "buyers.dialogue.reference_pitch", One(Share, 0.0, 0.99), "0.3", "A", "Share of pitching in the reference mix.";
    "buyers.dialogue.converged", SHARE, "0.05", "A", "Wants this near to the fit have converged: persuasion is void.";
    "buyers.dialogue.persuasion", SHARE, "0.10", "A", "Share of what is left to want that an all-out pitch adds.";
    "buyers.dialogue.half_life", One(Elapsed, 1.0, LONGEST), "20 wd", "A", "Half-life of what a pitch added.";
    "buyers.dialogue.most_charisma", One(Number, 0.0, 100.0), "1.5", "A", "The most that a closer's skill adds to persuasion.";
    "buyers.committee", Section, "", "A", "How a committee learns, aligns and votes.";
    "buyers.committee.education", Law(Work), "{ lognormal = { mean = \"2 h\", cv = 0.5 } }", "A", "Teaching that a member needs.";
    "buyers.committee.self_taught", SHARE, "0.3", "A", "Share of it that members teach themselves.";
    "buyers.committee.contraction", SHARE, "0.35", "A", "Share of the distance between stances that a session takes away.";
    "buyers.committee.learned", SHARE, "0.8", "A", "A member with this knowledge knows enough.";
    "buyers.committee.aligned", SHARE, "0.9", "A", "A committee with this alignment is aligned.";
    "buyers.committee.join", Law(Share), "{ beta = { alpha = 1.2, beta = 1.5, low = 0, high = 0.5 } }", "A", "When members join, as a share of the window.";
    "buyers.committee.offset_spread", One(Number, 0.0, 1.0), "0.11", "A", "Standard deviation of a member's first stance.";
    "buyers.committee.blocker", SHARE, "0.08", "A", "Share of members who block until they know enough and are aligned.";
    "buyers.committee.vote_centre", SHARE, "0.36", "D CEB", "Chance to vote yes: logistic((view + persuasion + stance − centre)/scale).";
    "buyers.committee.vote_scale", One(Number, 0.001, 10.0), "0.11", "D CEB", "The scale in it.";
    "buyers.committee.declined_below", SHARE, "0.35", "A", "A share of yes below this is a no.";
    "buyers.committee.quorum", SHARE, "0.60", "A", "A share of yes from this on is a yes.";
    "buyers.committee.conflict_most", SHARE, "0.25", "D CEB", "Chance of conflict by each member but the champion: most − relief·coverage·alignment, but at least `conflict_least`.";
    "buyers.committee.conflict_relief", SHARE, "0.17", "D CEB", "The relief in it.";
    "buyers.committee.conflict_least", SHARE, "0.08", "D CEB", "The least of it.";
    "buyers.committee.loops", Whole(0, 100), "2", "A", "Times that a committee goes back to what was short.";
    "buyers.committee.status_quo", SHARE, "0.44", "B JOLT", "Share of no-decisions that prefer the status quo; the others cannot make up their mind.";
    "buyers.time", Section, "", "A", "How long buyers wait. `\"3 % per wd\"`: so many of those left end each working day; `\"0.03 per wd\"`: at this rate.";
    "buyers.time.stall_after", TIME, "12 wd", "A", "So long after the last contact a deal begins to stall.";
    "buyers.time.stall", HAZARD, "3 % per wd", "A", "How fast stalling deals end.";
    "buyers.time.walk_away", HAZARD, "2 % per wd", "A", "How fast buyers leave who see no gain.";
    "buyers.time.no_gain_below", SHARE, "0.4375", "D", "Wants, with persuasion, below this see no gain.";
    "buyers.time.lapse", HAZARD, "0.026 per wd", "D", "How fast deals lapse between gate and vote, times 1 − coverage·alignment.";
    "buyers.time.urgent", SHARE, "0.15", "A", "Share of buyers with a date to keep.";
    "buyers.time.urgent_window", One(Number, 0.001, 10.0), "0.4", "A", "Factor on their window.";
    "buyers.time.urgent_alignment", One(Share, 0.01, 1.0), "0.7", "A", "Share of full alignment that they are content with.";
    "buyers.readiness", Section, "", "A", "Buyers who are not ready yet.";
    "buyers.readiness.wake", Law(Elapsed), "{ exponential = \"9 mo\" }", "A", "Time until they are.";
    "buyers.readiness.never", SHARE, "0.40", "A", "Share who never are.";
    "buyers.readiness.nurture_cost", One(MoneyRate, 0.0, MOST_MONEY), "10 per month", "A", "What keeping in touch with one costs.";
    "buyers.rival", Section, "", "A", "Other suppliers.";
    "buyers.rival.fit", Law(Share), "{ beta = { alpha = 2, beta = 2 } }", "A", "How well theirs serves the needs.";
    "buyers.rival.noise", One(Number, 0.0, 10.0), "0.1", "A", "Error with which the committee sees it.";
    "buyers.rival.takes", SHARE, "0.5", "A", "Share of the no-decisions that a rival everybody likes takes.";
    "customers", Section, "", "C", "What becomes of customers after their first year; needs [buyers]. Without the section the first year alone counts, and no promise does.";
    "customers.horizon", One(Elapsed, YEAR, 10.0 * YEAR), "3 years", "C", "So many years of a customer are booked at the win: the first as it comes, later ones as expected. `1 year`: the first alone.";
    "customers.discount", One(YearlyRate, 0.0, 1.0), "10 % per year", "A", "What a year takes off money that comes later.";
    "customers.promise", One(Number, 0.0, 100.0), "2.5", "A", "What is added to the log odds of churn within a year for a committee that expected more than the fit, per unit of fit; 0 = what was said counts for nothing afterwards.";
    "customers.term", One(Elapsed, 0.0, 10.0 * YEAR), "12 mo", "B KBCM 2016, means of 1.3 to 1.5 years", "Length of a contract: whoever wants to leave does at its end. `0`: on any day.";
    "customers.grow", One(YearlyRate, 0.0, 10.0), "22 % per year", "A", "Growth of the account of a customer whose gain is the whole price; in proportion below, none where a side regrets the win.";
    "customers.word", Section, "", "C", "Word of mouth: glad customers refer, those who regret warn. Without the section nobody talks.";
    "customers.word.channel", Text, "", "C", "The channel that referred leads come through: they have its fit, readiness, mix, cost, class and entry. It may bring others besides; `arrivals = \"0 per week\"`: none.";
    "customers.word.refer", One(YearlyRate, 0.0, 100.0), "30 % per year", "B Kumar, Petersen & Leone 2007: 30 to 33 % of consumers did refer", "Leads that a glad customer brings a year. What they bring in turn must die out.";
    "customers.word.warn", One(YearlyRate, 0.0, 100.0), "45 % per year", "A", "Warnings a year by a customer who regrets, spread over the leads a year that channels bring.";
    "customers.word.chill", SHARE, "0.10", "A", "What a warning takes off what a lead wants at first.";
    "customers.word.after", One(Elapsed, 0.0, 10.0 * YEAR), "3 mo", "A", "How long somebody is a customer before he talks.";
    "customers.word.remember", One(Elapsed, 0.0, 10.0 * YEAR), "12 mo", "A", "How long one who regrets and has left goes on warning; at most for the years that a customer counts.";

    "people", Names, "", "A", "The people, by group; `rep = 4` is short for `rep = { count = 4 }`.";
    "people.*", Section, "", "A", "A group of people with one job description.";
    "people.*.count", Whole(0, MOST_PEOPLE), "1", "C", "How many.", "How many";
    "people.*.cost", One(MoneyRate, 0.0, MOST_MONEY), "0 per week", "A", "What each costs the company, all included.", "Cost of one";
    "people.*.loading", One(Number, 1.0, 5.0), "1.25", "A", "What the company spends for each unit of pay: cost = pay × this (with [plans]).", "Cost by unit of pay";
    "people.*.pace", One(Number, 0.01, 100.0), "1", "A", "Factor on everybody's speed.";
    "people.*.skill", Section, "", "A", "How skills spread: `{ sd = 0.25, correlation = 0.4, NAME = 1.2 }`.";
    "people.*.skill.sd", One(Number, 0.0, 3.0), "0", "A", "Standard deviation of log skill.", "How much people differ";
    "people.*.skill.correlation", SHARE, "0", "A", "Correlation between two skills of a person.";
    "people.*.skill.noise", One(Number, 0.0, 10.0), "0", "A", "Standard deviation of the error with which a manager sees log skill.", "Error of the manager";
    "people.*.skill.*", One(Number, 0.01, 100.0), "", "A", "Factor on this skill.";
    "people.*.calendar", Text, "", "C", "Their calendar; the main one unless given.";
    "people.*.on_duty", STAFF, "", "C", "People on duty from these times of a cycle on; instead of `count`.";
    "people.*.repeat", TIME, "1 d", "C", "Length of that cycle.";
    "people.*.shift_end", Choice(&words(&words::SHIFT_ENDS)), "pause", "C", "What happens to work in hand when the shift ends.";
    "people.*.admin", One(Share, 0.0, 0.95), "0", "A", "Share of the hours that goes to administration.", "Time on administration";
    "people.*.attention", Choice(&words(&words::ATTENTIONS)), "single", "C", "One thing at a time, or all at once at an equal share of the speed.";
    "people.*.headcount", HEADCOUNT, "", "C", "Headcount from these times on.";
    "people.*.absence", Section, "", "A", "Holidays, illness.";
    "people.*.absence.every", Law(Elapsed), "", "A", "From the end of one to the start of the next.";
    "people.*.absence.lasts", Law(Elapsed), "", "A", "How long.";
    "people.*.turnover", Section, "", "A", "People leaving and coming.";
    "people.*.turnover.per_year", One(YearlyRate, 0.0, 100.0), "", "A", "Expected departures per person and year.", "Leave in a year";
    "people.*.turnover.replace", Law(Elapsed), "4 mo", "B DePaul", "Time until the seat is filled again.", "Time until replaced";
    "people.*.turnover.cost", MONEY, "0", "A", "Money spent on each new hire.", "Cost of a new hire";
    "people.*.ramp", Section, "", "A", "How a new person gets up to speed: 1 − (1 − start)·exp(−tenure/time).";
    "people.*.ramp.start", SHARE, "0.3", "A", "Share of full speed on the first day.", "Speed on the first day";
    "people.*.ramp.time", One(Elapsed, 1.0, LONGEST), "5 mo", "B Bridge 2024", "Time constant.", "Time to full speed";
    "people.*.interruptions", Section, "", "A", "Interruptions of work in hand.";
    "people.*.interruptions.rate", One(Rate, 0.0, 1e6), "", "A", "Per hour of work.";
    "people.*.interruptions.lasts", Law(Work), "", "A", "How long each lasts.";
    "people.*.jobs", Names, "", "C", "Jobs that a policy can put these people into.";
    "people.*.jobs.*", Section, "", "C", "A job.";
    "people.*.jobs.*.cost", One(MoneyRate, 0.0, MOST_MONEY), "", "A", "What a person in it costs; as the group unless given.";

    "frictions", Section, "", "A", "Prices of working together and of much at once, the same in every policy.";
    "frictions.hand_off_note", WORK, "0 h", "A", "The sender's note at a hand-off.";
    "frictions.hand_off_read", WORK, "0 h", "A", "The receiver's reading.";
    "frictions.hand_off_relearn", WORK, "0 h", "A", "Learning again what is not written down, times (1 − documentation).";
    "frictions.documentation_cost", One(Share, 0.0, 1.0), "0", "A", "Extra work of full documentation, as a share of touch time.";
    "frictions.specialist", One(Number, 0.01, 100.0), "1", "A", "Speed of people who work one phase only.";
    "frictions.unowned", One(Number, 0.01, 100.0), "1", "A", "Factor on the length of work that nobody owns.";
    "frictions.switching", One(Number, 0.0, 10.0), "0", "A", "What each lead too many costs: speed is 1/(1 + switching·max(0, leads − free)), with the owned leads that somebody has begun to talk with.";
    "frictions.switching_free", Whole(0, 1_000_000), "3", "A", "How many such leads cost no switching.";
    "frictions.learning", WORK_RATE, "0 per h", "A", "Share of the gap in skill that an hour of sharing closes, for the weaker of a pair; at most half of the first gap to the best.";

    "fiscal_start", FISCAL, "0 weeks", "C", "Start of the fiscal year: its month and day, or a time after the start of the run; pay periods are counted from it in both directions (with [plans]).";
    "measures", Names, "", "C", "What is counted, with a name: for parts, gates and factors of plans.";
    "measures.*", COUNT, "", "C", "What counts.";
    "plans", Names, "", "C", "Compensation plans, by name; policies say who is on which.";
    "plans.*", Section, "", "C", "A plan. Credit is money, deals or meetings, as `count` says.";
    "plans.*.ote", A_YEAR, "", "C", "What the job pays at target, fixed and variable.";
    "plans.*.mix", A_YEAR, "", "C", "Fixed over variable pay at target, e.g. `\"60/40\"`.";
    "plans.*.salary", One(MoneyRate, 0.0, MOST_MONEY), "0 per year", "C", "Fixed pay.", "Salary";
    "plans.*.target", A_YEAR, "", "C", "Variable pay at target, or a share `\"of salary\"`.";
    "plans.*.period", Choice(&["month", "quarter", "half year", "year"]), "quarter", "C", "How long a pay period lasts: a twelfth, a quarter, half or the whole of 52 weeks.", "Pay period";
    "plans.*.credit", CREDIT, "", "C", "Who is credited besides, or instead of, who closes a deal.";
    "plans.*.quota", QUOTA, "0", "C", "Credit asked of a person in a period; 0 = no quota.";
    "plans.*.commission", BANDS, "", "C", "Commission on the credit of a period, by band; a share is an attainment of the quota, a number is credit.";
    "plans.*.bonus", BONUSES, "", "C", "Amounts for reaching a mark in a period.";
    "plans.*.cap", CAP, "", "C", "The most variable pay of a period; or the attainment from which on nothing more is paid.";
    "plans.*.draw", DRAWS, "", "C", "Variable pay that a period pays at least; if recoverable, it is owed and paid back from later periods.";
    "plans.*.team", Section, "", "C", "A pool that the people on the plan share; their own part then counts 1 − weight.";
    "plans.*.team.weight", SHARE, "", "C", "Weight of the pool.", "Weight of the pool";
    "plans.*.team.count", Choice(&["revenue", "margin", "value", "deals", "meetings"]), "revenue", "C", "What of each deal of the company the pool counts.", "What the pool counts";
    "plans.*.team.quota", MONEY, "0", "C", "The team's quota in a period; 0 = none.";
    "plans.*.team.commission", BANDS, "", "C", "Commission of the pool on the team's credit.";
    "plans.*.team.bonus", BONUSES, "", "C", "Bonuses of the pool.";
    "plans.*.team.split", Choice(&["equal", "credit", "hours"]), "equal", "C", "How the pool is divided: equally, by own credit or by hours of work.";
    "plans.*.spiff", List(&Table(&SPIFF)), "", "C", "Money for each deal or meeting in a window of time.";
    "plans.*.prizes", PRIZES, "", "C", "Money by rank in credit among all on the plan in a period.";
    "plans.*.clawback", CLAWED_BACK, "", "C", "What goes back of a deal whose customer leaves within these times of the win; `none` for a part that does not take it from its plan.";
    "plans.*.renewal", SHARE, "0", "C", "Share of the yearly price of a customer who stays, with what the account has grown, that each anniversary of the win pays to whoever closed it or has the seat since; within `customers.horizon`.";
    "plans.*.ratchet", Section, "", "C", "How the quota follows results: clamp(quota·(1 + growth) + follow·(credit − quota), half, twice the plan's).";
    "plans.*.ratchet.growth", One(Number, -1.0, 10.0), "0", "C", "Growth per period.";
    "plans.*.ratchet.follow", SHARE, "0.3", "A", "Share of the excess or shortfall that the quota follows.";
    "plans.*.count", COUNT, "revenue", "C", "What counts: `revenue` (price less discount), `revenue a year`, `list`, gross `margin`, the `value` of the customer's first year, 1 for each of the `deals` or of the `meetings` (leads that pass the gate), a measure, any other event by its name, or a table.", "What counts";
    "plans.*.of", FILTER, "", "C", "Which deals count.";
    "plans.*.not", FILTER, "", "C", "Which deals do not count.";
    "plans.*.weigh", BY_ATTRIBUTE, "", "C", "How much a deal counts of itself, for quota and pay.";
    "plans.*.season", SHARE_LIST, "", "C", "Shares of the yearly quota by half year, quarter or month.";
    "plans.*.target_follows_season", Flag, "false", "C", "Whether the target follows the season, too.";
    "plans.*.ramp", SHARE_LIST, "", "C", "Shares of the quota in the months after joining; then all of it.";
    "plans.*.months_from", Choice(&["calendar", "day"]), "calendar", "C", "Whether months of employment are counted from the calendar month of joining, or from the day.";
    "plans.*.ramp_amounts", Flag, "false", "C", "Whether bonuses are ramped as the quota.";
    "plans.*.pays", PAYS, "", "C", "A share of the target by attainment: steps and straight lines.";
    "plans.*.goals", GOALS, "", "C", "The target by scored goals, each with its weight.";
    "plans.*.when", WHEN, "", "C", "Conditions: without them nothing is paid.";
    "plans.*.unless", WHEN, "", "C", "Conditions under which nothing is paid.";
    "plans.*.times", TIMES_BY, "", "C", "Factors by the value of a part or measure.";
    "plans.*.times_deal", BY_ATTRIBUTE, "", "C", "A factor on the pay of a deal by an attribute.";
    "plans.*.in", DAY, "", "C", "Only what happens in this period counts.";
    "plans.*.from", DAY, "", "C", "Only what happens from this day on counts.";
    "plans.*.to", DAY, "", "C", "Only what happens until this day counts.";
    "plans.*.most", LIMITS_BY_TIME, "", "C", "The most that it pays.";
    "plans.*.least", LIMITS_BY_TIME, "", "C", "The least that it pays.";
    "plans.*.credit_most", CREDIT_LIMIT, "", "C", "Credit of a large deal beyond a limit counts less.";
    "plans.*.paid", PAID_ON, "", "C", "Shares of pay by the event on which each falls due; else at the end of the period.";
    "plans.*.hold", A_YEAR, "", "C", "So many days after the event it is paid, e.g. `\"60 days\"`.";
    "plans.*.advance", INSTALMENTS, "", "C", "Paid as it goes: what the credit so far has earned, less what was paid.";
    "plans.*.outside", Kind::List(&Choice(&["cap"])), "", "C", "That the plan's cap does not hold for it.";
    "plans.*.parts", Names, "", "C", "What the plan pays for, by name.";
    "plans.*.parts.*", Section, "", "C", "A part: it counts, has a quota and pays as a plan does, with the same keys, from `count` to `outside`; its `period` is the plan's unless given.";
    "plans.*.parts.*.weight", NUMBER_EXACT, "", "C", "Share of the plan's target.";

    "behaviour", Section, "", "A", "What people do about their pay, the same in every policy; the section, even an empty one, makes them (with [plans]).";
    "behaviour.own_pay", Flag, "true", "A", "Whether sellers hold on to and qualify deals by their own pay (the objective `private`).";
    "behaviour.effort", Section, "", "A", "How hard people work for the next unit of credit.";
    "behaviour.effort.on", Flag, "true", "C", "Whether they do.";
    "behaviour.effort.response", One(Number, 0.0, 5.0), "0.40", "D", "Exponent of effort in pace.";
    "behaviour.effort.elasticity", One(Number, 0.01, 10.0), "0.5", "D", "Elasticity of the cost of effort.";
    "behaviour.effort.norm", SHARE, "0.265", "D", "What of the drive to work is not pay: a salary makes people work at norm^(1/(1/elasticity + 1 − response)).";
    "behaviour.effort.stake", One(Share, 0.01, 1.0), "0.5", "A", "Share of market pay that a normal plan makes depend on output.";
    "behaviour.patience", Section, "", "A", "Pay far away counts less.";
    "behaviour.patience.on", Flag, "true", "C", "Whether it does.";
    "behaviour.patience.half", One(Elapsed, 1.0, LONGEST), "75 weeks", "A reported by Chung and others", "When pay counts half: money due in t counts 1/(1 + t/half).";
    "behaviour.regard", One(Number, 0.0, 4.0), "1", "A", "What those with whom one shares a pool count for together, in multiples of what one counts for oneself.";
    "behaviour.advice", Section, "", "A", "Advice asked of better colleagues and given, where the policy allows it.";
    "behaviour.advice.on", Flag, "true", "C", "Whether it is.";
    "behaviour.advice.ask", WORK, "0.25 h", "A", "What asking takes of the seller.";
    "behaviour.advice.give", WORK, "0.5 h", "A", "What answering takes of the colleague.";
    "behaviour.advice.closes", SHARE, "0.5", "A", "Share of the gap in skill that it closes in that conversation.";
    "behaviour.advice.matters", FACTOR, "0.5", "A", "Relative gain in the chance to win for a relative gain in skill in one conversation.";
    "behaviour.duty", Section, "", "A", "Unpaid duties: documentation is done to the share least + (1 − least)·2/(1 + exp(reward/temperature)).";
    "behaviour.duty.on", Flag, "true", "C", "Whether they are neglected for paid work.";
    "behaviour.duty.least", SHARE, "0.1", "A", "What is done whatever the pay.";
    "behaviour.duty.temperature", One(Number, 0.001, 1000.0), "1", "A", "How little people care.";
    "behaviour.timing", Section, "", "A", "Deals pulled in, pushed out and discounted at the end of a period.";
    "behaviour.timing.on", Flag, "true", "C", "Whether they are.";
    "behaviour.timing.window", TIME, "3 weeks", "A", "The end of a period in which it is done.";
    "behaviour.timing.reservation", Law(SignedShare), "{ beta = { alpha = 1.2, beta = 3, low = -0.1, high = 0.6 } }", "D", "The discount at which a buyer decides six weeks earlier, in proportion for less; below 0 = for nothing.";
    "behaviour.timing.immovable", SHARE, "0.3", "D", "Share of buyers whom no discount moves.";
    "behaviour.timing.pressed", SHARE, "0.1", "A", "Chance that a buyer who is asked and does not move says no there and then.";
    "behaviour.timing.waits", SHARE, "0.1", "A", "Share of buyers who do not mind when a seller puts their decision off.";
    "behaviour.labour", Section, "", "A", "The labour market: who is paid less here than the same ability earns elsewhere leaves sooner and comes more seldom.";
    "behaviour.labour.on", Flag, "true", "C", "Whether pay matters to it.";
    "behaviour.labour.elasticity", FACTOR, "4", "D", "How much: departures go by (worth of pay here / elsewhere)^−elasticity.";
    "behaviour.labour.risk", FACTOR, "2", "A", "Aversion to risk: uncertain pay is worth mean·(1 + variance/mean²)^(−risk/2).";

    "policies", Names, "", "C", "The rules under test.";
    "policies.*", Section, "", "C", "A policy: rules, nothing else.";
    "policies.*.label", Text, "", "C", "How people read it.";
    "policies.*.like", Text, "", "C", "The policy whose rules it copies.", "Copies the rules of";
    "policies.*.traits", Section, "", "C", "What it is made of, by names of your own: policies that share a name share the rules behind it. Where two policies with traits are compared, all others with traits run beside them, and the difference is divided over the three.";
    "policies.*.traits.organisation", Text, "", "C", "Who does what, and how work finds its person.";
    "policies.*.traits.attitude", Text, "", "C", "How buyers are dealt with.";
    "policies.*.traits.pay", Text, "", "C", "What is paid for.";
    "policies.*.start", MOMENT, "", "C", "When its rules begin in the running system.";
    "policies.*.before", Text, "", "C", "The policy whose rules hold until then.";
    "policies.*.roles", Names, "", "C", "Roles that the policy makes; every group works all its stages unless given.";
    "policies.*.roles.*", Section, "", "C", "A role, named after a job from [people.GROUP.jobs].";
    "policies.*.roles.*.heads", Whole(1, MOST_PEOPLE), "", "C", "How many people.", "People";
    "policies.*.roles.*.stages", STAGES, "", "C", "The stages it works.";
    "policies.*.rules", Section, "", "C", "The rules.";
    "policies.*.rules.routing", Choice(&words(&words::ROUTINGS)), "pull", "C", "How a lead finds its person.", "A lead finds its person by";
    "policies.*.rules.pick", Choice(&words(&words::PICKS)), "longest idle", "C", "Which idle person takes the next piece of work.", "Which idle person";
    "policies.*.rules.order", Choice(&words(&words::ORDERS)), "fifo", "C", "What is worked first.", "First comes";
    "policies.*.rules.preempt", Flag, "false", "C", "Whether a higher class takes a busy person.", "Higher class interrupts";
    "policies.*.rules.overtake", Flag, "false", "C", "Whether work that fits into the shift may overtake work that does not.", "Short work overtakes";
    "policies.*.rules.prefer", Choice(&words(&words::PREFERENCES)), "index", "C", "What a person looks at first: own work, new work, or the better of both.", "Own or new work";
    "policies.*.rules.owner", Choice(&words(&words::OWNERS)), "shared", "C", "Whether work belongs to somebody.", "Owner of a deal";
    "policies.*.rules.wip", LIMITS, "", "C", "Limits on work in progress: leads per person, per stage, in all.", "Most leads at once (WIP)";
    "policies.*.rules.meetings", WEEKLY_HOURS, "0 h per week", "C", "Meeting hours per person and week.", "Meetings";
    "policies.*.rules.sharing", WEEKLY_HOURS, "0 h per week", "C", "Hours per person and week in which pairs of colleagues teach each other.", "Teaching colleagues";
    "policies.*.rules.documentation", SHARE, "0", "C", "How much is written down.", "Written down";
    "policies.*.rules.overflow", Flag, "false", "C", "Whether an idle person may take another role's work from its queue.", "Idle people help out";
    "policies.*.rules.territory", Table(&TERRITORY), "", "C", "Whose leads are whose (for the routing `territory`).";
    "policies.*.rules.aim", Table(&AIM), "", "C", "Segments at which money spent on channels is aimed: share × weight makes the mix, and the same number of leads costs more.", "Money aimed at";
    "policies.*.rules.prospect", PROSPECT, "", "C", "Who looks for leads, and when: without other work (`idle`), or so many hours a week, before other work; nobody unless given (with [prospecting]).", "Prospecting";
    "policies.*.rules.gate", Section, "", "C", "Whom it goes on with after a dialogue (`qualify`): both conditions must hold. These five rules need [buyers].";
    "policies.*.rules.gate.cutoff", SHARE, "0", "C", "The believed fit must be at least this.", "Go on from a believed fit of";
    "policies.*.rules.gate.objective", Choice(&words(&words::OBJECTIVES)), "none", "C", "The expected value must be worth the hours left: the seller's (`private`), the firm's margin (`firm`), that of both sides (`mutual`), or whatever it is (`none`).", "Worth it to whom";
    "policies.*.rules.gate.threshold", MONEY, "0", "C", "By how much.", "Worth more by";
    "policies.*.rules.gate.hour_price", HOUR_PRICE, "observed", "C", "What an hour of the bottleneck is worth; as observed, or this much.", "Worth of an hour";
    "policies.*.rules.gate.depth", One(Number, 0.0, 100.0), "1", "C", "Factor on the hours of dialogue before the gate is asked.", "Depth of questions";
    "policies.*.rules.gate.margin", FACTOR, "0.5", "C", "Talk again while the cutoff is within so many standard deviations of the belief.", "Ask again if this near";
    "policies.*.rules.gate.dialogues", Whole(1, 10_000), "3", "C", "Dialogues after which the unsure decide; and how often those who are not ready are pushed.";
    "policies.*.rules.gate.hold", TIME, "0 h", "C", "How long a deal is still worked after the first no.", "Hold on after a no";
    "policies.*.rules.dialogue", Section, "", "C", "How an hour of conversation is spent; what is left is pitched.";
    "policies.*.rules.dialogue.listen", SHARE, "0.7", "C", "Share of listening.", "Time listening";
    "policies.*.rules.dialogue.challenge", SHARE, "0", "C", "Share of challenging.", "Time challenging";
    "policies.*.rules.persuade", Flag, "false", "C", "Whether the seller pitches once more with the proposal.", "Pitches with the proposal";
    "policies.*.rules.unready", Choice(&words(&words::UNREADY)), "nurture", "C", "What is done with buyers who are not ready: marketing keeps in touch, they are let go, or sellers go on in vain.", "Not ready to buy";
    "policies.*.rules.teaching", Section, "", "C", "How a committee is taught and brought together.";
    "policies.*.rules.teaching.groups", Flag, "false", "C", "Whether three and more who know too little are taught together.";
    "policies.*.rules.teaching.message", Choice(&words(&words::MESSAGES)), "general", "C", "To whom messages speak.";

    "policies.*.pay", Section, "", "C", "Who is on which plan, and what sellers may do (with [plans]).";
    "policies.*.pay.plans", Names, "", "C", "The plan of each role. Roles not named cost what [people] says.";
    "policies.*.pay.plans.*", Text, "", "C", "The plan of this job or group (and of its jobs that are not named).";
    "policies.*.pay.elsewhere", Names, "", "C", "The plan of jobs and groups that are no roles of this policy: `why` asks for it where it mixes this pay with the roles of another policy.";
    "policies.*.pay.elsewhere.*", Text, "", "C", "The plan of this job or group.";
    "policies.*.pay.split", Names, "", "C", "Shares of a deal's credit for who worked these stages last; whoever closed has the rest.";
    "policies.*.pay.split.*", SHARE, "", "C", "The share for this stage.";
    "policies.*.pay.discount", SHARE, "0", "C", "The most that a seller may take off a price.", "Largest discount";
    "policies.*.pay.scale", SCALE, "1", "C", "Factor on all variable pay; `market` = that at which the plans pay what the market does in a year in which nobody minds pay.", "Factor on variable pay";
    "policies.*.pay.advice", Flag, "false", "C", "Whether colleagues may ask each other for advice.", "May ask for advice";

    "run", Section, "", "C", "How long and how often.";
    "run.hours", One(Number, 0.0, LONGEST), "", "C", "Length of the measured window in hours.";
    "run.days", One(Number, 0.0, 364_000.0), "", "C", "Length of the measured window in days.";
    "run.weeks", One(Number, 0.0, 52_000.0), "", "C", "Length of the measured window in weeks.", "Weeks measured";
    "run.until", EXTENT, "", "C", "End of the measured window, counted from the start.";
    "run.warm_up", WARM_UP, "", "C", "What is left out at the start; `auto` = until the slowest of what is there has forgotten how it began: 26 weeks, 156 where leads are nurtured, twice `prospecting.rest` where people prospect, and on top all years of customers who talk.";
    "run.run_out", RUN_OUT, "", "C", "What follows the window so that measured leads can end.", "After the window";
    "run.replications", Whole(1, 100_000_000), "1000", "C", "Runs of each policy.", "Runs";
    "run.max_events", Whole(1, 1_000_000_000_000_000), "1000000000", "C", "A replication with more events or arrivals is given up.";
    "run.max_leads", Whole(1, 4_000_000_000), "1000000", "C", "A replication with more leads in the system at once is given up, since memory grows with them.";
    "run.seed", Whole(0, i64::MAX as u64), "1", "C", "The seed of all chance.";
    "search", Section, "", "C", "What `posse search` may change, and what it must keep.";
    "search.policy", Name("a policy"), "", "C", "The policy that is searched; the first one compared unless given.";
    "search.levers", List(&Name("a lever, e.g. `people.seller.count=4..12`")), "", "C", "What may be changed: keys of the world or of this policy with their values, as in `--vary`.";
    "search.limits", List(&Name("a limit, e.g. `heads <= 12`")), "", "C", "What must hold: a measure (its mean, or `p95 of` it over runs), `heads` or `market_cost` (a week at market pay), `<=` or `>=` a value.";
    "search.trade_off", Name("a measure"), "", "C", "A second measure that is weighed against the primary one: the search shows what of one costs what of the other.";
    "measure", Section, "", "C", "What is judged.";
    "measure.primary", Text, "", "C", "The measure of the verdict.", "Verdict on";
    "measure.indifference", Names, "", "C", "Differences too small to matter, by measure.";
    "measure.indifference.*", ZONE, "", "C", "A difference too small to matter.";
    "measure.snapshots", TIMES, "", "C", "When the leads in each stage are counted.";
    "targets", Names, "", "C", "What a company says of itself, by measure: shown beside the first policy, and met by `posse fit --targets` as far as assumptions allow.";
    "targets.*", MEASURED_VALUE, "", "C", "The measure's value, in its unit.";
    "sources", Names, "", "C", "Where the numbers come from, by key path, e.g. `\"channels.web.cost\" = \"M own records\"`.";
    "sources.*", SOURCES, "", "C", "The evidence for the keys at this path; `*` stands for any name.";
}
