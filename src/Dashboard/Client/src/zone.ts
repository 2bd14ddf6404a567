/** The time zone in which the viewer's days begin, as IANA names it; empty where the browser does not say. */
export function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
