use crate::case::Place;

/// An error, as the compiler prints it.
pub struct Report {
    pub text: String,
    pub place: Place,
    /// From its first line to the last line of the code that it shows first.
    pub lines: usize,
    pub has_remedy: bool,
    pub shows_library: bool,
}

impl Report {
    /// The errors of a whole output, without warnings.
    pub fn all(output: &str) -> Vec<Report> {
        let blocks = output.split("\n\n").map(str::trim_end).filter(|block| block.starts_with("error"));
        blocks.map(Report::read).collect()
    }

    fn read(text: &str) -> Report {
        let lines: Vec<_> = text.lines().collect();
        let arrow = lines
            .iter()
            .position(|line| line.trim_start().starts_with("--> "))
            .expect("an error has a place");
        let mut place = lines[arrow].rsplit(':').map(|number| number.parse().unwrap_or(0));
        let (column, line) = (place.next().unwrap_or(0), place.next().unwrap_or(0));
        let is_code = |line: &&&str| {
            let line = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
            line.starts_with('|') || line.starts_with("...")
        };
        let shown = lines[arrow + 1..].iter().take_while(is_code).count();
        // A bare bar leads over to what follows.
        let bare = lines[arrow + 1..][..shown].iter().rev().take_while(|line| line.trim() == "|").count();
        let number = format!("{line} |");
        let carets = lines.iter().skip_while(|text| !text.trim_start().starts_with(&number)).nth(1);
        let width = carets.map_or(0, |line| {
            let start = line.find('^').unwrap_or(line.len());
            line[start..].chars().take_while(|c| *c == '^').count()
        });
        Report {
            text: text.to_owned(),
            place: Place { line, column, width },
            lines: arrow + 1 + shown - bare,
            has_remedy: ["help:", "expected", "consider"].iter().any(|word| text.contains(word)),
            shows_library: ["runtime/", "kernels/", "macros/"].iter().any(|folder| text.contains(folder)),
        }
    }
}
