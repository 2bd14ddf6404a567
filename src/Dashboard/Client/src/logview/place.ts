/** Where a person is in a log: a line or range in the URL, and the place of an unmarked view over a reload. */

export interface Range { from: number; to: number }

export function parseHash(hash: string): Range | null {
  const m = /^#L(\d{1,9})(?:-L?(\d{1,9}))?$/.exec(hash);
  if (!m) return null;
  const from = Math.max(1, Number(m[1]));
  const to = m[2] ? Math.max(1, Number(m[2])) : from;
  return { from: Math.min(from, to), to: Math.max(from, to) };
}

export function setHash(range: Range): void {
  // The page has a base address, against which a bare "#L1" would resolve
  const hash = range.from === range.to ? `#L${range.from}` : `#L${range.from}-L${range.to}`;
  history.replaceState(history.state, "", location.pathname + location.search + hash);
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
