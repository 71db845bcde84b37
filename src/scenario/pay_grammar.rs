//! The small tables of plans: rows, filters, conditions, times.

use super::grammar::{MOMENT, MONEY, NUMBER, SHARE, form};
use super::parameters::Kind::{self, Choice, Either, Flag, List, Table, Text};
use super::parameters::Quantity::Elapsed;
use super::parameters::{Form, Parameter, Phrase};

static ATTAINMENT: Phrase =
    Phrase { form: "an attainment of the quota such as `\"100 %\"`", pattern: "{number} *%" };
static EXACT: Phrase = Phrase {
    form: "an exact number such as `\"12.5 %\"`, `\"1/3\"` or `\"240000 per year\"`",
    pattern: "-?{number}( *%| *[kM])?( */ *{number}( *%)?)?( *(per|of) [a-z ]+)?",
};
static WORDS: Phrase = Phrase { form: "words", pattern: ".+" };
static MONTH_DAY: Phrase =
    Phrase { form: "a month and its first day such as `\"02-01\"`", pattern: "[01][0-9]-01" };

/// A number that is read as it is written.
pub(super) const NUMBER_EXACT: Kind = Either(&[NUMBER, Kind::Phrase(&EXACT)]);
/// An amount with its time.
pub(super) const A_YEAR: Kind = Kind::Phrase(&EXACT);
pub(super) const FISCAL: Kind = Either(&[
    super::grammar::TIME,
    Kind::Phrase(&super::grammar::WEEK),
    Kind::Date,
    Kind::Phrase(&MONTH_DAY),
]);
/// A point on the scale of credit.
pub(super) const MARK: Kind = Either(&[MONEY, Kind::Phrase(&ATTAINMENT)]);
pub(super) const CAP: Kind = Either(&[MONEY, Kind::Phrase(&ATTAINMENT), Table(&LIMITS_OF_PAY)]);
pub(super) const BANDS: Kind =
    Either(&[NUMBER, List(&Table(&BAND)), Kind::Phrase(&EXACT), Table(&COLUMNS)]);
const ROWS: Kind = Either(&[NUMBER, List(&Table(&BAND)), Kind::Phrase(&EXACT)]);
pub(super) const BONUSES: Kind = List(&Table(&BONUS));
pub(super) const DRAWS: Kind =
    Either(&[MONEY, Table(&DRAW), List(&Table(&DRAW)), Kind::Phrase(&EXACT)]);
pub(super) const PRIZES: Kind = List(&MONEY);
pub(super) const QUOTA: Kind =
    Either(&[MONEY, Kind::Phrase(&EXACT), List(&NUMBER_EXACT), Table(&BY)]);
pub(super) const COUNT: Kind = Either(&[Kind::Phrase(&WORDS), Table(&COUNTED)]);
pub(super) const CREDIT: Kind = List(&Table(&CREDITED));
pub(super) const BY_ATTRIBUTE: Kind = Table(&BY);
pub(super) const SHARE_LIST: Kind = List(&NUMBER_EXACT);
pub(super) const CLAWED_BACK: Kind = Either(&[Table(&CLAWBACK), Choice(&["none"])]);
pub(super) const PAYS: Kind = List(&Table(&BEND));
pub(super) const GOALS: Kind = Table(&GOAL);
pub(super) const WHEN: Kind = Table(&CONDITIONS);
pub(super) const TIMES_BY: Kind = Table(&FACTORS);
pub(super) const FILTER: Kind = Table(&ATTRIBUTES);
pub(super) const DAY: Kind = Either(&[Kind::Date, Text]);
pub(super) const LIMITS_BY_TIME: Kind = Table(&LIMITS_OF_PAY);
pub(super) const CREDIT_LIMIT: Kind = Table(&CREDIT_MOST);
pub(super) const PAID_ON: Kind = List(&Table(&PAID));
pub(super) const INSTALMENTS: Kind = Table(&INSTALMENT);
const ANY_VALUE: Kind = Either(&[NUMBER, Flag, Text, List(&Either(&[NUMBER, Text]))]);

