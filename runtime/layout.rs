//! Where in a struct of parameters each matrix lies, as a constant.

use std::marker::PhantomData;

use crate::stored::Stored;

/// What a value of a type of parameters is made of. Bytes are written where it says, so only derived code promises one.
#[derive(Debug)]
pub struct Layout<P> {
    pub(crate) made: Made,
    pub(crate) of: PhantomData<fn() -> P>,
}

/// What something is made of.
#[derive(Clone, Copy, Debug)]
pub enum Made {
    /// Of what nobody says.
    Unknown,
    /// Of the entries of a matrix, column after column.
    Matrix {
        /// Its rows and columns.
        shape: [usize; 2],
    },
    /// Of fields.
    Fields(&'static [FieldLayout]),
    /// Of values of one type.
    Times {
        /// How many there are.
        count: usize,
        /// The bytes from one to the next.
        size: usize,
        /// What each is made of.
        of: &'static Made,
    },
}

/// A field of a struct of parameters.
#[derive(Clone, Copy, Debug)]
pub struct FieldLayout {
    pub(crate) name: &'static str,
    /// Where it begins, in bytes.
    pub(crate) offset: usize,
    pub(crate) made: Made,
    /// Under which shapes its matrices are stored.
    pub(crate) stored: Stored,
}

impl<P> Layout<P> {
    /// That of a type of which it is not known.
    pub const UNKNOWN: Self = Layout { made: Made::Unknown, of: PhantomData };

    /// That of a type which is made so.
    ///
    /// # Safety
    /// In a value of `P` the matrices lie where it is said.
    pub const unsafe fn promise(made: Made) -> Self {
        Layout { made, of: PhantomData }
    }

    /// What the type is made of.
    pub const fn made(self) -> Made {
        self.made
    }
}

impl FieldLayout {
    /// A field that begins at an offset in bytes.
    pub const fn new(name: &'static str, offset: usize, made: Made, stored: Stored) -> Self {
        FieldLayout { name, offset, made, stored }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Affine, BatchNorm, Conv2d, Flatten, Network, Parameters, Path, network};

    network! {
        struct Block(x: [6]) -> [6] {
            norm1: BatchNorm::new(),
            affine1: Affine::to(6),
        }
    }

    network! {
        struct Net(x: [2, 3, 3]) -> [6] {
            conv1: Conv2d::new(6, 3),
            flatten1: Flatten,
            blocks: [Block; 2],
            #[frozen]
            affine1: Affine::to(6),
        }
    }

    /// Where each matrix begins, by name, and the shape under which it is stored.
    fn places(
        made: &Made,
        stored: &Stored,
        name: &str,
        offset: usize,
        found: &mut Vec<(String, usize, String)>,
    ) {
        let join = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") };
        match made {
            Made::Unknown => panic!("{name} is made of something"),
            Made::Matrix { shape } => {
                let leaf = name.rsplit('.').next().unwrap();
                found.push((name.to_owned(), offset, stored.shape(leaf, *shape).to_string()));
            }
            Made::Fields(fields) => {
                for field in *fields {
                    let stored = if field.stored.is_none() { stored } else { &field.stored };
                    places(&field.made, stored, &join(field.name), offset + field.offset, found);
                }
            }
            Made::Times { count, size, of } => {
                for i in 0..*count {
                    places(of, stored, &join(&i.to_string()), offset + i * size, found);
                }
            }
        }
    }

    #[test]
    fn the_layout_is_where_the_walk_goes() {
        let (net, mut expected, mut found) = (Net::<f32>::new(1), vec![], vec![]);
        Net::walk([&*net], [], Path::ROOT, &mut |entry, [matrix], []| {
            let offset = matrix.as_ptr() as usize - &raw const *net as usize;
            expected.push((entry.path.to_string(), offset, entry.stored().to_string()));
        });
        places(&Net::<f32>::LAYOUT.made, &Stored::NONE, "", 0, &mut found);
        assert_eq!(found, expected);
        let shape = |name: &str| &found.iter().find(|place| place.0 == name).expect(name).2;
        assert_eq!(shape("conv1.weight"), "[6, 2, 3, 3]");
        assert_eq!(shape("blocks.1.affine1.weight"), "[6, 6]");
        assert_eq!(shape("blocks.1.norm1.running_mean"), "[6]");
    }
}
