//! What differs between two texts, line by line.

/// Lines of both that are compared one by one; beyond it what differs is shown as a whole.
const MOST: usize = 1500;
/// Lines shown before and after a change.
const AROUND: usize = 2;

/// A line of either text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'t> {
    /// `' '` in both, `'-'` in the first only, `'+'` in the second only, `'…'` lines left out.
    pub sign: char,
    /// Its number from 1: in the second text, or in the first where it is only there.
    pub number: usize,
    /// What stands there.
    pub text: &'t str,
}

/// The lines that differ, with a few around them; none if the texts are alike.
pub fn diff<'t>(first: &'t str, second: &'t str) -> Vec<Line<'t>> {
    let (a, b): (Vec<&str>, Vec<&str>) = (first.lines().collect(), second.lines().collect());
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - head;
    let pairs = a.iter().rev().zip(b.iter().rev());
    let tail = pairs.take(rest).take_while(|(a, b)| a == b).count();
    let mut all: Vec<Line<'_>> = (0..head).map(|k| line(' ', k, b[k])).collect();
    middle((&a[..a.len() - tail], &b[..b.len() - tail]), head, &mut all);
    all.extend((b.len() - tail..b.len()).map(|k| line(' ', k, b[k])));
    near(&all)
}

fn line(sign: char, index: usize, text: &str) -> Line<'_> {
    Line { sign, number: index + 1, text }
}

/// What lies between the first and the last difference: the longest common lines stay.
fn middle<'t>((a, b): (&[&'t str], &[&'t str]), head: usize, all: &mut Vec<Line<'t>>) {
    let (rows, columns) = (a.len() - head, b.len() - head);
    let (mut at, mut to) = (0, 0);
    if rows.max(columns) <= MOST {
        let mut common = vec![vec![0_u16; columns + 1]; rows + 1];
        for i in (0..rows).rev() {
            for j in (0..columns).rev() {
                common[i][j] = if a[head + i] == b[head + j] {
                    common[i + 1][j + 1] + 1
                } else {
                    common[i + 1][j].max(common[i][j + 1])
                };
            }
        }
        while at < rows && to < columns {
            if a[head + at] == b[head + to] {
                all.push(line(' ', head + to, b[head + to]));
                (at, to) = (at + 1, to + 1);
            } else if common[at + 1][to] >= common[at][to + 1] {
                all.push(line('-', head + at, a[head + at]));
                at += 1;
            } else {
                all.push(line('+', head + to, b[head + to]));
                to += 1;
            }
        }
    }
    all.extend((at..rows).map(|k| line('-', head + k, a[head + k])));
    all.extend((to..columns).map(|k| line('+', head + k, b[head + k])));
}

/// Only the lines near a change.
fn near<'t>(all: &[Line<'t>]) -> Vec<Line<'t>> {
    let is_near = |at: usize| {
        let (from, to) = (at.saturating_sub(AROUND), (at + AROUND + 1).min(all.len()));
        all[from..to].iter().any(|line| line.sign != ' ')
    };
    let mut shown: Vec<Line<'_>> = Vec::new();
    for (at, line) in all.iter().enumerate() {
        if is_near(at) {
            shown.push(*line);
        } else if shown.last().is_some_and(|last| last.sign != '…') {
            shown.push(Line { sign: '…', number: 0, text: "" });
        }
    }
    while shown.last().is_some_and(|last| last.sign == '…') {
        shown.pop();
    }
    shown
}
