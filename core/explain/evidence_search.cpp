#include "core/explain/evidence_search.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace fido {
namespace {

constexpr double kBeta1 = 0.9, kBeta2 = 0.9;
// The logarithm of the area changes by the slack times the gain, within limits that keep cells from
// being dropped before their gradients have been averaged. It grows slowly, so that the better
// cells are found before most of the photo is in the region.
constexpr double kAreaGain = 3, kMaxShrinking = 0.12, kMaxGrowth = 0.04;
// Where the score is steep, as it is for SDR, steps of that size would cross the target again and
// again. A step that has crossed it lowers the limit, and any other raises it.
constexpr double kCrossed = 0.5, kNotCrossed = 1.2, kLeastLimit = 0.02;
constexpr double kMinShare = 0.002;  // of the cells that are not frozen
// A search that starts from a small hand-made region grows as fast as it shrinks.
constexpr double kSmallShare = 0.4;
// Beyond this a logit's gradient is so small that it would never return. Frozen logits are larger.
constexpr double kMaxLogit = 8;
constexpr double kPriceMemory = 0.9;
constexpr double kAveragedShare = 0.15;  // of the steps, at the end
constexpr int kMostAveragedSteps = 50;   // whose probabilities are kept in memory
// The search has settled when the mean area of the averaged steps is within this share of that of
// as many steps before them, and their mean slack is small, or the area at its limit and the slack
// no longer rises. The noise of a few steps says nothing.
constexpr double kSettledChange = 0.05, kSettledSlack = 0.01;
constexpr int kLeastAveragedSteps = 4;

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

EvidenceSearch::EvidenceSearch(const Options& options, std::vector<double> cell_areas,
                               std::vector<double> logits, std::vector<char> frozen)
    : options_(options),
      cell_areas_(std::move(cell_areas)),
      logits_(std::move(logits)),
      frozen_(std::move(frozen)),
      total_area_(std::accumulate(cell_areas_.begin(), cell_areas_.end(), 0.0)),
      averaged_steps_(
          std::clamp(static_cast<int>(kAveragedShare * options.steps), 1, kMostAveragedSteps)),
      first_moment_(logits_.size()),
      largest_change_(kMaxShrinking) {
  if (frozen_.empty()) frozen_.resize(logits_.size());
  for (std::size_t i = 0; i < logits_.size(); ++i)
    if (!frozen_[i]) free_area_ += cell_areas_[i];
  options_.max_share = std::max(options_.max_share, free_share());
  max_growth_ = free_share() < kSmallShare ? kMaxShrinking : kMaxGrowth;
}

std::vector<double> EvidenceSearch::probabilities() const {
  std::vector<double> q(logits_.size());
  std::transform(logits_.begin(), logits_.end(), q.begin(), sigmoid);
  return q;
}

std::vector<double> EvidenceSearch::mean_probabilities() const {
  if (latest_.empty()) return probabilities();
  std::vector<double> mean(logits_.size());
  for (const auto& q : latest_)
    for (std::size_t i = 0; i < q.size(); ++i)
      mean[i] += q[i] / static_cast<double>(latest_.size());
  return mean;
}

bool EvidenceSearch::has_settled() const {
  const int compared = 2 * averaged_steps_;
  if (averaged_steps_ < kLeastAveragedSteps || step_ - compared < options_.hold_steps) return false;
  // Means of the averaged steps, and of as many steps before them.
  const auto means = [&](const std::vector<double>& values) {
    const auto middle = values.end() - averaged_steps_;
    return std::pair(std::accumulate(values.end() - compared, middle, 0.0) / averaged_steps_,
                     std::accumulate(middle, values.end(), 0.0) / averaged_steps_);
  };
  const auto [share_before, share] = means(shares_);
  const auto [slack_before, slack] = means(slacks_);
  if (std::abs(share - share_before) > kSettledChange * share_before) return false;
  if (std::abs(slack) <= kSettledSlack || free_area_ <= 0) return true;
  return slack < 0
             ? shares_.back() > 0.99 * options_.max_share && slack - slack_before <= kSettledSlack
             : shares_.back() < 1.01 * kMinShare;
}

double EvidenceSearch::area() const {
  const auto q = probabilities();
  return std::inner_product(q.begin(), q.end(), cell_areas_.begin(), 0.0) / total_area_;
}

// Returns the expected share of the cells that are not frozen, with all their logits shifted.
double EvidenceSearch::free_share(double shift) const {
  double area = 0;
  for (std::size_t i = 0; i < logits_.size(); ++i)
    if (!frozen_[i]) area += cell_areas_[i] * sigmoid(logits_[i] + shift);
  return free_area_ > 0 ? area / free_area_ : 0;
}

// Shifts all logits that are not frozen so that free_share() becomes `share`.
void EvidenceSearch::move_free_share(double share) {
  double low = -3 * kMaxLogit, high = 3 * kMaxLogit;
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    (free_share(middle) < share ? low : high) = middle;
  }
  for (std::size_t i = 0; i < logits_.size(); ++i)
    if (!frozen_[i]) logits_[i] = std::clamp(logits_[i] + (low + high) / 2, -kMaxLogit, kMaxLogit);
}

