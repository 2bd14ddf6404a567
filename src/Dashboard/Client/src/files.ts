/** j and k go to the next and the previous changed file, as on the code hosts that people know. */
export function startFileKeys(): void {
  document.addEventListener("keydown", e => {
    if ((e.key !== "j" && e.key !== "k") || e.ctrlKey || e.altKey || e.metaKey || isTyping(e.target)) return;
    const files = [...document.querySelectorAll<HTMLElement>("[data-changes] [data-file-fold]")];
    if (files.length === 0) return;
    e.preventDefault();
    go(files, e.key === "j");
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName));
}

function go(files: HTMLElement[], forward: boolean): void {
  const at = files.findIndex(f => f === document.activeElement || f.closest(".file")?.contains(document.activeElement));
  const next = at >= 0 ? at + (forward ? 1 : -1) : below(files, forward);
  const file = files[Math.max(0, Math.min(files.length - 1, next))];
  file.focus({ preventScroll: true });
  file.closest(".file")?.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

/** Without one that has the focus: the one that stands at the top of the window decides. */
function below(files: HTMLElement[], forward: boolean): number {
  const first = files.findIndex(f => f.getBoundingClientRect().top > 0);
  if (first < 0) return files.length - 1;
  return forward ? first : first - 1;
}
