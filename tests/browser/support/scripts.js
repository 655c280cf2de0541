/** When a page is there: before its scripts are at work a click or a key is the browser's. */

/** @typedef {import("playwright-core").BrowserContext} BrowserContext */
/** @typedef {import("playwright-core").Page} BrowserPage */

/**
 * Resolves when the page that stands there has its scripts at work, if it has any.
 * @param {BrowserPage} page
 */
export function untilStarted(page) {
  return page.waitForFunction(() => {
    const app = document.getElementById("app");
    if (document.readyState === "loading") return false;
    return !app || !document.getElementById("words") || "started" in app.dataset;
  });
}

/**
 * In a browser with scripts a page that was gone to or loaded again is there when they are.
 * @param {BrowserContext} context
 */
export function waitForScripts(context) {
  const newPage = context.newPage.bind(context);
  context.newPage = async () => {
    const page = await newPage();
    const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
    page.goto = async (url, options) => {
      const answer = await goto(url, options);
      await untilStarted(page);
      return answer;
    };
    page.reload = async (options) => {
      const answer = await reload(options);
      await untilStarted(page);
      return answer;
    };
    return page;
  };
}
