/** The skip link moves the focus. Blazor would take its click as a navigation within the page, which only scrolls. */
export function startSkipLink(): void {
  document.addEventListener("click", e => {
    if (!(e.target instanceof Element) || !e.target.closest("a.skip")) return;
    const content = document.getElementById("content");
    if (!content) return;
    e.preventDefault();
    e.stopPropagation();
    content.focus();
  }, { capture: true });
}
