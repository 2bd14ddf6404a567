/** Where a person is in a log: a line or range in the URL, and the place of an unmarked view over a reload. */

export interface Range { from: number; to: number }

export function parseHash(hash: string): Range | null {
  const m = /^#L(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(hash);
  if (!m) return null;
  const from = Math.max(1, Number(m[1]));
  const to = m[2] ? Math.max(1, Number(m[2])) : from;
  return { from: Math.min(from, to), to: Math.max(from, to) };
}

/** Puts the place in the address: the log by step, attempt and stream, and the lines. `log` is the log's own address. */
export function setHash(range: Range, log: string): void {
  const hash = range.from === range.to ? `#L${range.from}` : `#L${range.from}-L${range.to}`;
  // Through the router, so that the page knows which log it stays at: without a step it would follow the run to the next one
  window.Blazor?.navigateTo(log + hash, { replaceHistoryEntry: true });
}

const key = (log: string): string => `signalbox-log-place:${log}`;

export function remember(log: string, line: number): void {
  if (line > 0) sessionStorage.setItem(key(log), String(line));
  else sessionStorage.removeItem(key(log));
}

export function recall(log: string): number | null {
  const line = Number(sessionStorage.getItem(key(log)) ?? 0);
  return line > 0 ? line : null;
}
