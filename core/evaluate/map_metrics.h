// Measures of a saliency map that need no classifier, or only numbers that it gave. Pure functions.
#pragma once

#include <vector>

#include "core/evaluate/boxes.h"
#include "core/image/image.h"

namespace fido {

// Returns whether the map's largest value, the first of equals, lies within `tolerance` pixels of a
// box (pointing game, Zhang et al. 2018). False for a constant map, which points nowhere.
bool points_at(const Plane& map, const std::vector<Box>& boxes, double tolerance = 15);

// SM (Dabkowski & Gal 2017): log max(area, 0.05) - log p. `area`: a share of the image, [0, 1];
// `p`: of the crop, (0, 1].
double saliency_metric(double area, double p);

// Returns the mask (1 = kept) that drops the `share` of pixels that the map holds most important;
// of equals those that come first, row by row.
Plane without_top(const Plane& map, double share);
Plane inverted(Plane mask);

// The shares at which curves are measured, from 0 to 1.
const std::vector<double>& curve_shares();
// The area under a curve at curve_shares(), by trapezoids, [0, 1] for values in [0, 1].
double area_under(const std::vector<double>& curve);
// Returns the least share (Fig. 10) at which r = (s(x) - s(x without it)) / (s(x) - s(x without
// anything)) reaches `reduction`, linearly between curve_shares(); 1 where it never does. `scores`
// are s at these shares.
double least_share(const std::vector<double>& scores, double reduction);

// Correlation of two maps of one size: Pearson's, and Spearman's (equals take their mean rank). 1
// for two constant maps, 0 where only one is constant.
double correlation(const Plane& a, const Plane& b);
double rank_correlation(const Plane& a, const Plane& b);
// Intersection over union of the two maps' regions over 1/2; 1 where both are empty.
double overlap_over_half(const Plane& a, const Plane& b);

}  // namespace fido
