// @ts-check
/**
 * What Lighthouse says of the login, the list and a room, on its slow phone and on a desktop, over TLS and HTTP/2: `node
 * benches/page/lighthouse.js [rounds]`, after `cargo build --release`, `npm ci` in tests/browser and `npm ci` here. Prints a table, and below
 * it what was found. LIVECHAT_PROGRAM names another program, CHROMIUM another browser.
 */

import "./program.js";

const { Stage } = await import("../../tests/browser/support/stage.js");
const { launch } = await import("../../tests/browser/support/browser.js");
const { fill } = await import("./seed.js");
const { Proxy } = await import("./proxy.js");

/** Not installed with the tests, whose types are checked without it. */
const LIGHTHOUSE = "lighthouse";
const { default: lighthouse, desktopConfig } = await import(LIGHTHOUSE);

/** Where the browser is told what to do. */
const PORT = 9_229;
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const MESSAGES = 200;
/** Each page is judged so often; the median counts. */
const ROUNDS = Number(process.argv[2] ?? 3);
/** A busy machine spoils a run now and then, and Lighthouse says so: how often it is tried again. */
const TRIES = 3;

const stage = await Stage.open();
const proxy = await Proxy.open(stage.server.url);
const browser = await launch(proxy.flag, `--remote-debugging-port=${PORT}`);
/** @type {string[][]} */
const table = [["page", "device", ...CATEGORIES, "first paint", "largest paint", "blocked", "shift"]];
/** @type {Set<string>} */
const found = new Set();
try {
  const { ali, vali, room } = await stage.twoInRoom("Katta xona");
  await vali.page.goto("about:blank");
  await ali.page.goto("about:blank");
  await fill([ali, vali], room, MESSAGES);
  const cookie = (await ali.context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const [name, path, headers] of /** @type {const} */ ([
    ["login", "/login/", {}],
    ["list", "/", { Cookie: cookie }],
    ["room", `/room/${room}/`, { Cookie: cookie }],
  ])) {
    for (const [device, config] of [["phone", undefined], ["desktop", desktopConfig]]) {
      process.stderr.write(`${name}, ${device}\n`);
      const runs = [];
      for (let n = 0; n < ROUNDS; n += 1) runs.push(await judge(proxy.url + path, config, headers));
      runs.sort((one, other) => one.categories.performance.score - other.categories.performance.score);
      const { categories, audits } = runs[runs.length >> 1];
      const shown = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift"];
      const scores = CATEGORIES.map((category) => String(Math.round(100 * categories[category].score)));
      table.push([name, device, ...scores, ...shown.map((audit) => audits[audit].displayValue)]);
      for (const { id, title, score, displayValue = "" } of Object.values(audits)) {
        if (score !== null && score < 0.9) found.add(`${name}, ${device}: ${id}: ${title} ${displayValue}`);
      }
    }
  }
  await stage.leave();
} finally {
  await browser.close();
  proxy.close();
  await stage.close();
}
process.stdout.write(`${table.map((cells) => `| ${cells.join(" | ")} |`).join("\n").replace("\n", `\n|${"---|".repeat(CATEGORIES.length + 6)}\n`)}\n\n`);
process.stdout.write(`${[...found].map((one) => `- ${one}`).join("\n")}\n`);

/**
 * @param {string} url
 * @param {unknown} config of Lighthouse, its phone where there is none
 * @param {Record<string, string>} extraHeaders
 */
async function judge(url, config, extraHeaders) {
  for (let left = TRIES; ; left -= 1) {
    const { lhr } = await lighthouse(url, { port: PORT, logLevel: "error", onlyCategories: CATEGORIES, extraHeaders }, config);
    if (!lhr.runtimeError) return lhr;
    if (left === 1) throw new Error(lhr.runtimeError.message);
  }
}
