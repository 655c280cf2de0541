import assert from "node:assert/strict";
import { test } from "node:test";

import { typedText } from "../../../static/js/models/pasted.js";

test("what comes from Word reads as if it was typed", () => {
  const word = "Kun tartibi:\r\n·\tHisobot\u00A0va reja\r\no\tIchki band\r\n\uF0B7\tSavollar\vdavomi\r\n";
  assert.equal(typedText(word, true), "Kun tartibi:\n• Hisobot va reja\n• Ichki band\n• Savollar\ndavomi");
});

test("cells stay apart and their last line end goes", () => {
  assert.equal(typedText("a\tb\r\n1\t2\r\n", true), "a\tb\n1\t2");
});

test("a plain text is changed in nothing but its line ends", () => {
  assert.equal(typedText("o\tx\r\n§\ty \u00A0\r\n", false), "o\tx\n§\ty \u00A0\n");
});
