//! The caches of the machine.

use std::fs;

/// Their levels, and how many bytes they hold, where the system says it: Linux does, in these files.
pub fn caches() -> Vec<(String, f64)> {
    let read = |index: usize, what: &str| {
        let file = format!("/sys/devices/system/cpu/cpu0/cache/index{index}/{what}");
        Some(fs::read_to_string(file).ok()?.trim().to_owned())
    };
    (0..)
        .map_while(|index| Some((read(index, "type")?, read(index, "level")?, read(index, "size")?)))
        .filter(|cache| cache.0 != "Instruction")
        .filter_map(|(_, level, size)| {
            let kibibytes: f64 = size.strip_suffix('K')?.parse().ok()?;
            Some((format!("L{level}"), 1024.0 * kibibytes))
        })
        .collect()
}
