//! What a sensitivity analysis says, in words made of its numbers alone.

use crate::experiment::sensitivity::{
    Bar, Findings, InputSummary, Reading, Screened, SensitivitySummary, Shared, Subject, Turn,
    ValueSummary, Worthwhile,
};
use crate::experiment::sweep::Crossing;
use crate::math::powi;
use crate::report::finding::{capitalised, listed};
use crate::report::format::{Format, count, percent, plural, truncated};
use crate::sales::Direction;
use crate::stats::Verdict;

/// Characters of a label in a sentence.
const LABEL: usize = 40;
/// Inputs named one by one in a sentence.
const NAMED: usize = 4;

/// A policy's label, shortened to fit into a sentence.
pub(in crate::report) fn label(summary: &SensitivitySummary, policy: usize) -> String {
    truncated(&summary.policies[policy].1, LABEL)
}

/// An input's name as it reads within a sentence.
pub(in crate::report) fn noun(summary: &SensitivitySummary, input: usize) -> String {
    let label = truncated(&summary.inputs[input].label, LABEL);
    if label.chars().skip(1).any(char::is_uppercase) {
        return label;
    }
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What is looked at: `Return on Sales, team minus lone hero`.
pub(in crate::report) fn subject(summary: &SensitivitySummary) -> String {
    let measure = &summary.question.measure.label;
    match summary.question.subject {
        Subject::Policy(policy) => format!("{measure} of {}", label(summary, policy)),
        Subject::Difference { a, b } => {
            format!("{measure}, {} minus {}", label(summary, b), label(summary, a))
        }
        Subject::Choice => measure.clone(),
    }
}

/// Short for what is looked at, within a sentence.
pub(in crate::report) fn short_subject(summary: &SensitivitySummary) -> String {
    match summary.question.subject {
        Subject::Difference { .. } => {
            format!("the difference in {}", summary.question.measure.label)
        }
        Subject::Policy(_) | Subject::Choice => subject(summary),
    }
}

/// How values of what is looked at are written.
pub(in crate::report) struct Numbers {
    format: Format,
    is_difference: bool,
}

impl Numbers {
    /// For `values` of about this error.
    pub(in crate::report) fn of(summary: &SensitivitySummary, values: &[f64], error: f64) -> Self {
        let format =
            Format::new(&summary.question.measure, &summary.currency, values.iter().copied());
        let largest = values.iter().filter(|v| v.is_finite()).fold(0.0, |m: f64, v| m.max(v.abs()));
        let is_difference = matches!(summary.question.subject, Subject::Difference { .. });
        Self { format: format.for_difference(largest, error), is_difference }
    }

    /// A value, or a difference with its sign; with unit.
    pub(in crate::report) fn value(&self, value: f64) -> String {
        if self.is_difference { self.format.difference(value) } else { self.format.value(value) }
    }

    /// The same without unit.
    pub(in crate::report) fn bare(&self, value: f64) -> String {
        if self.is_difference { self.format.signed(value) } else { self.format.number(value) }
    }

    /// A size without sign, with the unit of differences.
    pub(in crate::report) fn size(&self, value: f64) -> String {
        let number = self.format.number(value.abs());
        if self.unit().is_empty() { number } else { format!("{number}\u{A0}{}", self.unit()) }
    }

    /// The unit of differences.
    pub(in crate::report) fn unit(&self) -> &str {
        self.format.difference_unit()
    }

    /// The unit of what is looked at.
    pub(in crate::report) fn own_unit(&self) -> &str {
        if self.is_difference { self.format.difference_unit() } else { self.format.unit() }
    }

    /// With the digits for steps of an axis.
    pub(in crate::report) fn for_steps(&self, step: f64) -> Self {
        Self { format: self.format.for_steps(step), is_difference: self.is_difference }
    }
}

/// Half of an interval.
pub(in crate::report) fn half((low, high): (f64, f64)) -> f64 {
    0.5 * (high - low)
}

/// A value of an input with its unit.
pub(in crate::report) fn level(input: &InputSummary, number: f64, text: &str) -> String {
    if number.is_nan() {
        return text.to_owned();
    }
    let digits = short(number);
    match input.unit.as_str() {
        "" => digits,
        "×" => format!("×\u{202F}{digits}"),
        unit => format!("{digits}\u{A0}{unit}"),
    }
}

/// A number with four digits and no zeros behind them.
fn short(number: f64) -> String {
    let size = number.abs();
    let decimals = (0..9).find(|d| size * powi(10.0, *d) >= 999.5 || size == 0.0).unwrap_or(9);
    let text = format!("{size:.*}", usize::try_from(decimals).unwrap_or(0));
    let text =
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let digits = if size >= 10_000.0 { count(&text) } else { text.to_owned() };
    let is_negative = number < 0.0 && digits != "0";
    if is_negative { format!("−{digits}") } else { digits }
}

/// The same without its unit.
pub(in crate::report) fn bare(input: &InputSummary, reading: &Reading) -> String {
    let bare = InputSummary { unit: String::new(), ..input.clone() };
    let own = if input.unit == "×" { input } else { &bare };
    at(own, reading)
}

/// The value of a reading.
pub(in crate::report) fn at(input: &InputSummary, reading: &Reading) -> String {
    reading.level.as_ref().map_or_else(String::new, |own| level(input, own.number, &own.text))
}

/// The range of an input: `0.2 to 0.5`, or how many words.
pub(in crate::report) fn range(input: &InputSummary) -> String {
    let ends = [input.levels.first(), input.levels.last()];
    let [Some(first), Some(last)] = ends else { return String::new() };
    if first.number.is_nan() {
        let words: Vec<String> = input.levels.iter().map(|level| level.text.clone()).collect();
        return truncated(&words.join(", "), LABEL);
    }
    let bare = InputSummary { unit: String::new(), ..input.clone() };
    let from = if input.unit == "×" { input } else { &bare };
    let ends = (level(from, first.number, ""), level(input, last.number, ""));
    format!("{} to {}", ends.0, ends.1)
}

/// The main finding.
pub(in crate::report) fn headline(summary: &SensitivitySummary) -> String {
    capitalised(&match &summary.findings {
        Findings::Tornado { bars, .. } => tornado(summary, bars),
        Findings::Morris(inputs) => morris(summary, inputs),
        Findings::Sobol { inputs, .. } => sobol(summary, inputs),
        Findings::Value(value) => worth(summary, value),
    })
}

/// Numbers for a tornado.
pub(in crate::report) fn tornado_numbers(
    summary: &SensitivitySummary,
    base: &Reading,
    bars: &[Bar],
) -> Numbers {
    let shown = bars.iter().flat_map(|bar| &bar.readings).map(|reading| reading.mean);
    let values: Vec<f64> = shown.chain([base.mean]).collect();
    Numbers::of(summary, &values, half(base.interval))
}

fn tornado(summary: &SensitivitySummary, bars: &[Bar]) -> String {
    let Findings::Tornado { base, .. } = &summary.findings else { return String::new() };
    let Some(bar) = bars.first().filter(|bar| !bar.is_idle && bar.swing.is_finite()) else {
        let subject = short_subject(summary);
        let is_known = base.mean.is_finite();
        let found = if is_known { "no input moves it" } else { "undefined in every run" };
        return format!("{subject}: {found}");
    };
    let (numbers, input) = (tornado_numbers(summary, base, bars), &summary.inputs[bar.input]);
    let (first, second) = (&bar.readings[bar.ends.0], &bar.readings[bar.ends.1]);
    let is_seen = bar.swing_interval.0 > 0.0 || bar.swing_interval.1 < 0.0;
    if !is_seen {
        let subject = short_subject(summary);
        return format!("no input has a visible effect on {subject}: more runs are needed");
    }
    format!(
        "{} depends most on {}: {} at {}, {} at {}",
        short_subject(summary),
        noun(summary, bar.input),
        numbers.value(first.mean),
        at(input, first),
        numbers.value(second.mean),
        at(input, second),
    )
}

/// What the verdict of the base is, and which inputs turn it; nothing for the measure of one
/// policy.
pub(in crate::report) fn verdict(
    summary: &SensitivitySummary,
    base: &Reading,
    bars: &[Bar],
) -> Vec<String> {
    let (Some(verdict), Subject::Difference { a, b }) = (base.verdict, summary.question.subject)
    else {
        return Vec::new();
    };
    let own = match verdict {
        Verdict::Better => format!("{} is better", label(summary, b)),
        Verdict::Worse => format!("{} is better", label(summary, a)),
        Verdict::Tie => "too close to matter".to_owned(),
        Verdict::Undecided => "can’t tell yet".to_owned(),
        Verdict::Withheld => "no verdict".to_owned(),
    };
    let is_decided = matches!(verdict, Verdict::Better | Verdict::Worse);
    let mut sentences = Vec::new();
    let turning: Vec<String> = bars.iter().filter_map(|bar| turned(summary, bar)).collect();
    let changing: Vec<String> = bars.iter().filter_map(|bar| changed(summary, bar)).collect();
    sentences.push(match turning.len() {
        0 if is_decided => {
            format!("as written: {own}; no single input changes that within its range")
        }
        0 => format!("as written: {own}"),
        n => format!(
            "as written: {own}; {} of {} change{} it alone",
            count(&n),
            plural(bars.len() as u64, "input"),
            if n == 1 { "s" } else { "" }
        ),
    });
    sentences.extend(turning);
    if !changing.is_empty() {
        let what = if is_decided { "no longer decided with" } else { "decided with" };
        sentences.push(format!("{what} {}", some(&changing)));
    }
    sentences
}

/// `hand-off work: lone hero wins at 4 h, break-even at 2.3 h (1.9 to 2.8)`.
fn turned(summary: &SensitivitySummary, bar: &Bar) -> Option<String> {
    let Turn::Turns(at_readings) = &bar.turn else { return None };
    let input = &summary.inputs[bar.input];
    let reading = &bar.readings[*at_readings.first()?];
    let winner = winner(summary, reading)?;
    let break_even = bar.break_even.first().map_or_else(String::new, |crossing| {
        format!(", break-even at {}", crossing_words(input, crossing))
    });
    let at = at_readings.iter().map(|k| at(input, &bar.readings[*k])).collect::<Vec<_>>();
    let words = format!("{} wins at {}{break_even}", label(summary, winner), listed(&at));
    Some(format!("{}: {words}", noun(summary, bar.input)))
}

pub(in crate::report) fn crossing_words(input: &InputSummary, crossing: &Crossing) -> String {
    let at = level(input, crossing.at, "");
    match (crossing.low, crossing.high) {
        (Some(low), Some(high)) => {
            format!("{at} ({} to {})", level(input, low, ""), level(input, high, ""))
        }
        (Some(low), None) => format!("{at} (not below {})", level(input, low, "")),
        (None, Some(high)) => format!("{at} (not above {})", level(input, high, "")),
        (None, None) => format!("{at} (anywhere on the range)"),
    }
}

fn changed(summary: &SensitivitySummary, bar: &Bar) -> Option<String> {
    let Turn::Changes(readings) = &bar.turn else { return None };
    let input = &summary.inputs[bar.input];
    let at: Vec<String> = readings.iter().map(|k| at(input, &bar.readings[*k])).collect();
    Some(format!("{} ({})", noun(summary, bar.input), at.join(", ")))
}

/// The first few, and how many more.
pub(in crate::report) fn some(words: &[String]) -> String {
    if words.len() <= NAMED + 1 {
        return listed(words);
    }
    let rest = words.len() - NAMED;
    format!("{} and {rest} more", words[..NAMED].join(", "))
}

/// The policy that a verdict names.
fn winner(summary: &SensitivitySummary, reading: &Reading) -> Option<usize> {
    let Subject::Difference { a, b } = summary.question.subject else { return None };
    match reading.verdict? {
        Verdict::Better => Some(b),
        Verdict::Worse => Some(a),
        Verdict::Tie | Verdict::Undecided | Verdict::Withheld => None,
    }
}

/// The policy that a difference of this size favours, if it matters.
pub(in crate::report) fn favoured(
    summary: &SensitivitySummary,
    difference: f64,
    zone: f64,
) -> Option<usize> {
    let Subject::Difference { a, b } = summary.question.subject else { return None };
    let is_lower = match summary.question.measure.better? {
        Direction::Lower => true,
        Direction::Higher => false,
    };
    if difference.abs() <= zone {
        return None;
    }
    Some(if (difference > 0.0) == is_lower { a } else { b })
}

/// How many inputs do nothing, and how many no more than can be seen.
pub(in crate::report) fn idle(idle: usize, unseen: usize) -> Option<String> {
    let nothing = format!("{} changed no run at all", plural(idle as u64, "input"));
    let seen = |noun: String| format!("{noun} had no effect beyond random variation");
    match (idle, unseen) {
        (0, 0) => None,
        (_, 0) => Some(nothing),
        (0, _) => Some(seen(plural(unseen as u64, "input"))),
        _ => Some(format!("{nothing}; {}", seen(format!("{} more", count(&unseen))))),
    }
}

/// Inputs that do nothing, and those that cannot be told from luck.
pub(in crate::report) fn idle_inputs(summary: &SensitivitySummary) -> (usize, usize) {
    let both = |all: &mut dyn Iterator<Item = (bool, bool)>| {
        all.fold((0, 0), |(idle, unseen), (is_idle, is_seen)| {
            (idle + usize::from(is_idle), unseen + usize::from(!is_idle && !is_seen))
        })
    };
    match &summary.findings {
        Findings::Tornado { bars, .. } => both(
            &mut bars
                .iter()
                .map(|bar| (bar.is_idle, bar.swing_interval.0 > 0.0 || bar.swing_interval.1 < 0.0)),
        ),
        Findings::Morris(inputs) => both(&mut inputs.iter().map(|of| (of.is_idle, is_seen(of)))),
        Findings::Sobol { inputs, .. } => {
            both(&mut inputs.iter().map(|of| (of.is_idle, of.index.total.interval.0 > 0.0)))
        }
        Findings::Value(_) => (0, 0),
    }
}

/// Whether effects are larger than luck alone would make them.
pub(in crate::report) fn is_seen(of: &Screened) -> bool {
    of.effects.mu_star > of.effects.noise_bound()
}

/// Numbers for a screening.
pub(in crate::report) fn morris_numbers(
    summary: &SensitivitySummary,
    inputs: &[Screened],
) -> Numbers {
    let values: Vec<f64> = inputs.iter().map(|of| of.effects.mu_star).collect();
    let error = inputs.first().map_or(f64::NAN, |of| half(of.effects.mu_star_interval));
    Numbers::of(summary, &values, error)
}

fn morris(summary: &SensitivitySummary, inputs: &[Screened]) -> String {
    let Some(first) = inputs.first().filter(|of| is_seen(of)) else {
        return format!(
            "no input moves {} more than random variation does",
            short_subject(summary)
        );
    };
    let numbers = morris_numbers(summary, inputs);
    format!(
        "{} moves {} most: by {} over its range, on average over the values of all others",
        noun(summary, first.input),
        short_subject(summary),
        numbers.size(first.effects.mu_star),
    )
}

fn sobol(summary: &SensitivitySummary, inputs: &[Shared]) -> String {
    let subject = short_subject(summary);
    let Some(first) = inputs.first().filter(|of| of.index.total.interval.0 > 0.0) else {
        return format!(
            "random variation hides the effect of the inputs on {subject}: more runs are needed"
        );
    };
    let (alone, total) =
        (first.index.first.value.clamp(0.0, 1.0), first.index.total.value.min(1.0));
    format!(
        "{} causes {} of the uncertainty in {subject}, {} of it on its own",
        noun(summary, first.input),
        percent(total),
        percent(alone),
    )
}

/// Numbers for the value of information.
pub(in crate::report) fn value_format(
    summary: &SensitivitySummary,
    value: &ValueSummary,
) -> Format {
    let worths = value.inputs.iter().map(|of| of.worth).chain(value.all);
    let largest = worths.fold(0.0, |most: f64, worth| most.max(worth.value.abs()));
    let error = value.inputs.first().map_or(f64::NAN, |of| half(of.worth.interval));
    Format::new(&summary.question.measure, &summary.currency, [largest])
        .for_difference(largest, error)
}

/// `38 k€ ±9`.
pub(in crate::report) fn amount(format: &Format, (value, error): (f64, f64)) -> String {
    let text = format!("{} {}", size(format, value), format.error(error));
    text.trim_end().to_owned()
}

/// An amount of what a decision is judged by, with its unit.
pub(in crate::report) fn size(format: &Format, value: f64) -> String {
    let number = format.number(value.max(0.0));
    let unit = format.difference_unit();
    if unit.is_empty() { number } else { format!("{number}\u{A0}{unit}") }
}

/// The time that a value is about: ` a year`, ` in 26 weeks`.
pub(in crate::report) fn window(summary: &SensitivitySummary) -> String {
    match summary.weeks {
        Some(weeks) if (51.5..=52.5).contains(&weeks) => " a year".to_owned(),
        Some(weeks) => format!(" in {} weeks", short(weeks)),
        None => " in the measured window".to_owned(),
    }
}

/// Whether knowing an input is surely worth something.
pub(in crate::report) fn is_worth(of: &Worthwhile) -> bool {
    of.worth.interval.0 > 0.0
}

fn worth(summary: &SensitivitySummary, value: &ValueSummary) -> String {
    let format = value_format(summary, value);
    let Some(first) = value.inputs.first() else {
        let measure = &summary.question.measure.label;
        return format!("{measure} is undefined at too many points to say what to measure");
    };
    if !is_worth(first) {
        let most = value.inputs.iter().fold(0.0, |most: f64, of| most.max(of.worth.interval.1));
        if most <= 0.0 {
            let best = label(summary, value.best);
            return format!("no measurement of one input would change the decision for {best}");
        }
        return format!(
            "no single input is clearly worth measuring: {}{} at most",
            size(&format, most),
            window(summary)
        );
    }
    let error = half(first.worth.interval);
    let all = value.all.map_or_else(String::new, |all| {
        format!("; all inputs together {}", size(&format, all.value.max(first.worth.value)))
    });
    format!(
        "measuring {} first is worth up to {}{}{all}",
        noun(summary, first.input),
        amount(&format, (first.worth.value, error)),
        window(summary),
    )
}

/// Where the numbers come from: points, runs, seed, scenario, version.
pub(in crate::report) fn provenance(summary: &SensitivitySummary) -> String {
    let luck = match summary.findings {
        Findings::Tornado { .. } => " with the same random events",
        Findings::Morris(_) => ", the same random events along a trajectory",
        Findings::Sobol { .. } => ", the same random events in a row",
        Findings::Value(_) => " with the same random events for all policies",
    };
    format!(
        "{} of {}{luck} · scenario {} · seed {} · posse {}",
        plural(summary.points as u64, "point"),
        plural(summary.runs.into(), "run"),
        truncated(&summary.scenario, 40),
        summary.seed,
        env!("CARGO_PKG_VERSION")
    )
}
