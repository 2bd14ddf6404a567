/**
 * One ticker for every time on the page. The server renders each one once; what changes with the clock is
 * changed here, so that a running run costs the circuit nothing.
 *
 *   <time datetime data-time="relative">  4m ago, absolute on hover
 *   <time datetime data-time="clock">     14:02:11.480 in the viewer's zone
 *   <span data-time="elapsed" data-since> 4m 12s
 */

const unitsAgo: [number, string][] = [[86_400, "d"], [3_600, "h"], [60, "m"]];

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const dayYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "long" });

/** Server's clock minus this one's. */
let skew = 0;

export function now(): number {
  return Date.now() + skew;
}

export function elapsed(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return `${s}s`;
  const m = Math.floor(s / 60);
  if (m < 60) return `${m}m ${String(s % 60).padStart(2, "0")}s`;
  const h = Math.floor(m / 60);
  return h < 24 ? `${h}h ${String(m % 60).padStart(2, "0")}m` : `${Math.floor(h / 24)}d ${h % 24}h`;
}

export function relative(then: number, at: number): string {
  const s = Math.floor((at - then) / 1000);
  if (s <= -10) {
    const ahead = unitsAgo.find(([size]) => -s >= size);
    return ahead ? `in ${Math.floor(-s / ahead[0])}${ahead[1]}` : `in ${-s}s`;
  }
  if (s < 10) return "just now";
  if (s >= 7 * 86_400) {
    return (new Date(then).getFullYear() === new Date(at).getFullYear() ? day : dayYear).format(then);
  }
  for (const [size, unit] of unitsAgo) {
    if (s >= size) return `${Math.floor(s / size)}${unit} ago`;
  }
  return `${s}s ago`;
}

export function clockTime(then: number, at: number): string {
  const time = `${clock.format(then)}.${String(then % 1000).padStart(3, "0")}`;
  return new Date(then).toDateString() === new Date(at).toDateString() ? time : `${day.format(then)} ${time}`;
}

function set(element: HTMLElement, text: string): void {
  // The text node itself is changed: Blazor keeps a reference to it and would lose a replaced one.
  const node = element.firstChild;
  if (node instanceof Text && node.data !== text) {
    node.data = text;
  }
}

function refresh(): void {
  const at = now();
  for (const element of document.querySelectorAll<HTMLElement>("[data-time]")) {
    const then = Date.parse(element.dataset.since ?? element.getAttribute("datetime") ?? "");
    if (Number.isNaN(then)) continue;
    if (element.dataset.time === "elapsed") {
      set(element, elapsed(at - then));
      continue;
    }
    set(element, element.dataset.time === "relative" ? relative(then, at) : clockTime(then, at));
    const title = full.format(then);
    if (element.title !== title) element.title = title;
  }
}

export function startTimes(): void {
  const server = Date.parse(document.documentElement.dataset.now ?? "");
  // Less than this is the page's way here, not a wrong clock
  const difference = Number.isNaN(server) ? 0 : server - Date.now();
  skew = Math.abs(difference) > 5_000 ? difference : 0;

  refresh();
  setInterval(refresh, 1000);
  let asked = false;
  new MutationObserver(() => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; refresh(); });
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["datetime", "data-since"] });
}
