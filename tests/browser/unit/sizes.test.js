import assert from "node:assert/strict";
import { test } from "node:test";

import { percentOf, Sizes } from "../../../static/js/models/sizes.js";

/** Stands in for the page's words. */
const words = (/** @type {string} */ key, /** @type {Record<string, unknown>} */ values = {}) =>
  key === "js-progress"
    ? `${values["sent"]} / ${values["all"]} KB · ${values["percent"]}%`
    : `${values["n"]} ${key.replace("js-size-", "").toUpperCase()}`;
const uz = new Sizes(words, "uz");
const en = new Sizes(words, "en");

/** The server is held to the same table, in `src/format/size.rs`. @type {[number, string, string][]} */
const TABLE = [
  [0, "0 B", "0 B"],
  [1, "1 B", "1 B"],
  [1_023, "1023 B", "1023 B"],
  [1_024, "1 KB", "1 KB"],
  [1_025, "2 KB", "2 KB"],
  [655_360, "640 KB", "640 KB"],
  [1_047_552, "1023 KB", "1023 KB"],
  [1_047_553, "1 MB", "1 MB"],
  [1_258_291, "1,2 MB", "1.2 MB"],
  [2_097_152, "2 MB", "2 MB"],
  [104_805_171, "99,9 MB", "99.9 MB"],
  [104_857_600, "100 MB", "100 MB"],
  [131_596_288, "126 MB", "126 MB"],
  [1_073_741_824, "1 GB", "1 GB"],
  [5_905_580_032, "5,5 GB", "5.5 GB"],
];

test("sizes read as the server writes them", () => {
  for (const [bytes, inUzbek, inEnglish] of TABLE) {
    assert.equal(uz.text(bytes), inUzbek, String(bytes));
    assert.equal(en.text(bytes), inEnglish, String(bytes));
  }
});

test("progress is in KB and per cent, its thousands apart", () => {
  assert.equal(uz.progress(2_778_000, 4_298_000), "2\u00a0713 / 4\u00a0198 KB · 64%");
  assert.equal(en.progress(104_857_600, 104_857_600), "102,400 / 102,400 KB · 100%");
  assert.equal(uz.progress(0, 0), "0 / 0 KB · 100%");
});

test("nothing is whole before it is", () => {
  assert.equal(percentOf(999_999, 1_000_000), 99);
  assert.equal(percentOf(1_000_000, 1_000_000), 100);
});
