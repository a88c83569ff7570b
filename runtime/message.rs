//! Text put together while the compiler runs.

use std::fmt;

use crate::Shape;

/// How many bytes a message can hold; a longer one is cut.
const CAPACITY: usize = 512;

/// A message that a `const fn` writes, such as the reason a shape rule gives.
///
/// ```
/// use plies::Message;
///
/// const WHY: Message = Message::new("has a kernel of ").number(5).text("×").number(5);
/// assert_eq!(WHY.as_str(), "has a kernel of 5×5");
/// ```
#[derive(Clone, Copy)]
pub struct Message {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl Message {
    /// A message that begins with `text`.
    pub const fn new(text: &str) -> Self {
        Message { bytes: [0; CAPACITY], len: 0 }.text(text)
    }

    /// Adds `text`.
    pub const fn text(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        // A text that does not fit whole is left out, so that no character is cut in two.
        if self.len + text.len() <= CAPACITY {
            let mut i = 0;
            while i < text.len() {
                self.bytes[self.len] = text[i];
                self.len += 1;
                i += 1;
            }
        }
        self
    }

    /// Adds `name` in backticks.
    pub const fn name(self, name: &str) -> Self {
        self.text("`").text(name).text("`")
    }

    /// Adds a number.
    pub const fn number(self, number: usize) -> Self {
        let mut digits = [0; 20];
        let (mut start, mut rest) = (digits.len(), number);
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.text(utf8(digits.split_at(start).1))
    }

    /// Adds a count of things: `1 input`, `2 inputs`.
    pub const fn count(self, number: usize, thing: &str) -> Self {
        let message = self.number(number).text(" ").text(thing);
        if number == 1 { message } else { message.text("s") }
    }

    /// Adds a shape: `[1, 28, 28]`.
    pub const fn shape(self, shape: Shape) -> Self {
        let (mut message, mut i) = (self.text("["), 0);
        while i < shape.rank() {
            if i > 0 {
                message = message.text(", ");
            }
            message = message.number(shape.dim(i));
            i += 1;
        }
        message.text("]")
    }

    /// The text.
    pub const fn as_str(&self) -> &str {
        utf8(self.bytes.split_at(self.len).0)
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

const fn utf8(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => panic!("a message holds whole texts only"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_texts_names_numbers_and_shapes() {
        let message = Message::new("layer ")
            .name("affine2")
            .text(" takes ")
            .shape(Shape::new([1, 28, 28]))
            .text(", ")
            .count(1, "input")
            .text(", ")
            .count(20, "sample");
        assert_eq!(message.as_str(), "layer `affine2` takes [1, 28, 28], 1 input, 20 samples");
        assert_eq!(Message::new("").number(usize::MAX).as_str(), usize::MAX.to_string());
        assert_eq!(Message::new("").number(0).as_str(), "0");
        assert_eq!(Message::new("").shape(Shape::scalar()).as_str(), "[]");
    }

    #[test]
    fn leaves_out_what_does_not_fit() {
        let mut message = Message::new("×");
        for _ in 0..CAPACITY {
            message = message.text("×");
        }
        assert_eq!(message.as_str().len(), CAPACITY);
        assert_eq!(message.text("×").as_str().len(), CAPACITY);
    }
}
