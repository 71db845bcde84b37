//! The small tables, lists and texts that values of a scenario may be: what the table of parameters
//! names beside single values. Keys in them are parameters like all others.

use super::parameters::Kind::{Choice, Either, Law, List, Name, One, Row, Table, Whole};
use super::parameters::Quantity::{Elapsed, Money, Number, Rate, Share, Work};
use super::parameters::{Form, Kind, Parameter, Phrase};
use super::words::{BY, words};
use crate::sales::buyer::CommitteeSize;

/// A thousand years of 52 weeks, in hours.
pub(super) const LONGEST: f64 = 8_736_000.0;
pub(super) const MOST_MONEY: f64 = 1e15;
pub(super) const MOST_PEOPLE: u64 = 100_000;
/// The last day that may be named, counted from hour 0.
pub(super) const LAST_DAY: u64 = 366_000;
/// The largest committee.
const MOST_MEMBERS: u64 = CommitteeSize::MOST as u64;

pub(super) const SHARE: Kind = One(Share, 0.0, 1.0);
pub(super) const TIME: Kind = One(Elapsed, 0.0, LONGEST);
pub(super) const WORK: Kind = One(Work, 0.0, LONGEST);
pub(super) const MONEY: Kind = One(Money, 0.0, MOST_MONEY);
/// Any number that is not negative.
pub(super) const NUMBER: Kind = One(Number, 0.0, 1e9);
const RATE: Kind = One(Rate, 0.0, 1e9);
const VOLUME: Kind = Either(&[NUMBER, RATE]);

pub(super) const STAGE: Kind = Name("a stage");
pub(super) const STAGES: Kind = List(&STAGE);
const EXIT: Kind = Name("an exit");
const ONWARD: Kind = Name("a stage or exit");
pub(super) const POLICIES: Kind = List(&Name("a policy"));
const PERSON: Kind = Name("a person such as `rep 2`");
pub(super) const GROUPS: Kind = Either(&[Name("a group in [people]"), List(&Name("a group"))]);

macro_rules! form {
    ($name:ident, $what:literal, $example:literal, $needs:expr $(, names $names:ident)?;
        $($key:literal, $kind:expr, $default:literal, $evidence:literal, $doc:literal;)*) => {
        pub(super) static $name: Form = Form {
            what: $what,
            example: $example,
            needs: &$needs,
            names: &[$($names)?],
            keys: &[$(Parameter {
                path: $key, kind: $kind, default: $default, evidence: $evidence, doc: $doc,
                name: "",
            }),*],
        };
    };
}
pub(super) use form;

/// A value that differs by lead.
macro_rules! by_lead {
    ($name:ident, $example:literal, $kind:expr) => {
        form! { $name, "a value by lead", $example, ["by"];
            "by", Choice(&words(&BY)), "", "A", "What it differs by.";
            "default", $kind, "", "A", "Where the lead's channel or segment is not named.";
            "*", $kind, "", "A", "For leads of this channel or segment.";
        }
    };
}

// Calendars.
pub(super) const DAYS: Kind = List(&Either(&[Whole(0, LAST_DAY), Kind::Date]));
pub(super) static WEEK: Phrase =
    Phrase { form: "a week such as `\"week 26\"`", pattern: "week +[1-9][0-9]{0,4}" };
/// An instant of the run: a time since its start, a week (the first is week 1) or a date.
pub(super) const MOMENT: Kind = Either(&[TIME, Kind::Phrase(&WEEK), Kind::Date]);
static LEADS: Phrase =
    Phrase { form: "a number of leads such as `\"50000 leads\"`", pattern: "[0-9][0-9_]* *leads" };
/// How far a run goes.
pub(super) const EXTENT: Kind =
    Either(&[TIME, Kind::Phrase(&WEEK), Kind::Date, Kind::Phrase(&LEADS)]);
/// What is left out at the start.
pub(super) const WARM_UP: Kind =
    Either(&[TIME, Kind::Phrase(&WEEK), Kind::Date, Kind::Phrase(&LEADS), Choice(&["auto"])]);
