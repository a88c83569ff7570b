use plies::{Affine, network};

network! {
    /// Tells digits apart on a small machine.
    #[budget(parameters = 50_000, ram = "16 KiB", macs = 50_000)]
//~                                     ^^^^^^^^ `Net` `affine1`
    //~ fix: #[budget(parameters = 50_000, ram = "0.5 MiB", macs = 50_000)]
    struct Net(x: [784]) -> [10] {
        affine1: Affine::to(10),
    }
}

fn main() {}
