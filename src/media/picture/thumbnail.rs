//! A thumbnail of a picture: its first frame, the right way up, in sRGB, made of pixels alone. Nothing else of the file comes along:
//! no place where it was taken, no camera, no profile, nothing appended.
//!
//! It is as large as a bubble needs it and never larger than the picture: a bubble is 384 CSS pixels wide, which are 960 on a dense
//! screen. The picture is decoded once and made small in the decoder's buffer, so that memory is that buffer and what the decoder
//! needs itself.

use std::io::{BufRead, Seek};

use actors::message::Picture;
use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, ImageResult, Limits, RgbaImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    imageops::FilterType,
    metadata::Orientation,
};

use super::{MEMORY_BYTES, THUMBNAIL_BYTES_MAX, can_be_decoded, colours, frames};

/// Pixels of a thumbnail's longer side.
const SIDE: u32 = 960;
/// From how many times that side on each pixel is the mean of a block of whole pixels: fast, and even enough only then.
const BLOCKS_FROM: u32 = 3;
/// Quality of a JPEG thumbnail, of 100.
const JPEG_QUALITY: u8 = 80;

/// What is seen of a picture of this MIME type, and its thumbnail: a JPEG, or a PNG when anything is transparent.
///
/// # Errors
/// Why it cannot be shown.
pub(super) fn make<R: BufRead + Seek + 'static>(mut file: R, mime: &str) -> Result<(Picture, Vec<u8>), String> {
    let format = ImageFormat::from_mime_type(mime).ok_or("not a type of pictures")?;
    let animated = frames::are_several(&mut file, format);
    file.rewind().map_err(|error| error.to_string())?;
    let mut decoder = decoder(file, format).map_err(|error| error.to_string())?;
    let (width, height) = decoder.dimensions();
    if !can_be_decoded(width, height) {
        return Err(format!("it has {width} x {height} pixels, which is none or too many"));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let whole = DynamicImage::from_decoder(decoder).map_err(|error| error.to_string())?;
    let mut small = fitted(whole, SIDE);
    if let Some(profile) = profile {
        // Colours that nobody can translate are shown as they are.
        let _ = colours::to_srgb(&mut small, &profile);
    }
    let mut small = DynamicImage::ImageRgba8(small);
    small.apply_orientation(orientation);
    let (width, height) = if is_on_its_side(orientation) { (height, width) } else { (width, height) };
    let thumbnail = encoded_small(small).map_err(|error| error.to_string())?;
    Ok((Picture { width, height, animated }, thumbnail))
}

fn decoder<R: BufRead + Seek + 'static>(file: R, format: ImageFormat) -> ImageResult<impl image::ImageDecoder> {
    let mut reader = ImageReader::with_format(file, format);
    let mut limits = Limits::no_limits();
    // The process dies at that; a decoder that counts itself says why.
    limits.max_alloc = Some(MEMORY_BYTES);
    reader.limits(limits);
    reader.into_decoder()
}

const fn is_on_its_side(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// The picture, made to fit into a square of that side when it does not.
fn fitted(image: DynamicImage, side: u32) -> RgbaImage {
    let longer = image.width().max(image.height());
    if longer <= side {
        return image.into_rgba8();
    }
    let has_alpha = image.color().has_alpha();
    let image = if has_alpha { DynamicImage::ImageRgba8(weighted(image.into_rgba8())) } else { image };
    let small = if longer >= side.saturating_mul(BLOCKS_FROM) {
        image.thumbnail(side, side)
    } else {
        image.resize(side, side, FilterType::Triangle)
    };
    let small = small.into_rgba8();
    if has_alpha { unweighted(small) } else { small }
}

/// Each colour as strong as its pixel is opaque, so that the colours of what is transparent do not show at the edges of what is
/// not when pixels are averaged.
fn weighted(mut image: RgbaImage) -> RgbaImage {
    for pixel in image.pixels_mut() {
        let [.., alpha] = pixel.0;
        let weigh = |colour: &mut u8| *colour = scaled(*colour, alpha, u8::MAX);
        pixel.0.iter_mut().take(3).for_each(weigh);
    }
    image
}

/// Takes back what [`weighted`] did.
fn unweighted(mut image: RgbaImage) -> RgbaImage {
    for pixel in image.pixels_mut() {
        let [.., alpha] = pixel.0;
        let unweigh = |colour: &mut u8| *colour = scaled(*colour, u8::MAX, alpha.max(1));
        pixel.0.iter_mut().take(3).for_each(unweigh);
    }
    image
}

/// `value * times / of`, rounded; 255 at most.
fn scaled(value: u8, times: u8, of: u8) -> u8 {
    let rounded = (u32::from(value) * u32::from(times) + u32::from(of) / 2) / u32::from(of);
    u8::try_from(rounded).unwrap_or(u8::MAX)
}

/// Encodes a thumbnail. What is too many bytes (noise, or a photo with transparent parts) is halved: then it fits even uncompressed.
fn encoded_small(small: DynamicImage) -> ImageResult<Vec<u8>> {
    let small = small.into_rgba8();
    let bytes = encoded(&small)?;
    if bytes.len() <= THUMBNAIL_BYTES_MAX {
        return Ok(bytes);
    }
    encoded(&fitted(small.into(), SIDE / 2))
}

fn encoded(image: &RgbaImage) -> ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    if image.pixels().any(|pixel| matches!(pixel.0, [.., alpha] if alpha < u8::MAX)) {
        image.write_with_encoder(PngEncoder::new(&mut bytes))?;
    } else {
        let opaque = DynamicImage::from(image.clone()).into_rgb8();
        opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests;
