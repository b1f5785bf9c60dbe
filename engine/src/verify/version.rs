//! Versions as documents write them, held against what a manifest asks for and what its lock fixes.

/// Most numbers of a version that are compared.
const PARTS: usize = 6;

/// Whether a version that a document names is the one that the code has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It is.
    Holds,
    /// It is another one.
    Differs,
    /// Nobody can tell.
    Open,
}

/// Holds a claimed version against a manifest's requirement and the exact version that it got; either may be empty.
///
/// A requirement (`^8.1`, `>=3`, `12.0+`, `8.x`) holds for a version that satisfies it, a number for one that begins with its
/// parts (`16` for `16.3`). Where a lock says which version it is, a requirement's least version is no longer a true one.
pub fn compare(claimed: &str, requirement: &str, locked: &str) -> Fit {
    let said = clean(claimed);
    if said.is_empty() {
        return Fit::Open;
    }
    if !requirement.is_empty() && squeeze(said) == squeeze(requirement) {
        return Fit::Holds;
    }
    let fixed = parts(locked);
    if let Some(fixed) = &fixed {
        return match satisfies(fixed, said) {
            Some(true) => Fit::Holds,
            Some(false) => Fit::Differs,
            None => Fit::Open,
        };
    }
    let Some(least) = least(requirement) else { return Fit::Open };
    match (satisfies(&least, said), parts(said)) {
        (Some(true), _) => Fit::Holds,
        // `5.1.0` may be what `>=5` got.
        (Some(false), Some(exact)) => match satisfies(&exact, requirement) {
            Some(false) => Fit::Differs,
            _ => Fit::Open,
        },
        _ => Fit::Open,
    }
}

/// Whether an image's tag is of the claimed version: `16-alpine` and `16` of `16.3-alpine`.
pub fn of_tag(claimed: &str, tag: &str) -> Fit {
    let said = clean(claimed);
    if said.is_empty() || tag.is_empty() {
        return Fit::Open;
    }
    if said.eq_ignore_ascii_case(tag) {
        return Fit::Holds;
    }
    match (parts(tag), satisfies(&parts(tag).unwrap_or_default(), said)) {
        (Some(_), Some(true)) => Fit::Holds,
        // `3-management` says less than `3.12`.
        (Some(has), Some(false)) => match parts(said) {
            Some(said) if said.starts_with(&has) => Fit::Open,
            _ => Fit::Differs,
        },
        _ => Fit::Open,
    }
}

/// A version without what only dresses it.
fn clean(text: &str) -> &str {
    let text = text.trim().trim_matches(['`', '(', ')', '"', '\'', ',', ':', '@']).trim();
    text.strip_prefix("version ").or_else(|| text.strip_prefix("Version ")).unwrap_or(text).trim()
}

fn squeeze(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.trim_start_matches(['v', '=']).to_ascii_lowercase()
}

/// The numbers of a version, as far as they go: 1, 2 and 3 of `v1.2.3-rc.1+x`. `None` where it begins with none.
fn parts(text: &str) -> Option<Vec<u64>> {
    let text = text.trim().trim_start_matches(['v', 'V', '=']).trim_start();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let numbers = text.get(..end)?.split('.').take(PARTS).take_while(|part| !part.is_empty());
    let parts: Vec<u64> = numbers.map(|part| part.parse().unwrap_or(u64::MAX)).collect();
    (!parts.is_empty()).then_some(parts)
}

/// The least version of a requirement.
fn least(requirement: &str) -> Option<Vec<u64>> {
    let first = requirement.split([',', '|', ' ']).find(|part| part.contains(|c: char| c.is_ascii_digit()))?;
    if first.trim_start().starts_with(['<', '!']) {
        return None;
    }
    parts(first.trim_start_matches(['^', '~', '>', '=', ' ']))
}

/// Whether a version satisfies what is said of it; `None` where that is no version or requirement.
fn satisfies(version: &[u64], said: &str) -> Option<bool> {
    if said.contains("||") {
        let all: Vec<_> = said.split("||").map(|one| satisfies(version, one)).collect();
        return if all.contains(&Some(true)) { Some(true) } else { all.into_iter().find(|one| *one != Some(true))? };
    }
    // `>= 1, < 2` and `>=1 <2` are two in one.
    let mut rest = said.replace(',', " ");
    for operator in [">=", "<=", "==", "~>", "~=", "!=", ">", "<", "^", "~", "="] {
        rest = rest.replace(&format!("{operator} "), operator);
    }
    let mut one = None;
    for comparator in rest.split_whitespace() {
        if !comparator.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        match satisfies_one(version, comparator)? {
            false => return Some(false),
            true => one = Some(true),
        }
    }
    one
}

