//! Where leads, hours and money go: fit, furthest phase and end of every lead, as an alluvial
//! diagram, with what each end took beside it.

use super::endings;
use crate::experiment::{BuyerSummary, Ending, FlowSummary, Summary};
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::{Format, percent};
use crate::report::plot::nudged;
use crate::report::theme;
use crate::sales::{Phase, Unit};
use plotters::style::RGBColor;

const HEAD: f64 = 44.0;
const GAP: f64 = 30.0;
/// Height of a line of words.
const LINE: f64 = 15.5;
const LEAST: f64 = 150.0;
/// Where things are, from the left of the space.
const FITS: f64 = 84.0;
const PHASES: f64 = 232.0;
const ENDS: f64 = 380.0;
const SHARES: f64 = 444.0;
const NAMES: f64 = 452.0;
const HOURS: f64 = 618.0;
const MONEY: f64 = 732.0;
const BAR: f64 = 56.0;
/// Width of a node and height between two.
const NODE: f64 = 7.0;
const APART: f64 = 3.0;
/// Ends told apart at most; the rarest beyond are gathered.
const MOST: usize = 14;
const RIBBON: f64 = 0.6;
/// Phases from the top down: ends of deals stand at the top, too.
const TOP_DOWN: [Phase; 3] = [Phase::Drive, Phase::Select, Phase::Engage];

/// One diagram for each policy with buyers, one under the other.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let shown: Vec<(usize, &BuyerSummary)> = super::with_buyers(summary)
        .filter(|(_, buyers)| buyers.sum(|_| true).leads > 0.0)
        .collect();
    shown.first()?;
    let ends = ends(summary, &shown);
    let height = (ends.len() as f64 * LINE).max(LEAST);
    let block = HEAD + height + GAP;
    let not_won = |(policy, buyers): &(usize, &BuyerSummary)| {
        let share = buyers.hours_not_won();
        let words = if share.is_finite() { percent(share) } else { "no hours at all".into() };
        (share, format!("{words} under {}", finding::label(summary, *policy)))
    };
    let not_won: Vec<(f64, String)> = shown.iter().map(not_won).collect();
    let figure = Figure {
        name: "outcomes".to_owned(),
        title: format!("Hours spent on leads not won: {}", finding::each(&not_won, percent)),
        subtitle: "Leads a run by fit (good = a sale at list price would be good for both sides), \
                   furthest phase and end. Bars: the share of all hours of work, and of money (cost \
                   of the lead, hours at standard cost), that each end took"
            .into(),
        description: described(summary, &shown, &ends),
    };
    Some(figure.draw(summary, shown.len() as f64 * block - GAP, |canvas, all| {
        let most = most_share(&shown, &ends);
        for (index, (policy, buyers)) in shown.iter().enumerate() {
            let top = all.top + index as f64 * block;
            draw_head(canvas, Space { top, ..all }, summary, (*policy, buyers));
            let space = Space { top: top + HEAD, bottom: top + HEAD + height, ..all };
            draw_flows(canvas, space, buyers, &ends);
            draw_ends(canvas, space, buyers, &ends, most);
        }
    }))
}

/// Exits that are told apart, or gathered: one line of the diagram.
struct End {
    name: String,
    color: RGBColor,
    exits: Vec<usize>,
}

impl End {
    fn holds(&self, flow: &FlowSummary) -> bool {
        self.exits.contains(&flow.exit)
    }
}

/// The ends that any policy has, by kind; the rarest are gathered where there are many.
fn ends(summary: &Summary, shown: &[(usize, &BuyerSummary)]) -> Vec<End> {
    let leads = |exit: usize| -> f64 {
        shown.iter().map(|(_, buyers)| buyers.sum(|flow| flow.exit == exit).leads).sum()
    };
    let mut exits: Vec<usize> =
        (0..summary.exits.len()).filter(|exit| leads(*exit) > 0.0).collect();
    exits.sort_by(|a, b| leads(*b).total_cmp(&leads(*a)));
    let kept = if exits.len() > MOST { MOST - 1 } else { MOST };
    let rare = exits.split_off(kept.min(exits.len()));
    let kind = |exit: usize| shown.first().map_or(Ending::Silence, |(_, b)| b.endings[exit]);
    exits.sort_by_key(|exit| (kind(*exit), *exit));
    let end = |exit: usize| End {
        name: summary.exits[exit].0.clone(),
        color: endings::color(kind(exit)),
        exits: vec![exit],
    };
    let mut ends: Vec<End> = exits.into_iter().map(end).collect();
    if !rare.is_empty() {
        let name = format!("{} other ends", rare.len());
        ends.push(End { name, color: theme::GRID, exits: rare });
    }
    ends
}

/// The largest share of hours or money that an end takes: the length of the longest bar.
fn most_share(shown: &[(usize, &BuyerSummary)], ends: &[End]) -> f64 {
    let shares = shown.iter().flat_map(|(_, buyers)| {
        ends.iter().flat_map(|end| shares(buyers, end)).collect::<Vec<_>>()
    });
    shares.filter(|share| share.is_finite()).fold(0.0, f64::max)
}

