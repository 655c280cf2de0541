import assert from "node:assert/strict";
import { test } from "node:test";

import { Ordered } from "../../../static/js/models/ordered.js";

test("whatever order things come in, they stand by their numbers, each once", () => {
  /** @type {Ordered<string>} */
  const ordered = new Ordered();
  for (const number of [5, 1, 9, 3, 5, 7]) ordered.put(number, `n${number}`);
  assert.deepEqual(ordered.all, ["n1", "n3", "n5", "n7", "n9"]);
  assert.deepEqual([ordered.first, ordered.last], ["n1", "n9"]);
  ordered.put(5, "other");
  ordered.remove(1);
  ordered.remove(4);
  assert.deepEqual(ordered.all, ["n3", "other", "n7", "n9"]);
  ordered.clear();
  assert.deepEqual([ordered.first, ordered.last, ordered.around(1)], [null, null, { before: null, after: null }]);
});

test("the nearest on both sides are found of a number that is there and of one that is not", () => {
  /** @type {Ordered<number>} */
  const ordered = new Ordered();
  for (let number = 2; number <= 20; number += 2) ordered.put(number, number);
  assert.deepEqual(ordered.around(10), { before: 8, after: 12 });
  assert.deepEqual(ordered.around(11), { before: 10, after: 12 });
  assert.deepEqual(ordered.around(1), { before: null, after: 2 });
  assert.deepEqual(ordered.around(20), { before: 18, after: null });
});

test("the first of which something is true is found in few looks", () => {
  /** @type {Ordered<number>} */
  const ordered = new Ordered();
  for (let number = 0; number < 10_000; number += 1) ordered.put(number, number);
  let looks = 0;
  const found = ordered.firstWhere((one) => {
    looks += 1;
    return one >= 7_001;
  });
  assert.equal(found, 7_001);
  assert.ok(looks <= 14, `${looks} looks`);
  assert.equal(ordered.firstWhere(() => false), null);
});
