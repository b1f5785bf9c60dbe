// Keeps the page for offline use. The build fills in the list of the page's own files and what they are worth, so that another
// build is another version: it is fetched whole beside the one in use, and takes over when the reader says so.

const VERSION = "";
const FILES = [];

const CACHE = `patchbay ${VERSION}`;

addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(CACHE);
    // Asked for anew: what the browser kept by itself may belong to the version before.
    await cache.addAll(FILES.map((file) => new Request(file, { cache: "no-cache" })));
  };
  event.waitUntil(fill());
});

addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith("patchbay ") && name !== CACHE).map((name) => caches.delete(name)));
  };
  event.waitUntil(tidy());
});

addEventListener("message", (event) => {
  if (event.data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  const answer = async () => {
    const cache = await caches.open(CACHE);
    // The page is one file, whatever stands behind its address.
    const key = request.mode === "navigate" ? new URL("./", registration.scope) : request;
    return (await cache.match(key, { ignoreSearch: true })) ?? fetch(request);
  };
  event.respondWith(answer());
});
