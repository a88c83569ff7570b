//! Where values lie while a network predicts, and gradients while it learns, planned while the compiler runs.

use std::ops::Range;

/// How many ways are tried to do with the least memory, before more of it is.
const WAYS: usize = 6;

/// What a node needs while it predicts, or what a gradient does.
#[derive(Clone, Copy, Debug)]
pub struct Need<'a> {
    /// How many entries it gives for each sample.
    pub gives: usize,
    /// How much working memory it has, once.
    pub scratch: usize,
    /// How much of the beginning is taken otherwise meanwhile, for each sample: no more of it for a node than for those before.
    pub floor: usize,
    /// The nodes above whose values it reads, or others do further down.
    pub beside: &'a [usize],
}

/// A piece of a buffer.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Whether it is counted from the end of the buffer.
    from_end: bool,
    /// How much lies before it, for each sample.
    before: usize,
    /// How long it is, for each sample.
    each: usize,
    /// How long it is beyond that.
    once: usize,
}

/// How long a buffer has to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// For each sample.
    pub each: usize,
    /// Beyond that.
    pub once: usize,
    /// In all for one sample, where the value of the last node lies elsewhere.
    pub inside: usize,
}

/// Where values and working memory lie in one buffer.
///
/// Values lie in two stacks, one from each end of the buffer, and working memory lies between. So two stacks fit that fit at
/// each moment, and neighbours in a sequence take no more than the two of them. At which end a value lies is found by trying:
/// at the other end than the value above, and where that takes too much, the last choices before are changed.
#[derive(Clone, Copy, Debug)]
pub struct Plan<const NODES: usize> {
    /// Where the value of each node lies.
    pub values: [Place; NODES],
    /// Where the working memory of each node lies.
    pub scratches: [Place; NODES],
    /// How long the buffer has to be.
    pub size: Size,
}

impl<const NODES: usize> Plan<NODES> {
    /// A plan for nodes that run in this order.
    pub const fn new(needs: [Need<'_>; NODES]) -> Self {
        let (least, mut sixteenths) = (least(&needs), 0);
        loop {
            let mut way = 0;
            while way < WAYS {
                if let Some(plan) = search(&needs, least.enlarged(sixteenths), way) {
                    return plan;
                }
                way += 1;
            }
            sixteenths += 1;
        }
    }
}

impl Place {
    const NOWHERE: Place = Place { from_end: false, before: 0, each: 0, once: 0 };

    /// Where it begins and ends in a buffer of this length for so many samples.
    #[inline]
    pub const fn range(&self, samples: usize, len: usize) -> Range<usize> {
        let (before, own) = (samples * self.before, samples * self.each + self.once);
        if self.from_end { len - before - own..len - before } else { before..before + own }
    }

    /// How much of its end of the buffer is taken up to here.
    const fn top(&self) -> usize {
        self.before.saturating_add(self.each)
    }
}

impl Size {
    const NONE: Size = Size { each: 0, once: 0, inside: 0 };

    /// Long enough also for a moment at which values take so much, and so much without one that lies elsewhere.
    const fn with(self, values: usize, inside: usize, scratch: usize) -> Self {
        let each = larger(self.each, values);
        let all = larger(self.each.saturating_add(self.once), values.saturating_add(scratch));
        Size { each, once: all - each, inside: larger(self.inside, inside.saturating_add(scratch)) }
    }

    /// Whether another is no larger.
    const fn holds(&self, other: &Size) -> bool {
        other.each <= self.each
            && other.each.saturating_add(other.once) <= self.each.saturating_add(self.once)
            && other.inside <= self.inside
    }

