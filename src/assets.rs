//! The static files: part of the program, served under one folder whose name is the digest of them all, so that browsers
//! keep them for ever and a relative `import` or `url()` just works. A file is compressed once, when it is first asked for,
//! off the worker threads; every later request is a reference count. Our scripts and style sheets are served without their comments.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{LazyLock, OnceLock},
};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web,
};
use bytes::Bytes;
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

#[derive(RustEmbed)]
#[folder = "static/"]
#[exclude = "*.map"]
struct Embedded;

/// The style sheet whose `@import`s are resolved when the program starts, so that a page needs one request.
const BUNDLE: &str = "css/app.css";
/// What the bundle has from other people.
const VENDOR: &str = "vendor/";
/// Our own scripts.
const SCRIPTS: &str = "js/";
/// All icons.
const SPRITE: &str = "icons.svg";
/// Files smaller than this many bytes are sent as they are.
const COMPRESS_FROM: usize = 512;

/// What a file may do when somebody opens it by itself: nothing. Scripts and style sheets are only text then, and go without it.
const POLICY: &str = "default-src 'none'; sandbox";

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::load);

struct Assets {
    digest: String,
    files: BTreeMap<String, Asset>,
}

struct Asset {
    body: Bytes,
    mime: String,
    etag: String,
    brotli: OnceLock<Option<Bytes>>,
    gzip: OnceLock<Option<Bytes>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Encoding {
    Identity,
    Gzip,
    Brotli,
}

/// The address of a file of `static/`, if there is one.
#[must_use]
pub fn url(path: &str) -> Option<String> {
    ASSETS.files.contains_key(path).then(|| format!("/static/{}/{path}", ASSETS.digest))
}

/// The addresses of a script and of what it imports, directly or not, by name. What it asks for by `import()`, when it needs it, is not
/// among them.
#[must_use]
pub fn modules(script: &str) -> Vec<String> {
    let mut found = BTreeSet::from([script.to_owned()]);
    let mut open = vec![script.to_owned()];
    while let Some(path) = open.pop() {
        let Some(asset) = ASSETS.files.get(&path) else { continue };
        for name in String::from_utf8_lossy(&asset.body).lines().filter_map(imported) {
            let path = beside(&path, name);
            if found.insert(path.clone()) {
                open.push(path);
            }
        }
    }
    found.iter().filter_map(|path| url(path)).collect()
}

/// The address of an icon of the sprite, if there is one of this name.
pub(crate) fn icon(name: &str) -> Option<&'static str> {
    static ICONS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let sprite = url(SPRITE).unwrap_or_default();
        let source = read(SPRITE);
        let source = String::from_utf8_lossy(&source);
        let names = source.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        names.map(|name| (name.to_owned(), format!("{sprite}#{name}"))).collect()
    });
    ICONS.get(name).map(String::as_str)
}

/// Answers `GET /static/{digest}/{path}`: the file, 304 for the browser that has it, 404 for any other digest or path.
pub async fn serve(request: HttpRequest, path: web::Path<(String, String)>) -> HttpResponse {
    let (digest, path) = path.into_inner();
    let Some(asset) = (digest == ASSETS.digest).then(|| ASSETS.files.get(&path)).flatten() else {
        return HttpResponse::NotFound().finish();
    };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::ETAG, asset.etag.as_str()))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::VARY, "Accept-Encoding"));
    if !(asset.mime.starts_with("text/javascript") || asset.mime.starts_with("text/css")) {
        response.insert_header((header::CONTENT_SECURITY_POLICY, POLICY));
    }
    if names(request.headers().get(header::IF_NONE_MATCH), &asset.etag) {
        return response.status(StatusCode::NOT_MODIFIED).finish();
    }
    let wanted = asset.best(request.headers().get(header::ACCEPT_ENCODING));
    let (encoding, body) = match asset.encoded(wanted).await {
        Some(smaller) => (wanted, smaller),
        None => (Encoding::Identity, asset.body.clone()),
    };
    match encoding {
        // Named even where nothing was done, so that no other layer compresses the answer again.
        Encoding::Identity => response.insert_header((header::CONTENT_ENCODING, "identity")),
        Encoding::Gzip => response.insert_header((header::CONTENT_ENCODING, "gzip")),
        Encoding::Brotli => response.insert_header((header::CONTENT_ENCODING, "br")),
    };
    response.content_type(asset.mime.as_str()).body(body)
}

