use plies::{Affine, network};

struct Net {
    name: String,
}

fn main() {
    println!("{}", Net { name: String::new() }.name);
}

network! {
    struct Net(x: [4]) -> [2] {
//~        ^^^ `Net`
    //~ fix: struct Classifier(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}
