//! The colours of a picture as every screen understands them: sRGB, without a profile. Phones take their photos in wider colours
//! and say so in the file; without this their thumbnails would look pale beside the photos.

use image::RgbaImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Brings a picture from the colours of this ICC profile to sRGB. A profile that is broken, or not one of RGB, changes nothing.
pub(super) fn to_srgb(image: &mut RgbaImage, profile: &[u8]) -> Option<()> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    if profile.color_space != DataColorSpace::Rgb {
        return None;
    }
    let srgb = ColorProfile::new_srgb();
    let transform =
        profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, TransformOptions::default()).ok()?;
    let mut seen = vec![0; image.len()];
    transform.transform(image, &mut seen).ok()?;
    image.copy_from_slice(&seen);
    Some(())
}
