/**
 * Takes a picture of every page and state of the demo at three widths in both themes, into `shots/demo/`: to be looked at. It ends
 * with exit code 1 and a list when a state could not be reached. About three minutes.
 *
 *   npm run shots                            everything
 *   npm run shots -- room viewer 390 dark    these scenes alone, this wide, in this theme
 *   npm run shots -- readme                  the pictures of the README alone, anew
 */

import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { enterLogin, launch, Person, SHOTS } from "./support/browser.js";
import { SCENES } from "./support/scenes.js";
import { Server } from "./support/server.js";
import { webp } from "./support/webp.js";

const FOLDER = `${SHOTS}demo/`;
const README_FOLDER = fileURLToPath(new URL("../../.github/", import.meta.url));
/** The pictures of the README: a shot and what it is called there. */
const README = new Map([
  ["room-1440-light", "room"],
  ["room-pictures-1440-dark", "pictures-dark"],
  ["emoji-react-1024-light", "reactions"],
  ["composer-mention-1024-light", "composer"],
  ["list-1024-dark", "list"],
  ["viewer-1024-light", "viewer"],
  ["list-390-light", "phone-list"],
  ["room-390-dark", "phone-room"],
]);
const WINDOWS = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
];
const THEMES = /** @type {const} */ (["light", "dark"]);
/** How long a state may take until it is seen, in milliseconds. */
const PATIENCE_MS = 10_000;
/** The hour that the pictures show. */
const HOUR = 15;

const wanted = process.argv.slice(2);
const forReadme = wanted.includes("readme");
const widths = WINDOWS.filter(({ width }) => !wanted.some((word) => /^\d+$/.test(word)) || wanted.includes(String(width)));
const themes = THEMES.filter((theme) => !wanted.some((word) => word === "light" || word === "dark") || wanted.includes(theme));
const names = wanted.filter((word) => SCENES.some((scene) => scene.name === word));
const scenes = SCENES.filter((scene) => !names.length || names.includes(scene.name));

/** A time zone in which it is {@link HOUR} o'clock now. */
function zone() {
  const ahead = ((HOUR - new Date().getUTCHours() + 11 + 24) % 24) - 11;
  // These names count the other way round.
  return `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}

/** @param {string} line */
const say = (line) => process.stdout.write(`${line}\n`);

/** @type {string[]} */
const missing = [];
/** @type {{ demo: Server, bare: Server }} */
const servers = { demo: await Server.demo("--time-zone", zone()), bare: await Server.bare() };
const password = /everybody is (.+):\n/.exec(servers.demo.log)?.[1] ?? "";
const browser = await launch();

try {
  if (!names.length && !wanted.length) await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  // Two at a time: while one waits for the server, the other one draws.
  const windows = widths.flatMap((window) => themes.map((theme) => () => look(window, theme)));
  await Promise.all([0, 1].map(async () => {
    for (let next = windows.shift(); next; next = windows.shift()) await next();
  }));
} finally {
  await browser.close();
  await servers.demo.stop();
  await servers.bare.stop();
}
for (const line of missing) say(`missing: ${line}`);
say(`${SHOTS}demo: ${scenes.length} scenes, ${widths.length * themes.length} windows, ${missing.length} missing`);
process.exitCode = missing.length ? 1 : 0;

/** Whether every picture in sight has come. */
function isDrawn() {
  const inSight = [...document.images].filter((image) => {
    const { top, bottom } = image.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  return inSight.every((image) => image.complete);
}

/**
 * @param {typeof WINDOWS[number]} window
 * @param {typeof THEMES[number]} theme
 */
async function look({ width, height, ...device }, theme) {
  const options = { viewport: { width, height }, colorScheme: theme, reducedMotion: /** @type {const} */ ("reduce"), ...device };
  for (const who of /** @type {const} */ (["guest", "newly", "ali"])) {
    const isWanted = (/** @type {import("./support/scenes.js").Scene} */ scene) =>
      scene.who === who && (scene.widths ?? [width]).includes(width) && (!forReadme || README.has(`${scene.name}-${width}-${theme}`));
    const mine = scenes.filter(isWanted);
    if (!mine.length) continue;
    const person = await Person.sitDown(browser, who === "newly" ? servers.bare : servers.demo, who, options);
    person.context.setDefaultTimeout(PATIENCE_MS);
    // Nobody looks: what is unread in one picture is unread in the next.
    await person.page.addInitScript(() => (document.hasFocus = () => false));
    if (who === "ali") {
      await person.page.goto("/login/");
      await enterLogin(person.page, who, password);
      await person.page.waitForURL((url) => url.pathname === "/");
    }
    for (const scene of mine) {
      const name = `${scene.name}-${width}-${theme}`;
      try {
        await scene.show({ person, page: person.page, log: servers.bare.log });
        await person.page.waitForFunction(isDrawn);
        const shot = await person.page.screenshot({ path: `${FOLDER}${name}.png`, animations: "disabled" });
        if (forReadme) await writeFile(`${README_FOLDER}${README.get(name)}.webp`, await webp(browser, shot));
        await scene.after?.(person);
      } catch (error) {
        missing.push(`${name}: ${String(error).split("\n")[0]}`);
      }
    }
    await person.context.close();
    person.network.close();
  }
}
