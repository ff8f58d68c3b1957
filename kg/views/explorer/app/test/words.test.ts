/** Words are matched as `kg search` matches them: by stem, in a claim's text, its note's path, its entities' names. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { matches, query, stems } from "../src/filter/words";

const table = readFileSync("../../../../tests/views/explorer/stems.tsv", "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
const found = (asked: string, ...fields: string[]) => matches(query(asked)!, fields.map(stems));

test("stems are those that the full-text index keeps", () => {
  assert.ok(table.length > 200);
  const wrong = table.map((line) => line.split("\t") as [string, string]).filter(([text, kept]) => stems(text).join(" ") !== kept).map(([text, kept]) => [text, stems(text).join(" "), kept]);
  assert.deepEqual(wrong, []);
});

test("all words are needed, in any field, in any form", () => {
  assert.equal(found("useful GPUs", "A GPU is used fully, a useful one."), true);
  assert.equal(found("gpu microsoft", "GPUs are rented.", "a/b", "Microsoft"), true);
  assert.equal(found("gpu amd", "GPUs are rented.", "a/b", "Microsoft"), false);
  assert.equal(found("nvid", "Nvidia sells."), false);
});

test("a phrase is in one field and in order, hyphens make one, a star asks for a beginning", () => {
  assert.equal(found('"interest payments"', "The payment of interests"), false);
  assert.equal(found('"interest payments"', "Its interest payment grew"), true);
  assert.equal(found("person-years", "four person-years of work"), true);
  assert.equal(found("person-years", "years of a person"), false);
  assert.equal(found('"a b"', "x a", "b y"), false);
  assert.equal(found("nvid*", "Nvidia sells."), true);
  assert.equal(found("data cent*", "A data center"), true);
});

test("what holds no word asks for nothing", () => {
  assert.deepEqual(['', '  ', '"', "***", "- & ,"].map(query), [null, null, null, null, null]);
  assert.equal(query('say "unclosed phrase')!.terms.length, 2);
});
