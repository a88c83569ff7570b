use plies::Parameters;

#[derive(Parameters)]
//~ fix:
struct Nothing;
//~    ^^^^^^^ `Nothing` `type Parameters = ();`

fn main() {}