    /// Larger by so many sixteenths.
    const fn enlarged(self, sixteenths: usize) -> Self {
        Size {
            each: enlarged(self.each, sixteenths),
            once: enlarged(self.once, sixteenths),
            inside: enlarged(self.inside, sixteenths),
        }
    }
}

/// The size that every plan has at least: for all that is needed at a time.
const fn least(needs: &[Need<'_>]) -> Size {
    let (mut size, mut i) = (Size::NONE, 0);
    while i < needs.len() {
        let Need { gives, scratch, floor, beside } = needs[i];
        let (mut above, mut j) = (floor, 0);
        while j < beside.len() {
            above = above.saturating_add(needs[beside[j]].gives);
            j += 1;
        }
        let values = above.saturating_add(gives);
        size = size.with(values, if i + 1 == needs.len() { above } else { values }, scratch);
        i += 1;
    }
    size
}

/// A plan of at most this size, if one is found soon.
const fn search<const NODES: usize>(
    needs: &[Need<'_>; NODES],
    most: Size,
    way: usize,
) -> Option<Plan<NODES>> {
    let (mut values, mut scratches) = ([Place::NOWHERE; NODES], [Place::NOWHERE; NODES]);
    // What the nodes above each take, and at how many ends it was tried.
    let (mut sizes, mut tried) = ([Size::NONE; NODES], [0; NODES]);
    let (mut size, mut i, mut tries) = (Size::NONE, 0, 200 + 20 * NODES);
    while i < NODES {
        if tried[i] == 2 {
            if i == 0 {
                return None;
            }
            tried[i] = 0;
            i -= 1;
            continue;
        }
        if tries == 0 {
            return None;
        }
        tries -= 1;
        let first = (i > 0 && !values[i - 1].from_end) ^ differs(way, i);
        let from_end = first ^ (tried[i] == 1);
        tried[i] += 1;
        let (value, own, other) = stacked(&values, &needs[i], from_end);
        let (all, above) = (larger(own, value.top()).saturating_add(other), own.saturating_add(other));
        let scratch = needs[i].scratch;
        let so_far = sizes[i].with(all, if i + 1 == NODES { above } else { all }, scratch);
        if most.holds(&so_far) {
            values[i] = value;
            // On the other stack, where it is right also if the value lies elsewhere.
            scratches[i] = Place { from_end: !from_end, before: other, each: 0, once: scratch };
            i += 1;
            if i < NODES {
                sizes[i] = so_far;
            }
            size = so_far;
        }
    }
    Some(Plan { values, scratches, size })
}

/// The lowest free place in the stack at one end, and how high this stack and the other are without it.
const fn stacked(values: &[Place], need: &Need<'_>, from_end: bool) -> (Place, usize, usize) {
    let (mut own, mut other) = if from_end { (0, need.floor) } else { (need.floor, 0) };
    let (mut place, mut j) = (Place { from_end, before: own, each: need.gives, once: 0 }, 0);
    while j < need.beside.len() {
        let value = values[need.beside[j]];
        if value.from_end != from_end {
            other = larger(other, value.top());
            j += 1;
        } else if value.before < place.top() && place.before < value.top() {
            place.before = value.top();
            j = 0;
        } else {
            own = larger(own, value.top());
            j += 1;
        }
    }
    (place, own, other)
}

/// Whether a node is tried at the other end first: never in the first way, of half of them in others.
const fn differs(way: usize, node: usize) -> bool {
    ((node + 1) * way).wrapping_mul(0x9e37_79b9) >> 16 & 1 == 1
}

const fn enlarged(size: usize, sixteenths: usize) -> usize {
    size.saturating_add(larger(size.div_ceil(16), 1).saturating_mul(sixteenths))
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;

    /// Nodes that give and need so much; each value is there up to some node.
    struct Graph<const NODES: usize> {
        gives: [usize; NODES],
        scratch: [usize; NODES],
        floor: [usize; NODES],
        until: [usize; NODES],
    }

    impl<const NODES: usize> Graph<NODES> {
        /// Values that are there for up to so many nodes.
        fn random(random: &mut Random, longest: usize) -> Self {
            let mut below = |most: usize| (random.uniform() * most as f64) as usize;
            Graph {
                gives: [(); NODES].map(|()| 1 + below(100)),
                scratch: [(); NODES].map(|()| below(3) / 2 * below(100)),
                floor: [0; NODES],
                until: std::array::from_fn(|i| i + 1 + below(longest)),
            }
        }

        fn needs<'a>(&self, beside: &'a [Vec<usize>; NODES]) -> [Need<'a>; NODES] {
            std::array::from_fn(|i| Need {
                gives: self.gives[i],
                scratch: self.scratch[i],
                floor: self.floor[i],
                beside: &beside[i],
            })
        }

        fn beside(&self) -> [Vec<usize>; NODES] {
            std::array::from_fn(|i| (0..i).filter(|j| self.until[*j] >= i).collect())
        }

        /// The size of the plan and the least, of a plan in which nothing lies where something else is.
        fn planned(&self) -> (Size, Size) {
            let beside = self.beside();
            let needs = self.needs(&beside);
            let plan = Plan::new(needs);
            for samples in [1, 3] {
                let len = samples * plan.size.each + plan.size.once;
                for i in 0..NODES {
                    let at_a_time = beside[i].iter().map(|j| plan.values[*j]);
                    let at_a_time = at_a_time.chain([plan.values[i], plan.scratches[i]]);
                    // And what is taken otherwise, from the beginning on.
                    let floor = Place { each: self.floor[i], ..Place::NOWHERE };
                    assert_apart(at_a_time.chain([floor]), samples, len);
                }
            }
            for i in 0..NODES {
                let at_a_time = beside[i].iter().map(|j| plan.values[*j]).chain([plan.scratches[i]]);
                let own = (i + 1 < NODES).then_some(plan.values[i]);
                assert_apart(at_a_time.chain(own), 1, plan.size.inside);
            }
            (plan.size, least(&needs))
        }
    }

    #[track_caller]
    fn assert_apart(places: impl Iterator<Item = Place>, samples: usize, len: usize) {
        let mut ranges: Vec<_> = places
            .map(|place| {
                let range = place.range(samples, len);
                assert_eq!(range.len(), samples * place.each + place.once);
                range
            })
            .collect();
        ranges.retain(|range| !range.is_empty());
        ranges.sort_by_key(|range| range.start);
        assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start), "{ranges:?}");
        assert!(ranges.last().is_none_or(|range| range.end <= len), "{ranges:?} in {len}");
    }

