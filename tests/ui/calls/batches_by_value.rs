use plies::{Batches, Class};

fn batches(x: Vec<[f32; 4]>, labels: &[Class<3>]) {
    let _ = Batches::new(x, labels, 10, 1);
//~                      ^ (shows the library)
    //~ fix: let _ = Batches::new(&x, labels, 10, 1);
}

fn main() {}
