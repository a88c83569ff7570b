use plies::{Affine, Batches, MeanSquaredError, Network, Sgd, Trainer, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

fn train(x: &[[f32; 5]], t: &[[f32; 2]]) {
//~ fix: fn train(x: &[[f32; 4]], t: &[[f32; 2]]) {
    let mut trainer = Trainer::new(Net::<f32>::new(1), Sgd::new(0.1));
    let _ = trainer.fit(&mut Batches::new(x, t, 20, 1)).epochs(1);
//~                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `&mut Batches<'_, [f32; 4], [f32; 2]>` `&mut Batches<'_, [f32; 5], [f32; 2]>` (shows the library)
}

fn main() {}
