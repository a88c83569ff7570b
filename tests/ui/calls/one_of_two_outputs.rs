use plies::{Affine, Network, Workspace, network};

network! {
    struct Net(x: [4]) -> (class: [3], size: [2]) {
        class: Affine::to(3),
        size: Affine::to(2) from x,
    }
}

fn predict(net: &Net, workspace: &mut Workspace<Net, 1>) -> [f32; 3] {
    net.predict_one(&[0.0; 4], workspace)
//~ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `[f32; 3]` `([f32; 3], [f32; 2])`
    //~ fix: net.predict_one(&[0.0; 4], workspace).0
}

fn main() {}