pub(super) const RUN_OUT: Kind = Either(&[TIME, Choice(&["drain"])]);
pub(super) const TIMES: Kind = List(&MOMENT);
/// People from these instants on.
pub(super) const HEADCOUNT: Kind = List(&Row("[time, people]", &[MOMENT, Whole(0, MOST_PEOPLE)]));
/// People from these times of a cycle on.
pub(super) const STAFF: Kind = List(&Row("[time, people]", &[TIME, Whole(0, MOST_PEOPLE)]));
static WEEKLY: Phrase = Phrase {
    form: "a time per week such as `\"3 h per week\"`",
    pattern: "{number} *{unit}( +per +{unit})?",
};
pub(super) const WEEKLY_HOURS: Kind = Kind::Phrase(&WEEKLY);

// Where leads come from.
const STEPS: Kind = List(&Row("[time, leads per hour]", &[TIME, NUMBER]));
pub(super) const ARRIVALS: Kind = Either(&[RATE, Table(&ARRIVAL)]);
form! { ARRIVAL, "`arrivals`", "{ per_week = 50, dispersion = 4 }", [];
    "per_hour", VOLUME, "", "A", "Leads per hour; a text is a rate with its unit.";
    "per_week", VOLUME, "", "A", "Leads per week.";
    "rate", Either(&[NUMBER, RATE, STEPS]), "", "A", "Leads per hour, or their steps in a cycle.";
    "every", Law(Elapsed), "", "A", "Time from one lead to the next.";
    "at", TIMES, "", "A", "When each lead comes.";
    "dispersion", One(Number, 1.0, 1e6), "1", "A", "Variance of the leads in a week by their mean.";
    "season", List(&NUMBER), "", "A", "4, 12 or 52 factors on the parts of a year.";
    "growth", One(Number, -0.99, 100.0), "0", "A", "Growth per year.";
    "hours_profile", List(&NUMBER), "", "A", "24 weights, from midnight on.";
    "weekday_profile", List(&NUMBER), "", "A", "7 weights, Monday first.";
    "repeat", TIME, "1 d", "A", "Length of the cycle of a stepped `rate`.";
    "wave", Table(&WAVE), "", "A", "A sine wave around the `mean`.";
}
form! { WAVE, "`wave`", "{ amplitude = 0.5, period = \"24 h\" }", ["amplitude", "period"];
    "amplitude", SHARE, "", "A", "Its height as a share of the mean.";
    "period", TIME, "", "A", "Its length, above 0.";
}
form! { MIX, "`segments`", "{ smb = 0.8, enterprise = 0.2 }", [];
    "*", SHARE, "", "A", "The share of this segment; shares must sum to 1.";
}

// How buyers buy.
pub(super) const MEMBERS: Kind = Either(&[Whole(1, MOST_MEMBERS), Table(&MEMBERS_LAW)]);
form! { MEMBERS_LAW, "`members`", "{ least = 3, most = 8, mean = 5.2 }", ["least", "most", "mean"];
    "least", Whole(1, MOST_MEMBERS), "", "A", "The smallest committee.";
    "most", Whole(1, MOST_MEMBERS), "", "A", "The largest; each further member comes with the same chance.";
    "mean", One(Number, 1.0, MOST_MEMBERS as f64), "", "A", "The mean size.";
}

