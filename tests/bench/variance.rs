//! How many days control variates would save: what one knows exactly beforehand (the mean of everyone's arrival, visit and
//! patience, whose expectations are given) taken out of each day's figures by regression.

use machiai::draws::law::Law;
use machiai::draws::{Field, Purpose, RunKey, Stream};
use machiai::model::{Distribution, System};
use machiai::observe::Day;
use machiai::results::Measure;
use machiai::stats::Moments;
use machiai::units::SimTime;

use crate::days::{blueprint, cloudflare, exponential, metered, visit};

const PEOPLE: u32 = 3_000;
const DAYS: u64 = 2_000;
const MEASURES: [Measure; 7] = [
    Measure::WaitMean,
    Measure::WaitP50,
    Measure::WaitP90,
    Measure::LastAdmission,
    Measure::LineMax,
    Measure::Left,
    Measure::InsideMax,
];

/// Prints by how much the variance of each measure falls.
pub fn report() {
    println!("| day of 3,000 people | measure | mean | standard deviation | variance ÷ |");
    println!("|---|---|---:|---:|---:|");
    for (name, system) in [
        ("slots bind, patience", cloudflare(PEOPLE, 200, 200, Some(30))),
        ("slots bind, nobody leaves", cloudflare(PEOPLE, 200, 200, None)),
        ("rate binds, nobody leaves", cloudflare(PEOPLE, PEOPLE, 60, None)),
        ("metered, nobody leaves", metered(PEOPLE, 60, 12, None)),
    ] {
        report_day(name, &system);
    }
}

fn report_day(name: &str, system: &System) {
    let plan = blueprint(system);
    let mut rows: Vec<([f64; MEASURES.len()], Vec<f64>)> = Vec::new();
    for seed in 0..DAYS {
        let key = RunKey { seed, replication: 0 };
        let crowd = plan.crowd(key);
        let mut day = Day::new(crowd.len());
        plan.run(&crowd, key, &mut day);
        let figures = day.figures(&crowd, SimTime::ZERO);
        rows.push((MEASURES.map(|measure| figures.get(measure).unwrap_or(0.0)), controls(key)));
    }
    for (number, measure) in MEASURES.into_iter().enumerate() {
        let values: Vec<f64> = rows.iter().map(|row| row.0[number]).collect();
        let mut moments = Moments::default();
        values.iter().for_each(|value| moments.push(*value));
        let (Some(mean), Some(variance)) = (moments.mean(), moments.variance()) else { continue };
        if variance == 0.0 {
            continue;
        }
        // One control after the other, each without what those before it explain.
        let mut left = values;
        let mut used: Vec<Vec<f64>> = Vec::new();
        for control in 0..rows[0].1.len() {
            let mut column: Vec<f64> = rows.iter().map(|row| row.1[control]).collect();
            used.iter().for_each(|before| take_out(&mut column, before));
            take_out(&mut left, &column);
            used.push(column);
        }
        let mut rest = Moments::default();
        left.iter().for_each(|value| rest.push(*value));
        println!(
            "| {name} | `{}` | {mean:.1} | {:.2} | {:.2} |",
            measure.name(),
            variance.sqrt(),
            variance / rest.variance().unwrap_or(variance)
        );
    }
}

/// Means of what everyone brings along on a day.
fn controls(key: RunKey) -> Vec<f64> {
    let laws: [(Distribution, Field); 3] = [
        (exponential(10), Field::Arrival),
        (visit(), Field::VisitDuration),
        (exponential(30), Field::Patience),
    ];
    laws.map(|(law, field)| {
        let mut sum = 0.0;
        let stream = Stream::new(key, Purpose::People, 0, field);
        Law::compile(&law).values(stream, PEOPLE as usize, |k| k as u64, |_, value| sum += value);
        sum / f64::from(PEOPLE)
    })
    .into()
}

/// Removes what is linear in a control.
fn take_out(values: &mut [f64], control: &[f64]) {
    let count = values.len() as f64;
    let mean_of = |all: &[f64]| all.iter().sum::<f64>() / count;
    let (mean, centre) = (mean_of(values), mean_of(control));
    let together: f64 = values.iter().zip(control).map(|(v, c)| (v - mean) * (c - centre)).sum();
    let alone: f64 = control.iter().map(|c| (c - centre) * (c - centre)).sum();
    let slope = together / alone;
    values.iter_mut().zip(control).for_each(|(v, c)| *v -= slope * (c - centre));
}
