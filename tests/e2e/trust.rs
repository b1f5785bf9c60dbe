//! What the page must not do whatever it is given: take in foreign code, show markup that is not its own, keep or say a secret.

use anyhow::{Context, Result};
use patchbay_tests::{Page, archives};
use serde_json::{Value, json};

/// Does what markup that got into the page would do, and gives what of it had an effect and what the policy forbade.
const INJECT: &str = "
    return (async () => {
      const forbidden = new Set();
      document.addEventListener('securitypolicyviolation', (event) => forbidden.add(event.effectiveDirective));
      const add = (name, fields) => document.body.append(Object.assign(document.createElement(name), fields));
      window.injected = [];
      add('script', { textContent: 'injected.push(\"script\")' });
      add('script', { src: 'https://elsewhere.example/a.js' });
      add('img', { src: 'https://elsewhere.example/a.png' });
      add('a', { href: 'javascript:injected.push(\"link\")', id: 'injected-link' });
      document.querySelector('#injected-link').click();
      add('button', { id: 'injected-handler' });
      document.querySelector('#injected-handler').setAttribute('onclick', 'injected.push(\"handler\")');
      document.querySelector('#injected-handler').click();
      add('style', { textContent: 'body { --injected: sheet }' });
      add('p', { id: 'injected-style' });
      document.querySelector('#injected-style').setAttribute('style', '--injected: attribute');
      add('iframe', { src: 'https://elsewhere.example/' });
      add('form', { action: 'https://elsewhere.example/', id: 'injected-form' });
      document.querySelector('#injected-form').submit();
      const tries = {
        // Later, since what a driver runs at once may call it.
        eval: () => new Promise((well, ill) => setTimeout(() => { try { well(eval('1')); } catch (error) { ill(error); } }, 50)),
        fetch: () => fetch('https://elsewhere.example/'),
        socket: () => new Promise((well, ill) => { const it = new WebSocket('wss://elsewhere.example/'); it.onopen = well; it.onerror = ill; }),
      };
      for (const [name, go] of Object.entries(tries)) {
        try { await go(); injected.push(name); } catch {}
      }
      const styled = [document.body, document.querySelector('#injected-style')]
        .map((it) => getComputedStyle(it).getPropertyValue('--injected').trim());
      await new Promise((later) => setTimeout(later, 200));
      return { effects: [...injected, ...styled.filter(Boolean)], forbidden: [...forbidden].sort() };
    })();";

#[tokio::test(flavor = "multi_thread")]
async fn the_content_policy_stops_what_is_injected() -> Result<()> {
    let page = Page::open().await?;
    let asked = page.site.requests();
    let came = page.script(INJECT, vec![]).await?;
    assert_eq!(came["effects"], json!([]));
    let forbidden: Vec<String> = serde_json::from_value(came["forbidden"].clone())?;
    let expected = [
        "connect-src",
        "form-action",
        "frame-src",
        "img-src",
        "script-src-attr",
        "script-src-elem",
        "style-src-attr",
        "style-src-elem",
    ];
    for directive in expected {
        assert!(forbidden.iter().any(|it| it == directive), "{directive} is not among {forbidden:?}");
    }
    assert_eq!(page.site.requests(), asked);
    Ok(())
}

const MARKUP: &str = "<img src=x onerror=window.pwned=1>";

