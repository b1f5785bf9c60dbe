//! The day of an audit. The engine reads no clock, so the terminal does.

use std::time::{SystemTime, UNIX_EPOCH};

/// Takes a day as `YYYY-MM-DD`, if there is such a day.
pub fn parse(text: &str) -> Result<String, String> {
    let number = |from: usize, to: usize| {
        let digits = text.get(from..to).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        digits.and_then(|digits| digits.parse::<u32>().ok())
    };
    let shape = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    match (shape, number(0, 4), number(5, 7), number(8, 10)) {
        (true, Some(year), Some(month), Some(day)) if (1..=days(year, month)).contains(&day) => Ok(text.to_owned()),
        (true, Some(_), Some(_), Some(_)) => Err("there is no such day".to_owned()),
        _ => Err("a day is written as 2026-02-28".to_owned()),
    }
}

/// How many days a month of the Gregorian calendar has; 0 if there is no such month.
fn days(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// Today in UTC, as `YYYY-MM-DD`.
pub fn today() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    written(now / (24 * 60 * 60))
}

/// The day that lies this many days after 1970-01-01.
fn written(mut left: u64) -> String {
    let (mut year, mut month) = (1970, 1);
    loop {
        let length = u64::from(days(year, month));
        if left < length {
            return format!("{year:04}-{month:02}-{:02}", left + 1);
        }
        left -= length;
        month += 1;
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_that_there_are() {
        for day in ["2026-02-28", "2024-02-29", "2000-02-29", "1999-12-31"] {
            assert_eq!(parse(day).as_deref(), Ok(day));
        }
        for wrong in ["2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00"] {
            assert_eq!(parse(wrong), Err("there is no such day".to_owned()), "{wrong}");
        }
        for wrong in ["", "today", "2026-2-3", "26-02-03", "2026/02/03", "2026-02-03T", "+026-02-03", "2026-02-é"] {
            assert!(parse(wrong).is_err_and(|e| e.contains("written as")), "{wrong}");
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(written(0), "1970-01-01");
        assert_eq!(written(11_016), "2000-02-29");
        assert_eq!(written(20_454), "2026-01-01");
        assert_eq!(parse(&today()), Ok(today()));
    }
}
