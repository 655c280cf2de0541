//! Whether a picture moves: whether there is a second frame, found without decoding the first.

use std::io::{BufRead, Seek};

use image::ImageFormat;

/// Whether there is more than one frame. Reads up to the second; a file too broken to tell stands still.
pub(super) fn are_several<R: BufRead + Seek>(file: R, format: ImageFormat) -> bool {
    match format {
        ImageFormat::Gif => has_second(file).unwrap_or(false),
        ImageFormat::Png => png::Decoder::new(file)
            .read_info()
            .is_ok_and(|reader| reader.info().animation_control.is_some_and(|control| control.num_frames > 1)),
        ImageFormat::WebP => image_webp::WebPDecoder::new(file).is_ok_and(|decoder| decoder.num_frames() > 1),
        _ => false,
    }
}

/// A GIF does not say how many frames it has.
fn has_second<R: BufRead>(file: R) -> Result<bool, gif::DecodingError> {
    let mut options = gif::DecodeOptions::new();
    options.skip_frame_decoding(true);
    let mut decoder = options.read_info(file)?;
    Ok(decoder.next_frame_info()?.is_some() && decoder.next_frame_info()?.is_some())
}
