import { Feed, type FeedState } from "./feed";
import { readable } from "./ansi";
import { Lines, type LogBatch } from "./lines";
import { button, element } from "./parts";
import { parseHash, remember, recall, setHash, type Range } from "./place";
import type { TimeMode } from "./row";
import { Search } from "./search";
import { RowWindow } from "./window";

export interface LogOptions {
  attempt: string;
  stream: "stdout" | "stderr";
  /** Label for people and screen readers */
  label: string;
  raw: string;
  /** Address that searches this log */
  search: string;
  /** Address of the page that shows this very log */
  here: string;
  startedAt: string | null;
}

declare global {
  interface HTMLElement { signalboxLog?: LogView }
}

const timeModes: TimeMode[] = ["elapsed", "clock", "off"];
const timeWords: Record<TimeMode, string> = { elapsed: "Time: elapsed", clock: "Time: clock", off: "Time: off" };

export function mount(host: HTMLElement, options: LogOptions): LogView {
  return new LogView(host, options);
}

class LogView {
  readonly #lines = new Lines();
  readonly #window: RowWindow;
  readonly #search: Search;
  readonly #feed: Feed;
  readonly #root: HTMLElement;
  readonly #count = element("span", "log-count");
  readonly #state = element("span", "pill");
  readonly #blank = element("div", "log-blank");
  readonly #end: HTMLButtonElement;
  readonly #key: string;
  #follow = true;
  #complete = false;
  #target: Range | null;
  #toTarget = false;
  #scheduled = false;
  #settled = 0;

