import { element, button } from "./parts";
import { countWords, readQuery, withQuery, type Found, type Query } from "./query";
import { Turns } from "./turns";

interface Events {
  /** Brings a line into view. */
  jump(line: number): void;
  /** First line in view; 1 at the top. */
  firstVisible(): number;
  /** Marks or queries changed: rows are to be made again. */
  repaint(): void;
  /** Keyboard goes back to the log. */
  leave(): void;
}

const settle = 200;
const around = 100;
const mostKnown = 5000;

/** The search field of a log. The server looks and counts; this asks, walks and marks. */
export class Search {
  readonly bar = element("div", "log-find");
  readonly #field = element("input", "log-find-text");
  readonly #words = element("span", "log-find-count");
  readonly #fault = element("span", "log-find-fault");
  readonly #previous: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  readonly #expression: HTMLButtonElement;
  readonly #marks = new Map<number, [number, number][]>();
  readonly #turns = new Turns();
  #query: Query;
  #found: Found | null = null;
  #line = 0;
  #index = 0;
  #timer = 0;
  #asked = 0;
  #request: AbortController | null = null;
  #asking = "";
  #lines = 0;
  #begun = false;

  constructor(private readonly address: string, label: string, private readonly events: Events) {
    this.#query = readQuery(location.search);
    this.#field.type = "search";
    this.#field.placeholder = "Search";
    this.#field.setAttribute("aria-label", `Search: ${label}`);
    this.#field.setAttribute("aria-keyshortcuts", "/");
    this.#field.autocomplete = "off";
    this.#field.spellcheck = false;
    this.#field.maxLength = 1000;
    this.#field.value = this.#query.text;
    this.#field.addEventListener("input", () => this.#typed());
    this.#field.addEventListener("keydown", e => this.#key(e));
    this.#words.setAttribute("role", "status");
    this.#fault.setAttribute("role", "status");
    this.#previous = this.#step("\u2191", "Previous match (Shift+Enter, N)", () => { this.previous(); });
    this.#next = this.#step("\u2193", "Next match (Enter, n)", () => { this.next(); });
    this.#expression = this.#step(".*", "Regular expression", () => {
      this.#query = { ...this.#query, regex: !this.#query.regex };
      this.#typed();
    });
    this.bar.setAttribute("role", "search");
    this.bar.append(this.#field, this.#expression, this.#previous, this.#next, this.#words, this.#fault);
    this.#show();
    document.addEventListener("keydown", this.#anywhere);
  }

  /** Matches of a line, as far as they are known. */
  marks(line: number): readonly [number, number][] {
    return this.#marks.get(line) ?? [];
  }

  /** The matching line at which the person is; 0 when at none. */
  get current(): number { return this.#line; }

  /** An address with this search in it. */
  keep(address: string): string { return withQuery(address, this.#query); }

  dispose(): void {
    document.removeEventListener("keydown", this.#anywhere);
    clearTimeout(this.#timer);
    this.#turns.drop();
    this.#request?.abort();
  }

  /** Begins what the address asked for, once there is a log to look at. */
  begin(jump: boolean): void {
    if (this.#begun) return;
    this.#begun = true;
    const from = jump ? 1 : this.events.firstVisible();
    if (this.#query.text !== "") this.#turns.take(() => this.#go("from", from, jump));
  }

  /** The log has grown or ended: the count goes along, not with every line. */
  grown(lines: number, complete: boolean): void {
    if (this.#query.text === "" || this.#found === null || this.#found.complete || (lines === this.#lines && !complete)) return;
    this.#lines = lines;
    if (this.#timer === 0) this.#timer = window.setTimeout(() => { this.#timer = 0; this.#turns.take(() => this.#recount()); }, complete ? settle : 2000);
  }

  /** Rows that come into view: their matches are asked for unless they are known. */
  visible(first: number, last: number): void {
    if (this.#found === null || this.#found.lines === 0) return;
    const key = `${Math.floor(first / around)}:${this.#found.searchedLines}`;
    if (key === this.#asking) return;
    this.#asking = key;
    const from = Math.max(1, first - around);
    void this.#ask(`from=${from}&limit=${Math.min(last - from + around, 1000)}`).then(found => {
      if (found && this.#mark(found)) this.events.repaint();
    });
  }

  next(): void {
    this.#turns.take(async () => {
      const at = this.#line > 0 ? this.#line + 1 : this.events.firstVisible();
      if (!await this.#go("from", at, true)) await this.#go("from", 1, true);
    });
  }

  previous(): void {
    this.#turns.take(async () => {
      const at = this.#line > 0 ? this.#line : this.events.firstVisible();
      if (!await this.#go("before", at, true)) await this.#go("before", Number.MAX_SAFE_INTEGER, true);
    });
  }

  focus(): void {
    this.#field.focus();
    this.#field.select();
  }

  clear(): void {
    this.#field.value = "";
    this.#typed();
  }

  #step(text: string, name: string, pressed: () => void): HTMLButtonElement {
    const made = button(text, "", pressed);
    made.setAttribute("aria-label", name);
    made.title = name;
    return made;
  }

  #typed(): void {
    const text = this.#field.value;
    this.#query = { ...this.#query, text };
    this.#asked++;
    this.#turns.drop();
    this.#request?.abort();
    this.#found = null;
    this.#asking = "";
    this.#line = 0;
    this.#index = 0;
    this.#marks.clear();
    this.#fault.textContent = "";
    // The address goes along without a word to the server
    history.replaceState(history.state, "", withQuery(location.pathname + location.search + location.hash, this.#query));
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (text !== "") {
      const from = this.events.firstVisible();
      this.#timer = window.setTimeout(() => { this.#timer = 0; this.#turns.take(() => this.#go("from", from, true)); }, settle);
    }
    this.#show();
    this.events.repaint();
  }

  #key(e: KeyboardEvent): void {
    if (e.key === "Enter") {
      e.preventDefault();
      if (this.#timer !== 0) {
        clearTimeout(this.#timer);
        this.#timer = 0;
      }
      this.#walk(e, e.shiftKey);
    } else if (e.key === "Escape") {
      e.preventDefault();
      if (this.#field.value === "") this.events.leave();
      else this.clear();
    }
  }

  /** Each press is a step; a key that is held goes no faster than the answers come, and stops when it is let go. */
  #walk(e: KeyboardEvent, back: boolean): void {
    if (e.repeat && this.#turns.busy) return;
    if (back) this.previous();
    else this.next();
  }

  readonly #anywhere = (e: KeyboardEvent): void => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
    const at = e.target as HTMLElement;
    if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    if (e.key === "/") {
      e.preventDefault();
      this.focus();
    } else if ((e.key === "n" || e.key === "N") && this.#query.text !== "") {
      e.preventDefault();
      this.#walk(e, e.key === "N");
    } else if (e.key === "Escape" && this.#query.text !== "" && at.closest(".log")) {
      this.clear();
    }
  };

  /** Goes to the first hit from a line on, or the last one before it; false when there is none. */
  async #go(which: "from" | "before", line: number, jump: boolean): Promise<boolean> {
    const found = await this.#ask(`${which}=${line}&limit=1`);
    if (!found) return true;
    this.#found = found;
    const hit = found.hits[0];
    if (hit && jump) {
      this.#line = hit.line;
      this.#index = found.index ?? 0;
    }
    this.#mark(found);
    this.#show();
    if (hit && jump) this.events.jump(hit.line);
    this.events.repaint();
    return hit !== undefined || found.lines === 0;
  }

  async #recount(): Promise<void> {
    const found = await this.#ask(this.#line > 0 ? `from=${this.#line}&limit=1` : "limit=1");
    if (!found) return;
    this.#found = found;
    this.#show();
    this.events.repaint();
  }

  #mark(found: Found): boolean {
    if (this.#marks.size > mostKnown) this.#marks.clear();
    let fresh = false;
    for (const hit of found.hits) {
      fresh ||= !this.#marks.has(hit.line);
      this.#marks.set(hit.line, hit.ranges);
    }
    return fresh;
  }

  /** Asks the server; null when the answer is of no use any more. */
  async #ask(place: string): Promise<Found | null> {
    const asked = this.#asked;
    const { text, regex } = this.#query;
    if (text === "") return null;
    this.#request ??= new AbortController();
    if (this.#request.signal.aborted) this.#request = new AbortController();
    this.bar.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${this.address}&q=${encodeURIComponent(text)}&regex=${regex}&${place}`, { signal: this.#request.signal });
      const body = await answer.json() as Found & { detail?: string };
      if (asked !== this.#asked) return null;
      this.#fault.textContent = answer.ok ? "" : (body.detail ?? "The log cannot be searched.").replace(/^q: /, "");
      return answer.ok ? body : null;
    } catch {
      if (asked === this.#asked) this.#fault.textContent = "The server does not answer.";
      return null;
    } finally {
      this.bar.setAttribute("aria-busy", "false");
    }
  }

  #show(): void {
    const words = countWords(this.#found, this.#index);
    if (this.#words.textContent !== words) this.#words.textContent = words;
    this.#words.title = this.#found && this.#found.lines > 0 ? `${this.#found.matches.toLocaleString("en-US")} matches in ${this.#found.lines.toLocaleString("en-US")} lines` : "";
    this.#expression.setAttribute("aria-pressed", String(this.#query.regex));
    const none = this.#found === null || this.#found.lines === 0;
    this.#previous.disabled = none;
    this.#next.disabled = none;
  }
}
