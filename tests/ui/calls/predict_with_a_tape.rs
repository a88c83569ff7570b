use plies::{Affine, Network, Tape, Workspace, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
    }
}

fn predict(net: &Net, tape: &mut Tape<Net, 1>) -> [f32; 2] {
//~ fix: fn predict(net: &Net, tape: &mut Workspace<Net, 1>) -> [f32; 2] {
    net.predict_one(&[0.0; 4], tape)
//~                            ^^^^ `&mut Workspace<Net, _>` `&mut Tape<Net, 1>` (shows the library)
}

fn main() {}