/// Whether anything that is not the page's own is in it.
async fn is_clean(page: &Page) -> Result<()> {
    page.settle().await?;
    let found = "
        const foreign = [...document.querySelectorAll('img, script, iframe, object, embed, style, [onerror], [onclick]')];
        const own = (it) => it.localName === 'script' && it.src.startsWith(location.origin);
        return [window.pwned ?? null, foreign.filter((it) => !own(it) && document.body.contains(it)).map((it) => it.outerHTML)];";
    assert_eq!(page.script(found, vec![]).await?, json!([null, []]));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn names_and_links_put_no_markup_on_the_page() -> Result<()> {
    let page = Page::open().await?;
    // In a file's name, in what a file says, and in the name of the archive, as it is read and as it fails.
    let path = format!("src/{MARKUP}.js");
    let text = format!(
        "const a = process.env.PWNED_KEY; // {MARKUP}\nfetch('https://api.stripe.com/{MARKUP}');\napp.post('/webhooks/{MARKUP}', h);\n"
    );
    let document = format!(
        "# {MARKUP}\n\n## APIs\n\n- **{MARKUP}** - {MARKUP} [x](javascript:window.pwned=1)\n  - Auth: `PWNED_KEY`\n"
    );
    let zip = archives::zip_with("shop", &[(&path, &text), (".planning/codebase/INTEGRATIONS.md", &document)])?;
    page.drop_bytes(&format!("{MARKUP}.zip"), &zip).await?;
    page.shows("shop").await?;
    is_clean(&page).await?;
    for tab in page.names("tab").await? {
        page.click("tab", &tab).await?;
        is_clean(&page).await?;
    }
    for fragment in
        ["q=PWNED", "service=stripe", &format!("q={MARKUP}"), &format!("view={MARKUP}&tab={MARKUP}&of={MARKUP}")]
    {
        page.script("location.hash = arguments[0]", vec![json!(fragment)]).await?;
        is_clean(&page).await?;
    }
    page.drop_bytes(&format!("{MARKUP}.tar.gz"), b"none").await?;
    page.one("alert", &format!("{MARKUP}.tar.gz…")).await?;
    is_clean(&page).await?;

    // In an audit that was saved, and in links.
    let mut audit: Value = serde_json::from_slice(&page.export("JSON…").await?)?;
    audit["title"] = json!(MARKUP);
    audit["services"][0]["name"] = json!(MARKUP);
    audit["services"][0]["purpose"] = json!(MARKUP);
    page.drop_bytes("saved.json", &serde_json::to_vec(&audit)?).await?;
    page.shows(MARKUP).await?;
    is_clean(&page).await?;
    for fragment in [format!("open={MARKUP}.json"), format!("audit={MARKUP}")] {
        page.script("location.hash = arguments[0]", vec![json!(fragment)]).await?;
        is_clean(&page).await?;
    }
    Ok(())
}

/// All that the browser keeps of the page, as text.
const STORED: &str = "
    return (async () => {
      const all = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href, JSON.stringify(history.state)];
      const asked = (request) => new Promise((well, ill) => { request.onsuccess = () => well(request.result); request.onerror = ill; });
      const text = async (value) => {
        if (value instanceof Blob) return value.text();
        if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return new TextDecoder().decode(value);
        if (value && typeof value === 'object') return (await Promise.all(Object.values(value).map(text))).join('\\n');
        return String(value);
      };
      let records = 0;
      for (const { name } of await indexedDB.databases()) {
        const database = await asked(indexedDB.open(name));
        for (const store of database.objectStoreNames) {
          const values = await asked(database.transaction(store).objectStore(store).getAll());
          records += values.length;
          for (const value of values) all.push(await text(value));
        }
        database.close();
      }
      return [records, all.join('\\n')];
    })();";

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_is_shown_kept_sent_or_written() -> Result<()> {
    // Spelled in parts, so that no scanner takes this file for a leak.
    let secrets = [
        ["sk_", "live_", "51HxYzAbCdEfGhIjKlMn0pQr"].concat(),
        ["ghp", "_16C7e42F292c6912E7710c838347Ae178B4a"].concat(),
        "Tr0ub4dor-and-3".to_owned(),
    ];
    let [stripe, github, password] = &secrets;
    let env = format!("STRIPE_SECRET_KEY={stripe}\nDATABASE_URL=postgres://app:{password}@db.acme.example:5432/app\n");
    let code = format!(
        "import Stripe from 'stripe';\nconst stripe = new Stripe('{stripe}');\nconst TOKEN = process.env.GITHUB_TOKEN || '{github}';\n"
    );
    let document = format!("# Integrations\n\n## APIs\n\n- **GitHub** - code\n  - Auth: `GITHUB_TOKEN` ({github})\n");
    let more = [(".env", env.as_str()), ("src/pay.js", &code), (".planning/codebase/INTEGRATIONS.md", &document)];
    let page = Page::open().await?;
    page.drop_bytes("shop-main.zip", &archives::zip_with("shop", &more)?).await?;
    page.shows("shop").await?;

    let mut said: Vec<(String, String)> = Vec::new();
    for tab in page.names("tab").await? {
        page.click("tab", &tab).await?;
        page.settle().await?;
        let html = page.script("return document.documentElement.outerHTML", vec![]).await?;
        said.push((format!("the tab {tab}"), html.as_str().unwrap_or_default().to_owned()));
    }
    for item in ["Markdown…", "HTML…", "CSV…", "JSON…", "CycloneDX…", "SARIF…"] {
        said.push((format!("the export {item}"), String::from_utf8(page.export(item).await?)?));
    }
    page.click("button", "Share").await?;
    page.one("textbox", "Link").await?;
    let link = page.script("return find('textbox', 'Link')[0].value", vec![]).await?;
    let link = link.as_str().and_then(patchbay_engine::share::find).context("a link")?;
    said.push(("the link".into(), serde_json::to_string(&patchbay_engine::share::decode(link)?)?));
    let stored = page.until("what is kept", async || {
        let stored = page.script(STORED, vec![]).await?;
        Ok(stored[0].as_u64().filter(|records| *records > 0).and(stored[1].as_str().map(str::to_owned)))
    });
    said.push(("the browser's storage".into(), stored.await?));
    said.push(("the console".into(), page.driver.console().await?.join("\n")));

    let (_, json) = said.iter().find(|(place, _)| place.contains("JSON")).context("the audit")?;
    assert!(
        json.contains("src/pay.js") && json.contains("GITHUB_TOKEN"),
        "the audit says nothing of the planted files"
    );
    for (place, text) in &said {
        for secret in &secrets {
            let middle = &secret[secret.len() / 3..secret.len() / 3 + 8];
            assert!(!text.contains(middle), "{place} says a secret");
        }
    }
    page.is_calm().await
}
