import assert from "node:assert/strict";
import { test } from "node:test";

import { Dates } from "../../../static/js/models/dates.js";

/** Stands in for the page's words: shows the key and what is filled in. */
const words = (/** @type {string} */ key, /** @type {Record<string, unknown>} */ values = {}) =>
  [key, ...Object.values(values)].join(" ");
const tashkent = new Dates(words, 300);
const at = (/** @type {string} */ text) => Date.parse(text);

test("days and times are those of the site's zone, not of the reader's", () => {
  assert.equal(tashkent.day(at("2026-03-12T19:00:00Z")), "2026-03-13");
  assert.equal(tashkent.time(at("2026-03-12T19:05:00Z")), "00:05");
  assert.equal(new Dates(words, -330).time(at("2026-03-12T00:00:00Z")), "18:30");
});

test("a day is called today, yesterday, by its date, and by its year when it is another", () => {
  const now = at("2026-03-12T10:00:00Z");
  assert.equal(tashkent.dayName("2026-03-12", now), "js-today");
  assert.equal(tashkent.dayName("2026-03-11", now), "js-yesterday");
  assert.equal(tashkent.dayName("2026-03-01", now), "js-date 1 js-month-3 2026");
  assert.equal(tashkent.dayName("2025-12-31", now), "js-date-year 31 js-month-12 2025");
});

test("a list shows the time, then yesterday, the weekday for a week, then the date", () => {
  const now = at("2026-03-12T10:00:00Z");
  assert.equal(tashkent.short(at("2026-03-12T09:41:00Z"), now), "14:41");
  assert.equal(tashkent.short(at("2026-03-11T09:41:00Z"), now), "js-yesterday");
  assert.equal(tashkent.short(at("2026-03-09T09:41:00Z"), now), "js-weekday-1");
  assert.equal(tashkent.short(at("2026-03-05T09:41:00Z"), now), "js-date 5 js-month-3 2026");
  assert.equal(tashkent.short(at("2025-12-31T09:41:00Z"), now), "31.12.25", "little room");
});

test("midnight is the site's", () => {
  assert.equal(tashkent.untilMidnight(at("2026-03-12T18:59:00Z")), 60_000);
  assert.equal(tashkent.untilMidnight(at("2026-03-12T19:00:00Z")), 24 * 60 * 60 * 1000);
});

test("the server's clock counts where the reader's is hours off, and a slow answer moves nothing", () => {
  const dates = new Dates((key) => key, 0);
  const near = (/** @type {number} */ wanted) => Math.abs(dates.now() - wanted) < 1_000;
  dates.serverTime(Date.now() - 15_000);
  assert.ok(near(Date.now()));
  const twoHours = 2 * 60 * 60 * 1000;
  for (const off of [twoHours, -twoHours]) {
    dates.serverTime(Date.now() + off);
    assert.ok(near(Date.now() + off));
  }
  dates.serverTime(Date.now());
  assert.ok(near(Date.now()), "the reader put it right");
});
