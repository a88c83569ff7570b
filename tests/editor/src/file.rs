//! The file that is open in the editor.

use std::path::Path;

use serde_json::{Value, json};

use crate::questions::{Ask, Question};
use crate::server::{Server, uri};

pub struct File {
    uri: String,
    saved: &'static str,
    version: u64,
}

impl File {
    pub fn open(server: &mut Server, path: &Path, text: &'static str) -> Result<Self, String> {
        let uri = uri(path);
        let document = json!({ "uri": uri, "languageId": "rust", "version": 1, "text": text });
        server.tell("textDocument/didOpen", json!({ "textDocument": document }))?;
        Ok(File { uri, saved: text, version: 1 })
    }

    /// Types what the question says, asks, and returns the answer as text.
    pub fn ask(&mut self, server: &mut Server, question: &Question) -> Result<String, String> {
        let text = match question.edit {
            Some((before, after)) => replaced(self.saved, before, after)?,
            None => self.saved.to_owned(),
        };
        self.version += 1;
        let document = json!({ "uri": self.uri, "version": self.version });
        let change = json!({ "textDocument": document, "contentChanges": [{ "text": text }] });
        server.tell("textDocument/didChange", change)?;
        let at = |place: &str| {
            Ok::<_, String>(
                json!({ "textDocument": { "uri": self.uri }, "position": position(&text, place)? }),
            )
        };
        Ok(match question.ask {
            Ask::Hover(place) => {
                let answer = server.ask("textDocument/hover", at(place)?)?;
                answer["contents"]["value"].as_str().unwrap_or("nothing").to_owned()
            }
            Ask::Complete(place) => {
                let answer = server.ask("textDocument/completion", at(place)?)?;
                let items = answer["items"].as_array().or(answer.as_array());
                let labels = items.into_iter().flatten().filter_map(|item| item["label"].as_str());
                labels.map(|label| format!("{label}\n")).collect()
            }
            Ask::Definition(place) => {
                let answer = server.ask("textDocument/definition", at(place)?)?;
                let places = answer.as_array().cloned().unwrap_or_else(|| vec![answer]);
                places.iter().map(|place| line(&text, &place["range"])).collect()
            }
            Ask::Errors => {
                let document = json!({ "textDocument": { "uri": self.uri } });
                let answer = server.ask("textDocument/diagnostic", document)?;
                let errors = answer["items"].as_array().cloned().unwrap_or_default();
                let errors = errors.iter().filter(|error| error["severity"] == 1);
                errors
                    .map(|error| {
                        format!(
                            "error: {} at {}",
                            error["message"].as_str().unwrap_or(""),
                            line(&text, &error["range"])
                        )
                    })
                    .collect()
            }
        })
    }
}

/// The line of the file in which a range begins.
fn line(text: &str, range: &Value) -> String {
    let number = range["start"]["line"].as_u64().unwrap_or(u64::MAX);
    let line = text.lines().nth(number as usize).unwrap_or("no line of the file");
    format!("{}\n", line.trim())
}

/// Where `|` stands in the first place of the other words.
fn position(text: &str, place: &str) -> Result<Value, String> {
    let (before, after) = place.split_once('|').ok_or_else(|| format!("{place} has no `|`"))?;
    let start = text.find(&format!("{before}{after}")).ok_or_else(|| format!("there is no {place}"))?;
    let before = &text[..start + before.len()];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    Ok(json!({ "line": before.matches('\n').count(), "character": before.len() - line_start }))
}

fn replaced(text: &str, before: &str, after: &str) -> Result<String, String> {
    match text.contains(before) {
        true => Ok(text.replacen(before, after, 1)),
        false => Err(format!("there is no {before}")),
    }
}
