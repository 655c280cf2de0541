/** Makes pictures small: WebP, drawn and packed by the browser itself. */

/** How much of a picture is kept, of 1. */
const QUALITY = 0.86;

/**
 * @param {import("./browser.js").Browser} browser
 * @param {Buffer} png
 * @returns {Promise<Buffer>}
 */
export async function webp(browser, png) {
  const page = await browser.newPage();
  try {
    const packed = await page.evaluate(
      async ({ source, quality }) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        canvas.getContext("2d")?.drawImage(image, 0, 0);
        return canvas.toDataURL("image/webp", quality);
      },
      { source: `data:image/png;base64,${png.toString("base64")}`, quality: QUALITY },
    );
    return Buffer.from(packed.slice(packed.indexOf(",") + 1), "base64");
  } finally {
    await page.close();
  }
}