impl Assets {
    fn load() -> Self {
        let mut hash = Sha256::new();
        let mut files = BTreeMap::new();
        let mut paths: Vec<_> = Embedded::iter().collect();
        paths.sort();
        for path in paths {
            let body = match &*path {
                BUNDLE => bundle(&path).into(),
                script if script.starts_with(SCRIPTS) => without_comments(&read(&path)).into(),
                _ => read(&path),
            };
            hash.update(path.as_bytes());
            hash.update([0]);
            hash.update(Sha256::digest(&body));
            files.insert(path.to_string(), Asset::new(&path, body));
        }
        Self { digest: hex(&hash.finalize()), files }
    }
}

impl Asset {
    fn new(path: &str, body: Bytes) -> Self {
        let mime = mime_guess::from_path(path).first_or_octet_stream();
        let text = mime.type_() == "text" || mime.subtype() == "javascript";
        Self {
            mime: if text { format!("{mime}; charset=utf-8") } else { mime.to_string() },
            etag: format!("\"{}\"", hex(&Sha256::digest(&body))),
            body,
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// The best encoding that the reader takes and that can help.
    fn best(&self, accepted: Option<&HeaderValue>) -> Encoding {
        let accepted = accepted.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let takes = |name: &str| {
            accepted.split(',').map(str::trim).any(|item| {
                let (coding, weight) = item.split_once(';').unwrap_or((item, ""));
                coding.trim().eq_ignore_ascii_case(name)
                    && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
            })
        };
        match () {
            () if self.body.len() < COMPRESS_FROM => Encoding::Identity,
            () if takes("br") => Encoding::Brotli,
            () if takes("gzip") => Encoding::Gzip,
            () => Encoding::Identity,
        }
    }

    /// The body in an encoding, if that is smaller. The first call compresses, which takes up to some tenths of a second.
    async fn encoded(&'static self, encoding: Encoding) -> Option<Bytes> {
        let (made, compress): (&OnceLock<_>, fn(&[u8]) -> _) = match encoding {
            Encoding::Identity => return None,
            Encoding::Gzip => (&self.gzip, gzip),
            Encoding::Brotli => (&self.brotli, brotli),
        };
        if made.get().is_none() {
            web::block(move || made.get_or_init(|| self.smaller(compress(&self.body)))).await.ok()?;
        }
        made.get().cloned().flatten()
    }

    fn smaller(&self, made: std::io::Result<Vec<u8>>) -> Option<Bytes> {
        made.ok().filter(|made| made.len() < self.body.len()).map(Bytes::from)
    }
}

/// A file as it is embedded.
fn read(path: &str) -> Bytes {
    Embedded::get(path).map_or_else(Bytes::new, |file| match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    })
}

/// A style sheet with the files that its lines `@import "…";` name in their place; they lie beside it. Other people's stay as they
/// are, with their licences.
fn bundle(path: &str) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut whole = String::new();
    for line in without_comments(&read(path)).lines() {
        match line.strip_prefix("@import \"").and_then(|rest| rest.strip_suffix("\";")) {
            Some(name) if name.starts_with(VENDOR) => {
                whole.push_str(&String::from_utf8_lossy(&read(&format!("{folder}/{name}"))));
            }
            Some(name) => whole.push_str(&without_comments(&read(&format!("{folder}/{name}")))),
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    whole
}

/// A script or a style sheet without the lines that are comments and nothing else, two fifths of what a script would weigh. Empty
/// lines stand for them, so that an error names the line of the source.
fn without_comments(source: &[u8]) -> String {
    let mut bare = String::with_capacity(source.len());
    let mut inside = false;
    for line in String::from_utf8_lossy(source).lines() {
        let words = line.trim();
        let begins = words.starts_with("/*") && (words.ends_with("*/") || !words.contains("*/"));
        if !(inside || begins || words.starts_with("//")) {
            bare.push_str(line);
        }
        bare.push('\n');
        inside = (inside || begins) && !words.ends_with("*/");
    }
    bare
}

/// The relative address in a line of a script that imports from it.
fn imported(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once(" from \"").filter(|_| line.starts_with("import ") || line.starts_with("} "))?;
    rest.strip_suffix("\";")
}

/// The path that a relative address names in a file.
fn beside(path: &str, address: &str) -> String {
    let mut parts: Vec<_> = path.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut encoder, body)?;
    encoder.finish()
}

fn brotli(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut made = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: body.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*body, &mut made, &params)?;
    Ok(made)
}

/// Whether an `If-None-Match` names this tag.
fn names(header: Option<&HeaderValue>, etag: &str) -> bool {
    let tags = header.and_then(|value| value.to_str().ok()).unwrap_or_default();
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}

/// The first 16 hexadecimal digits: 64 bits tell the versions of our own files apart.
fn hex(digest: &[u8]) -> String {
    use std::fmt::Write as _;
    digest.iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
