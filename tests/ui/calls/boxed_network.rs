use plies::{Affine, Network, network};

network! { struct Net(x: [4]) -> [2] { affine1: Affine::to(2) } }

fn watch<N: Network>(net: &N) {}

fn main() {
    watch(&Net::<f32>::new(1));
//~       ^^^^^^^^^^^^^^^^^^^ `Box<Net>` `&*net` (shows the chain)
    //~ fix: watch(&*Net::<f32>::new(1));
}
