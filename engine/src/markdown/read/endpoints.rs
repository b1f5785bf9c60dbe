//! The webhooks, callbacks and outgoing hooks that a document names.

use super::words::contains_word;
use crate::audit::{Direction, Endpoint, Verification};

/// An endpoint of which lines are still to come.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// What is known of it.
    pub endpoint: Endpoint,
    /// Further routes that the same lines speak of: method and path.
    pub routes: Vec<(String, String)>,
    /// The text that names it.
    pub text: String,
    /// Its block, and the section and label that it stands under.
    pub at: usize,
    /// The section.
    pub section: String,
    /// The label.
    pub group: String,
}

/// Most bytes of lines that all routes of a draft get; of more only the first has them.
const SHARED: usize = 64 * 1024;

impl Draft {
    /// Takes a route. The first is the endpoint's, others share its lines.
    pub fn route(&mut self, method: &str, path: &str) {
        let route = (method.to_owned(), path.to_owned());
        if path.is_empty() || self.routes.len() >= 64 {
        } else if let Some(known) = self.routes.iter_mut().find(|known| known.1 == path) {
            if known.0.is_empty() {
                known.0 = route.0;
            }
        } else {
            self.routes.push(route);
        }
    }

    /// Takes what a text says of how a caller proves itself.
    pub fn verified(&mut self, text: &str) {
        if self.endpoint.verification == Verification::Unknown {
            self.endpoint.verification = verification(text);
        }
    }

    /// The endpoints, one for each route.
    pub fn finish(self) -> Vec<Endpoint> {
        let bytes: usize = self.endpoint.attributes.iter().map(|line| line.text.len()).sum();
        let shared = Endpoint {
            attributes: if bytes > SHARED { Vec::new() } else { self.endpoint.attributes.clone() },
            ..self.endpoint.clone()
        };
        let mut out: Vec<Endpoint> =
            self.routes.into_iter().map(|(method, path)| Endpoint { method, path, ..shared.clone() }).collect();
        if let Some(first) = out.first_mut() {
            first.attributes = self.endpoint.attributes;
        }
        out
    }
}

/// Words by which a text says how a caller proves itself, the stronger first.
const VERIFIED: &[(Verification, &[&str])] = &[
    (
        Verification::Signature,
        &["signature", "signatures", "signed", "hmac", "constructevent", "svix", "ed25519", "x-hub-signature-256"],
    ),
    (
        Verification::Token,
        &[
            "bearer",
            "token",
            "secret",
            "api key",
            "api-key",
            "basic auth",
            "shared secret",
            "auth header",
            "authorization header",
            "authorization",
        ],
    ),
    (
        Verification::None,
        &[
            "no auth",
            "no verification",
            "unauthenticated",
            "not verified",
            "public endpoint",
            "none",
            "without verification",
            "no signature",
        ],
    ),
];

/// How a caller proves itself, as a text says.
pub fn verification(text: &str) -> Verification {
    let lower = text.to_lowercase();
    let holds = |words: &&(Verification, &[&str])| {
        words.1.iter().any(|word| contains_word(&lower, word) || (word.contains("auth") && lower.contains("_auth")))
    };
    let denied = VERIFIED.last().filter(|row| row.1.iter().any(|word| word.len() > 4 && contains_word(&lower, word)));
    denied.or_else(|| VERIFIED.iter().find(holds)).map_or(Verification::Unknown, |row| row.0)
}

/// Who calls whom, as an item's own words say against its group's.
pub fn direction(text: &str, group: Direction) -> Direction {
    let lower = text.to_lowercase();
    let callback = ["callback", "redirect uri", "oauth", "return url"].iter().any(|word| contains_word(&lower, word));
    let hook = ["webhook", "webhooks", "cron"].iter().any(|word| contains_word(&lower, word));
    if callback && !hook { Direction::Callback } else { group }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_caller_proves_itself() {
        for (text, expected) in [
            ("Bearer token in a header", Verification::Token),
            ("HMAC with a secret", Verification::Signature),
            ("`ACME_WEBHOOK_SECRET` shared secret", Verification::Token),
            ("no auth at all", Verification::None),
            ("None", Verification::None),
            ("receives results", Verification::Unknown),
        ] {
            assert_eq!(verification(text), expected, "{text}");
        }
    }

    #[test]
    fn routes_share_their_lines() {
        let mut draft = Draft::default();
        draft.route("", "/a");
        draft.route("POST", "/a");
        draft.route("GET", "/b");
        draft.verified("signed");
        draft.verified("token");
        let found = draft.finish();
        assert_eq!(
            found.iter().map(|e| (e.method.as_str(), e.path.as_str())).collect::<Vec<_>>(),
            [("POST", "/a"), ("GET", "/b")]
        );
        assert!(found.iter().all(|e| e.verification == Verification::Signature));
    }

    #[test]
    fn callbacks_are_told_from_hooks() {
        assert_eq!(direction("OAuth callback", Direction::Incoming), Direction::Callback);
        assert_eq!(direction("webhook callback", Direction::Incoming), Direction::Incoming);
        assert_eq!(direction("calls out", Direction::Outgoing), Direction::Outgoing);
    }
}
