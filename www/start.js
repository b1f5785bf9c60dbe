// Starts the page's program. A file of its own, because the content policy allows no script inside index.html.

const theme = (() => {
  try {
    return localStorage.getItem("patchbay.theme");
  } catch {
    return null; // Storage is switched off: the system's colours it is.
  }
})();
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

async function compiled(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname}: status ${answer.status}`);
  // A file of which the host does not know what it is cannot be compiled while it comes.
  return answer.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(answer)
    : WebAssembly.compile(await answer.arrayBuffer());
}

const program = document.querySelector('meta[name="patchbay-program"]');
try {
  // What index.html shows is to be seen before the program comes and draws over it. A tab behind another shows nothing.
  await new Promise((seen) => {
    if (document.hidden) return seen();
    new PerformanceObserver((paints) => {
      if (paints.getEntriesByName("first-contentful-paint").length) seen();
    }).observe({ type: "paint", buffered: true });
    setTimeout(seen, 1000);
  });
  const [{ default: start }, module] = await Promise.all([
    import(new URL(program.content, document.baseURI)),
    compiled(new URL(program.dataset.wasm, document.baseURI)),
  ]);
  // In a task of its own, as on a telephone each of these takes its time.
  await new Promise((go) => setTimeout(go));
  await start({ module_or_path: module });
} catch (error) {
  const sentence = document.createElement("p");
  sentence.className = "waiting";
  sentence.setAttribute("role", "alert");
  sentence.textContent =
    location.protocol === "file:"
      ? "Browsers do not run WebAssembly from a file. Serve this folder with any web server and open it from there."
      : `Patchbay could not start: ${error}. Load the page again, or try a current browser.`;
  // A panic draws its own page and then traps; that page stays.
  if (!document.querySelector(".crash")) document.getElementById("app").replaceChildren(sentence);
}

// Keeps the page for offline use. Where it cannot (a file, an old browser, a build for development), nothing is lost.
// Another version waits until the reader asks for it: the page says so, and "patchbay-renew" is its answer.
if ("serviceWorker" in navigator && location.protocol !== "file:") {
  const tell = (worker) => {
    document.documentElement.dataset.renew = "";
    dispatchEvent(new Event("patchbay-newer"));
    addEventListener("patchbay-renew", () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
      worker.postMessage("take over");
    });
  };
  const keep = async () => {
    const registration = await navigator.serviceWorker.register(new URL("sw.js", document.baseURI));
    const watch = (worker) => worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && navigator.serviceWorker.controller) tell(worker);
    });
    if (registration.waiting && navigator.serviceWorker.controller) tell(registration.waiting);
    watch(registration.installing);
    registration.addEventListener("updatefound", () => watch(registration.installing));
  };
  // Keeping fetches all once more, and is in no hurry.
  setTimeout(() => keep().catch(() => {}), 3000);
}
