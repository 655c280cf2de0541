//! How the pictures of an album stand: rows of columns of pictures, in order, that fill the bubble from side to side. Every
//! place is known before a thumbnail is loaded, so nothing moves when it comes; on a narrow screen all of it shrinks alike.
//! A picture is cropped only where it is far wider or taller than others. Ten pictures cost some tens of microseconds.

use actors::message::Picture;
use serde::Serialize;

/// The inside of a bubble of pictures, in CSS pixels; `static/css/media.css` has it too.
const WIDTH: f64 = 378.0;
/// Between two pictures, in CSS pixels; `static/css/media.css` has it too.
const GAP: f64 = 2.0;
/// The highest a picture alone may be, in CSS pixels.
const ALONE_HEIGHT: f64 = 420.0;
/// The smallest place of a picture alone, in CSS pixels: room for the time, and for a finger.
const ALONE_LEAST: (f64, f64) = (128.0, 96.0);
/// Width by height of the tallest and the widest picture that is shown whole.
const RATIOS: (f64, f64) = (0.6, 2.4);
/// What a row's height should be about, in CSS pixels.
const ROW_HEIGHT: f64 = 170.0;
/// The lowest and the highest row, in CSS pixels.
const ROW_HEIGHTS: (f64, f64) = (72.0, 300.0);
/// How narrow a picture may be before rows with fewer pictures are better, in CSS pixels.
const NARROW: f64 = 96.0;
/// How high an album may be before fewer and lower rows are better, in CSS pixels.
const ALBUM_HEIGHT: f64 = 504.0;
/// What each CSS pixel above that costs, beside the rows' own cost.
const HEIGHT_COST: f64 = 0.01;
/// Pictures in a row, at most.
const ROW_PICTURES: usize = 4;
/// A picture so many times smaller than its place is not enlarged.
const SMALL: u32 = 2;
/// A first picture this narrow stands beside two or three others instead of above them.
const BESIDE_RATIO: f64 = 0.8;

/// Where a picture stands: its size in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Place {
    pub(super) width: u32,
    pub(super) height: u32,
    /// The picture is much smaller than its place and is not enlarged.
    pub(super) small: bool,
}

/// The places of all pictures, in their order: rows, in them columns, in them places.
pub(super) fn places(pictures: &[Picture]) -> Vec<Vec<Vec<Place>>> {
    let ratios: Vec<f64> = pictures.iter().map(ratio).collect();
    let mut rows = match (pictures, &*ratios) {
        ([], _) => Vec::new(),
        ([picture], _) => vec![vec![vec![alone(picture)]]],
        (_, [first, others @ ..]) if stands_beside(*first, others) => vec![beside(*first, others)],
        _ => best_rows(&ratios).into_iter().map(row_places).collect(),
    };
    for (place, picture) in rows.iter_mut().flatten().flatten().zip(pictures) {
        place.small |= picture.width < place.width / SMALL && picture.height < place.height / SMALL;
    }
    rows
}

/// Width by height, within the limits.
fn ratio(picture: &Picture) -> f64 {
    (f64::from(picture.width.max(1)) / f64::from(picture.height.max(1))).clamp(RATIOS.0, RATIOS.1)
}

/// A picture alone is as large as its bubble lets it; one that is smaller stays so.
fn alone(picture: &Picture) -> Place {
    let (width, height) = (f64::from(picture.width), f64::from(picture.height));
    if width <= WIDTH && height <= ALONE_HEIGHT {
        let small = width < ALONE_LEAST.0 || height < ALONE_LEAST.1;
        return Place { small, ..place(width.max(ALONE_LEAST.0), height.max(ALONE_LEAST.1)) };
    }
    let ratio = ratio(picture);
    let width = WIDTH.min(ALONE_HEIGHT * ratio);
    place(width, width / ratio)
}

fn stands_beside(first: f64, others: &[f64]) -> bool {
    matches!(others.len(), 2 | 3) && first <= BESIDE_RATIO && others.iter().all(|ratio| *ratio > BESIDE_RATIO)
}

/// The first picture on one side, the others above each other on the other, both sides equally high.
fn beside(first: f64, others: &[f64]) -> Vec<Vec<Place>> {
    let gaps = GAP * gaps_between(others.len());
    let inverse: f64 = others.iter().map(|ratio| ratio.recip()).sum();
    let width = (WIDTH - GAP - first * gaps) / (1.0 + first * inverse);
    let column: Vec<Place> = others.iter().map(|ratio| place(width, width / ratio)).collect();
    let height: u32 = column.iter().map(|place| place.height).sum();
    let height = f64::from(height) + gaps;
    vec![vec![place(WIDTH - GAP - width.round(), height)], column]
}

/// The pictures cut into the rows that look best: about equally high, and not too high together.
fn best_rows(ratios: &[f64]) -> Vec<&[f64]> {
    let mut best = (f64::INFINITY, Vec::new());
    try_rows(ratios, &mut Vec::new(), &mut best);
    best.1
}

/// Tries every way to cut the rest into rows; ties go to the one whose first rows have fewer pictures.
fn try_rows<'a>(rest: &'a [f64], rows: &mut Vec<&'a [f64]>, best: &mut (f64, Vec<&'a [f64]>)) {
    if rest.is_empty() {
        let cost = cost(rows);
        if cost < best.0 {
            *best = (cost, rows.clone());
        }
    }
    for count in 1..=rest.len().min(ROW_PICTURES) {
        let (row, rest) = rest.split_at(count);
        rows.push(row);
        try_rows(rest, rows, best);
        rows.pop();
    }
}

