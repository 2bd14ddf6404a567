import { isPlain, mayChangeStyle, parse, plain, type Piece, type Style } from "./ansi";

export interface LogLine { line: number; stream: string; time: string; text: string; partial: boolean }
export interface LogBatch { firstLine: number; lines: LogLine[]; complete: boolean }

/** Lines received, numbered from 1; one that comes again replaces the earlier one. */
export class Lines {
  #text: string[] = [];
  #time: number[] = [];
  // Only lines that begin coloured
  #begin = new Map<number, Style>();
  #end: Style = plain;
  #ended = 0;
  longest = 0;

  get count(): number { return this.#text.length; }

  text(line: number): string | undefined { return this.#text[line - 1]; }

  time(line: number): number { return this.#time[line - 1] ?? NaN; }

  /** Takes a batch; the first line that changed, or 0 when a line before it is missing. */
  take(batch: LogBatch): number {
    let changed = Infinity;
    for (const item of batch.lines) {
      if (item.line < 1 || item.line > this.count + 1) return 0;
      this.#put(item);
      changed = Math.min(changed, item.line);
    }
    return changed;
  }

  pieces(line: number): Piece[] {
    return parse(this.#text[line - 1] ?? "", this.#begin.get(line) ?? plain).pieces;
  }

  #put(item: LogLine): void {
    const index = item.line - 1;
    this.#text[index] = item.text;
    this.#time[index] = Date.parse(item.time);
    this.longest = Math.max(this.longest, item.text.length);
    if (this.#ended < item.line) {
      // The next line: it begins as the one before ended
      if (!isPlain(this.#end)) this.#begin.set(item.line, this.#end);
      this.#ended = item.line;
    }
    if (this.#ended === item.line) {
      const begin = this.#begin.get(item.line) ?? plain;
      this.#end = mayChangeStyle(item.text) ? parse(item.text, begin).end : begin;
    }
  }
}
