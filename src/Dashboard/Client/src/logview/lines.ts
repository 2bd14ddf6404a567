import { isPlain, mayChangeStyle, parse, plain, type Piece, type Style } from "./ansi";

export interface LogLine { line: number; stream: string; time: string; text: string; partial: boolean; part: number }
export interface LogBatch { firstLine: number; lines: LogLine[]; complete: boolean }

/** Characters of a line that are kept; the browser would stand still over more. */
export const longestLine = 1_048_576;
export const cutMark = "… the line goes on; download the log to see it all";

/** Lines received, numbered from 1; a line or part that comes again replaces what was there from it on. */
export class Lines {
  #text: string[] = [];
  #time: number[] = [];
  // Where the parts of a line begin; only lines that have more than one
  #parts = new Map<number, number[]>();
  // Lines of which only the beginning is kept
  #cut = new Set<number>();
  // Only lines that begin coloured
  #begin = new Map<number, Style>();
  #end: Style = plain;
  #ended = 0;

  get count(): number { return this.#text.length; }

  text(line: number): string | undefined {
    const text = this.#text[line - 1];
    return this.#cut.has(line) ? `${text} ${cutMark}` : text;
  }

  time(line: number): number { return this.#time[line - 1] ?? NaN; }

  /** Takes a batch; the first line that changed, or 0 when a line or part before it is missing. */
  take(batch: LogBatch): number {
    let changed = Infinity;
    for (const item of batch.lines) {
      if (item.line < 1 || item.line > this.count + 1 || !this.#put(item)) return 0;
      changed = Math.min(changed, item.line);
    }
    return changed;
  }

  pieces(line: number): Piece[] {
    const { pieces } = parse(this.#text[line - 1] ?? "", this.#begin.get(line) ?? plain);
    // Apart from the text, whose colours or whose hiding it must not take on
    if (this.#cut.has(line)) pieces.push({ text: ` ${cutMark}`, classes: "ln-cut", href: "", control: true });
    return pieces;
  }

  #put(item: LogLine): boolean {
    const text = this.#joined(item);
    if (text === null) return false;
    // Past the limit nothing changes, and a line of gigabytes must not be parsed with each of its parts
    if (text === this.#text[item.line - 1] && item.part > 0) return true;
    this.#text[item.line - 1] = text;
    this.#time[item.line - 1] = Date.parse(item.time);
    if (this.#ended < item.line) {
      // The next line: it begins as the one before ended
      if (!isPlain(this.#end)) this.#begin.set(item.line, this.#end);
      this.#ended = item.line;
    }
    if (this.#ended === item.line) {
      const begin = this.#begin.get(item.line) ?? plain;
      this.#end = mayChangeStyle(text) ? parse(text, begin).end : begin;
    }
    return true;
  }

  /** The line's text with this part; null when the part before it is missing. */
  #joined(item: LogLine): string | null {
    if (item.part === 0) {
      this.#parts.delete(item.line);
      this.#cut.delete(item.line);
      return this.#limited(item.line, item.text);
    }
    const before = this.#text[item.line - 1];
    if (before === undefined) return null;
    const begins = this.#parts.get(item.line) ?? [0];
    if (item.part >= begins.length) {
      if (this.#cut.has(item.line)) return before;
      if (item.part > begins.length) return null;
      begins.push(before.length);
      this.#parts.set(item.line, begins);
    }
    // What followed the part is no more
    begins.length = item.part + 1;
    this.#cut.delete(item.line);
    return this.#limited(item.line, before.slice(0, begins[item.part]) + item.text);
  }

  #limited(line: number, text: string): string {
    if (text.length <= longestLine) return text;
    this.#cut.add(line);
    // Not between the halves of a surrogate pair
    const last = text.charCodeAt(longestLine - 1);
    return text.slice(0, last >= 0xd800 && last < 0xdc00 ? longestLine - 1 : longestLine);
  }
}
