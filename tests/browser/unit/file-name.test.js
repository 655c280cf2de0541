import assert from "node:assert/strict";
import { test } from "node:test";

import { plainlyNamed, plainName } from "../../../static/js/models/file-name.js";

test("a name reads as it is written", () => {
  assert.equal(plainName("photo\u202Egpj.exe"), "photogpj.exe");
  assert.equal(plainName("a\r\nb\0.txt"), "ab.txt");
  for (const name of ["Ўқув режа (2026).pdf", "👨\u200D👩\u200D👧.png", "می\u200Cخواهم.txt"]) assert.equal(plainName(name), name);
});

test("only a file that needs it gets another name, and stays what it is", async () => {
  const plain = new File(["abc"], "a.txt");
  assert.equal(plainlyNamed(plain), plain);
  const turned = plainlyNamed(new File(["abc"], "a\u202Etxt.exe", { type: "text/plain", lastModified: 5 }));
  assert.deepEqual([turned.name, turned.type, turned.lastModified, await turned.text()], ["atxt.exe", "text/plain", 5, "abc"]);
});
