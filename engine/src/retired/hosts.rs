//! Addresses that answer no more, or no longer what they did, from the announcements of those who served them.

use super::Retired;

/// By host, a part of its path and what became of it. A host that begins with `*.` stands for all below it.
const HOSTS: &[(&str, &str, Retired)] = &[
    (
        "*.page.link",
        "",
        Retired { why: "Firebase Dynamic Links ended on 2025-08-25", instead: "app links of your own" },
    ),
    ("api.appcenter.ms", "", Retired { why: "App Center ended on 2025-03-31", instead: "" }),
    ("api.bing.microsoft.com", "", Retired { why: "Bing's search APIs ended on 2025-08-11", instead: "" }),
    ("api.cognitive.microsoft.com", "/bing", Retired { why: "Bing's search APIs ended on 2025-08-11", instead: "" }),
    ("api.darksky.net", "", Retired { why: "the Dark Sky API ended on 2023-03-31", instead: "Apple's WeatherKit" }),
    ("api.parse.com", "", Retired { why: "hosted Parse ended on 2017-01-30", instead: "" }),
    (
        "apis.google.com",
        "/js/platform.js",
        Retired {
            why: "this library for signing in with Google ended on 2023-03-31",
            instead: "Google Identity Services",
        },
    ),
    ("cdn.polyfill.io", "", Retired { why: "the domain changed hands and served malware in June 2024", instead: "" }),
    ("cdn.rawgit.com", "", Retired { why: "RawGit ended in 2019", instead: "jsDelivr" }),
    ("db.fauna.com", "", Retired { why: "Fauna ended on 2025-05-30", instead: "" }),
    ("dl.bintray.com", "", Retired { why: "Bintray ended on 2021-05-01", instead: "" }),
    ("eth-goerli.g.alchemy.com", "", Retired { why: "the Goerli test net ended in April 2024", instead: "Sepolia" }),
    (
        "fcm.googleapis.com",
        "/fcm/send",
        Retired { why: "Firebase's old way to send messages ended on 2024-07-22", instead: "the HTTP v1 API" },
    ),
    ("goerli.infura.io", "", Retired { why: "the Goerli test net ended in April 2024", instead: "Sepolia" }),
    ("goo.gl", "", Retired { why: "Google's link shortener ended on 2025-08-25", instead: "" }),
    ("jcenter.bintray.com", "", Retired { why: "JCenter ended on 2024-08-15", instead: "Maven Central" }),
    ("kovan.infura.io", "", Retired { why: "the Kovan test net ended in 2022", instead: "Sepolia" }),
    ("logo.clearbit.com", "", Retired { why: "Clearbit's logos ended on 2025-12-01", instead: "" }),
    ("polyfill.io", "", Retired { why: "the domain changed hands and served malware in June 2024", instead: "" }),
    ("polygon-mumbai.g.alchemy.com", "", Retired { why: "the Mumbai test net ended in April 2024", instead: "Amoy" }),
    ("polygon-mumbai.infura.io", "", Retired { why: "the Mumbai test net ended in April 2024", instead: "Amoy" }),
    ("rinkeby.infura.io", "", Retired { why: "the Rinkeby test net ended in 2023", instead: "Sepolia" }),
    ("ropsten.infura.io", "", Retired { why: "the Ropsten test net ended in 2022", instead: "Sepolia" }),
    ("rpc-mumbai.matic.today", "", Retired { why: "the Mumbai test net ended in April 2024", instead: "Amoy" }),
    ("rpc-mumbai.maticvigil.com", "", Retired { why: "the Mumbai test net ended in April 2024", instead: "Amoy" }),
    ("source.unsplash.com", "", Retired { why: "Unsplash Source ended in June 2024", instead: "the Unsplash API" }),
    (
        "www.google-analytics.com",
        "/analytics.js",
        Retired { why: "Universal Analytics ended on 2023-07-01", instead: "Google Analytics 4" },
    ),
];

/// What became of an address. `path` begins with its slash.
pub fn host(host: &str, path: &str) -> Option<&'static Retired> {
    let row = HOSTS.iter().find(|(known, part, _)| {
        let same = known.strip_prefix('*').map_or(host == *known, |end| host.ends_with(end));
        same && path.contains(part)
    })?;
    Some(&row.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_gone() {
        assert!(HOSTS.is_sorted_by(|a, b| (a.0, a.1) < (b.0, b.1)));
        assert!(host("polyfill.io", "/v3/polyfill.min.js").is_some() && host("shop.page.link", "/x").is_some());
        assert!(host("fcm.googleapis.com", "/fcm/send").is_some());
        assert!(
            host("fcm.googleapis.com", "/v1/projects/x/messages:send").is_none() && host("example.com", "").is_none()
        );
    }
}
