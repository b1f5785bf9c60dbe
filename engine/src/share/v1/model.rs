//! What comes next: the probability of the next bit, learnt from all that came before, and the arithmetic coder that turns
//! such probabilities into bytes.
//!
//! Each bit is predicted from several contexts at once, such as the last three letters, the word so far, or the text that
//! followed when the same six letters last stood here. A mixer weighs the predictions by how well each did of late. All of
//! it is in whole numbers, so that every machine and every browser predicts the same: the decoder has to. A change of any
//! figure here is another format.

/// Bits of precision of a probability.
const PRECISION: u32 = 12;

/// Certainty, on the scale of probabilities.
const ONE: i32 = 1 << PRECISION;

/// `ln(p / (1 - p))` is cut off here, at 8 times 256.
const FAR: i32 = 2047;

/// The logistic function at every 128th step from -2048 to 2048, on the scale of [`ONE`].
const LOGISTIC: [i32; 33] = [
    1, 2, 4, 6, 10, 17, 27, 45, 74, 120, 194, 311, 488, 747, 1102, 1546, 2048, 2550, 2994, 3349, 3608, 3785, 3902,
    3976, 4022, 4051, 4069, 4079, 4086, 4090, 4092, 4094, 4095,
];

/// The probability at this distance from an even chance, in steps of 1/256 on the logistic scale.
fn squash(distance: i32) -> i32 {
    let distance = distance.clamp(-FAR, FAR) + FAR + 1;
    let (at, part) = ((distance >> 7) as usize, distance & 127);
    let next = LOGISTIC[(at + 1).min(LOGISTIC.len() - 1)];
    (LOGISTIC[at] * (128 - part) + next * part + 64) >> 7
}

/// The inverse of [`squash`], by probability.
fn stretch_table() -> Vec<i16> {
    let mut table = vec![FAR as i16; ONE as usize];
    let mut from = 0;
    for distance in -FAR..=FAR {
        let to = squash(distance) as usize;
        for place in table.iter_mut().take(to + 1).skip(from) {
            *place = distance as i16;
        }
        from = from.max(to + 1);
    }
    table
}

/// A probability that learns: 12 bits of it, and 4 of how often it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Chance(u16);

/// The most that a [`Chance`] counts: from then on, it forgets as fast as it learns.
const SETTLED: u16 = 15;

/// What part of the way to the truth a chance goes, in 65536ths, by how often it was asked.
const RATES: [i32; 16] =
    [43690, 26214, 18724, 14563, 11915, 10082, 8738, 7710, 6898, 6241, 5698, 5242, 4854, 4519, 3276, 3276];

impl Chance {
    const EVEN: Chance = Chance(1 << 15);

    fn probability(self) -> i32 {
        i32::from(self.0 >> 4)
    }

    fn count(self) -> usize {
        usize::from(self.0 & 15)
    }

    fn learn(&mut self, bit: bool) {
        let now = self.probability();
        let truth = if bit { ONE - 1 } else { 0 };
        let step = (truth - now) * RATES[self.count()];
        // Rounded away from zero, so that what is always so becomes certain.
        let next = now + (step + if step < 0 { -0xFFFF } else { 0xFFFF }) / 0x1_0000;
        self.0 = (next.clamp(1, ONE - 1) as u16) << 4 | ((self.0 & 15) + 1).min(SETTLED);
    }
}

/// Weighs the inputs of one bit. The weights are chosen by a small context.
#[derive(Debug, Clone)]
struct Mixer {
    inputs: usize,
    weights: Vec<i32>,
    chosen: usize,
    said: i32,
    pace: i32,
}

/// How fast the mixers of letters learn.
const LETTER_PACE: i32 = 5;

/// How fast the mixer of numbers learns: there are fewer of them.
const NUMBER_PACE: i32 = 12;

impl Mixer {
    fn new(inputs: usize, contexts: usize, weight: i32, pace: i32) -> Self {
        Self { inputs, weights: vec![weight; inputs * contexts], chosen: 0, said: ONE / 2, pace }
    }

