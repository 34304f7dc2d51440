// Metrics of a saliency map that need no classifier, or only its outputs. Pure functions.
#pragma once

#include <vector>

#include "core/evaluate/boxes.h"
#include "core/image/image.h"

namespace fido {

// Returns whether the pixel with the map's largest value, the first in row order if several are
// equal, lies within `tolerance` pixels of a box (pointing game, Zhang et al. 2018). False for a
// constant map, which points nowhere.
bool is_pointing_game_hit(const Plane& map, const std::vector<Box>& boxes, double tolerance = 15);

// Returns the saliency metric of Dabkowski & Gal (2017): log max(area, 0.05) - log p. `area` is the
// box's share of the image, [0, 1]; `p` is p(class) of the crop, (0, 1].
double saliency_metric(double area, double p);

// Returns the mask (1 = kept) that drops the most important `share` of the map's pixels, [0, 1]; of
// equal values, the first in row order go first.
Plane deletion_mask(const Plane& map, double share);
// Returns 1 - mask.
Plane invert_mask(Plane mask);

// Returns the shares of pixels at which curves are measured, ascending from 0 to 1.
const std::vector<double>& curve_shares();
// Returns the area under a curve with one value per share of curve_shares(), by the trapezoidal
// rule: in [0, 1] for values in [0, 1].
double area_under_curve(const std::vector<double>& curve);
// Returns the least share of removed pixels k (Fig. 10) at which r_k = (s(x) - s(x_k)) / (s(x) -
// s(x_all)) reaches `reduction`, interpolated linearly between curve_shares(); 1 if it never does.
// `scores` are the scores s(x_k) at curve_shares().
double removal_share(const std::vector<double>& scores, double reduction);

// Returns the correlation of two maps of the same size, [-1, 1]: Pearson's, and Spearman's (equal
// values get their mean rank). 1 if both maps are constant, 0 if only one is.
double correlation(const Plane& a, const Plane& b);
double rank_correlation(const Plane& a, const Plane& b);
// Returns the intersection over union of the two maps' regions over 1/2; 1 if both are empty.
double iou_over_half(const Plane& a, const Plane& b);

}  // namespace fido
