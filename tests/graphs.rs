//! Computational graphs: the book's, and those with values used several times.

use plies::{Add, Affine, Mul, Network, Relu, Sigmoid, Tape, gradient_check_output, network};

network! {
    /// Two apples, with tax (section 5.1).
    struct BuyApple(apple: [], apple_num: [], tax: []) -> [] {
        apple_price: Mul from (apple, apple_num),
        price: Mul from (apple_price, tax),
    }
}

network! {
    /// Two apples and three oranges, with tax (section 5.4).
    struct BuyAppleOrange(apple: [], apple_num: [], orange: [], orange_num: [], tax: []) -> [] {
        apple_price: Mul from (apple, apple_num),
        orange_price: Mul from (orange, orange_num),
        all_price: Add from (apple_price, orange_price),
        price: Mul from (all_price, tax),
    }
}

#[track_caller]
fn assert_close(found: impl IntoIterator<Item = f64>, expected: impl IntoIterator<Item = f64>) {
    let (found, expected): (Vec<_>, Vec<_>) = (found.into_iter().collect(), expected.into_iter().collect());
    assert_eq!(found.len(), expected.len());
    for (f, e) in found.iter().zip(&expected) {
        assert!((f - e).abs() <= 1e-12 * e.abs(), "found {found:?}, expected {expected:?}");
    }
}

#[test]
fn apples_cost_what_the_book_says() {
    let (price, ([apple], [apple_num], [tax])) =
        BuyApple::<f64>::zeros().value_and_gradient(&([100.0], [2.0], [1.1]), &mut Tape::<_, 1>::new());
    assert_close([price, apple, apple_num, tax], [220.0, 2.2, 110.0, 200.0]);
}

#[test]
fn apples_and_oranges_cost_what_the_book_says() {
    let x = ([100.0], [2.0], [150.0], [3.0], [1.1]);
    let (price, ([apple], [apple_num], [orange], [orange_num], [tax])) =
        BuyAppleOrange::<f64>::zeros().value_and_gradient(&x, &mut Tape::<_, 1>::new());
    assert_close([price], [715.0]);
    assert_close([apple_num, apple, orange, orange_num, tax], [110.0, 2.2, 3.3, 165.0, 650.0]);
}

#[test]
fn a_batch_of_prices_is_a_price_each() {
    let (shop, mut workspace) = (BuyApple::<f64>::zeros(), BuyApple::workspace::<2>());
    let mut prices = [[0.0]; 3];
    let (apple, number, tax) = ([[100.0], [50.0], [10.0]], [[2.0], [1.0], [0.0]], [[1.1], [2.0], [3.0]]);
    shop.predict((&apple, &number, &tax), &mut prices, &mut workspace);
    assert_close(prices.map(|[price]| price), [220.0, 100.0, 0.0]);
}

network! {
    /// `4 x³`: a value fed twice to one node, and to several.
    struct Powers(x: [3]) -> [3] {
        square: Mul from (x, x),
        cube: Mul from (square, x),
        twice: Add from (cube, cube),
        sum: Add from (twice, twice),
    }
}

#[test]
fn gradients_of_a_value_used_twice_are_summed() {
    let (powers, x) = (Powers::<f64>::zeros(), [[0.5, -1.0, 2.0]]);
    let (mut tape, mut dx) = (Powers::tape::<1>(), [[f64::NAN; 3]]);
    let pass = powers.forward(&x, &mut tape);
    assert_close(pass.output()[0], x[0].map(|x| 4.0 * x * x * x));
    pass.backward(&[[1.0; 3]], None, Some(&mut dx));
    assert_close(dx[0], x[0].map(|x| 12.0 * x * x));
}

network! {
    /// A residual block, with a bottleneck and a value that is used thrice.
    struct Residual(x: [12], weight: [12]) -> [5] {
        narrow: Affine::new(12, 4) from x,
        sigmoid1: Sigmoid,
        wide: Affine::new(4, 12),
        sum: Add from (wide, x),
        relu1: Relu,
        weighted: Mul from (relu1, weight),
        again: Add from (weighted, relu1),
        both: Add from (again, sum),
        head: Affine::to(5),
    }
}

#[test]
fn a_residual_graph_goes_back_right() {
    let mut random = plies::Random::new(4);
    let mut reals = || [(); 3].map(|()| std::array::from_fn(|_| random.normal()));
    let (x, weight): ([[f64; 12]; 3], _) = (reals(), reals());
    let dy = [[0.3, -0.2, 1.0, 0.5, -0.7]; 3];
    let mut tape = Residual::tape::<3>();
    let check = gradient_check_output(&*Residual::new(2), (&x, &weight), &dy, &mut tape);
    assert!(check.relative_error() < 1e-7, "{check}");
    let names: Vec<_> = check.checked().iter().map(|checked| &checked.name[..]).collect();
    let parameters = ["narrow.weight", "narrow.bias", "wide.weight", "wide.bias", "head.weight", "head.bias"];
    assert_eq!(names, [&parameters[..], &["x", "weight"]].concat());
}

#[test]
fn what_nobody_asks_for_is_not_computed() {
    let (net, x, weight) = (Residual::<f64>::new(2), [[0.5; 12]], [[2.0; 12]]);
    let (mut tape, dy) = (Residual::tape::<1>(), [[1.0; 5]]);
    let (mut dx, mut dweight) = ([[0.0; 12]], [[0.0; 12]]);
    let (mut all, mut some) = (Residual::zeros(), Residual::zeros());
    net.forward((&x, &weight), &mut tape).backward(&dy, Some(&mut all), (Some(&mut dx), Some(&mut dweight)));
    net.forward((&x, &weight), &mut tape).backward(&dy, Some(&mut some), (None, None));
    assert_eq!(all.narrow.weight, some.narrow.weight);
    let mut alone = [[0.0; 12]];
    net.forward((&x, &weight), &mut tape).backward(&dy, None, (None, Some(&mut alone)));
    assert_eq!(alone, dweight);
}

#[test]
#[should_panic(expected = "every input has the same number of samples, but these have [2, 1]")]
fn inputs_of_different_lengths_are_refused() {
    let mut tape = Residual::tape::<3>();
    let _ = Residual::<f64>::zeros().forward((&[[0.0; 12]; 2], &[[0.0; 12]]), &mut tape);
}
