/** +2:31.402: how long after the beginning of the attempt. */
export function elapsed(ms: number): string {
  const t = Math.max(0, Math.round(ms));
  const h = Math.floor(t / 3_600_000);
  const m = Math.floor(t / 60_000) % 60;
  const s = String(Math.floor(t / 1000) % 60).padStart(2, "0");
  const f = String(t % 1000).padStart(3, "0");
  return h > 0 ? `+${h}:${String(m).padStart(2, "0")}:${s}.${f}` : `+${m}:${s}.${f}`;
}
