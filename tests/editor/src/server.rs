//! A language server, asked one question at a time.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long an answer may take, the first one with all that is loaded before it.
const PATIENCE: Duration = Duration::from_secs(300);

pub struct Server {
    process: Child,
    requests: ChildStdin,
    messages: Receiver<Value>,
    last_id: u64,
    settings: Value,
    is_ready: bool,
}

impl Server {
    pub fn start(binary: &Path, project: &Path, sources: &Path) -> Result<Self, String> {
        let mut process = Command::new(binary)
            .current_dir(project)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot run {}: {error}", binary.display()))?;
        let (requests, answers) = (process.stdin.take(), process.stdout.take());
        let (requests, answers) = (requests.expect("it is piped"), answers.expect("it is piped"));
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut answers = BufReader::new(answers);
            while let Some(message) = read(&mut answers) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        // rustc's own errors would stand beside those that are asked for.
        let settings = json!({ "checkOnSave": false, "cargo": { "sysrootSrc": sources } });
        let mut server = Server { process, requests, messages, last_id: 0, settings, is_ready: false };
        let root = uri(project);
        server.ask("initialize", json!({
            "processId": std::process::id(),
            "rootUri": root,
            "workspaceFolders": [{ "uri": root, "name": "user" }],
            "initializationOptions": server.settings,
            "capabilities": {
                "textDocument": { "hover": { "contentFormat": ["markdown"] }, "diagnostic": {} },
                "workspace": { "configuration": true },
                "experimental": { "serverStatusNotification": true },
            },
        }))
        .map_err(|error| format!("{error}\n  help: `rustup component add rust-analyzer`, or say with `--rust-analyzer` where it is"))?;
        server.tell("initialized", json!({}))?;
        Ok(server)
    }

    /// Waits until everything is loaded.
    pub fn wait_until_ready(&mut self) -> Result<(), String> {
        let end = Instant::now() + PATIENCE;
        while !self.is_ready {
            self.receive(end)?;
        }
        Ok(())
    }

    pub fn tell(&mut self, method: &str, params: Value) -> Result<(), String> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }))
    }

    /// The answer; asked again where the text changed meanwhile.
    pub fn ask(&mut self, method: &str, params: Value) -> Result<Value, String> {
        const CANCELLED: [i64; 2] = [-32801, -32802];
        let end = Instant::now() + PATIENCE;
        loop {
            self.last_id += 1;
            let id = self.last_id;
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))?;
            let answer = loop {
                let message = self.receive(end)?;
                if message["id"] == id && message.get("method").is_none() {
                    break message;
                }
            };
            match answer["error"]["code"].as_i64() {
                None => return Ok(answer["result"].clone()),
                Some(code) if CANCELLED.contains(&code) => thread::sleep(Duration::from_millis(50)),
                Some(_) => return Err(format!("{method}: {}", answer["error"]["message"])),
            }
        }
    }

    /// The next message. What the server asks is answered, and what it says of itself is noted.
    fn receive(&mut self, end: Instant) -> Result<Value, String> {
        let left = end.saturating_duration_since(Instant::now());
        let message = self
            .messages
            .recv_timeout(left)
            .map_err(|_| "rust-analyzer has ended, or does not answer".to_owned())?;
        if message["method"] == "experimental/serverStatus" {
            self.is_ready = message["params"]["quiescent"] == true;
        }
        if let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) {
            let result = match (method, message["params"]["items"].as_array()) {
                ("workspace/configuration", Some(items)) => {
                    items.iter().map(|_| self.settings.clone()).collect()
                }
                _ => Value::Null,
            };
            self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }))?;
        }
        Ok(message)
    }

    fn send(&mut self, message: &Value) -> Result<(), String> {
        let body = message.to_string();
        let sent = write!(self.requests, "Content-Length: {}\r\n\r\n{body}", body.len());
        sent.and_then(|()| self.requests.flush()).map_err(|error| format!("rust-analyzer has ended: {error}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The address of a file.
pub fn uri(file: &Path) -> String {
    format!("file://{}", file.display())
}

/// The next message, if there is one: headers, an empty line, and as many bytes as they say.
fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        from.read_line(&mut line).ok().filter(|count| *count > 0)?;
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", count)) => length = count.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}
