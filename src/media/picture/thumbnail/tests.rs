//! Thumbnails of pictures that are made here, some of them by hand.

use std::io::Cursor;

use image::{
    Delay, Frame, ImageEncoder as _, ImageFormat, Rgb, RgbImage, Rgba,
    codecs::{gif::GifEncoder, webp::WebPEncoder},
};
use moxcms::ColorProfile;

use super::*;

const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";
const GIF: &str = "image/gif";
const WEBP: &str = "image/webp";
const RED: Rgba<u8> = Rgba([220, 20, 20, 255]);
const BLUE: Rgba<u8> = Rgba([20, 20, 220, 255]);
/// What puts frames of one size into a file.
type Animation = fn(&[RgbaImage]) -> Vec<u8>;
/// Where a photo was taken, as a camera would write it somewhere in the file.
const PLACE: &[u8] = b"41.2995N 69.2401E";

fn look(bytes: &[u8], mime: &str) -> Result<(Picture, DynamicImage), String> {
    let (picture, thumbnail) = make(Cursor::new(bytes.to_vec()), mime)?;
    Ok((picture, image::load_from_memory(&thumbnail).unwrap()))
}

/// Red on the left half, blue on the right.
fn halves(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, _| if x < width / 2 { RED } else { BLUE })
}

fn noise(width: u32, height: u32) -> RgbaImage {
    let mut state = 1_u32;
    RgbaImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgba((state ^ (state >> 16)).to_le_bytes())
    })
}

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let image: DynamicImage = image.into();
    let image = if format == ImageFormat::Jpeg { image.into_rgb8().into() } else { image };
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// EXIF with an orientation and a place.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
    tiff.extend(PLACE);
    tiff
}

fn jpeg_with_exif(image: RgbaImage, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    encoder.encode_image(&DynamicImage::from(image).into_rgb8()).unwrap();
    bytes
}

fn png_with_exif(image: RgbaImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_exif_metadata(exif(1)).unwrap();
    image.write_with_encoder(encoder).unwrap();
    bytes
}

fn gif(frames: &[RgbaImage]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let delay = Delay::from_numer_denom_ms(100, 1);
    let frames = frames.iter().map(|image| Frame::from_parts(image.clone(), 0, 0, delay));
    GifEncoder::new(&mut bytes).encode_frames(frames).unwrap();
    bytes
}

fn apng(frames: &[RgbaImage]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, frames[0].width(), frames[0].height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_animated(frames.len().try_into().unwrap(), 0).unwrap();
    let mut writer = encoder.write_header().unwrap();
    for frame in frames {
        writer.write_image_data(frame).unwrap();
    }
    writer.finish().unwrap();
    bytes
}

/// An animation as the container specification has it: VP8X, ANIM and an ANMF around each still picture's own chunk.
fn webp(frames: &[RgbaImage]) -> Vec<u8> {
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let padding = [0].into_iter().take(data.len() % 2);
        let length = u32::try_from(data.len()).unwrap().to_le_bytes();
        name.iter().chain(&length).chain(data).copied().chain(padding).collect::<Vec<u8>>()
    };
    let three = |number: u32| number.to_le_bytes()[..3].to_vec();
    let size = [three(frames[0].width() - 1), three(frames[0].height() - 1)].concat();
    let mut body = [b"WEBP".to_vec(), chunk(b"VP8X", &[vec![0b0001_0010, 0, 0, 0], size.clone()].concat())].concat();
    body.extend(chunk(b"ANIM", &[0; 6]));
    for frame in frames {
        let still = file(frame.clone(), ImageFormat::WebP);
        let head = [three(0), three(0), size.clone(), three(100), vec![0]].concat();
        body.extend(chunk(b"ANMF", &[head, still[12..].to_vec()].concat()));
    }
    chunk(b"RIFF", &body)
}

