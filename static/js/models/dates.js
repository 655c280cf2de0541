// @ts-check
/**
 * Days and times in the site's zone and in our own words. The browser's own tables know no Uzbek worth showing, and its
 * zone is the reader's, not the site's.
 */

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Words */

const DAY_MS = 24 * 60 * 60 * 1000;

/** A clock that is off by less than this is left as it is: an answer takes time, in milliseconds. */
const OFF_MS = 30_000;

export class Dates {
  #words;
  #offsetMs;
  /** Milliseconds that the server's clock is ahead of the reader's. */
  #ahead = 0;

  /**
   * @param {Words} words
   * @param {number} offsetMinutes of the site's zone from UTC, east positive
   */
  constructor(words, offsetMinutes) {
    this.#words = words;
    this.#offsetMs = offsetMinutes * 60_000;
  }

  /** The server's time, in epoch milliseconds: the reader's clock may be hours off. */
  now() {
    return Date.now() + this.#ahead;
  }

  /**
   * The server said what time it is.
   * @param {number} now epoch milliseconds
   */
  serverTime(now) {
    const ahead = now - Date.now();
    this.#ahead = Math.abs(ahead) < OFF_MS ? 0 : ahead;
  }

  /**
   * The day of a moment, "YYYY-MM-DD".
   * @param {number} at epoch milliseconds
   */
  day(at) {
    return new Date(at + this.#offsetMs).toISOString().slice(0, 10);
  }

  /**
   * The time of day, "HH:MM".
   * @param {number} at epoch milliseconds
   */
  time(at) {
    return new Date(at + this.#offsetMs).toISOString().slice(11, 16);
  }

  /**
   * How a day is called: today, yesterday, a day of this year, a day of another.
   * @param {string} day "YYYY-MM-DD"
   * @param {number} now epoch milliseconds
   */
  dayName(day, now) {
    const ago = daysBetween(day, this.day(now));
    if (ago === 0) return this.#words("js-today");
    if (ago === 1) return this.#words("js-yesterday");
    return this.#dayAndMonth(day, now);
  }

  /**
   * When something last happened, as short as a list of rooms wants it.
   * @param {number} at epoch milliseconds
   * @param {number} now epoch milliseconds
   */
  short(at, now) {
    const day = this.day(at);
    const ago = daysBetween(day, this.day(now));
    if (ago <= 0) return this.time(at);
    if (ago === 1) return this.#words("js-yesterday");
    if (ago < 7) return this.#words(`js-weekday-${new Date(`${day}T00:00:00Z`).getUTCDay()}`);
    if (day.slice(0, 4) === this.day(now).slice(0, 4)) return this.#dayAndMonth(day, now);
    const [year = "", month = "", date = ""] = day.split("-");
    return `${date}.${month}.${year.slice(2)}`;
  }

  /**
   * How long until the site's next midnight, in milliseconds.
   * @param {number} now epoch milliseconds
   */
  untilMidnight(now) {
    return DAY_MS - ((((now + this.#offsetMs) % DAY_MS) + DAY_MS) % DAY_MS);
  }

  /**
   * @param {string} day
   * @param {number} now
   */
  #dayAndMonth(day, now) {
    const [year = "", month = "", date = ""] = day.split("-");
    const values = { day: Number(date), month: this.#words(`js-month-${Number(month)}`), year };
    return this.#words(year === this.day(now).slice(0, 4) ? "js-date" : "js-date-year", values);
  }
}

/**
 * @param {string} earlier "YYYY-MM-DD"
 * @param {string} later "YYYY-MM-DD"
 */
function daysBetween(earlier, later) {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / DAY_MS);
}
