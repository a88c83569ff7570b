/// Stands where a network declares no loss; it compares nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoLoss;
