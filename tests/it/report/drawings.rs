//! Charts as drawings: whole, legible, the same each time.

use super::{fixture, market, paid};
use posse::experiment::LeadTimeSummary;
use posse::report::{
    Chart, Payouts, charts, payout_chart, sensitivity_charts, sweep_charts, why_charts,
};
use posse::sales::pay::{Band, Base, Bonus, Mark, Payout, Plan};
use resvg::usvg::{Group, Node, Options, Rect, TextChunk, Tree, fontdb};

const REGULAR: &[u8] = include_bytes!("../../../src/report/fonts/Inter-400Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../../../src/report/fonts/Inter-600SemiBold.ttf");

fn every_chart() -> Vec<(String, Chart)> {
    let named = |(name, summary)| {
        let of_chart = move |chart: Chart| (format!("{} of {name}", chart.name), chart);
        charts(&summary).into_iter().map(of_chart).collect::<Vec<_>>()
    };
    let swept = crate::sweep::words::every_kind().into_iter().flat_map(|(name, summary)| {
        let of_chart = move |chart: Chart| (format!("{} of {name}", chart.name), chart);
        sweep_charts(&summary).into_iter().map(of_chart).collect::<Vec<_>>()
    });
    let moved = crate::sensitivity::words::every_kind().into_iter().flat_map(|(name, summary)| {
        let of_chart = move |chart: Chart| (format!("{} of {name}", chart.name), chart);
        sensitivity_charts(&summary).into_iter().map(of_chart).collect::<Vec<_>>()
    });
    let explained = crate::why::every_kind().into_iter().flat_map(|(name, why)| {
        let of_chart = move |chart: Chart| (format!("{} of {name}", chart.name), chart);
        why_charts(&why).into_iter().map(of_chart).collect::<Vec<_>>()
    });
    let uncertain = charts(&crate::uncertain::in_many_worlds());
    let uncertain = uncertain.into_iter().map(|c| (format!("{} of worlds", c.name), c));
    let all = fixture::all()
        .into_iter()
        .chain(market::all())
        .chain(paid::all())
        .flat_map(named)
        .chain(swept)
        .chain(moved)
        .chain(explained)
        .chain(uncertain);
    all.chain([("payout of plans".to_owned(), payouts())]).collect()
}

/// More plans than stand side by side, in money and in deals, with and without a quota.
fn payouts() -> Chart {
    let band = |from, rate| Band { from: Mark::Attainment(from), rate };
    let money = Plan {
        salary_per_year: 60_000.0,
        quota: 187_500.0,
        commission: vec![band(0.0, 0.1), band(1.0, 0.2)],
        bonuses: vec![Bonus { at: Mark::Attainment(1.2), amount: 5000.0 }],
        ..Plan::new("a plan with a rather long name that must be cut somewhere")
    };
    let rate = Band { from: Mark::Credit(0.0), rate: 25_000.0 };
    let deals = Plan { base: Base::Deals, commission: vec![rate], ..Plan::new("deals") };
    let mut all = vec![Payout::of_plan(&deals, &[0.0, 12_500.0])];
    all.extend((0..4).map(|_| Payout::of_plan(&money, &[0.0, 93_750.0, 281_250.0])));
    let (name, currency) = ("plans", "EUR");
    payout_chart(Payouts { name, hash: "", currency, all: &all }).unwrap()
}

fn tree(chart: &Chart) -> Tree {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(SEMI_BOLD.to_vec());
    Tree::from_str(&chart.svg, &Options { fontdb: fonts.into(), ..Options::default() }).unwrap()
}

/// Boxes of all texts, with their words and font sizes, and of all other marks, in CSS pixels.
fn boxes(group: &Group, texts: &mut Vec<(String, f32, Rect)>, marks: &mut Vec<Rect>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => boxes(inner, texts, marks),
            Node::Text(text) => {
                let words = text.chunks().iter().map(TextChunk::text).collect::<String>();
                let size = text.chunks()[0].spans()[0].font_size().get();
                let place = text.flattened().abs_bounding_box();
                texts.push((words, size * text.abs_transform().sx, place));
            }
            other => marks.push(other.abs_bounding_box()),
        }
    }
}

