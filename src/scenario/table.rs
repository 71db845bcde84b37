//! The table of parameters.

use super::parameters::Kind::{Choice, Flag, Form, Law, Names, One, Section, Text, Whole};
use super::parameters::Quantity::{
    Elapsed, Money, MoneyRate, Number, Rate, Share, Work, YearlyRate,
};
use super::parameters::{Kind, Parameter};

/// A thousand years of 52 weeks, in hours.
pub(super) const LONGEST: f64 = 8_736_000.0;
const MOST_MONEY: f64 = 1e15;
const MOST_PEOPLE: u64 = 100_000;

const SHARE: Kind = One(Share, 0.0, 1.0);
const TIME: Kind = One(Elapsed, 0.0, LONGEST);
const WORK: Kind = One(Work, 0.0, LONGEST);
const MONEY: Kind = One(Money, 0.0, MOST_MONEY);

macro_rules! table {
    ($($path:literal, $kind:expr, $default:literal, $evidence:literal, $doc:expr;)*) => {
        /// Every key a scenario may have.
        pub(super) const TABLE: &[Parameter] = &[$(Parameter {
            path: $path, kind: $kind, default: $default, evidence: $evidence, doc: $doc,
        }),*];
    };
}

table! {
    "name", Text, "", "C", "How results call the scenario; the file's name unless given.";
    "question", Text, "", "C", "The question it asks, in words.";
    "currency", Text, "EUR", "C", "The currency, for reading only.";
    "base", Text, "", "C", "A scenario file that this one starts from; this one says only what differs.";
    "remove", Form("a list of key paths"), "", "C", "Keys of the base that go, e.g. `stages.demo`.";
    "compare", Form("a list of names of policies"), "", "C", "Which policies are compared, in this order; all unless given.";
    "calendar", Text, "business", "C", "The main calendar: `always`, `business` or a name from [calendars].";
    "hours", Text, "Mon-Fri 09:00-17:00", "A", "Opening hours of the business calendar.";
    "start", Form("a date such as `2026-01-05`"), "2026-01-05", "C", "The date of hour 0.";
    "holidays", Form("a list of day numbers from 0, or dates"), "", "A", "Days off in the business calendar.";
    "calendars", Names, "", "C", "More calendars, by name.";
    "calendars.*", Section, "", "C", "A calendar.";
    "calendars.*.hours", Text, "", "A", "Its opening hours, or `always`.";
    "calendars.*.holidays", Form("a list of day numbers from 0, or dates"), "", "A", "Its days off.";
    "interest", Law(Elapsed), "", "A", "How long a lead that nobody has touched stays interested; then it is never worked.";
    "backlog", Names, "", "C", "Leads waiting at a stage when the clock starts.";
    "backlog.*", Whole(0, 1_000_000), "", "C", "Leads waiting at this stage.";

    "deal", Section, "", "A", "The deal where segments do not say: its value and margin.";
    "deal.value", Law(Money), "0", "A", "The value of a deal.";
    "deal.margin", SHARE, "1", "A", "Gross margin as a share of the value.";
    "segments", Names, "", "A", "Kinds of customers.";
    "segments.*", Section, "", "A", "A kind of customer.";
    "segments.*.share", SHARE, "", "A", "Share of all leads; shares must sum to 1. Equal shares unless given.";
    "segments.*.value", Law(Money), "", "A", "The value of a deal; as in [deal] unless given.";
    "segments.*.margin", SHARE, "", "A", "Gross margin as a share of the value; as in [deal] unless given.";

    "channels", Names, "", "A", "Where leads come from.";
    "channels.*", Section, "", "A", "A source of leads.";
    "channels.*.arrivals", Form("a rate such as `\"50 per week\"`, or a table: `{ per_week = 50, dispersion = 4 }`, `{ every = LAW }`, `{ at = [\"1 h\"] }`, `{ rate = [[\"0 h\", 3]], repeat = \"1 d\" }`, `{ mean = 10, wave = { amplitude = 0.5, period = \"24 h\" } }`"), "", "A", "When its leads arrive.";
    "channels.*.batch", Law(Number), "", "A", "How many leads come at once.";
    "channels.*.cost", MONEY, "0", "A", "Money paid for each lead.";
    "channels.*.segments", Form("a table of shares by segment that sum to 1"), "", "A", "Its mix of segments; the overall shares unless given.";
    "channels.*.class", Whole(1, 250), "1", "C", "Priority class; 1 is served first.";
    "channels.*.entry", Text, "", "C", "The stage its leads enter at; the first stage unless given.";
    "channels.*.reply_sensitivity", One(Number, 0.0, 10.0), "", "A", "How much a slow first reply costs (exponent on the reply curve; 0 = nothing).";

    "stages", Names, "", "A", "The funnel: stages in the order of the file.";
    "stages.*", Section, "", "A", "A stage.";
    "stages.*.kind", Choice(&["chance", "contact", "parallel"]), "", "C", "How it ends: by `chance` after its touches (default), by reaching the buyer (`contact`), or when all branches have advanced (`parallel`).";
    "stages.*.role", Form("a name or a list of names from [people]"), "", "C", "Who works it; nobody is needed unless given.";
    "stages.*.touch", Law(Work), "", "A", "Work of one touch; may differ by lead: `{ by = \"segment\", NAME = LAW, default = LAW }`.";
    "stages.*.work", Form("a list of times"), "", "C", "Work of the touches of the 1st, 2nd … lead of each channel, again and again; instead of `touch`.";
    "stages.*.touches", Whole(1, 10_000), "1", "A", "Touches before the lead goes on or not.";
    "stages.*.buyer", Law(Elapsed), "", "A", "Time with the buyer after a touch; may differ by lead, as `touch`.";
    "stages.*.advance", Form("a share such as `\"40 %\"`; by lead: `{ by = \"channel\", NAME = 0.4, default = 0.3 }`; or falling with the wait: `{ at_once = 0.3, decay = \"0.7 per h\", of = \"wait\" }`"), "1", "A", "Chance to go on; who does not is lost.";
    "stages.*.next", Form("the name of a stage or exit, or a table of chances that sum to 1: `{ demo = 0.6, lost = 0.4 }`, `rest = \"lost\"` for what is missing"), "", "A", "Where a lead goes; the next stage of the file, or `won`, unless given.";
    "stages.*.lost", Text, "lost", "C", "The exit of a lead that does not go on.";
    "stages.*.skill", Text, "", "C", "Which skill divides the work; the stage's own unless given.";
    "stages.*.phase", Choice(&["engage", "select", "drive"]), "", "C", "The part of the sales system it belongs to; a chance or contact stage is `engage` unless given.";
    "stages.*.cost", MONEY, "0", "A", "Money paid when a lead enters.";
    "stages.*.room", Whole(1, 1_000_000), "", "A", "At most this many leads in the stage, those worked on included.";
    "stages.*.when_full", Text, "", "C", "The exit of a lead that finds no room; without it the lead waits outside.";
    "stages.*.patience", Form("a time or a law; with an exit: `{ after = LAW, exit = \"gone cold\" }`"), "", "A", "How long a lead waits for a touch before it leaves.";
    "stages.*.timebox", Form("a time; with an exit: `{ after = \"30 d\", exit = \"no decision\" }`"), "", "A", "The longest stay.";
    "stages.*.due", TIME, "", "C", "When a visit is due, after its start (for the order `deadline`).";
    "stages.*.parallel", Form("a list of stages"), "", "C", "Stages that are visited at once; all must advance.";
    "stages.*.reach", Form("a list of chances"), "0.30, 0.25, 0.20, 0.16, 0.12, 0.10", "A", "Chance that attempt k reaches the buyer; the last repeats.";
    "stages.*.give_up", Form("a list of chances"), "", "A", "Chance to give up after a failed attempt k; the last repeats.";
    "stages.*.attempts", Whole(1, 10_000), "6", "A", "Attempts at most.";
    "stages.*.retry", Law(Elapsed), "2 wd", "A", "Time to the next attempt.";
    "stages.*.missed", Law(Work), "", "A", "Work of an attempt that fails; as a touch unless given.";
    "stages.*.gone", Text, "gone cold", "C", "The exit of a lead that could not be reached.";
    "stages.*.reply", Section, "", "D Oldroyd 2011", "How the chance to reach the buyer falls with the delay of the first attempt: (floor + (1 − floor)·exp(−delay/tau))^sensitivity.";
    "stages.*.reply.floor", SHARE, "0.007", "D Oldroyd 2011", "Where the curve ends.";
    "stages.*.reply.tau", One(Elapsed, 0.001, LONGEST), "0.48 h", "D Oldroyd 2011", "How fast it falls.";
    "stages.*.reply.sensitivity", One(Number, 0.0, 10.0), "0.3", "A", "Exponent, where the channel does not say.";

    "exits", Names, "", "C", "Ways for a lead to end.";
    "exits.*", Section, "", "C", "A way to end.";
    "exits.*.family", Choice(&["won", "lost", "no decision", "gone cold", "never worked", "turned away"]), "lost", "C", "What kind of end it is.";

    "people", Names, "", "A", "The people, by group; `rep = 4` is short for `rep = { count = 4 }`.";
    "people.*", Section, "", "A", "A group of people with one job description.";
    "people.*.count", Whole(0, MOST_PEOPLE), "1", "C", "How many.";
    "people.*.cost", One(MoneyRate, 0.0, MOST_MONEY), "0 per week", "A", "What each costs the company, all included.";
    "people.*.pace", One(Number, 0.01, 100.0), "1", "A", "Factor on everybody's speed.";
    "people.*.skill", Section, "", "A", "How skills spread: `{ sd = 0.25, correlation = 0.4, NAME = 1.2 }`.";
    "people.*.skill.sd", One(Number, 0.0, 3.0), "0", "A", "Standard deviation of log skill.";
    "people.*.skill.correlation", SHARE, "0", "A", "Correlation between two skills of a person.";
    "people.*.skill.noise", One(Number, 0.0, 10.0), "0", "A", "Standard deviation of the error with which a manager sees log skill.";
    "people.*.skill.*", One(Number, 0.01, 100.0), "", "A", "Factor on this skill.";
    "people.*.calendar", Text, "", "C", "Their calendar; the main one unless given.";
    "people.*.on_duty", Form("a list of `[time, people]`, e.g. `[[\"0 h\", 2], [\"8 h\", 6]]`"), "", "C", "People on duty from these times of a cycle on; instead of `count`.";
    "people.*.repeat", TIME, "1 d", "C", "Length of that cycle.";
    "people.*.shift_end", Choice(&["pause", "finish", "do not start", "hand back"]), "pause", "C", "What happens to work in hand when the shift ends.";
    "people.*.admin", One(Share, 0.0, 0.95), "0", "A", "Share of the hours that goes to administration.";
    "people.*.attention", Choice(&["single", "shared"]), "single", "C", "One thing at a time, or all at once at an equal share of the speed.";
    "people.*.headcount", Form("a list of `[time, people]`, e.g. `[[\"26 weeks\", 14]]`"), "", "C", "Headcount from these times on.";
    "people.*.absence", Section, "", "A", "Holidays, illness.";
    "people.*.absence.every", Law(Elapsed), "", "A", "From the end of one to the start of the next.";
    "people.*.absence.lasts", Law(Elapsed), "", "A", "How long.";
    "people.*.turnover", Section, "", "A", "People leaving and coming.";
    "people.*.turnover.per_year", One(YearlyRate, 0.0, 100.0), "", "A", "Expected departures per person and year.";
    "people.*.turnover.replace", Law(Elapsed), "4 mo", "B DePaul", "Time until the seat is filled again.";
    "people.*.turnover.cost", MONEY, "0", "A", "Money spent on each new hire.";
    "people.*.ramp", Section, "", "A", "How a new person gets up to speed: 1 − (1 − start)·exp(−tenure/time).";
    "people.*.ramp.start", SHARE, "0.3", "A", "Share of full speed on the first day.";
    "people.*.ramp.time", One(Elapsed, 1.0, LONGEST), "5 mo", "B Bridge 2024", "Time constant.";
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
    "frictions.switching", One(Number, 0.0, 10.0), "0", "A", "Speed is 1/(1 + switching·max(0, owned − free)).";
    "frictions.switching_free", Whole(0, 1_000_000), "3", "A", "Owned leads that cost no switching.";

    "policies", Names, "", "C", "The rules under test.";
    "policies.*", Section, "", "C", "A policy: rules, nothing else.";
    "policies.*.label", Text, "", "C", "How people read it.";
    "policies.*.like", Text, "", "C", "The policy whose rules it copies.";
    "policies.*.start", Form("a time such as `\"week 26\"`"), "", "C", "When its rules begin in the running system.";
    "policies.*.before", Text, "", "C", "The policy whose rules hold until then.";
    "policies.*.roles", Names, "", "C", "Roles that the policy makes; every group works all its stages unless given.";
    "policies.*.roles.*", Section, "", "C", "A role, named after a job from [people.GROUP.jobs].";
    "policies.*.roles.*.heads", Whole(1, MOST_PEOPLE), "", "C", "How many people.";
    "policies.*.roles.*.stages", Form("a list of stages"), "", "C", "The stages it works.";
    "policies.*.rules", Section, "", "C", "The rules.";
    "policies.*.rules.routing", Choice(&["pull", "claim", "round robin", "random", "least loaded", "by skill", "territory"]), "pull", "C", "How a lead finds its person.";
    "policies.*.rules.pick", Choice(&["longest idle", "fastest", "random", "cheapest"]), "longest idle", "C", "Which idle person takes the next piece of work.";
    "policies.*.rules.order", Choice(&["fifo", "lifo", "oldest", "newest", "random", "class", "biggest", "value per hour", "deadline"]), "fifo", "C", "What is worked first.";
    "policies.*.rules.preempt", Flag, "false", "C", "Whether a higher class takes a busy person.";
    "policies.*.rules.overtake", Flag, "false", "C", "Whether work that fits into the shift may overtake work that does not.";
    "policies.*.rules.prefer", Choice(&["own", "new", "index"]), "index", "C", "What a person looks at first: own work, new work, or the better of both.";
    "policies.*.rules.owner", Choice(&["named", "shared"]), "shared", "C", "Whether work belongs to somebody.";
    "policies.*.rules.wip", Form("a whole number, or a table of limits by group, job or stage and `total`"), "", "C", "Limits on work in progress: leads per person, per stage, in all.";
    "policies.*.rules.meetings", Form("a time per week such as `\"3 h per week\"`"), "0 h per week", "C", "Meeting hours per person and week.";
    "policies.*.rules.documentation", SHARE, "0", "C", "How much is written down.";
    "policies.*.rules.overflow", Flag, "false", "C", "Whether an idle person may take another role's work from its queue.";
    "policies.*.rules.territory", Form("a table from channel or segment to people, e.g. `{ smb = [\"rep 1\", \"rep 2\"] }`"), "", "C", "Whose leads are whose (for the routing `territory`).";

    "run", Section, "", "C", "How long and how often.";
    "run.hours", One(Number, 0.0, LONGEST), "", "C", "Length of the measured window in hours.";
    "run.days", One(Number, 0.0, 364_000.0), "", "C", "Length of the measured window in days.";
    "run.weeks", One(Number, 0.0, 52_000.0), "", "C", "Length of the measured window in weeks; 52 unless a length is given.";
    "run.until", Form("a time, or a number of leads such as `\"50000 leads\"`"), "", "C", "End of the measured window, counted from the start.";
    "run.warm_up", Form("a time, or a number of leads"), "", "C", "What is left out at the start; 26 weeks with people and opening hours, else nothing.";
    "run.run_out", Form("a time, or `\"drain\"`"), "", "C", "What follows the window so that measured leads can end; 26 weeks with people and opening hours, else `drain`.";
    "run.replications", Whole(1, 100_000_000), "1000", "C", "Runs of each policy.";
    "run.seed", Whole(0, i64::MAX as u64), "1", "C", "The seed of all chance.";
    "measure", Section, "", "C", "What is judged.";
    "measure.primary", Text, "", "C", "The measure of the verdict; `return_on_sales` where deals have a value, else `lead_time_mean`.";
    "measure.indifference", Names, "", "C", "Differences too small to matter, by measure.";
    "measure.indifference.*", Form("`\"1 pp\"`, `\"3 %\"` or a number in the measure's unit"), "", "C", "A difference too small to matter.";
    "measure.snapshots", Form("a list of times"), "", "C", "When the leads in each stage are counted.";
    "sources", Names, "", "C", "Where the numbers come from, by key path, e.g. `\"channels.web.cost\" = \"M own records\"`.";
    "sources.*", Form("a label (M measured, B benchmark, D derived, A assumed, C a choice) and words, e.g. `\"B Bridge 2024\"`"), "", "C", "The evidence for the keys at this path; `*` stands for any name.";
}
