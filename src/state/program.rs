//! The worker's program: fetched once, so that a worker which replaces another takes no request.

use js_sys::{Array, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, RequestCache, RequestInit, Response, Url};

use super::browser::window;

/// Runs in a new worker until its program does: the first message brings the program, all others are the program's.
const FIRST_WORDS: &str = "\nonmessage = (event) => { wasm_bindgen.initSync({ module: event.data }); };\n";

/// The address of the sample.
const SAMPLE: &str = "./samples/tidewater-tea.zip";

/// What the worker runs.
pub enum Program {
    /// It is being fetched.
    Coming,
    /// It is here.
    Here {
        /// The address of the script that starts it.
        script: String,
        /// The program, compiled.
        module: JsValue,
    },
    /// It could not be fetched, and why.
    Missing(String),
}

/// Fetches it.
pub async fn fetch() -> Program {
    match fetched().await {
        Ok((script, module)) => Program::Here { script, module },
        Err(error) => Program::Missing(format!("{error:?}")),
    }
}

async fn fetched() -> Result<(String, JsValue), JsValue> {
    let script = JsFuture::from(get("./patchbay-worker.js").await?.text()?).await?.as_string().unwrap_or_default();
    let bytes = JsFuture::from(get("./patchbay-worker_bg.wasm").await?.array_buffer()?).await?;
    let module = JsFuture::from(WebAssembly::compile(&bytes)).await?;
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of2(&script.into(), &FIRST_WORDS.into()), &options)?;
    Ok((Url::create_object_url_with_blob(&blob)?, module))
}

/// The sample code base, fetched with the page, so that opening it makes no request; `None` where the host has none.
pub async fn sample() -> Option<File> {
    let blob: Blob = JsFuture::from(get(SAMPLE).await.ok()?.blob().ok()?).await.ok()?.unchecked_into();
    let name = SAMPLE.rsplit('/').next().unwrap_or(SAMPLE);
    File::new_with_blob_sequence(&Array::of1(&blob), name).ok()
}

/// Asks the page's own host. The worker's name does not change from version to version, so no cache is trusted.
async fn get(address: &str) -> Result<Response, JsValue> {
    let options = RequestInit::new();
    options.set_cache(RequestCache::NoCache);
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init(address, &options)).await?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(format!("{address}: status {}", response.status()).into()) }
}
