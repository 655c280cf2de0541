// @ts-check
/** The slow phone that is measured: a small screen under a thumb, a slow processor, a slow line. */

/** @typedef {import("../../tests/browser/support/browser.js").Browser} Browser */
/** @typedef {import("../../tests/browser/support/browser.js").BrowserContext} BrowserContext */
/** @typedef {import("../../tests/browser/support/browser.js").Devtools} Devtools */

const SCREEN = { isMobile: true, hasTouch: true, viewport: { width: 390, height: 844 } };
/** "Fast 3G": bytes a second both ways, and milliseconds there and back. */
const LINE = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 };
/** A phone's processor against this one's. */
const CPU_RATE = 4;

/**
 * A phone that has seen nothing of the site but the login.
 * @param {Browser} browser
 * @param {string} url of the site
 * @param {Awaited<ReturnType<BrowserContext["storageState"]>>} login
 */
export function phone(browser, url, login) {
  return browser.newContext({ ...SCREEN, baseURL: url, storageState: login });
}

/** @param {Devtools} devtools of a page */
export async function slowLine(devtools) {
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", LINE);
}

/** @param {Devtools} devtools of a page */
export async function slowProcessor(devtools) {
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CPU_RATE });
}
