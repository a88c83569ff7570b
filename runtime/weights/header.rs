//! A first look through a header, that keeps nothing of it: parsing it for use takes several times its memory, and more where
//! it is not what it should be.

use std::borrow::Cow;
use std::fmt;

use safetensors::Dtype;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// How many dimensions a tensor can have.
const MAX_RANK: usize = 8;

/// What a header announces.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    pub tensors: usize,
    /// Where the last tensor ends.
    pub end: u64,
}

/// What a header announces; or what of it is wrong, and where.
pub fn extent(header: &[u8]) -> Result<Extent, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(header);
    let extent = deserializer.deserialize_map(Entries)?;
    deserializer.end()?;
    Ok(extent)
}

/// The entries of a header, each a tensor, or the metadata.
struct Entries;

impl<'de> Visitor<'de> for Entries {
    type Value = Extent;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tensor for each name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Extent, A::Error> {
        let (mut extent, mut has_metadata) = (Extent::default(), false);
        while let Some(Name(name)) = map.next_key()? {
            if name == "__metadata__" {
                if std::mem::replace(&mut has_metadata, true) {
                    return Err(A::Error::custom("`__metadata__` is there twice"));
                }
                map.next_value::<Option<Strings>>()?;
                continue;
            }
            let wrong = |error| A::Error::custom(format_args!("tensor `{name}`: {error}"));
            let info = map.next_value::<Info>().map_err(wrong)?;
            extent.tensors += 1;
            extent.end = extent.end.max(info.data_offsets.1);
        }
        Ok(extent)
    }
}

/// A name, borrowed where no character of it is escaped.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// A tensor.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Info {
    #[serde(rename = "dtype")]
    _dtype: Dtype,
    #[serde(rename = "shape")]
    _shape: Dimensions,
    data_offsets: (u64, u64),
}

/// A few dimensions.
struct Dimensions;

impl<'de> Deserialize<'de> for Dimensions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;

        impl<'de> Visitor<'de> for Each {
            type Value = Dimensions;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of dimensions")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Dimensions, A::Error> {
                let mut rank = 0;
                while list.next_element::<u64>()?.is_some() {
                    rank += 1;
                    if rank > MAX_RANK {
                        return Err(A::Error::custom(format_args!("more than {MAX_RANK} dimensions")));
                    }
                }
                Ok(Dimensions)
            }
        }

        deserializer.deserialize_seq(Each)
    }
}

/// Strings by name.
struct Strings;

impl<'de> Deserialize<'de> for Strings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;

        impl<'de> Visitor<'de> for Each {
            type Value = Strings;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string for each name of `__metadata__`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Strings, A::Error> {
                while map.next_entry::<IgnoredAny, Name<'de>>()?.is_some() {}
                Ok(Strings)
            }
        }

        deserializer.deserialize_map(Each)
    }
}
