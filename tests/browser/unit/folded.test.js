import assert from "node:assert/strict";
import { test } from "node:test";

import { folded } from "../../../static/js/models/folded.js";

test("names are the same however they are cased, composed and quoted", () => {
  for (const [one, other] of [
    ["Ish JAMOASI ", "ish jamoasi"],
    ["Қишлоқ", "қИШЛОҚ"],
    ["Oʻzbekiston", "o'zbekiston"],
    ["G`alaba", "gʻalaba"],
    ["Do'stlar", "dostlar"],
    ["ﬁlm Straße", "FILM STRASSE"],
    ["é", "e\u0301"],
  ]) {
    assert.equal(folded(one ?? ""), folded(other ?? ""));
  }
  assert.notEqual(folded("Sardor"), folded("Сардор"), "Latin and Cyrillic stay what they are");
});
