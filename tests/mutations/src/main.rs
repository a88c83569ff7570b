//! Makes one small mistake at a time in the networks of README and examples, and looks at what the compiler says: one error,
//! short, on the words of the network, and nothing of the code behind it.
//!
//! ```console
//! cargo run --release -p mutations -- --count 2000 --seed 1
//! ```

mod compiler;
mod judge;
mod mutation;
mod networks;
mod tokens;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use clap::Parser;
use compiler::Compiler;
use judge::Verdict;
use mutation::Mutant;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;

/// Makes mistakes in networks, and says where the compiler's error is not as it should be.
#[derive(Parser)]
struct Options {
    /// How many mistakes to make
    #[arg(long, value_name = "N", default_value_t = 2000)]
    count: usize,
    /// What they are drawn from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How many compilers run at a time
    #[arg(long, value_name = "N", default_value_t = 2)]
    jobs: usize,
    /// Show what is said of each mistake, not only of those with a finding
    #[arg(long)]
    all: bool,
}

fn main() -> ExitCode {
    let Options { count, seed, jobs, all } = Options::parse();
    let (networks, compiler) = (networks::all(), Compiler::new());
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mutants: Vec<Mutant> = (0..count).map(|_| mutation::draw(&networks, &mut random)).collect();

    let queue = Mutex::new(mutants.iter().enumerate());
    // For each kind of mistake: how many compile, are one good error, or are a finding.
    let counts = Mutex::new(BTreeMap::<&str, [usize; 3]>::new());
    thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(|| {
                while let Some((i, mutant)) = { queue.lock().unwrap().next() } {
                    let diagnostics = compiler.check(i, mutant);
                    let verdict = judge::judge(mutant, &diagnostics);
                    let column = match &verdict {
                        Verdict::Compiles => 0,
                        Verdict::OneError => 1,
                        Verdict::Finding(_) => 2,
                    };
                    counts.lock().unwrap().entry(mutant.kind).or_default()[column] += 1;
                    if let Verdict::Finding(what) = &verdict {
                        println!("#{i} {what}: {mutant}\n{}", compiler::rendered(&diagnostics));
                    } else if all {
                        println!("#{i}: {mutant}\n{}", compiler::rendered(&diagnostics));
                    }
                }
            });
        }
    });

    let counts = counts.into_inner().unwrap();
    println!("{:24} {:>9} {:>9} {:>9}", "mistake", "compiles", "one error", "finding");
    for (kind, [compiles, good, findings]) in &counts {
        println!("{kind:24} {compiles:>9} {good:>9} {findings:>9}");
    }
    let findings: usize = counts.values().map(|counts| counts[2]).sum();
    println!("{findings} findings in {count} mistakes");
    if findings == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
