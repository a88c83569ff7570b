use plies::{Affine, Network, Workspace, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

network! {
    struct Other(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn predict(net: &Net, workspace: &mut Workspace<Other, 1>) -> [f32; 2] {
//~ fix: fn predict(net: &Net, workspace: &mut Workspace<Net, 1>) -> [f32; 2] {
    net.predict_one(&[0.0; 4], workspace)
//~                            ^^^^^^^^^ `&mut Workspace<Net, _>` `&mut Workspace<Other, 1>` (shows the library)
}

fn main() {}