    /// The distance that the inputs give together.
    fn mix(&mut self, inputs: &[i32], context: usize) -> i32 {
        self.chosen = context * self.inputs;
        let weights = &self.weights[self.chosen..self.chosen + self.inputs];
        let sum: i64 = weights.iter().zip(inputs).map(|(weight, input)| i64::from(*weight) * i64::from(*input)).sum();
        let distance = (sum >> 16).clamp(-i64::from(FAR), i64::from(FAR)) as i32;
        self.said = squash(distance);
        distance
    }

    fn learn(&mut self, inputs: &[i32], bit: bool) {
        let error = ((i32::from(bit) << PRECISION) - self.said) * self.pace;
        let weights = &mut self.weights[self.chosen..self.chosen + self.inputs];
        for (weight, input) in weights.iter_mut().zip(inputs) {
            // Bounded, so that no input however odd makes it overflow.
            *weight = (*weight + ((input * error + 0x2000) >> 14)).clamp(-0x40_0000, 0x40_0000);
        }
    }
}

/// Mixes hashes.
pub fn hash(a: u32, b: u32) -> u32 {
    let mixed = a.wrapping_mul(0x2F0B_4C47).wrapping_add(b.wrapping_mul(0x9E37_79B1)).wrapping_add(0x7F4A_7C15);
    (mixed ^ (mixed >> 15)).wrapping_mul(0x85EB_CA6B)
}

/// Where bits go to or come from.
#[derive(Debug)]
pub enum Bits<'a> {
    /// They are written.
    Written(Writer),
    /// They are read.
    Read(Reader<'a>),
    /// They go nowhere: for a text that both sides know, and that the model learns.
    Known,
}

impl Bits<'_> {
    /// Codes one bit whose probability of being 1 is `chance` in 65536ths: gives `bit` away, or gives the one that came.
    pub fn code(&mut self, bit: bool, chance: u32) -> bool {
        match self {
            Bits::Written(writer) => writer.code(bit, chance),
            Bits::Read(reader) => reader.code(chance),
            Bits::Known => bit,
        }
    }
}

/// Writes bits.
#[derive(Debug)]
pub struct Writer {
    low: u32,
    high: u32,
    bytes: Vec<u8>,
}

impl Writer {
    /// One that has written nothing.
    pub fn new() -> Self {
        Self { low: 0, high: u32::MAX, bytes: Vec::new() }
    }

    /// All that was written. A reader takes what is missing at the end for zeros, so none stand there.
    pub fn finish(mut self) -> Vec<u8> {
        // The shortest number that lies between the two, counted as if zeros followed.
        for kept in 0..=4_u32 {
            let below = if kept == 0 { 0 } else { u32::MAX << (32 - 8 * kept) };
            let number =
                if self.low & !below == 0 { self.low } else { (self.low & below).wrapping_add(!below).wrapping_add(1) };
            if number >= self.low && number <= self.high {
                self.bytes.extend(number.to_be_bytes().iter().take(kept as usize));
                break;
            }
        }
        while self.bytes.last() == Some(&0) {
            self.bytes.pop();
        }
        self.bytes
    }

    fn code(&mut self, bit: bool, chance: u32) -> bool {
        let middle = middle(self.low, self.high, chance);
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.bytes.push((self.high >> 24) as u8);
            self.low <<= 8;
            self.high = self.high << 8 | 0xFF;
        }
        bit
    }
}

/// The part of the range from `low` to `high` that stands for a 1.
fn middle(low: u32, high: u32, chance: u32) -> u32 {
    low + ((u64::from(high - low) * u64::from(chance)) >> 16) as u32
}

/// Reads bits.
#[derive(Debug)]
pub struct Reader<'a> {
    low: u32,
    high: u32,
    value: u32,
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> Reader<'a> {
    /// One that is about to read these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Self { low: 0, high: u32::MAX, value: 0, bytes: bytes.iter() };
        for _ in 0..4 {
            reader.take();
        }
        reader
    }

    fn take(&mut self) {
        self.value = self.value << 8 | u32::from(self.bytes.next().copied().unwrap_or_default());
    }

    fn code(&mut self, chance: u32) -> bool {
        let middle = middle(self.low, self.high, chance);
        let bit = self.value <= middle;
        if bit {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
        while (self.low ^ self.high) >> 24 == 0 {
            self.low <<= 8;
            self.high = self.high << 8 | 0xFF;
            self.take();
        }
        bit
    }
}

