//! The programs of the worker, its readers and its clerk: fetched once, so that a worker which replaces another takes no request.
//! And the rest of this program, what draws an audit, which the first screen does not wait for.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, RequestCache, RequestInit, Response, Url, XmlHttpRequest};

use super::browser::window;

/// Runs in a new worker until its program does: the first message brings the program and what the program needs beside it, all
/// others are the program's.
const FIRST_WORDS: &str = "
onmessage = (event) => {
  const [module, beside] = event.data;
  self.beside = beside;
  wasm_bindgen.initSync({ module });
};
";

/// The rest of this program, which the build splits from it (`xtask/src/split.rs`).
const REST: &str = "./patchbay-page_rest.wasm";

/// The table that the rest fills, by which a program that was split is told from one that was not.
const REST_TABLE: &str = "rest";

/// The address of the sample.
const SAMPLE: &str = "./samples/tidewater-tea.zip";

/// The programs.
pub enum Programs {
    /// They are being fetched.
    Coming,
    /// They are here.
    Here {
        /// The worker's.
        worker: Program,
        /// That of the readers which the worker starts.
        reader: Program,
        /// That of the clerk which the worker starts.
        clerk: Program,
    },
    /// They could not be fetched, and why.
    Missing(String),
}

/// What a worker runs.
pub struct Program {
    /// The address of the script that starts it.
    pub script: String,
    /// The program, compiled.
    pub module: JsValue,
}

/// Fetches them.
pub async fn fetch() -> Programs {
    // All are asked for before the first is waited for.
    let rest = Reflect::has(&wasm_bindgen::exports(), &REST_TABLE.into()).unwrap_or_default().then(|| ask(REST));
    let (worker, reader, clerk) = (asked("worker"), asked("reader"), asked("clerk"));
    if let Some(rest) = rest
        && let Err(error) = complete(rest).await
    {
        return Programs::Missing(format!("{error:?}"));
    }
    match (fetched(worker).await, fetched(reader).await, fetched(clerk).await) {
        (Ok(worker), Ok(reader), Ok(clerk)) => Programs::Here { worker, reader, clerk },
        (Err(error), ..) | (_, Err(error), _) | (.., Err(error)) => Programs::Missing(format!("{error:?}")),
    }
}

/// Puts the rest of this program in its place, as it does when it is instantiated.
async fn complete(rest: Promise) -> Result<(), JsValue> {
    let bytes = JsFuture::from(answer(rest).await?.array_buffer()?).await?;
    let module = JsFuture::from(WebAssembly::compile(&bytes)).await?;
    JsFuture::from(WebAssembly::instantiate_module(module.unchecked_ref(), &lent()?)).await?;
    Ok(())
}

/// What the rest of this program calls by these names.
fn lent() -> Result<Object, JsValue> {
    let imports = Object::new();
    Reflect::set(&imports, &"first".into(), &wasm_bindgen::exports())?;
    Ok(imports)
}

/// Puts the rest of this program in its place while everything else waits. Called for a function of it that is called before
/// [`fetch`] has come so far.
#[wasm_bindgen]
pub fn complete_now() {
    let completed = || {
        let request = XmlHttpRequest::new()?;
        request.open_with_async("GET", REST, false)?;
        // In this encoding every byte is a letter, whose code ends in it. No other answer of bytes is waited for.
        request.override_mime_type("text/plain; charset=x-user-defined")?;
        request.send()?;
        let text = request.response_text()?.unwrap_or_default();
        let bytes: Vec<u8> = text.chars().map(|letter| u32::from(letter) as u8).collect();
        let module = WebAssembly::Module::new(&Uint8Array::from(bytes.as_slice()))?;
        WebAssembly::Instance::new(&module, &lent()?)
    };
    if let Err(error) = completed() {
        wasm_bindgen::throw_val(error);
    }
}

/// Asks for a program and its script.
fn asked(name: &str) -> [Promise; 2] {
    [format!("./patchbay-{name}.js"), format!("./patchbay-{name}_bg.wasm")].map(|address| ask(&address))
}

async fn fetched([script, program]: [Promise; 2]) -> Result<Program, JsValue> {
    let script = JsFuture::from(answer(script).await?.text()?).await?.as_string().unwrap_or_default();
    let bytes = JsFuture::from(answer(program).await?.array_buffer()?).await?;
    let module = JsFuture::from(WebAssembly::compile(&bytes)).await?;
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of2(&script.into(), &FIRST_WORDS.into()), &options)?;
    Ok(Program { script: Url::create_object_url_with_blob(&blob)?, module })
}

/// The sample code base, fetched with the page, so that opening it makes no request; `None` where the host has none.
pub async fn sample() -> Option<File> {
    let blob: Blob = JsFuture::from(answer(ask(SAMPLE)).await.ok()?.blob().ok()?).await.ok()?.unchecked_into();
    let name = SAMPLE.rsplit('/').next().unwrap_or(SAMPLE);
    File::new_with_blob_sequence(&Array::of1(&blob), name).ok()
}

/// Asks the page's own host. A worker's name does not change from version to version, so no cache is trusted.
fn ask(address: &str) -> Promise {
    let options = RequestInit::new();
    options.set_cache(RequestCache::NoCache);
    window().fetch_with_str_and_init(address, &options)
}

async fn answer(asked: Promise) -> Result<Response, JsValue> {
    let response: Response = JsFuture::from(asked).await?.unchecked_into();
    let (address, status) = (response.url(), response.status());
    if response.ok() { Ok(response) } else { Err(format!("{address}: status {status}").into()) }
}
