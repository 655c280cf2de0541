// @ts-check
/**
 * Measures the page on a slow phone against the real program: `node benches/page/run.js [messages]`, after `cargo build --release`
 * and `npm ci` in tests/browser; `openssl` makes a certificate. Prints a table. LIVECHAT_PROGRAM names another program, CHROMIUM another browser.
 */

import "./program.js";

const { Stage } = await import("../../tests/browser/support/stage.js");
const { launch } = await import("../../tests/browser/support/browser.js");
const { load } = await import("./loading.js");
const { phone, slowProcessor } = await import("./phone.js");
const { Proxy } = await import("./proxy.js");
const { readBackTo, scroll } = await import("./scrolling.js");
const { fill } = await import("./seed.js");
const { tasksWhile } = await import("./trace.js");

const MESSAGES = Number(process.argv[2] ?? 10_000);
/** Each loading is measured so often; the median counts. */
const ROUNDS = 5;
/** CSS pixels and CSS pixels a second: reading on quickly, and looking for something. */
const WAYS = [
  [-30_000, 3_000],
  [30_000, 3_000],
  [-60_000, 12_000],
];

/** @type {string[][]} */
const table = [["what", "measured", "goal", ""]];
/** @param {string} what @param {number} value @param {string} unit @param {number} [goal] at most */
function row(what, value, unit, goal) {
  const text = `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`;
  table.push([what, text, goal === undefined ? "" : `≤ ${goal} ${unit}`, goal === undefined ? "" : value <= goal ? "met" : "missed"]);
}
/** @param {number[]} values */
const median = (values) => values.sort((one, other) => one - other)[values.length >> 1] ?? 0;

const stage = await Stage.open();
const proxy = await Proxy.open(stage.server.url);
const browser = await launch(proxy.flag);
try {
  const { ali, vali, room } = await stage.twoInRoom("Katta xona");
  await vali.page.goto("about:blank");
  await ali.page.goto("about:blank");
  process.stderr.write(`writing ${MESSAGES} messages\n`);
  await fill([ali, vali], room, MESSAGES);
  // What is unread opens at its beginning; this is about the end.
  const headers = { Accept: "application/json", Origin: ali.url };
  const newest = await (await ali.context.request.get(`/room/${room}/messages/`, { headers })).json();
  await ali.context.request.post(`/room/${room}/read/`, { headers, form: { seq: String(newest.seq) } });
  const login = await ali.context.storageState();

  for (const [way, url] of /** @type {const} */ ([["HTTP/1.1", ali.url], ["HTTP/2 and TLS", proxy.url]])) {
    process.stderr.write(`loading by ${way}\n`);
    /** @type {Record<"cold" | "warm", import("./loading.js").Loading[]>} */
    const loadings = { cold: [], warm: [] };
    for (let n = 0; n < ROUNDS; n += 1) {
      const context = await phone(browser, url, login);
      for (const state of /** @type {const} */ (["cold", "warm"])) {
        const page = await context.newPage();
        loadings[state].push(await load(page, `/room/${room}/`));
        await page.close();
      }
      await context.close();
    }
    for (const [state, goal] of /** @type {const} */ ([["cold", 2_500], ["warm", 1_000]])) {
      const of = (/** @type {keyof import("./loading.js").Loading} */ key) => median(loadings[state].map((one) => one[key]));
      const name = `first room page, ${way}, ${state}`;
      row(`${name}: interactive`, of("interactive"), "ms", url === proxy.url ? goal : undefined);
      row(`${name}: largest paint`, of("lcp"), "ms");
      row(`${name}: blocked`, of("tbt"), "ms");
      row(`${name}: layout shift`, of("cls"), "", 0.1);
      row(`${name}: requests`, of("requests"), "");
      row(`${name}: transferred`, of("bytes") / 1_024, "KB", state === "cold" ? 120 : undefined);
    }
  }

  process.stderr.write("reading back\n");
  const context = await phone(browser, ali.url, login);
  const page = await context.newPage();
  await page.goto(`/room/${room}/`);
  const devtools = await context.newCDPSession(page);
  await readBackTo(page, 300);
  await slowProcessor(devtools);
  const tasks = await tasksWhile(devtools, () => readBackTo(page, 1));
  row(`${MESSAGES} read back: longest task while pages come`, tasks[0] ?? 0, "ms");
  row(`${MESSAGES} read back: rows in the page`, await page.locator("#log .row").count(), "", 600);
  for (const [distance = 0, speed = 0] of WAYS) {
    const name = `scrolling ${distance < 0 ? "down" : "up"}, ${speed} px/s`;
    const { p50, p95, p99, dropped, longest } = await scroll(page, devtools, distance, speed);
    row(`${name}: frame, median`, p50, "ms", 17);
    row(`${name}: frame, 95 %`, p95, "ms", 17);
    row(`${name}: frame, 99 %`, p99, "ms");
    row(`${name}: frames dropped`, 100 * dropped, "%", 1);
    row(`${name}: longest task`, longest, "ms");
  }
  await stage.leave();
} finally {
  await browser.close();
  proxy.close();
  await stage.close();
}
process.stdout.write(`${table.map((cells) => `| ${cells.join(" | ")} |`).join("\n").replace("\n", "\n|---|--:|--:|---|\n")}\n`);