    #[test]
    fn a_sequence_takes_two_neighbours() {
        let mut random = Random::new(1);
        for _ in 0..200 {
            let (size, least) = Graph::<12>::random(&mut random, 1).planned();
            assert_eq!(size, least);
        }
    }

    #[test]
    fn a_graph_takes_little_more_than_its_widest_moment() {
        fn ratio<const NODES: usize>(longest: usize) -> f64 {
            let (mut random, count) = (Random::new(2), 100);
            let ratios = (0..count).map(|_| {
                let graph = Graph::<NODES>::random(&mut random, longest);
                let (size, least) = graph.planned();
                let [values, scratch] = [&graph.gives, &graph.scratch].map(|all| all.iter().sum::<usize>());
                assert!(size.each <= values && size.each + size.once <= values + scratch);
                (size.each + size.once) as f64 / (least.each + least.once) as f64
            });
            ratios.sum::<f64>() / count as f64
        }
        let ratios = [ratio::<1>(1), ratio::<8>(8), ratio::<10>(3), ratio::<30>(6), ratio::<60>(10)];
        assert!(ratios.iter().all(|ratio| *ratio < 1.1), "{ratios:?}");
    }

    /// As on the way back, where less and less is taken by values.
    #[test]
    fn gradients_lie_where_values_are_no_longer_needed() {
        let mut random = Random::new(3);
        for _ in 0..200 {
            let mut graph = Graph::<12>::random(&mut random, 1);
            graph.scratch = [0; 12];
            let mut floor = 1000;
            graph.floor = [(); 12].map(|()| {
                floor -= (random.uniform() * 80.0) as usize;
                floor
            });
            let (size, least) = graph.planned();
            // In one piece each, they leave gaps.
            assert!(5 * size.each <= 6 * least.each, "{size:?}, at least {least:?}");
        }
        let graph = Graph { gives: [3, 4, 5], scratch: [0; 3], floor: [9, 5, 0], until: [1, 2, 3] };
        // Nine values and the first gradient, five values and the first two.
        assert_eq!(graph.planned().0.each, 12);
    }

    #[test]
    fn nothing_takes_nothing() {
        assert_eq!(Plan::new([]).size, Size::NONE);
    }

    /// A way around two nodes, in which working memory is the widest.
    #[test]
    fn is_as_long_as_the_widest_moment() {
        let graph =
            Graph { gives: [5, 3, 4, 5, 2], scratch: [0, 7, 0, 0, 1], floor: [0; 5], until: [3, 2, 3, 4, 5] };
        assert_eq!(graph.planned().0, Size { each: 14, once: 1, inside: 15 });
    }
}
