/**
 * Terminal text to styled pieces. Colours become class names, links only http(s), every other escape sequence is
 * dropped, and what would hide or reorder text is made visible. Nothing here makes markup.
 */

export interface Style {
  fg: number; // 0..15, -1: none
  bg: number;
  flags: number;
  href: string;
}

export interface Piece {
  text: string;
  classes: string;
  href: string;
  control: boolean;
}

export const plain: Style = Object.freeze({ fg: -1, bg: -1, flags: 0, href: "" });

const enum Flag { Bold = 1, Dim = 2, Italic = 4, Underline = 8, Strike = 16, Inverse = 32, Hidden = 64 }

const flagClasses: [number, string][] = [[Flag.Bold, "a-b"], [Flag.Dim, "a-d"], [Flag.Italic, "a-i"], [Flag.Underline, "a-u"], [Flag.Strike, "a-s"], [Flag.Hidden, "a-h"]];

// CSI ... final | OSC ... BEL/ST | DCS, SOS, PM, APC ... ST | two-character escapes | 8-bit CSI | a lone ESC
// eslint-disable-next-line no-control-regex
const escapes = /(?:\x1b\[|\x9b)([0-?]*)[ -/]*([@-~])|\x1b\]([^\x07\x1b\x9c]*)(?:\x07|\x1b\\|\x9c|$)|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c|$)|\x1b[ -/]*[0-Z\\-~]|(?:\x1b\[|\x9b)[0-?]*[ -/]*$|\x1b/g;

// C0 and C1 except tab, and the characters that reorder text
// eslint-disable-next-line no-control-regex
const controls = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]/g;

export function isPlain(style: Style): boolean {
  return style.fg < 0 && style.bg < 0 && style.flags === 0 && style.href === "";
}

export function mayChangeStyle(text: string): boolean {
  return text.includes("\x1b") || text.includes("\x9b");
}

/** Pieces of one line that begins in a style, and the style in which it ends. */
export function parse(text: string, from: Style): { pieces: Piece[]; end: Style } {
  const pieces: Piece[] = [];
  let style = from;
  let last = 0;
  if (mayChangeStyle(text)) {
    escapes.lastIndex = 0;
    for (let m = escapes.exec(text); m; m = escapes.exec(text)) {
      add(pieces, text.slice(last, m.index), style);
      last = m.index + m[0].length;
      if (m[2] === "m") {
        style = select(style, m[1]);
      } else if (m[3] !== undefined) {
        style = link(style, m[3]);
      }
    }
  }
  add(pieces, text.slice(last), style);
  return { pieces, end: style };
}

/** The text as a person reads it: no escapes, controls made visible. */
export function readable(text: string): string {
  return parse(text, plain).pieces.map(p => p.text).join("");
}

function add(pieces: Piece[], text: string, style: Style): void {
  if (text === "") return;
  const classes = classNames(style);
  let last = 0;
  for (const m of text.matchAll(controls)) {
    if (m.index > last) pieces.push({ text: text.slice(last, m.index), classes, href: style.href, control: false });
    pieces.push({ text: visible(m[0].charCodeAt(0)), classes: "ln-ctl", href: "", control: true });
    last = m.index + 1;
  }
  if (last < text.length) pieces.push({ text: text.slice(last), classes, href: style.href, control: false });
}

function visible(code: number): string {
  if (code < 0x20) return `^${String.fromCharCode(0x40 + code)}`;
  return code === 0x7f ? "^?" : `\u27e8U+${code.toString(16).toUpperCase().padStart(4, "0")}\u27e9`;
}

function classNames(style: Style): string {
  if (style.fg < 0 && style.bg < 0 && style.flags === 0) return "";
  const names: string[] = [];
  if (style.flags & Flag.Inverse) {
    // Two soft colours swapped would not be readable; the page's own contrast always is
    names.push("a-v");
  } else {
    if (style.fg >= 0) names.push(`f${style.fg}`);
    if (style.bg >= 0) names.push(`g${style.bg}`);
  }
  for (const [flag, name] of flagClasses) {
    if (style.flags & flag) names.push(name);
  }
  return names.join(" ");
}

function select(style: Style, parameters: string): Style {
  let { fg, bg, flags } = style;
  const codes = parameters.replaceAll(":", ";").split(";").map(p => (p === "" ? 0 : Number(p)));
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) { fg = bg = -1; flags = 0; }
    else if (code === 1) flags |= Flag.Bold;
    else if (code === 2) flags |= Flag.Dim;
    else if (code === 3) flags |= Flag.Italic;
    else if (code === 4) flags |= Flag.Underline;
    else if (code === 7) flags |= Flag.Inverse;
    else if (code === 8) flags |= Flag.Hidden;
    else if (code === 9) flags |= Flag.Strike;
    else if (code === 22) flags &= ~(Flag.Bold | Flag.Dim);
    else if (code === 23) flags &= ~Flag.Italic;
    else if (code === 24) flags &= ~Flag.Underline;
    else if (code === 27) flags &= ~Flag.Inverse;
    else if (code === 28) flags &= ~Flag.Hidden;
    else if (code === 29) flags &= ~Flag.Strike;
    else if (code >= 30 && code <= 37) fg = code - 30;
    else if (code === 39) fg = -1;
    else if (code >= 40 && code <= 47) bg = code - 40;
    else if (code === 49) bg = -1;
    else if (code >= 90 && code <= 97) fg = code - 82;
    else if (code >= 100 && code <= 107) bg = code - 92;
    else if (code === 38 || code === 48) {
      let colour = -1;
      if (codes[i + 1] === 5) { colour = indexed(codes[i + 2]); i += 2; }
      else if (codes[i + 1] === 2) { colour = nearest(codes[i + 2], codes[i + 3], codes[i + 4]); i += 4; }
      if (code === 38) fg = colour; else bg = colour;
    }
  }
  return { fg, bg, flags, href: style.href };
}

function indexed(n: number): number {
  if (!(n >= 0 && n <= 255)) return -1;
  if (n < 16) return n;
  if (n >= 232) return n < 244 ? 8 : 7;
  const c = n - 16;
  return nearest(Math.floor(c / 36) * 51, (Math.floor(c / 6) % 6) * 51, (c % 6) * 51);
}

/** The theme's own colour of the same hue: any palette stays readable in both themes. */
function nearest(r: number, g: number, b: number): number {
  if (![r, g, b].every(v => v >= 0 && v <= 255)) return -1;
  const high = Math.max(r, g, b);
  const low = Math.min(r, g, b);
  if (high - low < 40) return high < 100 ? 8 : high < 200 ? 7 : 15;
  const at = (v: number): number => (v > (high + low) / 2 ? 1 : 0);
  return at(r) | (at(g) << 1) | (at(b) << 2);
}

function link(style: Style, command: string): Style {
  const m = /^8;[^;]*;(.*)$/s.exec(command);
  if (!m) return style;
  let href = "";
  if (m[1] !== "") {
    try {
      const url = new URL(m[1]);
      href = url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
    } catch {
      href = "";
    }
  }
  return { ...style, href };
}
