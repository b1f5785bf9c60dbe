// Starts the page's program. A file of its own, because the content policy allows no script inside index.html.

const theme = (() => {
  try {
    return localStorage.getItem("patchbay.theme");
  } catch {
    return null; // Storage is switched off: the system's colours it is.
  }
})();
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

const program = document.querySelector('meta[name="patchbay-program"]');
try {
  // What index.html shows is to be seen before the program comes. A tab behind another draws no frame.
  await new Promise((seen) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(seen)));
    setTimeout(seen, 200);
  });
  const { default: start } = await import(new URL(program.content, document.baseURI));
  await start({ module_or_path: new URL(program.dataset.wasm, document.baseURI) });
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
  keep().catch(() => {});
}
