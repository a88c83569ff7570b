use plies::{Affine, Batches, Class, Network, Sgd, SoftmaxWithLoss, Trainer};

plies::network! {
    struct Net(x: [784]) -> [10] {
        affine1: Affine::new(784, 10),
        loss: SoftmaxWithLoss,
    }
}

fn main() {
    let mut trainer = Trainer::new(Net::<f32>::new(1), Sgd::new(0.1));
    let (x, labels) = (vec![[0.5; 784]; 2], [Class::<11>::new(3).unwrap(); 2]);
    //~ fix: let (x, labels) = (vec![[0.5; 784]; 2], [Class::<10>::new(3).unwrap(); 2]);
    let mut batches = Batches::new(&x, &labels, 2, 1);
    let _ = trainer.fit(&mut batches).epochs(1);
//~                     ^^^^^^^^^^^^ `SoftmaxWithLoss` `[f32; 10]` `Class<11>` (shows the library)
}
