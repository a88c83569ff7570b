use plies::{Affine, Class, Network, Workspace, network};

network! {
    struct Net(x: [4]) -> (class: [3], size: [2]) {
    //~ fix: struct Net(x: [4]) -> (class: [3]) {
        class: Affine::to(3),
        size: Affine::to(2) from x,
        //~ fix:
    }
}

fn accuracy(net: &Net, labels: &[Class<3>], workspace: &mut Workspace<Net, 1>) -> f64 {
    net.accuracy(&[[0.0; 4]], labels, workspace)
//~     ^^^^^^^^ `([f32; 3], [f32; 2])` (shows the library)
}

fn main() {}