fn satisfies_one(version: &[u64], comparator: &str) -> Option<bool> {
    let number = comparator.trim_start_matches(['^', '~', '>', '<', '=', '!']);
    let operator = comparator.get(..comparator.len() - number.len())?;
    let wanted = parts(number)?;
    let order = |len: usize| padded(version, len).cmp(&padded(&wanted, len));
    let len = version.len().max(wanted.len());
    let same = |count: usize| padded(version, count) == padded(&wanted, count);
    Some(match operator {
        "^" => {
            let fixed = wanted.iter().position(|part| *part != 0).map_or(wanted.len(), |at| at + 1);
            same(fixed) && order(len).is_ge()
        }
        "~" => same(wanted.len().min(2)) && order(len).is_ge(),
        "~>" | "~=" => same(wanted.len().saturating_sub(1).max(1)) && order(len).is_ge(),
        ">=" => order(len).is_ge(),
        ">" => order(len).is_gt(),
        "<=" => order(len).is_le(),
        "<" => order(len).is_lt(),
        "!=" => !same(wanted.len()),
        "" | "=" | "==" if number.ends_with('+') => order(len).is_ge(),
        "" | "=" | "==" | "===" => same(wanted.len()),
        _ => return None,
    })
}

fn padded(parts: &[u64], len: usize) -> Vec<u64> {
    (0..len).map(|at| parts.get(at).copied().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::Fit::{Differs, Holds, Open};
    use super::*;

    #[test]
    fn claims_and_what_the_code_has() {
        for (claimed, requirement, locked, expected) in [
            ("^8.1", "^8.4", "8.4.2", Holds),
            ("6.3.0", "^6.3.0", "6.19.2", Differs),
            ("^6.3.0", "^6.3.0", "6.19.2", Holds),
            ("6.3.0", "^6.3.0", "", Holds),
            ("v2.9.6", "^2.9.6", "2.9.6", Holds),
            ("(1.33.0)", "^1.30.0", "1.33.0", Holds),
            ("==12.7.0", "==12.7.0", "12.7.0", Holds),
            ("== 12.7.0", "==12.6.0", "12.6.0", Differs),
            ("12.0.0+", "^12.0.0", "12.7.0", Holds),
            ("13.0.0+", "^12.0.0", "12.7.0", Differs),
            ("8.x", "^8.0.0", "8.9.1", Holds),
            ("7.x", "^8.0.0", "8.9.1", Differs),
            ("5", "~5.3", "5.3.3", Holds),
            ("5.2", "~5.3", "5.3.3", Differs),
            ("5.1.0", ">=5", "", Open),
            ("4.0.0", ">=5", "", Differs),
            ("5.0", "^5.0.0", "5.0.0", Holds),
            ("1.25.1", "v1.25.1", "1.25.1", Holds),
            ("latest", "^1.0.0", "1.0.0", Open),
            ("1.0.0", "workspace:*", "", Open),
            ("1.0.0", "", "", Open),
            ("", "^1.0.0", "1.0.0", Open),
            (">=3.10,<4", "", "3.11.2", Holds),
            (">= 3.10 < 3.11", "", "3.11.2", Differs),
            ("~> 7.1.0", "", "7.1.5", Holds),
            ("^4 || ^5", "", "5.1.0", Holds),
            ("^0.2.3", "", "0.3.0", Differs),
            ("99999999999999999999.1", "", "1.0.0", Differs),
        ] {
            assert_eq!(compare(claimed, requirement, locked), expected, "{claimed:?} {requirement:?} {locked:?}");
        }
    }

    #[test]
    fn claims_and_tags() {
        for (claimed, tag, expected) in [
            ("16-alpine", "16-alpine", Holds),
            ("16", "16.3-alpine", Holds),
            ("15", "16-alpine", Differs),
            ("3.12", "3-management", Open),
            ("16", "latest", Open),
            ("8.0", "8.0.36", Holds),
            ("alpine", "16-alpine", Open),
        ] {
            assert_eq!(of_tag(claimed, tag), expected, "{claimed:?} {tag:?}");
        }
    }
}
