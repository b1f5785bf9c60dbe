//! How much memory other processes hold, as Linux tells it in `/proc`.

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A line of a process's status that is given in kB, in bytes; `None` where there is no such process or line.
pub fn status(process: u32, line: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let (_, value) = text.lines().filter_map(|all| all.split_once(':')).find(|(name, _)| *name == line)?;
    Some(value.trim().trim_end_matches("kB").trim().parse::<u64>().ok()? * 1024)
}

/// The renderer processes of a browser, among all that a process started and what these started in turn.
pub fn renderers(of: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    for process in processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok()) {
        // The name in brackets may hold anything; behind it stand the state and the parent.
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let parent = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
        if let Some(parent) = parent {
            children.entry(parent).or_default().push(process);
        }
    }
    let mut next = vec![of];
    let mut found = Vec::new();
    while let Some(process) = next.pop() {
        next.extend(children.remove(&process).unwrap_or_default());
        let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        if line.split(|byte| matches!(byte, 0 | b' ')).any(|argument| argument == b"--type=renderer") {
            found.push(process);
        }
    }
    found
}

/// The anonymous memory of these processes, in bytes: without files and what is shared with others.
pub fn anonymous(processes: &[u32]) -> u64 {
    processes.iter().filter_map(|process| status(*process, "RssAnon")).sum()
}

/// Asks again and again until it is ended, and knows the most that it was told.
pub struct Peak {
    done: Arc<AtomicBool>,
    thread: JoinHandle<u64>,
}

impl Peak {
    /// Asks each `pace`.
    pub fn watch(pace: Duration, mut ask: impl FnMut() -> u64 + Send + 'static) -> Peak {
        let done = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&done);
        let thread = thread::spawn(move || {
            let mut most = 0;
            while !ended.load(Ordering::Relaxed) {
                most = most.max(ask());
                thread::sleep(pace);
            }
            most
        });
        Peak { done, thread }
    }

    /// The most that was seen.
    pub fn end(self) -> u64 {
        self.done.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or_default()
    }
}
