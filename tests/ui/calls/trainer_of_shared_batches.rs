use plies::{Affine, Batches, MeanSquaredError, Network, Sgd, Trainer, network};

network! {
    struct Net(x: [4]) -> [2] {
        affine1: Affine::to(2),
        loss: MeanSquaredError,
    }
}

fn train(trainer: &mut Trainer<Net, Sgd, 20>, batches: &Batches<'_, [f32; 4], [f32; 2]>) {
//~ fix: fn train(trainer: &mut Trainer<Net, Sgd, 20>, batches: &mut Batches<'_, [f32; 4], [f32; 2]>) {
    let _ = trainer.fit(batches).epochs(1);
//~                     ^^^^^^^ (shows the library)
}

fn main() {}
