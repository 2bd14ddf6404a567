/** Light, dark or the system's. The cookie lets the server render the right one at once. */

const cookie = "signalbox-theme";
const year = 60 * 60 * 24 * 365;

type Choice = "light" | "dark" | "system";

function current(): Choice {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

function mark(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === current()));
  }
}

function choose(choice: Choice): void {
  if (choice === "system") {
    delete document.documentElement.dataset.theme;
    document.cookie = `${cookie}=; path=/; max-age=0; samesite=lax`;
  } else {
    document.documentElement.dataset.theme = choice;
    document.cookie = `${cookie}=${choice}; path=/; max-age=${year}; samesite=lax`;
  }
  mark();
}

export function startTheme(): void {
  document.addEventListener("click", e => {
    const button = (e.target as Element | null)?.closest<HTMLElement>("[data-theme-choice]");
    if (button) {
      choose(button.dataset.themeChoice as Choice);
    }
  });
  // Blazor puts the buttons there anew when the page becomes interactive
  new MutationObserver(() => {
    if (document.querySelector("[data-theme-choice]:not([aria-pressed])")) {
      mark();
    }
  }).observe(document.body, { childList: true, subtree: true });
  mark();
}