form! { BAND, "a band", "{ from = \"100 %\", rate = 0.20 }", [];
    "from", MARK, "", "C", "Where it begins; the first band may leave it out and begins at 0.";
    "rate", NUMBER_EXACT, "", "C", "Money for a unit of credit.";
    "times", NUMBER_EXACT, "", "C", "In place of `rate`: so many times the target rate, which is target over quota.";
    "reaches_back", Either(&[Flag, MONEY, Kind::Phrase(&ATTAINMENT)]), "", "C", "Once its mark is reached, its rate holds from the first unit on (`true`), or from this mark on.";
    "when", WHEN, "", "C", "The conditions under which the band holds; else the one before it goes on.";
    "unless", WHEN, "", "C", "The conditions under which it does not hold.";
}
form! { COLUMNS, "rates by an attribute", "{ by = \"term\", \"1\" = 0.10, \"2 or more\" = 0.12 }", ["by"];
    "by", Text, "", "C", "The attribute of deals.";
    "default", ROWS, "", "C", "The rates of all others.";
    "*", ROWS, "", "C", "The rates of deals of this kind; all columns share their marks.";
}
form! { BY, "a value by an attribute", "{ by = \"kind\", new = 1, default = 0.5 }", ["by"];
    "by", Text, "", "C", "The attribute.";
    "default", NUMBER_EXACT, "", "C", "The value of all others.";
    "*", NUMBER_EXACT, "", "C", "The value where the attribute is this: a word, `\"3 or more\"`, `\"under 10 %\"` or `\"10000..50000\"`.";
}
form! { BONUS, "a bonus", "{ at = \"100 %\", amount = 5000 }", ["at", "amount"];
    "at", MARK, "", "C", "The mark to reach.";
    "amount", Either(&[MONEY, Table(&BY)]), "", "C", "What is paid for it.";
}
form! { DRAW, "a draw", "{ amount = 3000, recoverable = true }", ["amount"];
    "amount", Either(&[MONEY, Kind::Phrase(&EXACT)]), "", "C", "What a period pays at least, or an amount with its time.";
    "recoverable", Flag, "false", "C", "Whether it is owed and paid back from later periods.";
    "months", Text, "", "C", "Months of employment, from 1, e.g. `\"1..3\"`.";
}
form! { SPIFF, "a SPIFF", "{ for = \"deals\", amount = 1000, from = \"week 40\", to = \"week 44\" }", ["for"];
    "for", Choice(&["deals", "meetings", "revenue"]), "", "C", "What it is paid for.";
    "amount", MONEY, "", "C", "Money for each.";
    "rate", NUMBER_EXACT, "", "C", "In place of `amount`: money for a unit of what it is paid for.";
    "from", MOMENT, "", "C", "When it begins.";
    "to", MOMENT, "", "C", "When it ends: a date is its last day, a week ends it where it begins.";
    "in", Text, "", "C", "In place of both: a period, e.g. `\"2027-Q2\"` or `\"2027-05\"`.";
    "of", FILTER, "", "C", "Which deals.";
    "most", MONEY, "", "C", "The most for a person in a fiscal year.";
}
form! { CLAWBACK, "`clawback`", "{ \"3 mo\" = 1.0, \"6 mo\" = 0.5 }", [], names Elapsed;
    "within", Either(&[Text, Table(&CLAWED)]), "", "C", "Until when after the win: a time, or shares by time.";
    "how", Choice(&["reckon again", "own share", "when it comes back", "as earned"]), "", "C", "The period without the deal; what the deal's own piece brought; a negative entry on the day; or what was paid less a twelfth for each month kept.";
    "*", SHARE, "", "C", "The share that goes back until this time after the win.";
}
form! { CLAWED, "shares by time", "{ \"3 months\" = \"100 %\", \"6 months\" = \"50 %\" }", [], names Elapsed;
    "*", SHARE, "", "C", "The share that goes back until this time after the win.";
}
form! { COUNTED, "what counts", "{ what = \"margin\", of = { product = \"X\" }, on = \"invoice\" }", [];
    "what", Text, "", "C", "`revenue`, `revenue a year`, `list`, `margin`, `deals`, `meetings`, a measure, or any other event by its name.";
    "of", FILTER, "", "C", "Which deals.";
    "not", Table(&NO_ATTRIBUTES), "", "C", "Which deals do not count.";
    "on", Text, "booking", "C", "The event: `booking`, `invoice`, `cash`, `start`, `months 10..12`, `months 13..`.";
    "whose", Text, "own", "C", "`own`, `company`, `team` (who reports to the person) or `plan NAME`.";
    "ratio", List(&Text), "", "C", "In place of `what`: one sum over another.";
    "points", Table(&POINTS), "", "C", "In place of `what`: so many points for each.";
    "over", NUMBER_EXACT, "", "C", "Only what is above so much in a period.";
}
form! { POINTS, "points", "{ deals = 10, meetings = 1 }", [];
    "*", NUMBER_EXACT, "", "C", "Points for each of this.";
}
form! { ATTRIBUTES, "a filter", "{ kind = [\"new\", \"expansion\"], size = \"50000 or more\" }", [];
    "not", Table(&NO_ATTRIBUTES), "", "C", "What the attributes must not be.";
    "*", ANY_VALUE, "", "C", "What this attribute may be.";
}
form! { NO_ATTRIBUTES, "a filter", "{ product = \"oem\" }", [];
    "*", ANY_VALUE, "", "C", "What this attribute must not be.";
}
form! { CREDITED, "a rule of credit", "{ stage = \"qualify\", share = \"30 %\" }", [];
    "stage", Text, "", "C", "Who worked this stage; `close` is who closed.";
    "plan", Text, "", "C", "For what people on this plan are credited with.";
    "team", Flag, "", "C", "For what those who report to the person are credited with.";
    "share", NUMBER_EXACT, "1", "C", "The share of the deal.";
    "extra", Flag, "false", "C", "Whether it comes on top: the others lose nothing.";
}
form! { BEND, "a row", "{ to = \"100 %\", share = \"100 %\" }", ["share"];
    "from", MARK, "", "C", "From here on this share: a step.";
    "to", MARK, "", "C", "A straight line to this share here.";
    "share", NUMBER_EXACT, "", "C", "The share of the target, or the factor.";
    "steps", NUMBER_EXACT, "", "C", "The line is climbed in steps of this attainment.";
}
form! { GOAL, "`goals`", "{ certify = \"1/2\", forecast = \"1/2\" }", [];
    "*", NUMBER_EXACT, "", "C", "The weight of this goal; weights sum to 1.";
}
form! { CONDITIONS, "conditions", "{ margin_share = \"45 %\" }", [];
    "any", List(&Table(&CONDITION)), "", "C", "Conditions of which one is enough.";
    "counts", Choice(&["year so far"]), "", "C", "The fiscal year so far is looked at.";
    "*", MARK, "", "C", "The mark that this part (`self` = this one) or measure must have reached.";
}
form! { CONDITION, "a condition", "{ base = \"70 %\", counts = \"year so far\" }", [];
    "counts", Choice(&["year so far"]), "", "C", "The fiscal year so far is looked at.";
    "*", MARK, "", "C", "The mark that this part or measure must have reached.";
}
form! { FACTORS, "`times`", "{ margin_share = [{ share = \"75 %\" }, { from = \"10 %\", share = \"100 %\" }] }", [];
    "grid", List(&Text), "", "C", "Two parts or measures.";
    "from", List(&SHARE_LIST), "", "C", "The marks of each.";
    "share", List(&SHARE_LIST), "", "C", "The factor in each cell: a list for each mark of the first.";
    "between", Flag, "false", "C", "Whether it is interpolated between the marks.";
    "*", List(&Table(&BEND)), "", "C", "The factor by this part's attainment or measure's value.";
}
form! { LIMITS_OF_PAY, "a limit", "{ a_deal = 40000 }", [];
    "a_deal", MONEY, "", "C", "For a deal, all people together.";
    "a_period", MONEY, "", "C", "In a period.";
    "a_year", MONEY, "", "C", "In a fiscal year.";
}
form! { CREDIT_MOST, "`credit_most`", "{ a_deal = 250000, beyond = \"50 %\" }", ["a_deal"];
    "a_deal", MONEY, "", "C", "Credit of a deal up to which all counts.";
    "beyond", NUMBER_EXACT, "0", "C", "How much the rest counts.";
}
form! { PAID, "a share of pay", "{ share = \"50 %\", on = \"cash\" }", ["share", "on"];
    "share", NUMBER_EXACT, "", "C", "The share; they sum to 1.";
    "on", Text, "", "C", "The event: `booking`, `invoice`, `cash`, `start` or `months 10..12`.";
}
form! { INSTALMENT, "an advance", "{ every = \"quarter\", quota = \"so far\" }", ["every"];
    "every", Choice(&["month", "quarter", "half year"]), "", "C", "How often it is paid.";
    "quota", Choice(&["so far"]), "", "C", "Quota and target count for the time so far.";
    "most", NUMBER_EXACT, "", "C", "At most so much of the target so far, but for the last one.";
    "amount", MONEY, "", "C", "A fixed instalment.";
    "take_back", Choice(&["end", "never"]), "end", "C", "Whether the last one takes back what was paid too much.";
}
