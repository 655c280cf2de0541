//! What is posted: plain words that no formatter changes, each text its own.

const WORDS: [&str; 16] = [
    "salom", "bugun", "yangi", "xabar", "server", "room", "message", "order", "durable", "morning", "paper", "river",
    "kitob", "daftar", "window", "garden",
];

/// The `number`-th text, of exactly `bytes` bytes (20 at least): its number first, so that no two are alike.
pub fn sentence(number: usize, bytes: usize) -> String {
    let mut text = format!("{number:010}");
    for word in WORDS.iter().cycle().skip(number % WORDS.len()) {
        if text.len() >= bytes.max(20) {
            break;
        }
        text.push(' ');
        text.push_str(word);
    }
    text.truncate(bytes.max(20));
    // A text is trimmed by the server, and must come back as it was sent.
    if text.ends_with(' ') {
        text.pop();
        text.push('x');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn texts_differ_and_have_the_length_asked_for() {
        for bytes in 20..200 {
            assert_eq!(sentence(3, bytes).len(), bytes);
            assert_eq!(sentence(3, bytes).trim(), sentence(3, bytes));
            assert_ne!(sentence(3, bytes), sentence(4, bytes));
        }
    }
}