/// Contexts of a letter of text, other than the longest text that repeats.
const CONTEXTS: usize = 10;

/// The first context is the class of the text; those behind it are so many letters before.
const ORDERS: usize = 5;

/// Inputs of a letter's mixers: two for each context, two of the text that repeats, and one that is always the same.
const TEXT_INPUTS: usize = 2 * CONTEXTS + 3;

/// Rows of chances for each context, as a power of two. A row holds those of half a letter.
const ROWS: u32 = 15;

/// Contexts of a number.
pub const NUMBER_CONTEXTS: usize = 4;

/// Inputs of a number's mixer.
const NUMBER_INPUTS: usize = 2 * NUMBER_CONTEXTS + 1;

/// Chances of numbers, as a power of two.
const NUMBER_CHANCES: u32 = 16;

/// Columns of numbers that have mixer weights of their own.
pub const COLUMNS: usize = 64;

/// How many letters back a text that repeats is looked for by: their hash.
const REPEATED: usize = 5;

/// Places of texts that may repeat, as a power of two.
const PLACES: u32 = 16;

/// Confidence by how often a chance was asked, in eighths.
const CONFIDENCE: [i32; 16] = [0, 2, 3, 4, 5, 6, 6, 7, 7, 7, 8, 8, 8, 8, 8, 8];

/// The longest repetition that is told from longer ones.
const LONGEST: usize = 32;

/// Predicts letters and numbers.
#[derive(Debug, Clone)]
pub struct Model {
    stretch: Vec<i16>,
    /// For each context, rows of 16: a check, then the chances of the bits of half a letter.
    rows: Vec<Vec<u16>>,
    by_context: Mixer,
    by_letter: Mixer,
    /// What the mixed chance came to be, by the bits of the letter so far.
    refined: Vec<u16>,
    /// The same, by the letter before, too.
    refined_after: Vec<u16>,
    /// All text so far.
    text: Vec<u8>,
    /// Where a hash of letters last stood.
    places: Vec<u32>,
    /// The letter that stood behind the text that repeats, and how long that is.
    repeat: usize,
    length: usize,
    /// How often a repetition of a length went on.
    goes_on: Vec<u16>,
    contexts: [u32; CONTEXTS],
    word: u32,
    last_word: u32,
    string: u32,
    class: u32,
    numbers: Vec<Chance>,
    number_mixer: Mixer,
}

impl Model {
    /// One that knows nothing yet.
    pub fn new() -> Self {
        let refined = |contexts: usize| {
            (0..contexts * 33).map(|at| (squash((at % 33) as i32 * 128 - 2048) * 16) as u16).collect::<Vec<_>>()
        };
        let mut row = [Chance::EVEN.0; 16];
        row[0] = 0;
        Self {
            stretch: stretch_table(),
            rows: (0..CONTEXTS).map(|_| row.repeat(1 << ROWS)).collect(),
            by_context: Mixer::new(TEXT_INPUTS, (ORDERS + 1) * 4, 8_000, LETTER_PACE),
            by_letter: Mixer::new(TEXT_INPUTS, 256, 8_000, LETTER_PACE),
            refined: refined(256),
            refined_after: refined(1 << 12),
            text: Vec::new(),
            places: vec![0; 1 << PLACES],
            repeat: 0,
            length: 0,
            goes_on: vec![1 << 15; LONGEST + 1],
            contexts: [0; CONTEXTS],
            word: 0,
            last_word: 0,
            string: 0,
            class: 0,
            numbers: vec![Chance::EVEN; 1 << NUMBER_CHANCES],
            number_mixer: Mixer::new(NUMBER_INPUTS, COLUMNS, 10_000, NUMBER_PACE),
        }
    }

    /// Begins a text of this class, in this context.
    pub fn begin(&mut self, class: u8, context: u32) {
        self.class = hash(u32::from(class), context);
        self.string = 0;
        self.turn();
    }

