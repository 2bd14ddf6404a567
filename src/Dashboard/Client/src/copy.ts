/** Copies what a button names; the button says for a moment that it did. */
export function startCopying(): void {
  document.addEventListener("click", e => {
    const button = e.target instanceof Element ? e.target.closest<HTMLElement>("[data-copy]") : null;
    if (button) void copy(button);
  });
}

async function copy(button: HTMLElement): Promise<void> {
  const words = button.dataset.words ?? button.textContent ?? "";
  button.dataset.words = words;
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
  } catch {
    // Without TLS a browser keeps the clipboard to itself
    said = "Not allowed here";
  }
  button.textContent = said;
  setTimeout(() => { button.textContent = words; }, 1500);
}
