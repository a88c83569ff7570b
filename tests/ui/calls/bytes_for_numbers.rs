use plies::{Affine, Batches, Class, Network, SoftmaxWithLoss, network};

network! {
    struct Net(x: [4]) -> [3] {
        affine1: Affine::to(3),
        loss: SoftmaxWithLoss,
    }
}

fn train(net: &Net, labels: &[Class<3>; 20]) {
    let pixels = [[0_u8; 4]; 20];
    //~ fix: let pixels = [[0_f32; 4]; 20];
    let mut batches = Batches::new(&pixels, labels, 10, 1);
    let (mut gradient, mut tape) = (Net::zeros(), Net::tape::<10>());
    while let Some((x, labels)) = batches.next_batch() {
        net.gradient(x, labels, &mut gradient, &mut tape);
//~                  ^ `&[[f32; 4]]` `&[[u8; 4]]` (shows the library)
    }
}

fn main() {}
