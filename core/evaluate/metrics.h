// What a saliency map is measured by, apart from what a classifier says; and statistics over many
// photos. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/evaluate/boxes.h"
#include "core/image/image.h"

namespace fido {

// Pointing game (Zhang et al. 2018): whether the map's largest value, the first of equals, lies
// within `tolerance` pixels of a box. False for a map that is the same everywhere: it points
// nowhere.
bool points_at(const Plane& map, const std::vector<Box>& boxes, double tolerance = 15);

// SM (Dabkowski & Gal 2017): log max(area, 0.05) - log p. `area`: a share of the image, [0, 1];
// `p`: of the crop, (0, 1].
double saliency_metric(double area, double p);

// A mask without the `share` of pixels that the map holds most important; of equals the first in
// rows. 1 = kept.
Plane without_top(const Plane& map, double share);
Plane inverted(Plane mask);

// The shares at which curves are measured, from 0 to 1.
const std::vector<double>& curve_shares();
// The area under a curve at curve_shares(), by trapezoids, [0, 1] for values in [0, 1].
double area_under(const std::vector<double>& curve);
// Fig. 10: the least share at which r = (s(x) - s(x without it)) / (s(x) - s(x without anything))
// reaches `reduction`, linearly between curve_shares(); 1 where it never does. `scores` are s at
// these shares.
double least_share(const std::vector<double>& scores, double reduction);

// Of two maps of one size: Pearson's correlation and that of the ranks (Spearman's, of equals their
// mean rank); 1 for two maps that are each the same everywhere, 0 where only one is.
double correlation(const Plane& a, const Plane& b);
double rank_correlation(const Plane& a, const Plane& b);
// Intersection over union of what they have over 1/2; 1 where neither has anything.
double overlap_over_half(const Plane& a, const Plane& b);

// Of so many photos on, intervals and tests take the normal distribution, which resampling comes
// to; it would take minutes.
constexpr std::size_t kNormalFrom = 5000;

// The mean with its 95 % interval by the bootstrap (percentiles of 2,000 resamples, the same for
// the same seed); all NaN for none.
struct Bootstrap {
  double mean = 0, low = 0, high = 0;
  std::size_t count = 0;
};
Bootstrap bootstrap(const std::vector<double>& values, std::uint64_t seed = 0);

// Two-sided p of mean(a) = mean(b) for the same photos: how often a random exchange within pairs
// (10,000 of them) differs at least as much. 1 for none.
double paired_test(const std::vector<double>& a, const std::vector<double>& b,
                   std::uint64_t seed = 0);

}  // namespace fido
