import { Heights } from "./heights";
import type { Lines } from "./lines";
import { element } from "./parts";
import type { Range } from "./place";
import { RowMaker, type Marks, type TimeMode } from "./row";

export interface WindowEvents {
  moved(atEnd: boolean): void;
  picked(line: number, extend: boolean): void;
  visible(first: number, last: number): void;
}

const rowHeight = 19;
const over = 20;
/** Browsers stop laying out somewhere past 17 million pixels; a longer log is scrolled in proportion. */
const tallest = 12_000_000;

/** Keeps only the rows in the DOM that can be seen, however many lines there are. */
export class RowWindow {
  readonly #space = element("div", "log-space");
  readonly #rows = element("div", "log-rows");
  readonly #shown = new Map<number, HTMLElement>();
  readonly #resized: ResizeObserver;
  readonly #maker: RowMaker;
  #heights: Heights | null = null;
  #columns = 0;
  #digits = 0;
  #charWidth = 0;
  #mode: TimeMode = "elapsed";
  #range: Range | null = null;
  #ownScroll = -1;
  #virtualTop = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly view: HTMLElement,
    private readonly lines: Lines,
    startedAt: string | null,
    marks: Marks,
    private readonly events: WindowEvents) {
    this.#maker = new RowMaker(lines, startedAt, marks);
    this.#space.append(this.#rows);
    view.append(this.#space);
    view.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    view.addEventListener("wheel", e => this.#wheel(e), { passive: false });
    view.addEventListener("keydown", e => this.#key(e));
    this.#rows.addEventListener("click", e => this.#clicked(e));
    this.#resized = new ResizeObserver(() => this.#relayout());
    this.#resized.observe(view);
  }

  get highlighted(): Range | null { return this.#range; }

  get atEnd(): boolean { return this.#virtualTop >= this.#lastTop - rowHeight; }

  get firstVisible(): number { return this.#rowAt(this.#virtualTop) + 1; }

  dispose(): void { this.#resized.disconnect(); }

  highlight(range: Range | null): void {
    this.#range = range;
    for (const [line, row] of this.#shown) row.classList.toggle("hit", this.#hit(line));
  }

  time(mode: TimeMode): void {
    this.#mode = mode;
    this.root.classList.toggle("time-off", mode === "off");
    this.#drop();
    this.#relayout();
  }

  /** Makes the rows again: what is marked in them has changed. */
  repaint(): void {
    this.#drop();
    this.#paint();
  }

  wrap(on: boolean): void {
    const first = this.firstVisible;
    this.root.classList.toggle("wrap", on);
    this.#heights = on ? new Heights() : null;
    this.#columns = 0;
    this.scrollToLine(first, false);
  }

  /** Lines from this one on are other than before. */
  changed(from: number): void {
    for (const [line, row] of this.#shown) {
      if (line >= from) {
        row.remove();
        this.#shown.delete(line);
      }
    }
    if (this.#heights) {
      for (let line = from; line <= Math.min(this.#heights.length, this.lines.count); line++) this.#heights.set(line - 1, this.#estimate(line));
    }
  }

  scrollToLine(line: number, centred: boolean): void {
    this.#measure();
    const top = this.#topOf(line - 1) - (centred ? (this.view.clientHeight - rowHeight) / 2 : 0);
    this.#scrollTo(top);
    this.#paint();
  }

  render(toEnd: boolean): void {
    this.#measure();
    if (toEnd) this.#scrollTo(this.#lastTop);
    this.#paint();
    // Measured rows of a wrapped log can move the end
    if (toEnd && this.#heights && !this.atEnd) {
      this.#scrollTo(this.#lastTop);
      this.#paint();
    }
  }

  get #total(): number { return this.#heights ? this.#heights.total : this.lines.count * rowHeight; }

  get #lastTop(): number { return Math.max(0, this.#total + 12 - this.view.clientHeight); }

  get #scaled(): boolean { return this.#total > tallest; }

  #topOf(row: number): number { return this.#heights ? this.#heights.sum(row) : row * rowHeight; }

  #rowAt(top: number): number {
    return this.#heights ? this.#heights.find(top) : Math.min(Math.floor(top / rowHeight), Math.max(0, this.lines.count - 1));
  }

  #measure(): void {
    const digits = Math.max(5, this.lines.count.toLocaleString().length);
    if (digits !== this.#digits) {
      this.#digits = digits;
      this.root.style.setProperty("--digits", String(digits));
    }
    if (this.#heights) {
      if (this.#columns === 0) this.#columns = this.#countColumns();
      while (this.#heights.length < this.lines.count) this.#heights.push(this.#estimate(this.#heights.length + 1));
    }
    const height = `${Math.min(this.#total + 12, tallest)}px`;
    if (this.#space.style.height !== height) this.#space.style.height = height;
  }

  #countColumns(): number {
    if (this.#charWidth === 0) {
      const probe = element("span", "ln-text");
      probe.textContent = "0".repeat(100);
      this.#rows.append(probe);
      this.#charWidth = probe.getBoundingClientRect().width / 100 || 7.2;
      probe.remove();
    }
    const gutter = 26 + 16 + this.#charWidth * (this.#digits + (this.#mode === "off" ? 0 : 14));
    return Math.max(8, Math.floor((this.view.clientWidth - gutter) / this.#charWidth));
  }

  #estimate(line: number): number {
    return Math.max(1, Math.ceil((this.lines.text(line)?.length ?? 0) / this.#columns)) * rowHeight;
  }

  #drop(): void {
    for (const row of this.#shown.values()) row.remove();
    this.#shown.clear();
  }

  #relayout(): void {
    if (this.#heights) {
      const first = this.firstVisible;
      this.#heights = new Heights();
      this.#columns = 0;
      this.#measure();
      this.#scrollTo(this.#topOf(first - 1));
    }
    this.#paint();
  }

  #scrollTo(top: number): void {
    this.#virtualTop = Math.max(0, Math.min(top, this.#lastTop));
    const physical = this.#scaled ? this.#virtualTop / this.#lastTop * (tallest - this.view.clientHeight) : this.#virtualTop;
    if (Math.abs(this.view.scrollTop - physical) >= 1) {
      this.view.scrollTop = physical;
      this.#ownScroll = this.view.scrollTop;
    }
  }

  #scrolled(): void {
    const own = Math.abs(this.view.scrollTop - this.#ownScroll) < 1;
    this.#ownScroll = -1;
    if (own) return;
    const physical = this.view.scrollTop;
    this.#virtualTop = this.#scaled ? physical / (tallest - this.view.clientHeight) * this.#lastTop : physical;
    this.#paint();
    this.events.moved(this.atEnd);
  }

  /** In a scaled log one notch of the wheel would jump over hundreds of lines. */
  #wheel(e: WheelEvent): void {
    if (!this.#scaled || e.ctrlKey || e.shiftKey || e.deltaY === 0) return;
    e.preventDefault();
    this.#by(e.deltaY * (e.deltaMode === 1 ? rowHeight : 1));
  }

  #key(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const page = this.view.clientHeight - 2 * rowHeight;
    const by: Record<string, number> = { ArrowDown: rowHeight, ArrowUp: -rowHeight, PageDown: page, PageUp: -page, " ": e.shiftKey ? -page : page, Home: -Infinity, End: Infinity };
    if (!(e.key in by)) return;
    e.preventDefault();
    this.#by(by[e.key]);
  }

  #by(pixels: number): void {
    this.#scrollTo(this.#virtualTop + pixels);
    this.#paint();
    this.events.moved(this.atEnd);
  }

  #clicked(e: MouseEvent): void {
    const number = (e.target as Element).closest<HTMLElement>(".ln-no");
    if (number) {
      e.preventDefault();
      this.events.picked(Number(number.dataset.line), e.shiftKey);
    }
  }

  #paint(): void {
    // Lines that have no height yet are painted with the next render
    const count = this.#heights ? this.#heights.length : this.lines.count;
    if (count === 0) return;
    const first = Math.max(0, this.#rowAt(this.#virtualTop) - over);
    const last = Math.min(count - 1, this.#rowAt(this.#virtualTop + this.view.clientHeight) + over);
    for (const [line, row] of this.#shown) {
      if (line - 1 < first || line - 1 > last) {
        row.remove();
        this.#shown.delete(line);
      }
    }
    let after: HTMLElement | null = null;
    for (let line = first + 1; line <= last + 1; line++) {
      let row = this.#shown.get(line);
      if (!row) {
        row = this.#maker.row(line, this.#mode, this.#hit(line));
        this.#shown.set(line, row);
        if (after) after.after(row);
        else this.#rows.prepend(row);
      }
      after = row;
    }
    if (this.#heights) this.#correct(this.#heights);
    const offset = this.view.scrollTop - this.#virtualTop;
    this.#rows.style.transform = `translateY(${this.#topOf(first) + offset}px)`;
    this.events.visible(first + 1, last + 1);
  }

  /** Rows that are there say how tall they really are. */
  #correct(heights: Heights): void {
    let changed = false;
    for (const [line, row] of this.#shown) changed = heights.set(line - 1, row.offsetHeight) || changed;
    if (changed) this.#space.style.height = `${Math.min(this.#total + 12, tallest)}px`;
  }

  #hit(line: number): boolean { return this.#range !== null && line >= this.#range.from && line <= this.#range.to; }
}
