import type { Lines } from "./lines";
import { marked } from "./marks";
import { element } from "./parts";
import { elapsed } from "./stamp";

export type TimeMode = "elapsed" | "clock" | "off";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hourCycle: "h23" });

/** Where the matches of a search are in a line. */
export interface Marks { of(line: number): readonly [number, number][]; current(): number }

/** Makes the row of a line; whatever the line holds is set as text. */
export class RowMaker {
  #origin: number;

  constructor(private readonly lines: Lines, startedAt: string | null, private readonly marks: Marks) {
    this.#origin = startedAt ? Date.parse(startedAt) : NaN;
  }

  row(line: number, mode: TimeMode, hit: boolean): HTMLElement {
    const row = element("div", `ln${hit ? " hit" : ""}${line === this.marks.current() ? " found" : ""}`);
    const number = element("a", "ln-no");
    number.href = `${location.pathname}${location.search}#L${line}`;
    number.dataset.line = String(line);
    number.tabIndex = -1;
    number.textContent = line.toLocaleString();
    const time = element("span", "ln-time");
    time.textContent = this.#stamp(line, mode);
    const text = element("span", "ln-text");
    for (const piece of marked(this.lines.pieces(line), this.marks.of(line))) {
      const made = piece.href ? element("a", piece.classes) : element(piece.mark ? "mark" : "span", piece.classes);
      if (piece.href && piece.mark) made.classList.add("ln-mark");
      if (made instanceof HTMLAnchorElement) {
        made.href = piece.href;
        made.target = "_blank";
        made.rel = "noopener noreferrer nofollow";
      }
      made.textContent = piece.text;
      text.append(made);
    }
    row.append(number, time, text);
    return row;
  }

  #stamp(line: number, mode: TimeMode): string {
    const time = this.lines.time(line);
    if (mode === "off" || Number.isNaN(time)) return "";
    if (mode === "clock") return clock.format(time);
    if (Number.isNaN(this.#origin)) this.#origin = this.lines.time(1);
    return elapsed(time - this.#origin);
  }
}