/// The shares of all hours and of all money that an end took.
fn shares(buyers: &BuyerSummary, end: &End) -> [f64; 2] {
    let (all, own) = (buyers.sum(|_| true), buyers.sum(|flow| end.holds(flow)));
    [own.work_hours / all.work_hours, own.money / all.money]
}

fn described(summary: &Summary, shown: &[(usize, &BuyerSummary)], ends: &[End]) -> String {
    let one = |(policy, buyers): &(usize, &BuyerSummary)| {
        let all = buyers.sum(|_| true);
        let named = ends.iter().map(|end| {
            let own = buyers.sum(|flow| end.holds(flow));
            let [hours, _] = shares(buyers, end);
            format!(
                "{} {} of leads and {} of hours",
                end.name,
                endings::share(own.leads / all.leads),
                endings::share(hours)
            )
        });
        let named = named.collect::<Vec<_>>().join("; ");
        format!("{}: {named}.", finding::label(summary, *policy))
    };
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// The policy's name, what there is in all, and what the columns are.
fn draw_head(
    canvas: &Canvas,
    space: Space,
    summary: &Summary,
    (policy, buyers): (usize, &BuyerSummary),
) {
    let all = buyers.sum(|_| true);
    let money = Format::of_unit(Unit::Money, &summary.currency, [all.money]);
    let count = Format::of_unit(Unit::Count, "", [100.0]);
    let hours = Format::of_unit(Unit::Hours, "", [100.0]);
    let totals = format!(
        "{} leads · {} · {}",
        count.number(all.leads),
        hours.value(all.work_hours),
        money.value(all.money)
    );
    let style = Style::LABEL.bold();
    let name = style.fitted(&finding::label(summary, policy), ENDS - 12.0);
    canvas.text(&name, (space.left, space.top + 4.0), style);
    let after = space.left + style.width(&name) + 14.0;
    canvas.text(&totals, (after, space.top + 4.0), Style::TICK);
    let y = space.top + 27.0;
    let columns = [(FITS, "fit"), (PHASES, "furthest phase")];
    for (x, words) in columns {
        canvas.text(words, (space.left + x, y), Style::NOTE);
    }
    canvas.text("end, share of leads", (space.left + ENDS + NODE, y), Style::NOTE);
    canvas.text("of hours", (space.left + HOURS, y), Style::NOTE);
    canvas.text("of money", (space.left + MONEY, y), Style::NOTE);
}

/// A column of nodes: where each begins and how high it is.
struct Column {
    x: f64,
    shares: Vec<f64>,
    tops: Vec<f64>,
    heights: Vec<f64>,
    per_lead: f64,
}

impl Column {
    /// Nodes of these sizes, in leads, that share the height with the gaps between them.
    fn new(space: Space, x: f64, sizes: &[f64]) -> Self {
        let all: f64 = sizes.iter().sum();
        let room = space.bottom - space.top - APART * (sizes.len() as f64 - 1.0);
        let per_lead = room / all;
        let heights: Vec<f64> = sizes.iter().map(|size| size * per_lead).collect();
        let mut top = space.top;
        let mut tops = Vec::new();
        for height in &heights {
            tops.push(top);
            top += height + APART;
        }
        let shares = sizes.iter().map(|size| size / all).collect();
        Self { x: space.left + x, shares, tops, heights, per_lead }
    }

    /// The next piece of a node, of so many leads, from where `next` of it is: (top, bottom).
    fn take(&self, next: &mut [f64], node: usize, leads: f64) -> (f64, f64) {
        let top = next[node];
        next[node] += leads * self.per_lead;
        (top, next[node])
    }

    fn middles(&self) -> Vec<f64> {
        self.tops.iter().zip(&self.heights).map(|(top, height)| top + 0.5 * height).collect()
    }

    fn draw(&self, canvas: &Canvas, color: impl Fn(usize) -> RGBColor) {
        for (node, (top, height)) in self.tops.iter().zip(&self.heights).enumerate() {
            if *height > 0.0 {
                // What is small must not vanish.
                let (from, to) = (*top, top + height.max(1.2));
                canvas.rectangle((self.x, from), (self.x + NODE, to), color(node), 1.0);
            }
        }
    }
}

/// The three columns of a policy.
fn columns(space: Space, buyers: &BuyerSummary, ends: &[End]) -> [Column; 3] {
    let leads = |wanted: &dyn Fn(&FlowSummary) -> bool| buyers.sum(wanted).leads;
    let fits = [true, false].map(|good| leads(&|flow| flow.is_good == good));
    let phases = TOP_DOWN.map(|phase| leads(&|flow| flow.phase == phase));
    let ended: Vec<f64> = ends.iter().map(|end| leads(&|flow| end.holds(flow))).collect();
    [
        Column::new(space, FITS, &fits),
        Column::new(space, PHASES, &phases),
        Column::new(space, ENDS, &ended),
    ]
}

fn draw_flows(canvas: &Canvas, space: Space, buyers: &BuyerSummary, ends: &[End]) {
    let [fits, phases, ended] = columns(space, buyers, ends);
    let goods = [true, false];
    let mut from_fit = fits.tops.clone();
    let mut to_phase = phases.tops.clone();
    for (fit, good) in goods.into_iter().enumerate() {
        for (at, phase) in TOP_DOWN.into_iter().enumerate() {
            for end in ends {
                let is_it = |f: &FlowSummary| f.is_good == good && f.phase == phase && end.holds(f);
                let leads = buyers.sum(is_it).leads;
                let left = fits.take(&mut from_fit, fit, leads);
                let right = phases.take(&mut to_phase, at, leads);
                ribbon(canvas, (fits.x + NODE, left), (phases.x, right), end.color);
            }
        }
    }
    let mut from_phase = phases.tops.clone();
    let mut to_end = ended.tops.clone();
    for (at, phase) in TOP_DOWN.into_iter().enumerate() {
        for (line, end) in ends.iter().enumerate() {
            let leads = buyers.sum(|f| f.phase == phase && end.holds(f)).leads;
            let left = phases.take(&mut from_phase, at, leads);
            let right = ended.take(&mut to_end, line, leads);
            ribbon(canvas, (phases.x + NODE, left), (ended.x, right), end.color);
        }
    }
    fits.draw(canvas, |_| theme::MUTED);
    phases.draw(canvas, |_| theme::MUTED);
    ended.draw(canvas, |line| ends[line].color);
    label_fits(canvas, space, &fits);
    label_phases(canvas, space, &phases);
}

/// A band between two columns, from (x, (top, bottom)) to (x, (top, bottom)).
fn ribbon(canvas: &Canvas, from: (f64, (f64, f64)), to: (f64, (f64, f64)), color: RGBColor) {
    const STEPS: usize = 14;
    let ((left, (top, bottom)), (right, (end_top, end_bottom))) = (from, to);
    if bottom - top < 0.02 {
        return;
    }
    let edge = |start: f64, end: f64| {
        (0..=STEPS).map(move |step| {
            let t = step as f64 / STEPS as f64;
            let bend = t * t * (3.0 - 2.0 * t);
            (left + t * (right - left), start + bend * (end - start))
        })
    };
    let mut area: Vec<Point> = edge(top, end_top).collect();
    area.extend(edge(bottom, end_bottom).collect::<Vec<_>>().into_iter().rev());
    canvas.polygon(&area, color, RIBBON);
}

fn label_fits(canvas: &Canvas, space: Space, fits: &Column) {
    let middles = nudged(&fits.middles(), 32.0, (space.top + 9.0, space.bottom - 22.0));
    for (fit, (name, y)) in ["good fit", "no good fit"].into_iter().zip(middles).enumerate() {
        let x = fits.x - 8.0;
        canvas.text(name, (x, y), Style::TICK.color(theme::INK).right());
        canvas.text(&endings::share(fits.shares[fit]), (x, y + 15.0), Style::TICK.right());
    }
}

fn label_phases(canvas: &Canvas, space: Space, phases: &Column) {
    let middles = nudged(&phases.middles(), LINE, (space.top + 8.0, space.bottom - 8.0));
    for (at, (phase, y)) in TOP_DOWN.into_iter().zip(middles).enumerate() {
        let words = format!("{} {}", phase.name(), endings::share(phases.shares[at]));
        let style = Style::TICK.color(theme::INK);
        let x = phases.x + NODE + 4.0;
        let end = x + style.width(&words);
        canvas.rectangle((x - 2.0, y - 7.0), (end + 2.0, y + 7.0), theme::PAPER, 0.72);
        canvas.text(&words, (x, y), style);
    }
}

/// The ends by name, with their shares of leads, hours and money.
fn draw_ends(canvas: &Canvas, space: Space, buyers: &BuyerSummary, ends: &[End], most: f64) {
    let [.., ended] = columns(space, buyers, ends);
    let middles = ended.middles();
    let bounds = (space.top + 6.0, space.bottom - 6.0);
    for (line, y) in nudged(&middles, LINE, bounds).into_iter().enumerate() {
        let end = &ends[line];
        let style = Style::TICK.color(theme::INK);
        let start = ended.x + NODE;
        canvas.line(&[(start + 2.0, middles[line]), (start + 17.0, y)], theme::AXIS, 0.8);
        let share = endings::share(ended.shares[line]);
        canvas.text(&share, (space.left + SHARES, y), style.right());
        let name = style.fitted(&end.name, HOURS - NAMES - 8.0);
        canvas.text(&name, (space.left + NAMES, y), style);
        for (x, share) in [HOURS, MONEY].into_iter().zip(shares(buyers, end)) {
            let left = space.left + x;
            let right = left + if most > 0.0 { (share / most).max(0.0) * BAR } else { 0.0 };
            canvas.rectangle((left, y - 5.0), (right, y + 5.0), end.color, 1.0);
            canvas.text(&endings::share(share), (right + 6.0, y), Style::TICK);
        }
    }
}