void EvidenceSearch::step(double slack, const std::vector<double>& d_gain_d_q) {
  const double old_share = free_share();
  const auto q = probabilities();
  std::vector<double> gradient(q.size());
  double sum_of_squares = 0, undecided_area = 0, undecided_gain = 0;
  for (std::size_t i = 0; i < q.size(); ++i) {
    if (frozen_[i]) continue;
    const double slope = q[i] * (1 - q[i]);
    gradient[i] = slope * d_gain_d_q[i];
    sum_of_squares += gradient[i] * gradient[i];
    undecided_gain += gradient[i];
    undecided_area += slope * cell_areas_[i];
  }
  ++step_;
  const double memory = step_ == 1 ? 0 : kPriceMemory;
  if (undecided_area > 0)
    price_ = memory * price_ + (1 - memory) * std::max(0.0, undecided_gain / undecided_area);

  const auto free_cells = std::count(frozen_.begin(), frozen_.end(), 0);
  const double mean_square = sum_of_squares / static_cast<double>(std::max<long>(1, free_cells));
  second_moment_ = kBeta2 * second_moment_ + (1 - kBeta2) * mean_square;
  const double correction1 = 1 - std::pow(kBeta1, step_), correction2 = 1 - std::pow(kBeta2, step_);
  const double rate = options_.learning_rate *
                      (1 - static_cast<double>(step_ - 1) / std::max(1, options_.steps)) /
                      (std::sqrt(second_moment_ / correction2) + 1e-12);
  for (std::size_t i = 0; i < q.size(); ++i) {
    first_moment_[i] = kBeta1 * first_moment_[i] + (1 - kBeta1) * gradient[i];
    if (!frozen_[i])
      logits_[i] =
          std::clamp(logits_[i] + rate * first_moment_[i] / correction1, -kMaxLogit, kMaxLogit);
  }
  double change = 0;
  if (step_ > options_.hold_steps) {
    const bool has_crossed = !slacks_.empty() && slack * slacks_.back() < 0;
    largest_change_ = std::clamp(largest_change_ * (has_crossed ? kCrossed : kNotCrossed),
                                 kLeastLimit, kMaxShrinking);
    change =
        std::clamp(-kAreaGain * slack, -largest_change_, std::min(largest_change_, max_growth_));
  }
  move_free_share(std::clamp(old_share * std::exp(change), kMinShare, options_.max_share));

  latest_.push_back(probabilities());
  if (static_cast<int>(latest_.size()) > averaged_steps_) latest_.pop_front();
  shares_.push_back(free_share());
  slacks_.push_back(slack);
}

}  // namespace fido
