import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, plain, readable } from "../src/logview/ansi";
import { Heights } from "../src/logview/heights";
import { cutMark, Lines, longestLine } from "../src/logview/lines";
import { parseHash } from "../src/logview/place";
import { elapsed } from "../src/logview/stamp";
import { relative } from "../src/times";

const pieces = (text: string) => parse(text, plain).pieces;

test("parse_Colours_BecomeClasses", () => {
  assert.deepEqual(pieces("\x1b[1;31mbad\x1b[0m ok").map(p => [p.text, p.classes]), [["bad", "f1 a-b"], [" ok", ""]]);
  assert.equal(pieces("\x1b[92mx")[0].classes, "f10");
  assert.equal(pieces("\x1b[38;5;196mx")[0].classes, "f1");
  assert.equal(pieces("\x1b[48;2;0;0;255mx")[0].classes, "g4");
  assert.equal(pieces("\x1b[38;2;900;0;0mx")[0].classes, "");
});

test("parse_Links_OnlyHttp", () => {
  const link = (url: string) => pieces(`\x1b]8;;${url}\x1b\\text\x1b]8;;\x1b\\`)[0];
  assert.equal(link("https://example.com/a").href, "https://example.com/a");
  for (const bad of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "JaVaScRiPt:x", " javascript:x", "//x", "nonsense"]) {
    assert.equal(link(bad).href, "", bad);
    assert.equal(link(bad).text, "text");
  }
});

test("readable_OtherEscapes_AreDroppedWhereverTheyEnd", () => {
  for (const escape of ["\x1b[2J", "\x1b[10;5H", "\x1b[?25l", "\x1b]0;title\x07", "\x1b]52;c;ZXZpbA==\x1b\\", "\x1bPq#0\x1b\\", "\x1b_x\x1b\\", "\x1bc", "\x1b(B", "\x9b31m"]) {
    assert.equal(readable(`a${escape}b`), "ab", JSON.stringify(escape));
  }
  assert.equal(readable("a\x1b]0;title\x07b\x1b]8;;http://x\x1b\\c\x07d"), "abc^Gd");
  for (const open of ["\x1b", "\x1b[", "\x1b[31", "\x1b]8;;http://x", "\x1bP"]) {
    assert.equal(readable(`a${open}`), "a", JSON.stringify(open));
  }
});

test("readable_ControlsAndReordering_AreShown", () => {
  assert.equal(readable("a\0b\x08c\x7f"), "a^@b^Hc^?");
  assert.equal(readable("x\u202Ey\u2066z"), "x⟨U+202E⟩y⟨U+2066⟩z");
  assert.equal(readable("tab\tstays <b>&amp;"), "tab\tstays <b>&amp;");
});

test("parse_ALongHostileLine_TakesLinearTime", () => {
  const begun = performance.now();
  for (const unit of ["\x1b[", "\x1b]8;;", "\x1b[1;", "\x1bP"]) parse(unit.repeat(65_536 / unit.length), plain);
  assert.ok(performance.now() - begun < 2_000);
});

const line = (n: number, text: string) => ({ line: n, stream: "stdout", time: "2026-03-02T12:00:00Z", text, partial: false, part: 0 });
const part = (n: number, number: number, text: string) => ({ ...line(n, text), partial: true, part: number });
const batch = (...lines: ReturnType<typeof line>[]) => ({ firstLine: lines[0].line, lines, complete: false });

test("Lines_ALineThatComesAgain_ReplacesTheEarlierOne", () => {
  const lines = new Lines();
  lines.take({ firstLine: 1, lines: [line(1, "a"), line(2, "\x1b[31mb")], complete: false });
  assert.equal(lines.take({ firstLine: 2, lines: [line(2, "\x1b[32mbb"), line(3, "c")], complete: false }), 2);
  assert.equal(lines.count, 3);
  assert.equal(lines.text(2), "\x1b[32mbb");
  assert.equal(lines.pieces(3)[0].classes, "f2");
});

test("Lines_AGap_IsNotTaken", () => {
  const lines = new Lines();
  assert.equal(lines.take({ firstLine: 5, lines: [line(5, "e")], complete: false }), 0);
  assert.equal(lines.count, 0);
});

