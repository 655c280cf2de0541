// @ts-check
/** Benches measure the release, where it is built and no other program is named. To be imported before what starts it. */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const RELEASE = fileURLToPath(new URL("../../target/release/livechat", import.meta.url));
if (existsSync(RELEASE)) process.env["LIVECHAT_PROGRAM"] ??= RELEASE;