    /// Learns that a text begins so, which both sides know.
    pub fn given(&mut self, text: &[u8]) {
        for letter in text {
            self.push(*letter);
        }
    }

    /// Codes a letter.
    pub fn letter(&mut self, bits: &mut Bits<'_>, letter: u8) -> u8 {
        let mut so_far = 1_usize;
        let mut rows = [0; CONTEXTS];
        let last = u32::from(self.text.last().copied().unwrap_or_default());
        for place in 0..8 {
            if place % 4 == 0 {
                // The second half of a letter has rows of its own.
                let half = if place == 0 { 0 } else { so_far as u32 };
                for (at, row) in rows.iter_mut().enumerate() {
                    *row = self.row(at, half);
                }
            }
            let node = if place < 4 { so_far } else { (1 << (place - 4)) | (so_far & ((1 << (place - 4)) - 1)) };
            let mut inputs = [0; TEXT_INPUTS];
            let mut known = 0;
            for (at, row) in rows.iter().enumerate() {
                let chance = Chance(self.rows[at][row + node]);
                if chance.count() > 0 {
                    if at <= ORDERS {
                        known = at.max(known);
                    }
                    self.input(&mut inputs[2 * at..2 * at + 2], chance);
                }
            }
            let expected = self.expected(so_far, place);
            if let Some(bit) = expected {
                let chance = i32::from(self.goes_on[self.length.min(LONGEST)] >> 4);
                let sign = if bit { 1 } else { -1 };
                inputs[2 * CONTEXTS] = sign * i32::from(self.stretch[chance as usize]);
                inputs[2 * CONTEXTS + 1] = sign * (chance - ONE / 2);
            }
            inputs[2 * CONTEXTS + 2] = 256;
            let repeats = if expected.is_none() { 0 } else { (1 + self.length / 8).min(3) };
            let one = self.by_context.mix(&inputs, known * 4 + repeats);
            let other = self.by_letter.mix(&inputs, so_far);
            let distance = (one + other) / 2;
            let (near, first) = refine(&self.refined, so_far, distance);
            let after = (hash(last, so_far as u32) >> 20) as usize;
            let (near_after, second) = refine(&self.refined_after, after, distance);
            let chance = (squash(distance) * 16 + first + 2 * second) / 4;
            let bit = bits.code(letter >> (7 - place) & 1 == 1, chance.clamp(16, 65_520) as u32);
            self.by_context.learn(&inputs, bit);
            self.by_letter.learn(&inputs, bit);
            drift(&mut self.refined[near], bit, 6);
            drift(&mut self.refined_after[near_after], bit, 5);
            for (at, row) in rows.iter().enumerate() {
                let mut chance = Chance(self.rows[at][row + node]);
                chance.learn(bit);
                self.rows[at][row + node] = chance.0;
            }
            if let Some(expected) = expected {
                drift(&mut self.goes_on[self.length.min(LONGEST)], expected == bit, 5);
                if expected != bit {
                    self.length = 0;
                }
            }
            so_far = so_far << 1 | usize::from(bit);
        }
        let letter = (so_far & 0xFF) as u8;
        self.push(letter);
        letter
    }

    /// The place of the row of a context for this half of a letter.
    fn row(&mut self, context: usize, half: u32) -> usize {
        let hash = hash(self.contexts[context], half);
        let row = (hash >> (32 - ROWS)) as usize * 16;
        let check = (hash & 0xFFFF) as u16;
        let rows = &mut self.rows[context];
        if rows[row] != check {
            rows[row] = check;
            rows[row + 1..row + 16].fill(Chance::EVEN.0);
        }
        row
    }

    /// Two inputs of a mixer: how far the chance is from even, and the same weakened by how little it is founded on.
    fn input(&self, inputs: &mut [i32], chance: Chance) {
        let probability = chance.probability();
        inputs[0] = i32::from(self.stretch[probability as usize]);
        inputs[1] = (probability - ONE / 2) * CONFIDENCE[chance.count()] / 8;
    }

