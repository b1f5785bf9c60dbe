//! A bounded run of every fuzz target: its seeds, and what a fixed row of changes makes of them. `FUZZ_TIMES=1000` makes the row
//! that much longer; `fuzz/` runs the same targets with an eye to what they have not done yet.

mod targets;

#[path = "targets/seeds.rs"]
mod seeds;

/// A row of numbers that is the same every time (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    /// A part of so many bytes, at most 64 long.
    fn part(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..(start + self.below(64)).min(length)
    }
}

/// Signs that mean something to one format or another.
const WORDS: &[&[u8]] = &[
    b"\0",
    b"\n",
    b"\r\n",
    b"\"",
    b"'",
    b"`",
    b"${",
    b"}}",
    b"{{",
    b"[",
    b"]",
    b"<",
    b"</",
    b"<!--",
    b"-->",
    b"/*",
    b"*/",
    b"//",
    b"#",
    b"- ",
    b": ",
    b"&a ",
    b"*a",
    b"\\",
    b"\xFF",
    b"\xE2\x80\xAE",
    b"\xF0\x9F\xA6\x80",
    b"PK\x01\x02",
    b"\xFF\xFF\xFF\xFF",
    b"999999999999999999999",
    b"-1",
    b"process.env.",
    b"https://u:p@a.example/",
    b"## ",
    b"| a | b |\n|---|---|\n",
];

/// Changes bytes a little.
fn change(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    for _ in 0..=numbers.below(4) {
        let part = numbers.part(bytes.len());
        match numbers.below(6) {
            0 => bytes[part].fill(u8::try_from(numbers.below(256)).unwrap()),
            1 => drop(bytes.drain(part)),
            2 => {
                let copy = bytes[part.clone()].to_vec();
                bytes.splice(part.start..part.start, copy);
            }
            3 => drop(bytes.splice(part, other[numbers.part(other.len())].iter().copied())),
            4 => bytes.truncate(part.start),
            _ => drop(bytes.splice(part.start..part.start, WORDS[numbers.below(WORDS.len())].iter().copied())),
        }
    }
}

/// Runs a target on its seeds and on so many changed ones.
fn run(name: &str, target: fn(&[u8]), changed: usize) {
    let seeds = seeds::of(name);
    assert!(!seeds.is_empty());
    // Some at each end and between: all of them take the readers minutes.
    seeds.iter().step_by(seeds.len() / 40 + 1).for_each(|seed| target(seed));
    let times = std::env::var("FUZZ_TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..changed * times {
        let mut bytes = seeds[numbers.below(seeds.len())].clone();
        let other = &seeds[numbers.below(seeds.len())];
        change(&mut bytes, other, &mut numbers);
        target(&bytes);
    }
}

#[test]
fn archives() {
    run("archive", targets::archive, 400);
}

#[test]
fn files_of_every_format() {
    run("readers", targets::readers, 3000);
}

#[test]
fn code_bases() {
    run("assemble", targets::assemble, 150);
}

#[test]
fn documents() {
    run("document", targets::document, 400);
}

#[test]
fn documents_against_code() {
    run("verify", targets::verify, 100);
}

#[test]
fn saved_audits() {
    run("saved", targets::saved, 300);
}

#[test]
fn links() {
    run("link", targets::link, 2000);
}
