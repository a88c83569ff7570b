use plies::{Add, Network, Workspace, network};

network! {
    struct Net(a: [4], b: [4]) -> [4] {
        sum: Add from (a, b),
    }
}

fn predict(net: &Net, y: &mut [[f32; 4]], workspace: &mut Workspace<Net, 1>) {
    net.predict(&[[0.0; 4]; 3], y, workspace);
//~             ^^^^^^^^^^^^^^ `(&[[f32; 4]], &[[f32; 4]])` (shows the library)
    //~ fix: net.predict((&[[0.0; 4]; 3], &[[0.0; 4]; 3]), y, workspace);
}

fn main() {}
