import assert from "node:assert/strict";
import { test } from "node:test";

import { newClientId } from "../../../static/js/models/client-id.js";

test("an id is a random UUID, and no two are alike", () => {
  const ids = new Set(Array.from({ length: 1_000 }, newClientId));
  assert.equal(ids.size, 1_000);
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
