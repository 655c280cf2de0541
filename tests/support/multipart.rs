//! A form as browsers send it when it has files.

/// What stands between two parts; no part of a test has it.
const BOUNDARY: &str = "----live-chat-7MA4YWxkTrZu0gW";

/// A form in parts.
#[derive(Clone, Default)]
pub struct Multipart(Vec<u8>);

impl Multipart {
    pub fn text(self, name: &str, value: &str) -> Self {
        self.part(&format!("form-data; name=\"{name}\""), value.as_bytes())
    }

    /// A file under the name that a browser would write: quotes and line ends as codes.
    pub fn file(self, name: &str, bytes: &[u8]) -> Self {
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        self.part(&format!("form-data; name=\"file\"; filename=\"{name}\""), bytes)
    }

    /// A part with any `Content-Disposition`, and a type that nobody should believe.
    pub fn part(mut self, disposition: &str, bytes: &[u8]) -> Self {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\nContent-Type: text/html\r\n\r\n");
        self.0.extend_from_slice(head.as_bytes());
        self.0.extend_from_slice(bytes);
        self.0.extend_from_slice(b"\r\n");
        self
    }

    /// Its type.
    pub fn kind() -> String {
        format!("multipart/form-data; boundary={BOUNDARY}")
    }

    /// Its bytes.
    pub fn bytes(mut self) -> Vec<u8> {
        self.0.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.0
    }
}