  constructor(private readonly host: HTMLElement, private readonly options: LogOptions) {
    this.#key = `${options.attempt}:${options.stream}`;
    this.#root = element("div", "log");
    const view = element("div", "log-view");
    view.tabIndex = 0;
    view.setAttribute("role", "log");
    // A log that is read out line by line would never stop
    view.setAttribute("aria-live", "off");
    view.setAttribute("aria-label", options.label);

    this.#end = button("Jump to end", "btn log-end", () => this.follow(true));
    this.#end.hidden = true;
    this.#search = new Search(options.search, options.label, {
      jump: line => { this.#jump(line); },
      firstVisible: () => (this.#window.atEnd ? 1 : this.#window.firstVisible),
      repaint: () => { this.#window.repaint(); },
      leave: () => { view.focus(); },
    });
    this.#window = new RowWindow(this.#root, view, this.#lines, options.startedAt, { of: line => this.#search.marks(line), current: () => this.#search.current }, {
      moved: atEnd => { this.#moved(atEnd); },
      picked: (line, extend) => { this.#pick(line, extend); },
      visible: (first, last) => { this.#search.visible(first, last); },
    });

    const body = element("div", "log-body");
    body.append(view, this.#blank, this.#end);
    this.#root.append(this.#bar(), body);
    host.replaceChildren(this.#root);
    host.signalboxLog = this;
    host.dataset.lines = "0";
    host.dataset.complete = "false";

    this.#target = parseHash(location.hash);
    const place = this.#target ? null : recall(this.#key);
    if (this.#target) {
      this.#toTarget = true;
      this.#follow = false;
      this.#window.highlight(this.#target);
    } else if (place) {
      this.#target = { from: place, to: place };
      this.#toTarget = true;
      this.#follow = false;
    }
    addEventListener("hashchange", this.#hashChanged);

    this.#feed = new Feed(options.attempt, options.stream, () => Math.max(1, this.#lines.count), b => this.#take(b), (s, d) => this.#show(s, d));
    void this.#feed.run();
  }

  lineText(line: number): string | undefined {
    const text = this.#lines.text(line);
    return text === undefined ? undefined : readable(text);
  }

  get lineCount(): number { return this.#lines.count; }

  follow(on: boolean): void {
    this.#follow = on;
    if (on) {
      this.#toTarget = false;
      this.#schedule();
    }
    this.#showFollow();
  }

  async dispose(): Promise<void> {
    removeEventListener("hashchange", this.#hashChanged);
    this.#search.dispose();
    this.#window.dispose();
    await this.#feed.stop();
    delete this.host.signalboxLog;
    this.host.replaceChildren();
  }

  #bar(): HTMLElement {
    const bar = element("div", "log-bar");
    const tools = element("div", "push");
    // A phone has no room for it unless asked
    let mode = (localStorage.getItem("signalbox-log-time") ?? (innerWidth < 760 ? "off" : "elapsed")) as TimeMode;
    if (!timeModes.includes(mode)) mode = "elapsed";
    this.#window.time(mode);
    const time = button(timeWords[mode], "", () => {
      mode = timeModes[(timeModes.indexOf(mode) + 1) % timeModes.length];
      localStorage.setItem("signalbox-log-time", mode);
      time.textContent = timeWords[mode];
      this.#window.time(mode);
    });
    let wrapped = localStorage.getItem("signalbox-log-wrap") === "1";
    const wrap = button("Wrap", "", () => {
      wrapped = !wrapped;
      localStorage.setItem("signalbox-log-wrap", wrapped ? "1" : "0");
      wrap.setAttribute("aria-pressed", String(wrapped));
      this.#window.wrap(wrapped);
      this.#schedule();
    });
    wrap.setAttribute("aria-pressed", String(wrapped));
    this.#window.wrap(wrapped);
    const copy = button("Copy", "", () => { void this.#copy(copy); });
    const raw = element("a", "tool");
    raw.href = this.options.raw;
    raw.setAttribute("download", "");
    raw.textContent = "Download";
    tools.append(time, wrap, copy, raw);
    bar.append(this.#state, this.#count, this.#search.bar, tools);
    return bar;
  }

  #take(batch: LogBatch): void {
    const changed = this.#lines.take(batch);
    if (changed > 0 && changed !== Infinity) this.#window.changed(changed);
    this.#complete = batch.complete;
    this.host.dataset.lines = String(this.#lines.count);
    this.host.dataset.complete = String(batch.complete);
    this.#search.begin(this.#follow);
    this.#search.grown(this.#lines.count, batch.complete);
    this.#schedule();
  }

  /** Any number of batches between two frames is one render. A hidden tab has no frames: a timer does there. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const render = (): void => {
      if (!this.#scheduled) return;
      this.#scheduled = false;
      this.#render();
    };
    requestAnimationFrame(render);
    setTimeout(render, 100);
  }

  /** Goes to a line; one that has not come yet is waited for. */
  #jump(line: number): void {
    this.#target = { from: line, to: line };
    this.#toTarget = true;
    this.#settled = 0;
    this.#follow = false;
    this.#centred = true;
    this.#showFollow();
    this.#schedule();
  }

  #centred = false;

  #render(): void {
    const count = this.#lines.count;
    this.#count.textContent = count === 1 ? "1 line" : `${count.toLocaleString()} lines`;
    this.#blank.hidden = count > 0;
    if (this.#toTarget && this.#target && count > 0 && (count >= this.#target.from || this.#complete)) {
      // More lines are needed below it before it can stand in the middle; a log that stands still gets a moment
      this.#settled ||= performance.now() + 1000;
      if (this.#complete || count >= this.#target.to + 200 || performance.now() > this.#settled) {
        this.#toTarget = false;
        this.#settled = 0;
      }
      this.#window.render(false);
      this.#window.scrollToLine(Math.min(this.#target.from, count), this.#centred || this.#window.highlighted !== null);
      this.#showFollow();
    } else {
      this.#window.render(this.#follow && !this.#toTarget);
    }
  }

  /** The person scrolled: what was being looked for is looked for no more. */
  #moved(atEnd: boolean): void {
    this.#toTarget = false;
    this.#settled = 0;
    this.#follow = atEnd;
    this.#showFollow();
    remember(this.#key, atEnd ? 0 : this.#window.firstVisible);
  }

  #show(state: FeedState, detail?: string): void {
    this.host.dataset.state = state;
    this.#blank.textContent = state === "complete" ? "This stream has no output."
      : state === "refused" ? detail ?? "The log cannot be read."
      : state === "live" ? "No output yet. It appears here as it is written." : "Connecting…";
    this.#feedState = state;
    this.#showFollow();
    this.#schedule();
  }

  #feedState: FeedState = "connecting";

  #showFollow(): void {
    const words: Record<FeedState, [string, string]> = {
      connecting: ["connecting", "pill"],
      waiting: ["reconnecting", "pill wait"],
      live: this.#follow ? ["following", "pill ok"] : ["paused here", "pill"],
      complete: ["ended", "pill"],
      refused: ["not readable", "pill bad"],
    };
    const [word, look] = words[this.#feedState];
    if (this.#state.textContent !== word) this.#state.textContent = word;
    this.#state.className = look;
    this.#end.hidden = this.#follow || this.#window.atEnd;
  }

  #pick(line: number, extend: boolean): void {
    const from = extend && this.#window.highlighted ? Math.min(this.#window.highlighted.from, line) : line;
    const to = extend && this.#window.highlighted ? Math.max(this.#window.highlighted.from, line) : line;
    const range = { from, to };
    this.#window.highlight(range);
    setHash(range, this.#search.keep(this.options.here));
    this.follow(false);
    this.#window.render(false);
  }

  readonly #hashChanged = (): void => {
    const range = parseHash(location.hash);
    this.#window.highlight(range);
    if (range) {
      this.#target = range;
      this.#toTarget = true;
      this.#follow = false;
    }
    this.#schedule();
  };

  async #copy(source: HTMLElement): Promise<void> {
    const range = this.#window.highlighted ?? { from: 1, to: this.#lines.count };
    const text: string[] = [];
    for (let line = range.from; line <= Math.min(range.to, this.#lines.count); line++) text.push(this.lineText(line) ?? "");
    try {
      await navigator.clipboard.writeText(text.join("\n"));
      source.textContent = text.length === 1 ? "Copied 1 line" : `Copied ${text.length.toLocaleString()} lines`;
    } catch {
      source.textContent = "Copy refused";
    }
    setTimeout(() => { source.textContent = "Copy"; }, 1600);
  }
}
