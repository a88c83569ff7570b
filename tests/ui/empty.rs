use plies::network;

network! {
    pub struct Net(x: [784]) -> [10] {}
}

fn main() {
    let _: Option<Net> = None;
}
