// @ts-check
/** A room of the size that is measured, written by two people over HTTP: what people write, with pictures and replies in between. */

import { png } from "../../tests/browser/support/samples.js";

/** @typedef {import("../../tests/browser/support/browser.js").Person} Person */

/** Posts under way at once; the server takes more, the bench needs no more. */
const AT_ONCE = 32;
/** Every how manieth message has a picture, and answers another one. */
const PICTURE_EVERY = 50;
const REPLY_EVERY = 9;

const WORDS = [
  "Assalomu alaykum",
  "Bugun soat uchda yig‘ilamiz, hamma vaqtida kelsin",
  "Ha",
  "Yaxshi, men hisobotni kechgacha tayyorlab, shu yerga tashlayman. Kimda savol bo‘lsa, oldindan yozib qo‘ysin, keyin birga ko‘rib chiqamiz.",
  "Смета готова, посмотрите пожалуйста до обеда",
  "👍",
  "Mana bu yerda: https://example.uz/hujjatlar/2026/hisobot?bet=3",
  "```\nlet xona = chat.room(7);\nxona.send(\"salom\");\n```",
  "@admin, `config.toml` da **muhim** o‘zgarish bor",
  "Birinchidan, narxlar.\nIkkinchidan, muddatlar.\nUchinchidan, kim javobgar?",
  "Rahmat!",
  "Telefon orqali gaplashdik: ular rozi, lekin shartnomaning to‘rtinchi bandini o‘zgartirishni so‘rashyapti",
];

/**
 * Fills a room.
 * @param {Person[]} people its members, logged in
 * @param {number} room
 * @param {number} count messages
 * @param {(done: number) => void} [told]
 */
export async function fill(people, room, count, told = () => {}) {
  const pictures = [png(450, 300), png(300, 450, [200, 90, 40]), png(600, 200, [60, 150, 90])];
  const writers = await Promise.all(people.map(async ({ context, url }) => ({ url, cookie: await cookieOf(context) })));
  let next = 0;
  let last = 0;
  const poster = async () => {
    while (next < count) {
      const n = next++;
      // Groups of one to five of the same author.
      const who = /** @type {typeof writers[number]} */ (writers[Math.floor(n / (1 + (n % 5))) % writers.length]);
      const form = new FormData();
      form.append("content", `${WORDS[n % WORDS.length]} ${n + 1}`);
      if (n % REPLY_EVERY === 0 && last) form.append("reply_to", String(last));
      if (n % PICTURE_EVERY === 0) {
        const bytes = /** @type {Buffer} */ (pictures[(n / PICTURE_EVERY) % pictures.length]);
        form.append("file", new File([new Uint8Array(bytes)], `rasm-${n}.png`));
      }
      const headers = { Accept: "application/json", Origin: who.url, Cookie: who.cookie };
      const answer = await patiently(() => fetch(`${who.url}/room/${room}/`, { method: "POST", body: form, headers }));
      if (answer.status !== 201) throw new Error(`post ${n}: ${answer.status} ${await answer.text()}`);
      last = (await answer.json()).message_id;
      if (n % 1_000 === 0) told(n);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, poster));
}

/** @param {import("../../tests/browser/support/browser.js").BrowserContext} context */
async function cookieOf(context) {
  return (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
}

/**
 * Asks again as long as the server says that it is too much at once.
 * @param {() => Promise<Response>} ask
 */
async function patiently(ask) {
  for (;;) {
    const answer = await ask();
    const later = answer.headers.get("retry-after");
    if (answer.ok || later === null) return answer;
    await answer.arrayBuffer();
    await new Promise((done) => setTimeout(done, 1_000 * Number(later)));
  }
}
