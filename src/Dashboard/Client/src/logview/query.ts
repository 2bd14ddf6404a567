export interface Hit { line: number; ranges: [number, number][] }
export interface Found { lines: number; matches: number; index: number | null; hits: Hit[]; searchedLines: number; complete: boolean }
export interface Query { text: string; regex: boolean }

/** The query of the page's address: `q`, and `re=1` for a regular expression. */
export function readQuery(search: string): Query {
  const all = new URLSearchParams(search);
  return { text: all.get("q") ?? "", regex: all.get("re") === "1" };
}

/** An address with the query in it, or without one. */
export function withQuery(address: string, query: Query): string {
  const url = new URL(address, "http://x/");
  url.searchParams.delete("q");
  url.searchParams.delete("re");
  if (query.text !== "") {
    url.searchParams.set("q", query.text);
    if (query.regex) url.searchParams.set("re", "1");
  }
  return url.pathname + url.search + url.hash;
}

/** "3 of 1,204": which of the matching lines, and how many there are. */
export function countWords(found: Found | null, index: number): string {
  if (!found) return "";
  if (found.lines === 0) return "no match";
  return index > 0 ? `${index.toLocaleString("en-US")} of ${found.lines.toLocaleString("en-US")}` : `${found.lines.toLocaleString("en-US")} lines`;
}
