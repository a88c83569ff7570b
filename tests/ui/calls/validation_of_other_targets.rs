use plies::{Affine, Batches, MeanSquaredError, Network, Sgd, Trainer, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

fn train(trainer: &mut Trainer<Net, Sgd, 20>, x: &[[f32; 4]], t: &[[f32; 2]], t_val: &[[f32; 3]]) {
//~ fix: fn train(trainer: &mut Trainer<Net, Sgd, 20>, x: &[[f32; 4]], t: &[[f32; 2]], t_val: &[[f32; 2]]) {
    let _ = trainer.fit(&mut Batches::new(x, t, 20, 1)).validation(x, t_val).epochs(1);
//~                                                                   ^^^^^ (shows the library)
}

fn main() {}
