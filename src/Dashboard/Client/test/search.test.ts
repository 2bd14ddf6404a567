import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, plain } from "../src/logview/ansi";
import { marked } from "../src/logview/marks";
import { countWords, readQuery, withQuery, type Found } from "../src/logview/query";
import { Turns } from "../src/logview/turns";

const found = (lines: number, index: number | null): Found => ({ lines, matches: lines * 2, index, hits: [], searchedLines: 9, complete: true });
const tick = () => new Promise<void>(done => { setTimeout(done, 0); });
const cut = (text: string, ranges: [number, number][]) => marked(parse(text, plain).pieces, ranges).map(p => (p.mark ? `[${p.text}]` : p.text)).join("|");

test("countWords_SaysWhichOfHowMany", () => {
  assert.equal(countWords(found(1204, 3), 3), "3 of 1,204");
  assert.equal(countWords(found(1204, null), 0), "1,204 lines");
  assert.equal(countWords(found(0, null), 0), "no match");
  assert.equal(countWords(null, 0), "");
});

test("withQuery_KeepsTheRestOfTheAddress", () => {
  assert.equal(withQuery("/runs/A-1?tab=logs#L12", { text: "a b&c", regex: true }), "/runs/A-1?tab=logs&q=a+b%26c&re=1#L12");
  assert.equal(withQuery("runs/A-1?tab=logs&q=old&re=1", { text: "", regex: true }), "/runs/A-1?tab=logs");
  assert.deepEqual(readQuery("?tab=logs&q=a+b%26c&re=1"), { text: "a b&c", regex: true });
  assert.deepEqual(readQuery("?tab=logs"), { text: "", regex: false });
});

test("marked_CutsPiecesAtMatches", () => {
  assert.equal(cut("a needle here", [[2, 6]]), "a |[needle]| here");
  assert.equal(cut("nono", [[0, 2], [2, 2]]), "[no]|[no]");
  assert.equal(cut("plain", []), "plain");
  assert.equal(cut("plain", [[2, 0]]), "plain");
});

test("marked_AMatchAcrossColours_IsMarkedInEach", () => {
  assert.equal(cut("\x1b[31mnee\x1b[32mdle\x1b[0m x", [[0, 6]]), "[nee]|[dle]| x");
  const pieces = marked(parse("\x1b[31mnee\x1b[32mdle", plain).pieces, [[2, 2]]);
  assert.deepEqual(pieces.map(p => [p.text, p.classes, p.mark]), [["ne", "f1", false], ["e", "f1", true], ["d", "f2", true], ["le", "f2", false]]);
});

test("marked_WhatIsShownForAControl_CountsAsOneCharacter", () => {
  assert.equal(cut("a\u202eneedle", [[2, 6]]), "a|\u27e8U+202E\u27e9|[needle]");
});

test("turns_QuickMoves_EachBeginsWhereTheOneBeforeEnded", async () => {
  const turns = new Turns();
  let at = 0;
  let answer: () => void = () => undefined;
  const step = async () => {
    const from = at;
    await new Promise<void>(done => { answer = done; });
    at = from + 1;
  };
  turns.take(step);
  turns.take(step);
  for (const _ of [1, 2]) {
    await tick();
    assert.equal(turns.busy, true);
    answer();
  }
  await tick();
  assert.equal(at, 2);
  assert.equal(turns.busy, false);
});

test("turns_Dropped_AreNotMadeAndDoNotHoldUpThoseThatFollow", async () => {
  const turns = new Turns();
  const made: string[] = [];
  let answer: () => void = () => undefined;
  turns.take(async () => { made.push("under way"); await new Promise<void>(done => { answer = done; }); });
  turns.take(() => { made.push("dropped"); return Promise.resolve(); });
  await tick();
  turns.drop();
  turns.take(() => { made.push("after"); return Promise.resolve(); });
  answer();
  await tick();
  assert.deepEqual(made, ["under way", "after"]);
});
