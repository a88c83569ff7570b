use plies::Zeroed;

#[derive(Zeroed)]
enum Cache {
//~  ^^^^^
//~ fix: struct Cache {
    Empty,
    //~ fix: empty: (),
}

fn main() {}
