// @ts-check
/** Starts what the page has. The page works without any of this; with it, it is live. */

import { App } from "./app.js";
import { enhancePasswordFields } from "./login.js";
import { openOutboxStore } from "./models/outbox-store.js";
import { pageOf } from "./page.js";
import { closePopupsOutside } from "./popups.js";

enhancePasswordFields(document);
closePopupsOutside(document);
const page = pageOf(document);
const list = document.getElementById("rooms");
if (page && list) await new App(page, list, await openOutboxStore()).start();