test("Lines_PartsOfOneLine_AreJoined", () => {
  const lines = new Lines();
  assert.equal(lines.take(batch(part(1, 0, "aa"), part(1, 1, "\x1b[31mbb"), { ...part(1, 2, "cc"), partial: false }, line(2, "next"))), 1);
  assert.equal(lines.count, 2);
  assert.equal(lines.text(1), "aa\x1b[31mbbcc");
  assert.equal(lines.pieces(2)[0].classes, "f1");
});

test("Lines_APartThatComesAgain_ReplacesWhatWasThereFromItOn", () => {
  const lines = new Lines();
  lines.take(batch(part(1, 0, "aa"), part(1, 1, "b")));
  lines.take(batch(part(1, 1, "bbb")));
  assert.equal(lines.text(1), "aabbb");
  lines.take(batch(part(1, 2, "cc")));
  lines.take(batch(part(1, 1, "B")));
  assert.equal(lines.text(1), "aaB");
  lines.take(batch(part(1, 2, "C")));
  assert.equal(lines.text(1), "aaBC");
  lines.take(batch(part(1, 0, "A")));
  assert.equal(lines.text(1), "A");
});

test("Lines_APartAfterAMissingOne_IsNotTaken", () => {
  const lines = new Lines();
  assert.equal(lines.take(batch(part(1, 1, "b"))), 0);
  lines.take(batch(part(1, 0, "a")));
  assert.equal(lines.take(batch(part(1, 2, "c"))), 0);
  assert.equal(lines.text(1), "a");
});

test("Lines_ALineOverTheLimit_EndsWithAVisibleMarkAndGrowsNoMore", () => {
  const lines = new Lines();
  const size = 65_536;
  const full = longestLine / size;
  // All of it hidden: the mark is not
  lines.take(batch(part(1, 0, "\x1b[8m" + "x".repeat(size - 4))));
  for (let i = 1; i < full; i++) lines.take(batch(part(1, i, String(i % 10).repeat(size))));
  assert.equal(lines.text(1)?.length, longestLine);
  for (let i = full; i < full + 40; i++) assert.equal(lines.take(batch(part(1, i, "y".repeat(size)))), 1);
  const text = lines.text(1) ?? "";
  assert.equal(text.length, longestLine + 1 + cutMark.length);
  assert.ok(text.endsWith(`5 ${cutMark}`));
  const mark = lines.pieces(1).at(-1);
  assert.deepEqual([mark?.text, mark?.classes], [` ${cutMark}`, "ln-cut"]);
  // The first part again, as after a lost connection: the line begins anew
  lines.take(batch(part(1, 0, "z")));
  assert.equal(lines.text(1), "z");
  assert.equal(lines.pieces(1).length, 1);
});

test("Heights_SumAndFind_AgreeWithAPlainList", () => {
  const heights = new Heights();
  const own: number[] = [];
  for (let i = 0; i < 1000; i++) {
    own.push(19 * (1 + (i * 7) % 5));
    heights.push(own[i]);
  }
  for (let i = 0; i < 1000; i += 13) {
    own[i] = 19 * 9;
    heights.set(i, own[i]);
  }
  let sum = 0;
  for (let i = 0; i < 1000; i++) {
    assert.equal(heights.sum(i), sum);
    assert.equal(heights.find(sum), i);
    assert.equal(heights.find(sum + own[i] - 1), i);
    sum += own[i];
  }
  assert.equal(heights.total, sum);
});

test("parseHash_LinesAndRanges", () => {
  assert.deepEqual(parseHash("#L120"), { from: 120, to: 120 });
  assert.deepEqual(parseHash("#L20-L12"), { from: 12, to: 20 });
  assert.equal(parseHash("#content"), null);
});

test("elapsed_IsShort", () => {
  assert.equal(elapsed(151_402), "+2:31.402");
  assert.equal(elapsed(3_600_001), "+1:00:00.001");
});

test("relative_SaysHowLongAgoOrAhead", () => {
  const at = Date.UTC(2026, 2, 2, 12);
  const said = (seconds: number) => relative(at + seconds * 1000, at);
  assert.deepEqual([0, 9, -9, -10, -3599, -86_400, 10, 3600, 86_399, 200_000].map(said),
    ["just now", "just now", "just now", "10s ago", "59m ago", "1d ago", "in 10s", "in 1h", "in 23h", "in 2d"]);
});
