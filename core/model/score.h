// The class score of Eq. 3 (Chang et al., ICLR 2019) and its gradient, for one row of a
// classifier's output.
#pragma once

#include <vector>

namespace fido {

// Returns the score s(c) = logit_c - logsumexp_{j != c} logit_j. This is log p_c - log(1 - p_c)
// without forming p, so nothing overflows. A constant added to the row changes nothing, so logits
// and log-probabilities give the same score.
double score(const float* logits, int classes, int c);
// Returns the softmax probability of class c.
double probability(const float* logits, int classes, int c);
// Returns the probability of every class, with one pass over the row for the normaliser instead of
// one per class.
std::vector<double> probabilities(const float* logits, int classes);
// Adds weight * ds(c)/dlogit_j to every gradient[j].
void add_score_gradient(const float* logits, int classes, int c, double weight, float* gradient);

}  // namespace fido
