use plies::{Batches, Class};

fn batches(x: &[Vec<f32>], labels: &[Class<3>]) {
//~ fix: fn batches(x: &[[f32; 4]], labels: &[Class<3>]) {
    let mut batches = Batches::new(x, labels, 10, 1);
//~                                ^ `Vec<f32>` `[f32; 784]` (shows the library)
    while let Some((x, _)) = batches.next_batch() {
        println!("{}", x.len());
    }
    batches.shuffle();
}

fn main() {}
