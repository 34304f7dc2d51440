// The class score of Eq. 3 and its gradient, on one row of a classifier's output.
#pragma once

#include <vector>

namespace fido {

// s(c) = logit_c - logsumexp_{j != c} logit_j: log p_c - log(1 - p_c) without forming p, so nothing
// overflows. A constant added to the row changes nothing, so logits and log-probabilities give the
// same.
double score(const float* logits, int classes, int c);
double probability(const float* logits, int classes, int c);
// Of every class, in one pass over the row where the two above would take one each.
std::vector<double> probabilities(const float* logits, int classes);
// gradient[j] += weight * ds(c)/dlogit_j
void add_score_gradient(const float* logits, int classes, int c, double weight, float* gradient);

}  // namespace fido
