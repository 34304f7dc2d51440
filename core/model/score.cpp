#include "core/model/score.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fido {
namespace {

// Returns log sum_{j != skip} exp(logit_j) without overflow; skip = -1 leaves no class out.
double log_sum_exp(const float* logits, int classes, int skip) {
  double max_logit = -std::numeric_limits<double>::infinity();
  for (int j = 0; j < classes; ++j)
    if (j != skip) max_logit = std::max(max_logit, static_cast<double>(logits[j]));
  double sum = 0;
  for (int j = 0; j < classes; ++j)
    if (j != skip) sum += std::exp(logits[j] - max_logit);
  return max_logit + std::log(sum);
}

}  // namespace

double score(const float* logits, int classes, int c) {
  return logits[c] - log_sum_exp(logits, classes, c);
}

double probability(const float* logits, int classes, int c) {
  return std::exp(logits[c] - log_sum_exp(logits, classes, -1));
}

std::vector<double> probabilities(const float* logits, int classes) {
  const double normalizer = log_sum_exp(logits, classes, -1);
  std::vector<double> out(static_cast<std::size_t>(classes));
  std::transform(logits, logits + classes, out.begin(),
                 [&](float logit) { return std::exp(logit - normalizer); });
  return out;
}

void add_score_gradient(const float* logits, int classes, int c, double weight, float* gradient) {
  const double others = log_sum_exp(logits, classes, c);
  for (int j = 0; j < classes; ++j) {
    const double derivative = j == c ? 1.0 : -std::exp(logits[j] - others);
    gradient[j] += static_cast<float>(weight * derivative);
  }
}

}  // namespace fido
