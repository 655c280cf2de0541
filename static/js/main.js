// @ts-check
/** Starts what the page has. The page works without any of this; with it, it is live. */

import { App } from "./app.js";
import { enhancePasswordFields } from "./login.js";
import { DraftCopies } from "./models/draft-copies.js";
import { openOutboxStore } from "./models/outbox-store.js";
import { pageOf } from "./page.js";
import { partOf } from "./part.js";
import { closePopupsOutside } from "./popups.js";
import { Rooms } from "./rooms.js";

enhancePasswordFields(document);
closePopupsOutside(document);
const page = pageOf(document);
const rooms = partOf(document, "live-rooms", Rooms);
if (page && rooms) {
  await new App(page, rooms, openOutboxStore()).start(DraftCopies.open());
}
