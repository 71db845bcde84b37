//! What a board asks about people, answered in sentences of the numbers.

use super::book::Book;
use super::options::{said, values};
use crate::experiment::Summary;
use crate::report::finding;
use crate::report::format::{Format, count, percent};
use crate::sales::Unit;

/// The questions that the numbers can answer.
pub(super) fn questions(book: &Book<'_>, summary: &Summary) -> String {
    let all = [
        ("Will people earn more or less?", earn(summary)),
        ("Who earns the most and the least?", ends(summary)),
        ("Are the targets met?", targets(summary)),
        ("How hard will people work?", effort(summary)),
        ("Will they stay?", stay(summary)),
        ("Where is the bottleneck?", bottleneck(summary)),
    ];
    let row = |(question, answer): (&str, Option<String>)| {
        let (question, answer) = (book.words.said(question), book.words.said(&answer?));
        Some(format!("<tr><th scope=\"row\">{question}</th><td>{answer}</td></tr>"))
    };
    let rows: String = all.into_iter().filter_map(row).collect();
    let assumed = format!("{} inputs have no source", count(&summary.inputs.assumptions));
    format!(
        "<h3>What the board will ask</h3><div class=\"tw\"><table class=\"l\"><tbody>{rows}<tr><th \
         scope=\"row\">What did we assume?</th><td>{}: <a href=\"#inputs\">all of them, with their \
         values</a>.</td></tr></tbody></table></div>",
        book.words.said(&assumed)
    )
}

fn earn(summary: &Summary) -> Option<String> {
    let mean = values(summary, "pay_mean")?;
    let cost = values(summary, "pay_cost").map(|cost| format!(" Pay in all costs {cost}."));
    Some(format!("On average {mean} a year.{}", cost.unwrap_or_default()))
}

fn ends(summary: &Summary) -> Option<String> {
    let one = |(policy, of): (usize, &crate::experiment::PolicySummary)| {
        let [best, least] = of.pay.as_ref()?.best_and_least?;
        let money = Format::of_unit(Unit::Money, &summary.currency, [best[1], least[1]]);
        let (best, least) = (money.value(best[1]), money.value(least[1]));
        Some(format!("{best} and {least} with {}", finding::label(summary, policy)))
    };
    let all: Vec<String> = summary.policies.iter().enumerate().filter_map(one).collect();
    (!all.is_empty()).then(|| format!("In the median {}.", finding::listed(&all)))
}

fn targets(summary: &Summary) -> Option<String> {
    let mut all = Vec::new();
    for (policy, of) in summary.policies.iter().enumerate() {
        for plan in of.pay.iter().flat_map(|pay| &pay.plans).filter(|p| p.reached.is_finite()) {
            let label = finding::label(summary, policy);
            all.push(format!("{} with {label} (plan {})", percent(plan.reached), plan.name));
        }
    }
    let without = "No plan in use has a quota.".to_owned();
    let has_pay = summary.policies.iter().any(|policy| policy.pay.is_some());
    if all.is_empty() {
        return has_pay.then_some(without);
    }
    Some(format!("Pay periods at or over quota: {}.", finding::listed(&all)))
}

fn effort(summary: &Summary) -> Option<String> {
    let effort = values(summary, "effort")?;
    Some(format!("Effort is {effort}; 1 is normal."))
}

fn stay(summary: &Summary) -> Option<String> {
    let sentence = said(summary, "quits").or_else(|| said(summary, "quit_rate"))?;
    let quits = values(summary, "quits").filter(|quits| !sentence.contains(quits));
    let quits = quits.map(|quits| format!(" People who leave: {quits}."));
    Some(format!("{sentence}{}", quits.unwrap_or_default()))
}

fn bottleneck(summary: &Summary) -> Option<String> {
    let one = |(policy, of): (usize, &crate::experiment::PolicySummary)| {
        let (role, share) = of.bottleneck.as_ref()?;
        Some(format!("{role} with {} ({} busy)", finding::label(summary, policy), percent(*share)))
    };
    let all: Vec<String> = summary.policies.iter().enumerate().filter_map(one).collect();
    (!all.is_empty()).then(|| format!("{}.", finding::capitalised(&finding::listed(&all))))
}
