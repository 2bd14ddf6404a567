import type { Piece } from "./ansi";

export interface MarkedPiece extends Piece { mark: boolean }

/** Cuts pieces where matches begin and end. Ranges count characters of the line without escapes, where what is shown in place of a control is one. */
export function marked(pieces: readonly Piece[], found: readonly [number, number][]): MarkedPiece[] {
  // An expression may match nothing, of which there is nothing to see
  const ranges = found.filter(r => r[1] > 0);
  if (ranges.length === 0) return pieces.map(p => ({ ...p, mark: false }));
  const cut: MarkedPiece[] = [];
  let at = 0;
  let next = 0;
  for (const piece of pieces) {
    const size = piece.control ? 1 : piece.text.length;
    let from = 0;
    while (from < size) {
      while (next < ranges.length && ranges[next][0] + ranges[next][1] <= at + from) next++;
      const begin = next < ranges.length ? Math.max(0, ranges[next][0] - at) : size;
      const inside = begin <= from;
      const to = Math.min(size, inside ? ranges[next][0] + ranges[next][1] - at : begin);
      cut.push({ ...piece, text: piece.control ? piece.text : piece.text.slice(from, to), mark: inside });
      from = to;
    }
    at += size;
  }
  return cut;
}