#[test]
fn charts_without_numbers_are_left_out() {
    let mut summary = fixture::single();
    summary.policies[0].weeks.clear();
    summary.policies[0].lead_time = LeadTimeSummary::default();
    let names: Vec<String> = charts(&summary).into_iter().map(|chart| chart.name).collect();
    assert_eq!(names, ["return_on_sales_and_flow", "distribution", "utilisation"]);
}

#[test]
fn nothing_is_drawn_outside_the_margins() {
    for (name, chart) in every_chart() {
        let tree = tree(&chart);
        let (mut texts, mut marks) = (Vec::new(), Vec::new());
        boxes(tree.root(), &mut texts, &mut marks);
        let all = marks.iter().skip(1).chain(texts.iter().map(|(_, _, place)| place));
        for place in all {
            let inside = place.left() >= 10.0
                && place.right() <= tree.size().width() - 10.0
                && place.top() >= 10.0
                && place.bottom() <= tree.size().height() - 10.0;
            assert!(inside, "{name}: {place:?} in {:?}", tree.size());
        }
    }
}

#[test]
fn no_text_lies_on_another() {
    for (name, chart) in every_chart() {
        let (mut texts, mut marks) = (Vec::new(), Vec::new());
        boxes(tree(&chart).root(), &mut texts, &mut marks);
        for (index, (one, _, place)) in texts.iter().enumerate() {
            for (other, _, second) in &texts[index + 1..] {
                let apart = place.right() <= second.left()
                    || second.right() <= place.left()
                    || place.bottom() <= second.top()
                    || second.bottom() <= place.top();
                assert!(apart, "{name}: `{one}` on `{other}`");
            }
        }
    }
}

#[test]
fn no_text_is_too_small_to_read() {
    for (name, chart) in every_chart() {
        let (mut texts, mut marks) = (Vec::new(), Vec::new());
        boxes(tree(&chart).root(), &mut texts, &mut marks);
        for (words, size, _) in texts {
            assert!(size >= 10.4, "{name}: `{words}` at {size} px");
        }
    }
}

#[test]
fn charts_speak_to_those_who_cannot_see_them() {
    for (name, chart) in every_chart() {
        assert!(chart.svg.contains("role=\"img\""), "{name}");
        assert!(chart.svg.contains(&format!("<title id=\"{}-title\">", chart.name)), "{name}");
        assert!(!chart.description.is_empty(), "{name}");
        assert!(!chart.svg.contains("NaN") && !chart.svg.contains("inf\""), "{name}");
    }
}

#[test]
fn any_name_can_be_drawn() {
    let mut summary = fixture::single();
    summary.policies[0].label = "R&D <\"lone\"> ☃ 営業".into();
    summary.scenario = "a < b && c".into();
    for chart in charts(&summary) {
        tree(&chart);
    }
}

#[test]
fn a_chart_has_the_same_bytes_each_time() {
    for (one, other) in charts(&fixture::tie()).iter().zip(charts(&fixture::tie())) {
        assert_eq!(one.svg, other.svg);
        assert!(one.png() == other.png(), "{}", one.name);
    }
}

#[test]
fn a_picture_has_twice_the_pixels_of_its_drawing() {
    let chart = &charts(&fixture::tie())[0];
    let png = chart.png();
    let width = u32::from_be_bytes(png[16..20].try_into().unwrap());
    assert_eq!(width, 1_760);
}

/// Writes every chart of every fixture into the folder named by `POSSE_CHARTS`.
#[test]
#[ignore = "writes pictures to look at"]
fn charts_are_drawn_to_be_looked_at() {
    let folder = std::path::PathBuf::from(std::env::var("POSSE_CHARTS").unwrap());
    for (name, chart) in every_chart() {
        let path = folder.join(name.replace(' ', "-"));
        std::fs::write(path.with_extension("svg"), &chart.svg).unwrap();
        std::fs::write(path.with_extension("png"), chart.png()).unwrap();
    }
}