/// How far rows are from what looks best.
fn cost(rows: &[&[f64]]) -> f64 {
    let total: f64 = rows.iter().map(|row| height(row)).sum();
    rows.iter().map(|row| row_cost(row)).sum::<f64>() + (total - ALBUM_HEIGHT).max(0.0) * HEIGHT_COST
}

fn row_cost(row: &[f64]) -> f64 {
    let height = height(row);
    let narrowest = row.iter().copied().fold(f64::INFINITY, f64::min) * height;
    (height / ROW_HEIGHT).ln().powi(2) + (narrowest / NARROW).ln().min(0.0).powi(2)
}

/// How high a row is whose pictures are shown whole.
fn height(row: &[f64]) -> f64 {
    inside(row) / row.iter().sum::<f64>()
}

/// What the pictures of a row share.
fn inside(row: &[f64]) -> f64 {
    WIDTH - GAP * gaps_between(row.len())
}

fn gaps_between(count: usize) -> f64 {
    count.saturating_sub(1) as f64
}

fn row_places(row: &[f64]) -> Vec<Vec<Place>> {
    let (sum, inside) = (row.iter().sum::<f64>(), inside(row));
    let height = height(row).clamp(ROW_HEIGHTS.0, ROW_HEIGHTS.1);
    let mut edge = 0.0;
    let widths = row.iter().map(|ratio| {
        // From rounded edge to rounded edge, so that the row is exactly full.
        let from = f64::round(edge);
        edge += ratio / sum * inside;
        edge.round() - from
    });
    widths.map(|width| vec![place(width, height)]).collect()
}

fn place(width: f64, height: f64) -> Place {
    // A float becomes the nearest number that the type has: these are some hundreds.
    Place { width: width.round() as u32, height: height.round() as u32, small: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANDSCAPE: (u32, u32) = (3000, 2000);
    const PORTRAIT: (u32, u32) = (2000, 3000);

    fn album(sizes: &[(u32, u32)]) -> Vec<Vec<Vec<Place>>> {
        let picture = |(width, height): &(u32, u32)| Picture { width: *width, height: *height, animated: false };
        places(&sizes.iter().map(picture).collect::<Vec<_>>())
    }

    /// How many pictures each row has.
    fn counts(sizes: &[(u32, u32)]) -> Vec<usize> {
        album(sizes).iter().map(|row| row.iter().map(Vec::len).sum()).collect()
    }

    fn alone(width: u32, height: u32) -> (u32, u32, bool) {
        let place = album(&[(width, height)])[0][0][0];
        (place.width, place.height, place.small)
    }

    #[test]
    fn a_picture_alone_keeps_its_shape_within_limits() {
        assert_eq!(alone(3000, 2000), (378, 252, false));
        assert_eq!(alone(2000, 3000), (280, 420, false));
        assert_eq!(alone(12_000, 1000), (378, 158, false), "a panorama is cropped");
        assert_eq!(alone(700, 9000), (252, 420, false), "and so is a tower");
        assert_eq!(alone(300, 200), (300, 200, false), "nothing is enlarged");
        assert_eq!(alone(16, 16), (128, 96, true), "but its place is large enough to hit");
        assert_eq!(alone(300, 20), (300, 96, true), "nor is a strip cut");
    }

    #[test]
    fn an_album_stands_in_rows_of_about_one_height() {
        assert_eq!(counts(&[LANDSCAPE; 2]), [2]);
        assert_eq!(counts(&[(3000, 1000); 2]), [1, 1]);
        assert_eq!(counts(&[LANDSCAPE; 3]), [1, 2]);
        assert_eq!(counts(&[PORTRAIT; 3]), [3]);
        assert_eq!(counts(&[LANDSCAPE; 4]), [2, 2]);
        assert_eq!(counts(&[LANDSCAPE; 7]), [2, 2, 3]);
        assert_eq!(counts(&[PORTRAIT; 10]).iter().sum::<usize>(), 10);
    }

    #[test]
    fn a_narrow_first_picture_stands_beside_the_others() {
        let places = album(&[PORTRAIT, LANDSCAPE, LANDSCAPE]);
        let [row] = &*places else { panic!("{places:?}") };
        let [left, right] = &**row else { panic!("{row:?}") };
        assert_eq!((left.len(), right.len()), (1, 2));
        assert_eq!(left[0].width + 2 + right[0].width, 378);
        assert_eq!(left[0].height, right[0].height + 2 + right[1].height);
    }

    #[test]
    fn every_album_fills_its_width_and_is_never_too_high() {
        let shapes = [LANDSCAPE, PORTRAIT, (1, 1), (9000, 500), (500, 9000), (4000, 3000), (16, 16)];
        for count in 2..=10 {
            for turn in 0..shapes.len() {
                let sizes: Vec<_> = shapes.iter().cycle().skip(turn).take(count).copied().collect();
                let rows = album(&sizes);
                assert_eq!(rows.iter().flatten().flatten().count(), count, "{sizes:?}");
                let mut total = 0;
                for row in &rows {
                    let width: u32 = row.iter().map(|column| column[0].width).sum();
                    assert_eq!(width + 2 * (row.len() as u32 - 1), 378, "{sizes:?}: {row:?}");
                    assert!(row.iter().flatten().all(|place| place.width >= 48 && place.height >= 60), "{row:?}");
                    total += row[0].iter().map(|place| place.height).sum::<u32>();
                }
                assert!((90..=620).contains(&total), "{sizes:?}: {total}");
            }
        }
    }
}
