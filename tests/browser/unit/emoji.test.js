import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Catalog, inTone } from "../../../static/js/emoji/catalog.js";
import { step } from "../../../static/js/emoji/grid.js";
import { noteUse, recents, RECENTS_MAX } from "../../../static/js/emoji/recents.js";

const data = new URL("../../../static/vendor/emojibase/emoji.json", import.meta.url);
const catalog = new Catalog(JSON.parse(await readFile(data, "utf8")));

/** @param {string} text */
const found = (text) => catalog.find(text).map(([emoji]) => emoji);

test("an emoji is found by its words in Uzbek of both scripts, Russian and English", () => {
  for (const text of ["olov", "олов", "огонь", "fire", " OLOV "]) assert.ok(found(text).includes("🔥"), text);
  for (const text of ["tug'ilgan kun", "tug\u02BBilgan", "туғилган", "birthday cake"]) assert.ok(found(text).includes("🎂"), text);
  for (const text of ["yurak", "юрак", "серд", "heart"]) assert.ok(found(text).includes("❤️"), text);
  assert.deepEqual(found("👍"), ["👍"]);
});

test("every word that was typed has to begin one of the emoji's", () => {
  assert.equal(found("red heart")[0], "❤️");
  assert.ok(!found("red heart").includes("💙"));
  assert.deepEqual(found("nosuchword"), []);
  assert.deepEqual(found("  "), []);
});

test("what is called so comes first, then names with these words, other words, and beginnings of names and of words", () => {
  for (const text of ["yurak", "юрак", "YURAK"]) assert.deepEqual(found(text).slice(0, 1), ["❤️"], text);
  assert.equal(found("алое сердце")[0], "❤️");
  const inOrder = (/** @type {string} */ text, /** @type {string[]} */ ...emoji) => {
    const places = emoji.map((one) => found(text).indexOf(one));
    assert.deepEqual(places, [...places].sort((a, b) => a - b), `${text}: ${places.join(" ")}`);
    assert.ok(!places.includes(-1), `${text}: ${places.join(" ")}`);
  };
  inOrder("fire", "🔥", "🚒", "🧨", "🎆");
  inOrder("car", "🏎️", "🚗", "🥕");
  inOrder("gul", "💐", "🌹");
});

test("a tone of skin is given to what has one, and to nothing else", () => {
  assert.equal(inTone(["👍", "", 1], 3), "👍🏽");
  assert.equal(inTone(["✌️", "", 1], 5), "✌🏿");
  assert.equal(inTone(["👨‍🌾", "", 1], 1), "👨🏻‍🌾");
  assert.equal(inTone(["👍", "", 1], 0), "👍");
  assert.equal(inTone(["🔥", ""], 3), "🔥");
});

test("arrows lead through lines and sections and stop at both ends", () => {
  const counts = [5, 0, 10];
  const to = (/** @type {number} */ section, /** @type {number} */ place, /** @type {string} */ key) => {
    const spot = step(counts, 4, { section, place }, key);
    return spot && [spot.section, spot.place];
  };
  assert.deepEqual(to(0, 0, "ArrowRight"), [0, 1]);
  assert.deepEqual(to(0, 4, "ArrowRight"), [2, 0]);
  assert.deepEqual(to(2, 0, "ArrowLeft"), [0, 4]);
  assert.deepEqual(to(0, 0, "ArrowDown"), [0, 4]);
  assert.deepEqual(to(0, 2, "ArrowDown"), [0, 4], "the last line is shorter");
  assert.deepEqual(to(0, 4, "ArrowDown"), [2, 0]);
  assert.deepEqual(to(2, 2, "ArrowUp"), [0, 4]);
  assert.deepEqual(to(2, 6, "ArrowUp"), [2, 2]);
  assert.deepEqual(to(2, 3, "Home"), [0, 0]);
  assert.deepEqual(to(0, 0, "End"), [2, 9]);
  for (const [section, place, key] of /** @type {const} */ ([[0, 1, "ArrowUp"], [0, 0, "ArrowLeft"], [2, 9, "ArrowRight"], [2, 9, "ArrowDown"], [0, 0, "x"]])) {
    assert.equal(to(section, place, key), null, key);
  }
});

test("what was used last stands first, once, and not without end", () => {
  const store = memory();
  for (let n = 0; n < 40; n += 1) noteUse(`e${n}`, store);
  noteUse("e39", store);
  noteUse("e20", store);
  assert.deepEqual(recents(store).slice(0, 3), ["e20", "e39", "e38"]);
  assert.equal(recents(store).length, RECENTS_MAX);
  store().setItem("emoji-recent", '{"broken"');
  assert.deepEqual(recents(store), []);
  const refusing = () => {
    throw new Error("no storage here");
  };
  noteUse("e1", refusing);
  assert.deepEqual(recents(refusing), []);
});

/** A storage of this test's own. @returns {() => Storage} */
function memory() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const store = /** @type {Storage} */ (
    /** @type {unknown} */ ({
      getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
      setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value),
    })
  );
  return () => store;
}
