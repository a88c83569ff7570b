use plies::Sgd;

fn main() {
    let sgd = Sgd::new(1);
//~                    ^ `f64` (shows the library)
    //~ fix: let sgd = Sgd::new(1.0);
}