    /// The bit that the repetition foretells.
    fn expected(&mut self, so_far: usize, place: usize) -> Option<bool> {
        if self.length == 0 {
            return None;
        }
        let letter = usize::from(*self.text.get(self.repeat)?) | 0x100;
        debug_assert_eq!(letter >> (8 - place), so_far, "a repetition ends with the first bit that is another");
        Some(letter >> (7 - place) & 1 == 1)
    }

    /// Takes a letter into what came before.
    fn push(&mut self, letter: u8) {
        let went_on = self.length > 0 && self.text.get(self.repeat) == Some(&letter);
        self.text.push(letter);
        if letter.is_ascii_alphanumeric() || letter >= 0x80 {
            self.word = hash(self.word, u32::from(letter.to_ascii_lowercase()));
        } else if self.word != 0 {
            self.last_word = self.word;
            self.word = 0;
        }
        self.string = hash(self.string, u32::from(letter));
        if went_on {
            self.repeat += 1;
            self.length += 1;
        } else {
            self.length = 0;
        }
        self.turn();
        self.find();
    }

    /// Looks for what repeats.
    fn find(&mut self) {
        let end = self.text.len();
        let Some(from) = end.checked_sub(REPEATED) else { return };
        let key = self.text[from..].iter().fold(0, |key, letter| hash(key, u32::from(*letter)));
        let place = &mut self.places[(key >> (32 - PLACES)) as usize];
        let before = *place as usize;
        *place = end as u32;
        if self.length == 0 && before > 0 {
            let length = (0..before.min(LONGEST))
                .take_while(|back| self.text[before - 1 - back] == self.text[end - 1 - back])
                .count();
            if length >= REPEATED {
                (self.repeat, self.length) = (before, length);
            }
        }
    }

    /// The contexts of the next letter.
    fn turn(&mut self) {
        let mut order = 0;
        let mut back = self.text.iter().rev();
        self.contexts[0] = self.class;
        for context in 1..=ORDERS {
            order = hash(order, back.next().map_or(0, |letter| u32::from(*letter) + 1));
            self.contexts[context] = hash(order, context as u32);
        }
        self.contexts[6] = hash(hash(self.class, self.word), 6);
        self.contexts[7] = hash(self.word, self.last_word);
        self.contexts[8] = hash(self.class, self.string);
        self.contexts[9] = hash(self.word, 9);
    }

    /// Codes one bit of a number in these contexts, of this column.
    pub fn number_bit(
        &mut self,
        bits: &mut Bits<'_>,
        column: usize,
        contexts: &[u32; NUMBER_CONTEXTS],
        node: u32,
        bit: bool,
    ) -> bool {
        let mut inputs = [0; NUMBER_INPUTS];
        let places = contexts.map(|context| (hash(context, node) >> (32 - NUMBER_CHANCES)) as usize);
        for (at, place) in places.iter().enumerate() {
            let chance = self.numbers[*place];
            if chance.count() > 0 {
                self.input(&mut inputs[2 * at..2 * at + 2], chance);
            }
        }
        inputs[2 * NUMBER_CONTEXTS] = 256;
        let distance = self.number_mixer.mix(&inputs, column);
        let bit = bits.code(bit, (squash(distance) * 16).clamp(64, 65_472) as u32);
        self.number_mixer.learn(&inputs, bit);
        for place in places {
            self.numbers[place].learn(bit);
        }
        bit
    }
}

/// The chance that a mixed distance came to be, on the scale of 65536ths, and the place that learns of it.
fn refine(table: &[u16], context: usize, distance: i32) -> (usize, i32) {
    let distance = distance + FAR + 1;
    let (at, part) = (context * 33 + (distance >> 7) as usize, distance & 127);
    let chance = (i32::from(table[at]) * (128 - part) + i32::from(table[at + 1]) * part) >> 7;
    (at + usize::from(part >= 64), chance)
}

/// Moves a chance in 65536ths towards what came.
fn drift(chance: &mut u16, bit: bool, slowness: u32) {
    let truth = if bit { 0xFFFF } else { 0 };
    let now = i32::from(*chance);
    *chance = (now + ((truth - now) >> slowness)) as u16;
}
