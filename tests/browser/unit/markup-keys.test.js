import assert from "node:assert/strict";
import { test } from "node:test";

import { toggled } from "../../../static/js/models/markup-keys.js";

/**
 * The text after a key, with the selection between "[" and "]", as before it.
 * @param {string} marked
 * @param {import("../../../static/js/models/markup-keys.js").Style} style
 */
function press(marked, style) {
  const start = marked.indexOf("[");
  const end = marked.indexOf("]") - 1;
  const text = marked.replace("[", "").replace("]", "");
  const { from, to, text: put, select } = toggled(text, start, end, style);
  const after = text.slice(0, from) + put + text.slice(to);
  return `${after.slice(0, select[0])}[${after.slice(select[0], select[1])}]${after.slice(select[1])}`;
}

test("a selection is wrapped without the spaces at its ends, and unwrapped by the same key", () => {
  assert.equal(press("bu [juda ]muhim", "bold"), "bu **[juda]** muhim");
  assert.equal(press("bu **[juda]** muhim", "bold"), "bu [juda] muhim");
  assert.equal(press("bu [**juda**] muhim", "bold"), "bu [juda] muhim");
  assert.equal(press("[kod]", "code"), "`[kod]`");
  assert.equal(press("`[kod]`", "code"), "[kod]");
});

test("bold and italic live together", () => {
  assert.equal(press("**[a]**", "italic"), "***[a]***");
  assert.equal(press("***[a]***", "bold"), "*[a]*");
  assert.equal(press("***[a]***", "italic"), "**[a]**");
  assert.equal(press("*[a]*", "bold"), "***[a]***");
});

test("without a selection the marks wait for what is typed, and go again", () => {
  assert.equal(press("a []", "bold"), "a **[]**");
  assert.equal(press("a **[]**", "bold"), "a []");
});

test("each line has its own marks, and code of several lines is fenced", () => {
  assert.equal(press("[bir\n\n ikki]", "italic"), "[*bir*\n\n *ikki*]");
  assert.equal(press("[*bir*\n\n *ikki*]", "italic"), "[bir\n\nikki]");
  assert.equal(press("[*bir*\nikki]", "italic"), "[*bir*\n*ikki*]");
  assert.equal(press("kod: [a\nb] bo'ldi", "code"), "kod: \n```\n[a\nb]\n```\n bo'ldi");
  assert.equal(press("```\n[a\nb]\n```", "code"), "[a\nb]");
});