/// The start of a PNG of any size, with a little data.
fn png_of_size(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = file(halves(4, 4), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    bytes
}

/// A JPEG whose frame header says another size than its scan has.
fn jpeg_of_size(mut bytes: Vec<u8>, width: u16, height: u16) -> Vec<u8> {
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn assert_close(seen: Rgba<u8>, expected: Rgba<u8>) {
    let far = seen.0.iter().zip(expected.0).any(|(a, b)| a.abs_diff(b) > 12);
    assert!(!far, "{seen:?} is not {expected:?}");
}

#[test]
fn it_fits_the_square_and_is_never_enlarged() {
    for (width, height, small) in [
        (3000, 1500, (960, 480)),
        (1000, 2000, (480, 960)),
        (961, 10, (960, 10)),
        (20, 10, (20, 10)),
        (9000, 2, (960, 1)),
    ] {
        let (picture, thumbnail) = look(&file(halves(width, height), ImageFormat::Png), PNG).unwrap();
        assert_eq!(picture, Picture { width, height, animated: false });
        assert_eq!((thumbnail.width(), thumbnail.height()), small, "{width} x {height}");
        assert_close(thumbnail.to_rgba8()[(0, 0)], RED);
        assert_close(thumbnail.to_rgba8()[(small.0 - 1, small.1 - 1)], BLUE);
    }
}

#[test]
fn every_type_has_one() {
    for (format, mime) in
        [(ImageFormat::Jpeg, JPEG), (ImageFormat::Png, PNG), (ImageFormat::Gif, GIF), (ImageFormat::WebP, WEBP)]
    {
        let (picture, thumbnail) = look(&file(halves(64, 32), format), mime).unwrap();
        assert_eq!(picture, Picture { width: 64, height: 32, animated: false }, "{mime}");
        assert_close(thumbnail.to_rgba8()[(8, 8)], RED);
    }
}

#[test]
fn a_photo_is_the_right_way_up_and_so_are_its_sides() {
    // Where the red half is then: its corner that is farthest from the blue half's.
    let cases = [
        (1, false, (0, 0)),
        (3, false, (63, 0)),
        (6, true, (0, 0)),
        (8, true, (0, 63)),
        (5, true, (0, 0)),
        (7, true, (0, 63)),
    ];
    for (orientation, on_its_side, red) in cases {
        let (picture, thumbnail) = look(&jpeg_with_exif(halves(64, 32), orientation), JPEG).unwrap();
        let (width, height) = if on_its_side { (32, 64) } else { (64, 32) };
        assert_eq!(picture, Picture { width, height, animated: false }, "{orientation}");
        assert_eq!((thumbnail.width(), thumbnail.height()), (width, height), "{orientation}");
        let thumbnail = thumbnail.to_rgba8();
        assert_close(thumbnail[red], RED);
        assert_close(thumbnail[(width - 1 - red.0, height - 1 - red.1)], BLUE);
    }
}

#[test]
fn nothing_but_pixels_comes_along() {
    let photo = jpeg_with_exif(halves(64, 32), 1);
    let mut clear = halves(64, 32);
    clear[(0, 0)] = Rgba([0, 0, 0, 0]);
    let drawing = png_with_exif(clear);
    for (bytes, mime) in [(photo, JPEG), (drawing, PNG)] {
        assert!(contains(&bytes, PLACE));
        let polyglot = [bytes, b"<script>alert(1)</script>".to_vec()].concat();
        let (_, thumbnail) = make(Cursor::new(polyglot), mime).unwrap();
        for part in [PLACE, b"Exif", b"eXIf", b"<script>"] {
            assert!(!contains(&thumbnail, part), "{mime}: {}", String::from_utf8_lossy(part));
        }
    }
}

#[test]
fn it_is_a_png_only_when_something_is_transparent() {
    let mut image = halves(64, 32);
    let (_, opaque) = make(Cursor::new(file(image.clone(), ImageFormat::Png)), PNG).unwrap();
    assert_eq!(super::super::thumbnail_type(&opaque), Some(JPEG));
    image[(3, 3)] = Rgba([0, 0, 0, 254]);
    for (format, mime) in [(ImageFormat::Png, PNG), (ImageFormat::WebP, WEBP)] {
        let (_, clear) = make(Cursor::new(file(image.clone(), format)), mime).unwrap();
        assert_eq!(super::super::thumbnail_type(&clear), Some(PNG));
        assert_eq!(image::load_from_memory(&clear).unwrap().to_rgba8(), image, "{mime}");
    }
}

#[test]
fn the_colour_of_what_is_transparent_does_not_show() {
    let white = Rgba([255, 255, 255, 255]);
    for side in [1500, 4001] {
        let image = RgbaImage::from_fn(side, 8, |x, y| if x < 600 + y { white } else { Rgba([0, 0, 0, 0]) });
        let (_, thumbnail) = look(&file(image, ImageFormat::Png), PNG).unwrap();
        let thumbnail = thumbnail.to_rgba8();
        assert!(thumbnail.pixels().any(|pixel| pixel.0[3] > 0 && pixel.0[3] < 255), "no edge to look at");
        for pixel in thumbnail.pixels().filter(|pixel| pixel.0[3] > 0) {
            assert!(pixel.0[..3].iter().all(|colour| *colour > 250), "{pixel:?}");
        }
    }
}

#[test]
fn what_moves_is_known_and_its_thumbnail_stands_still_at_the_first_frame() {
    let (red, blue) = (RgbaImage::from_pixel(16, 8, RED), RgbaImage::from_pixel(16, 8, BLUE));
    let makers: [(Animation, &str); 3] = [(gif, GIF), (apng, PNG), (webp, WEBP)];
    for (maker, mime) in makers {
        let (one, _) = look(&maker(std::slice::from_ref(&red)), mime).unwrap();
        assert!(!one.animated, "{mime}");
        let (two, thumbnail) = look(&maker(&[red.clone(), blue.clone()]), mime).unwrap();
        assert_eq!(two, Picture { width: 16, height: 8, animated: true }, "{mime}");
        assert_close(thumbnail.to_rgba8()[(8, 4)], RED);
    }
}

#[test]
fn wide_colours_become_those_of_every_screen() {
    // The purest red of sRGB, as a phone writes it in Display P3.
    let image = RgbImage::from_pixel(32, 32, Rgb([234, 51, 35]));
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 100);
    encoder.set_icc_profile(ColorProfile::new_display_p3().encode().unwrap()).unwrap();
    encoder.encode_image(&image).unwrap();
    let (_, thumbnail) = look(&bytes, JPEG).unwrap();
    assert_close(thumbnail.to_rgba8()[(8, 8)], Rgba([255, 0, 0, 255]));
}

#[test]
fn a_profile_that_cannot_be_used_changes_nothing() {
    let broken = [b"not a profile".to_vec(), vec![0; 200]];
    for profile in broken.into_iter().chain([ColorProfile::new_gray_with_gamma(2.2).encode().unwrap()]) {
        let mut bytes = Vec::new();
        let mut encoder = WebPEncoder::new_lossless(&mut bytes);
        encoder.set_icc_profile(profile).unwrap();
        halves(64, 32).write_with_encoder(encoder).unwrap();
        let (_, thumbnail) = look(&bytes, WEBP).unwrap();
        assert_close(thumbnail.to_rgba8()[(8, 8)], RED);
    }
}

#[test]
fn a_thumbnail_that_would_be_too_many_bytes_is_halved() {
    let (picture, thumbnail) = make(Cursor::new(file(noise(960, 960), ImageFormat::Png)), PNG).unwrap();
    assert_eq!((picture.width, picture.height), (960, 960));
    assert!(thumbnail.len() <= THUMBNAIL_BYTES_MAX, "{}", thumbnail.len());
    assert_eq!(image::load_from_memory(&thumbnail).unwrap().width(), 480);
}

#[test]
fn a_bomb_is_refused_by_what_it_says_of_itself() {
    let mut screen = gif(&[halves(4, 4)]);
    screen[6..10].copy_from_slice(&[255, 255, 255, 255]);
    let photo = file(halves(32, 32), ImageFormat::Jpeg);
    let bombs = [
        (png_of_size(16_000, 9_000), PNG),
        (png_of_size(50_000, 50_000), PNG),
        (png_of_size(65_536, 2), PNG),
        (screen, GIF),
        (jpeg_of_size(photo, 65_535, 65_535), JPEG),
    ];
    for (bytes, mime) in bombs {
        let why = look(&bytes, mime).unwrap_err();
        assert!(why.contains("too many"), "{mime}: {why}");
    }
}

#[test]
fn what_is_broken_is_refused() {
    let whole = file(noise(64, 64), ImageFormat::Png);
    let broken: [&[u8]; 7] = [
        b"",
        b"GIF89a",
        b"GIF89a/*<script>alert(1)</script>*/=1;",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        &whole[..20],
        &whole[..whole.len() / 2],
        &[0xff; 4096],
    ];
    for bytes in broken {
        for mime in [JPEG, PNG, GIF, WEBP, "image/bmp", "text/html", ""] {
            assert!(look(bytes, mime).is_err(), "{mime}: {}", String::from_utf8_lossy(bytes));
        }
    }
    assert!(look(&whole, JPEG).is_err(), "a PNG is no JPEG");
}

#[test]
fn a_header_that_lies_about_the_scan_decides() {
    let large = file(noise(500, 500), ImageFormat::Jpeg);
    let small = file(noise(8, 8), ImageFormat::Jpeg);
    for (bytes, width, height) in [(large, 1, 1), (small, 7000, 5000)] {
        let (picture, thumbnail) = look(&jpeg_of_size(bytes, width, height), JPEG).unwrap();
        assert_eq!((picture.width, picture.height), (width.into(), height.into()));
        assert_eq!(thumbnail.width(), u32::from(width).min(SIDE));
    }
}
