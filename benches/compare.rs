//! How long comparing two large audits takes, and the matrix of them, each also as a ratio to reading one of them from JSON: what
//! anything that is done with an audit costs first. All alternate in one run, and the best of each counts. It asserts nothing.
//!
//! `cargo xtask bench` runs this.

#![allow(clippy::print_stdout)]

use patchbay_engine::compare::{self, matrix};
use patchbay_engine::saved;
use std::hint::black_box;
use std::time::Instant;

mod made;
use made::{SERVICES, VARIABLES, made};

/// Rounds.
const ROUNDS: usize = 15;

fn main() {
    let old = made(0);
    for (what, new) in [
        ("one service and variable in ten changed", made(10)),
        ("all of them changed", made(1)),
        ("nothing changed", made(0)),
    ] {
        let json = serde_json::to_vec(&new).unwrap_or_default();
        let (mut reading, mut comparing, mut laying) = (f64::MAX, f64::MAX, f64::MAX);
        for _ in 0..ROUNDS {
            reading = reading.min(milliseconds(|| drop(black_box(saved::read(&json)))));
            comparing = comparing.min(milliseconds(|| drop(black_box(compare::compare(&old, &new)))));
            laying = laying.min(milliseconds(|| drop(black_box(matrix::matrix(&[&old, &new])))));
        }
        let compared = compare::compare(&old, &new);
        println!("\n{SERVICES} services, {VARIABLES} variables, {what} (best of {ROUNDS})");
        println!("  {}", compared.summary);
        println!("  read one of {:.1} MB  {reading:7.1} ms", json.len() as f64 / 1e6);
        println!("  compare two          {comparing:7.1} ms   {:.2} x read", comparing / reading);
        println!("  matrix of two        {laying:7.1} ms   {:.2} x read", laying / reading);
    }
}

fn milliseconds(work: impl FnOnce()) -> f64 {
    let since = Instant::now();
    work();
    since.elapsed().as_secs_f64() * 1000.0
}