// The funnel.
pub(super) const SHARES: Kind = List(&SHARE);
pub(super) const TOUCH: Kind = Either(&[Law(Work), Table(&WORK_BY_LEAD)]);
pub(super) const TOUCHES: Kind = List(&Law(Work));
pub(super) const BUYER: Kind = Either(&[Law(Elapsed), Table(&TIME_BY_LEAD)]);
pub(super) const ADVANCE: Kind = Either(&[SHARE, Table(&SHARE_BY_LEAD), Table(&FALLING)]);
pub(super) const NEXT: Kind = Either(&[ONWARD, Table(&CHANCES), Table(&CHANCES_BY_LEAD)]);
pub(super) const PATIENCE: Kind = Either(&[Law(Elapsed), Table(&LEAVE)]);
pub(super) const TIMEBOX: Kind = Either(&[TIME, Table(&LEAVE_AT)]);
by_lead! { WORK_BY_LEAD, "{ by = \"segment\", smb = \"1 h\", default = \"2 h\" }", Law(Work) }
by_lead! { TIME_BY_LEAD, "{ by = \"segment\", smb = \"1 wd\", default = \"1 w\" }", Law(Elapsed) }
by_lead! { SHARE_BY_LEAD, "{ by = \"channel\", web = 0.4, default = 0.3 }", SHARE }
by_lead! { CHANCES_BY_LEAD, "{ by = \"channel\", web = { demo = 0.6, lost = 0.4 }, default = { lost = 1 } }", Table(&CHANCES) }
form! { FALLING, "`advance`", "{ at_once = 0.3, decay = \"0.7 per h\" }", ["at_once", "decay"];
    "at_once", SHARE, "", "A", "The chance of a lead that did not wait.";
    "decay", RATE, "", "A", "How fast it falls with the wait for the touch.";
}
form! { CHANCES, "`next`", "{ demo = 0.6, lost = 0.4 }", [];
    "*", SHARE, "", "A", "The chance of this stage or exit; chances must sum to 1.";
    "rest", ONWARD, "", "A", "Where the others go.";
}
form! { LEAVE, "`patience`", "{ after = \"30 d\", exit = \"gone cold\" }", ["after"];
    "after", Law(Elapsed), "", "A", "How long a lead waits.";
    "exit", EXIT, "gone cold", "C", "Where it goes then.";
}
form! { LEAVE_AT, "`timebox`", "{ after = \"30 d\", exit = \"no decision\" }", ["after"];
    "after", TIME, "", "A", "The longest stay.";
    "exit", EXIT, "no decision", "C", "Where the lead goes then.";
}

// Policies.
const MOST_WORK: u64 = 1_000_000;
const LIMIT: Kind = Whole(1, MOST_WORK);
pub(super) const LIMITS: Kind = Either(&[LIMIT, Table(&LIMITS_BY)]);
form! { LIMITS_BY, "`wip`", "{ ae = 12, close = 20, total = 30 }", [];
    "*", LIMIT, "", "C", "Leads per person of this group or job, or in this stage.";
    "total", LIMIT, "", "C", "Leads in all.";
    "others", LIMIT, "", "C", "Leads per person of groups and jobs that are not named.";
}
form! { TERRITORY, "`territory`", "{ smb = [\"rep 1\", \"rep 2\"] }", [];
    "*", Either(&[PERSON, List(&PERSON)]), "", "C", "The people to whom leads of this channel or segment belong.";
}
form! { AIM, "`aim`", "{ large = 2 }", [];
    "*", One(Number, 0.0, 1000.0), "", "C", "Weight of this segment; 1 = as the channel's mix has it, 0 = none of it.";
}
pub(super) const PROSPECT: Kind = Either(&[Choice(&["idle"]), WEEKLY_HOURS, Table(&PROSPECT_BY)]);
form! { PROSPECT_BY, "`prospect`", "{ ae = \"idle\", others = \"2 h per week\" }", [];
    "*", Either(&[Choice(&["idle"]), WEEKLY_HOURS]), "", "C", "When people of this group or job prospect.";
    "others", Either(&[Choice(&["idle"]), WEEKLY_HOURS]), "", "C", "When people of groups and jobs that are not named do.";
}
pub(super) const HOUR_PRICE: Kind = Either(&[Choice(&["observed"]), MONEY]);
pub(super) const SCALE: Kind = Either(&[One(Number, 0.0, 1000.0), Choice(&["market"])]);

// What is judged, and where numbers come from.
static POINTS: Phrase = Phrase {
    form: "percentage points such as `\"1 pp\"`, or per cent such as `\"3 %\"`",
    pattern: "{number} *(pp|%)",
};
static MEASURED: Phrase = Phrase {
    form: "per cent such as `\"25 %\"`, or thousands or millions such as `\"850 k\"`",
    pattern: "{number} *(%|k|M)",
};
pub(super) const MEASURED_VALUE: Kind = Either(&[NUMBER, Kind::Phrase(&MEASURED)]);
pub(super) const ZONE: Kind = Either(&[NUMBER, Kind::Phrase(&POINTS)]);
static EVIDENCE: Phrase = Phrase {
    form: "a label (M measured, B benchmark, D derived, A assumed, C a choice) and words, e.g. `\"B Bridge 2024\"`",
    pattern: "[MBDAC]( .*)?",
};
pub(super) const SOURCES: Kind = Kind::Paths(&EVIDENCE);
