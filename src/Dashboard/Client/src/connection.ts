/** Blazor's client with our own patience, and the notice that says what is going on. */

const rejected = "components-reconnect-rejected";

/** At once, then slower, but never slower than three seconds: a restarted server is back soon. */
function delay(previous: number): number {
  return previous === 0 ? 0 : Math.min(500 * previous, 3000);
}

export function startBlazor(): void {
  const notice = document.getElementById("components-reconnect-modal");
  if (notice) {
    // The server is there but knows nothing of this page any more: everything worth keeping is in the URL.
    new MutationObserver(() => {
      if (notice.classList.contains(rejected)) {
        location.reload();
      }
    }).observe(notice, { attributes: true, attributeFilter: ["class"] });
    notice.querySelector("button")?.addEventListener("click", () => location.reload());
  }

  void window.Blazor?.start({ circuit: { reconnectionOptions: { maxRetries: 1_000_000, retryIntervalMilliseconds: delay } } });
}
