//! Contenders that take turns.

use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion};

/// How often the turn changes while a sample is taken.
const TURNS: u64 = 10;

/// Something to be measured against others.
pub struct Contender<'a> {
    name: &'static str,
    /// Computes once; returns a number that all contenders agree on.
    run: Box<dyn FnMut() -> f64 + 'a>,
    /// Seconds a run took, in every sample of the group.
    seconds: Vec<f64>,
}

impl<'a> Contender<'a> {
    pub fn new(name: &'static str, run: impl FnMut() -> f64 + 'a) -> Self {
        Contender { name, run: Box::new(run), seconds: vec![] }
    }

    fn time(&mut self, runs: u64) -> Duration {
        let started = Instant::now();
        for _ in 0..runs {
            std::hint::black_box((self.run)());
        }
        started.elapsed()
    }
}

/// Measures the contenders, and prints their medians and ratios.
pub fn compare(criterion: &mut Criterion, title: &str, mut contenders: Vec<Contender>) {
    agree(&mut contenders);
    let mut group = criterion.benchmark_group(title);
    for measured in 0..contenders.len() {
        let id = BenchmarkId::from_parameter(contenders[measured].name);
        group.bench_function(id, |bencher| {
            bencher.iter_custom(|runs| {
                let mut times = vec![Duration::ZERO; contenders.len()];
                for turn in 0..TURNS {
                    let runs = runs * (turn + 1) / TURNS - runs * turn / TURNS;
                    for (contender, time) in contenders.iter_mut().zip(&mut times) {
                        *time += contender.time(runs);
                    }
                }
                for (contender, time) in contenders.iter_mut().zip(&times) {
                    contender.seconds.push(time.as_secs_f64() / runs as f64);
                }
                times[measured]
            });
        });
    }
    group.finish();
    print(title, &contenders);
}

/// All contenders compute the same.
fn agree(contenders: &mut [Contender]) {
    for step in 0..20 {
        let results: Vec<_> = contenders.iter_mut().map(|contender| (contender.run)()).collect();
        for (contender, result) in contenders.iter().zip(&results) {
            let difference = (result - results[0]).abs();
            let allowed = 1e-4 * results[0].abs() + 1e-7;
            assert!(
                difference <= allowed,
                "in run {step}, {} finds {result}, not {}",
                contender.name,
                results[0]
            );
        }
    }
}

fn print(title: &str, contenders: &[Contender]) {
    if contenders[0].seconds.is_empty() {
        return;
    }
    println!("{title}: median of {} samples, and of the ratios to the first\n", contenders[0].seconds.len());
    for contender in contenders {
        let ratios = contender.seconds.iter().zip(&contenders[0].seconds).map(|(own, first)| own / first);
        let (seconds, ratio) = (median(contender.seconds.iter().copied()), median(ratios));
        println!("| {:30} | {:>10.4} µs | {ratio:5.2} |", contender.name, seconds * 1e6);
    }
    println!();
}

fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<_> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}
