import assert from "node:assert/strict";
import { test } from "node:test";

import { mentionAt, MentionSearch } from "../../../static/js/mention/search.js";

const person = (/** @type {number} */ id, /** @type {string} */ user, /** @type {string} */ name) => ({
  user_id: id,
  user,
  display_name: name,
  initials: "",
  colour: 1,
});
const sardor = person(1, "sardor", "Sardor Yoʻldoshev");
const sarvinoz = person(2, "sarvinoz", "Sarvinoz Ergasheva");
const karimov = person(3, "sardor_k", "Сардор Каримов");

/** The name at the "|" of a text. @param {string} marked */
const at = (marked) => mentionAt(marked.replace("|", ""), marked.indexOf("|"));

test("a name is being typed from an @ at the beginning of a word up to the caret", () => {
  assert.deepEqual(at("@|"), { start: 0, end: 1, prefix: "" });
  assert.deepEqual(at("Salom @sar|"), { start: 6, end: 10, prefix: "sar" });
  assert.deepEqual(at("(@Yo'l|dosh) ertaga"), { start: 1, end: 6, prefix: "Yo'l" });
  assert.deepEqual(at("bir\n@Сард|"), { start: 4, end: 9, prefix: "Сард" });
});

test("an address, a finished name and a long word are no name that is typed", () => {
  for (const text of ["ali@exa|", "@ali |", "@@a|", "|@ali", "@ali, v|", `@${"a".repeat(33)}|`, "salom|", `${"a".repeat(99)}@x|`]) {
    assert.equal(at(text), null, text);
  }
  assert.equal(at(`${"a".repeat(99)} @x|`)?.prefix, "x");
});

/** @param {import("../../../static/js/mention/search.js").Named} named */
function search(named, now = () => 0) {
  /** @type {string[]} */
  const asked = [];
  const made = new MentionSearch((prefix) => {
    asked.push(prefix);
    return Promise.resolve(named);
  }, now, () => Promise.resolve());
  return { asked, made };
}

test("a small room is asked for once, and everything typed after that is answered at once", async () => {
  const { asked, made } = search({ members: [sardor, sarvinoz, karimov], more: false });
  assert.deepEqual(await made.find(""), [sardor, sarvinoz, karimov]);
  assert.deepEqual(made.known("SAR"), { members: [sardor, sarvinoz, karimov], complete: true });
  assert.deepEqual(await made.find("yo’ld"), [sardor]);
  assert.deepEqual(await made.find("кари"), [karimov]);
  assert.deepEqual(await made.find("dor"), []);
  assert.deepEqual(asked, [""]);
});

test("a large room is asked for again, and shows those it knows meanwhile", async () => {
  const { asked, made } = search({ members: [sardor, sarvinoz], more: true });
  await made.find("s");
  assert.deepEqual(made.known("sarv"), { members: [sarvinoz], complete: false });
  await made.find("Sarv");
  assert.deepEqual(asked, ["s", "sarv"]);
});

test("an answer is believed for a minute, and none leaves what is known", async () => {
  let now = 0;
  const { asked, made } = search({ members: [sardor], more: false }, () => now);
  await made.find("");
  now = 61_000;
  await made.find("s");
  assert.deepEqual(asked, ["", "s"]);
  const lost = new MentionSearch(() => Promise.reject(new Error("lost")));
  assert.deepEqual(await lost.find("s"), []);
});

test("who types on asks when they stop, one question at a time, and none that an answer under way makes needless", async () => {
  /** @type {string[]} */
  const asked = [];
  /** @type {(named: import("../../../static/js/mention/search.js").Named) => void} */
  let answer = () => {};
  const ask = (/** @type {string} */ prefix) => {
    asked.push(prefix);
    return new Promise((/** @type {typeof answer} */ resolve) => (answer = resolve));
  };
  const made = new MentionSearch(ask, Date.now, () => Promise.resolve());
  const [first, second, last] = ["s", "sa", "sar"].map((prefix) => made.find(prefix));
  assert.deepEqual([await first, await second], [[], []]);
  const further = made.find("sard");
  assert.deepEqual(asked, ["sar"]);
  answer({ members: [sardor, sarvinoz], more: false });
  assert.deepEqual([await last, await further], [[sardor, sarvinoz], [sardor]]);
  assert.deepEqual(asked, ["sar"]);
});
