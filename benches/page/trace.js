// @ts-check
/** What the page's main thread did, out of the browser's own trace: exact where the page's observers only tell of 50 ms and more. */

/** @typedef {import("../../tests/browser/support/browser.js").Devtools} Devtools */
/** @typedef {{ name: string, ph: string, dur?: number, ts: number, pid: number, tid: number, args?: any }} Event */

const CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "__metadata"];

/**
 * The lengths of the tasks of the page's main thread while something is done, in milliseconds, longest first.
 * @param {Devtools} devtools of the page
 * @param {() => Promise<unknown>} act
 * @returns {Promise<number[]>}
 */
export async function tasksWhile(devtools, act) {
  const events = await traced(devtools, act);
  const named = events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const mains = new Set(named.map(threadOf));
  const tasks = events.filter((event) => event.name === "RunTask" && event.ph === "X" && mains.has(threadOf(event)));
  return tasks.map(({ dur }) => (dur ?? 0) / 1_000).sort((one, other) => other - one);
}

/**
 * @param {Devtools} devtools
 * @param {() => Promise<unknown>} act
 */
export async function traced(devtools, act) {
  /** @type {Event[]} */
  const events = [];
  const collect = (/** @type {{ value: unknown[] }} */ { value }) => {
    for (const event of value) events.push(/** @type {Event} */ (event));
  };
  devtools.on("Tracing.dataCollected", collect);
  const traceConfig = { includedCategories: CATEGORIES, excludedCategories: ["*"] };
  await devtools.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  await act();
  const complete = new Promise((done) => devtools.once("Tracing.tracingComplete", () => done(null)));
  await devtools.send("Tracing.end");
  await complete;
  devtools.off("Tracing.dataCollected", collect);
  return events;
}

/** @param {Event} event */
function threadOf({ pid, tid }) {
  return `${pid}:${tid}`;
}
