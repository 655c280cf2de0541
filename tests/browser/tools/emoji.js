/**
 * Makes the data of the emoji picker: every emoji of Unicode's list by group, each with the words that find it. English and Russian words
 * are emojibase's; Uzbek has none there, so the most used ones have theirs here, in Latin (the picker turns Cyrillic into it).
 *
 *     npm pack emojibase-data@17.0.0 && tar xf emojibase-data-17.0.0.tgz
 *     node tests/browser/tools/emoji.js package static/vendor/emojibase/emoji.json
 */

import { readFile, writeFile } from "node:fs/promises";

/** Newer ones are missing in the fonts of many machines. */
const NEWEST_VERSION = 15.1;
/** Emojibase's groups by number; what is none of these (parts of emoji) is left out. */
const GROUPS = new Map([
  [0, "smileys"],
  [1, "people"],
  [3, "nature"],
  [4, "food"],
  [5, "travel"],
  [6, "activities"],
  [7, "objects"],
  [8, "symbols"],
  [9, "flags"],
]);
const TONES = ["\u{1F3FB}", "\u{1F3FC}", "\u{1F3FD}", "\u{1F3FE}", "\u{1F3FF}"];

/** The name, up to a comma or of one word, and more words. @type {Record<string, string>} */
const UZBEK = {
  "👍": "yaxshi zo'r bosh barmoq ma'qul ha",
  "👎": "yomon yo'q ma'qul emas",
  "❤️": "yurak sevgi qizil",
  "🧡": "to'q sariq yurak,",
  "💛": "sariq yurak,",
  "💚": "yashil yurak,",
  "💙": "ko'k yurak,",
  "💜": "binafsha yurak,",
  "🖤": "qora yurak,",
  "🤍": "oq yurak,",
  "💔": "singan yurak,",
  "🔥": "olov o't zo'r",
  "😂": "kulgi kulish ko'z yosh",
  "🤣": "kulgi kulish",
  "😀": "kulgi tabassum",
  "😃": "kulgi tabassum",
  "😄": "kulgi tabassum",
  "😁": "kulgi tabassum tish",
  "😊": "tabassum xursand",
  "🙂": "tabassum",
  "😉": "ko'z qisish,",
  "😍": "sevgi yoqdi oshiq",
  "🥰": "sevgi",
  "😘": "o'pich bo'sa",
  "😎": "zo'r ko'zoynak",
  "🤔": "o'ylash savol",
  "😮": "hayrat voy",
  "😱": "qo'rquv dahshat",
  "😢": "yig'i xafa",
  "😭": "yig'i xafa",
  "😡": "jahl g'azab",
  "😠": "jahl",
  "😴": "uyqu",
  "🤒": "kasal isitma",
  "🤝": "qo'l berish, kelishuv",
  "🙏": "rahmat iltimos duo",
  "👏": "qarsak olqish",
  "👋": "salom xayr qo'l",
  "👌": "yaxshi bo'ladi",
  "✌️": "g'alaba",
  "💪": "kuch mushak",
  "🤲": "duo",
  "👀": "ko'z qarash",
  "🎉": "bayram tabrik",
  "🥳": "tug'ilgan kun, bayram",
  "🎂": "tort tug'ilgan kun",
  "🎁": "sovg'a",
  "💐": "guldasta, gul",
  "🌹": "atirgul gul",
  "🌷": "lola gul",
  "🌸": "gul bahor",
  "☀️": "quyosh issiq",
  "🌙": "oy tun ramazon",
  "⭐": "yulduz",
  "🌧️": "yomg'ir",
  "❄️": "qor qish sovuq",
  "🍞": "non",
  "🍎": "olma",
  "🍇": "uzum",
  "🍉": "tarvuz",
  "🍈": "qovun",
  "🍑": "shaftoli",
  "🍵": "choy",
  "☕": "qahva kofe",
  "🍚": "osh palov guruch",
  "🍖": "go'sht kabob",
  "🐑": "qo'y",
  "🐴": "ot",
  "🐈": "mushuk",
  "🐕": "it",
  "🏠": "uy",
  "🏫": "maktab",
  "🏥": "kasalxona",
  "🕌": "masjid",
  "🚗": "mashina avtomobil",
  "🚌": "avtobus",
  "🚆": "poyezd",
  "✈️": "samolyot",
  "⚽": "futbol to'p",
  "🏆": "kubok g'olib",
  "📚": "kitob",
  "✏️": "qalam",
  "📎": "skrepka biriktirish",
  "📅": "taqvim sana",
  "📞": "telefon",
  "📱": "telefon",
  "💻": "kompyuter noutbuk",
  "📷": "kamera rasm",
  "💰": "pul",
  "🔑": "kalit",
  "⏰": "soat vaqt",
  "✅": "bajarildi belgi ha",
  "❌": "yo'q xato",
  "❗": "undov diqqat",
  "❓": "savol",
  "💯": "yuz zo'r",
  "🇺🇿": "o'zbekiston bayroq",
};

/**
 * @typedef {{ emoji: string, label: string, tags?: string[], group?: number, version: number, order?: number,
 *   skins?: { emoji: string }[] }} Source
 */

const [folder, target] = process.argv.slice(2);
if (!folder || !target) throw new Error("which folder of emojibase-data, and which file?");

/** @param {string} language @returns {Promise<Source[]>} */
const read = async (language) => JSON.parse(await readFile(`${folder}/${language}/data.json`, "utf8"));
const [english, russian] = [await read("en"), await read("ru")];
const inRussian = new Map(russian.map((source) => [source.emoji, source]));

/** Fully qualified as Unicode has it: what is a picture by itself is not asked to be one. @param {string} emoji */
const qualified = (emoji) => emoji.replace(/(\p{Emoji_Presentation})\uFE0F/gu, "$1");

/** @param {string} text */
const wordsOf = (text) => [...new Set(text.toLowerCase().replaceAll("ё", "е").split(/[^\p{L}\p{N}'+]+/u).filter(Boolean))];

/** @param {string} emoji */
function inUzbek(emoji) {
  const all = UZBEK[emoji] ?? "";
  const [name = "", others = ""] = all.includes(",") ? all.split(",") : [all.split(" ", 1)[0], all];
  return { name, others };
}

/** Whether its five tones are made by putting the tone after the first character. @param {Source} source */
function isToned(source) {
  const [first = "", ...rest] = qualified(source.emoji).replace(/^(.)\uFE0F/u, "$1");
  const toned = (source.skins ?? []).map((skin) => qualified(skin.emoji));
  return toned.length === TONES.length && TONES.every((tone, n) => toned[n] === first + tone + rest.join(""));
}

const groups = [...GROUPS].map(([number, key]) => {
  const sources = english.filter((source) => source.group === number && source.version <= NEWEST_VERSION);
  sources.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const emoji = sources.map((source) => {
    const written = qualified(source.emoji);
    const translated = inRussian.get(source.emoji);
    const uzbek = inUzbek(written);
    const names = [source.label, translated?.label ?? "", uzbek.name].map((name) => wordsOf(name)).filter((name) => name.length);
    const named = new Set(names.flat());
    const others = wordsOf([...(source.tags ?? []), ...(translated?.tags ?? []), uzbek.others].join(" "));
    const more = others.filter((word) => word.length > 1 && !named.has(word));
    const entry = [written, `${names.map((name) => name.join(" ")).join(",")};${more.join(" ")}`];
    return isToned(source) ? [...entry, 1] : entry;
  });
  return { key, emoji };
});
await writeFile(target, `${JSON.stringify(groups)}\n`);
