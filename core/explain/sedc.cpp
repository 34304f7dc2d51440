// SEDC (Vermeire & Martens 2020): the fewest segments without which the classifier no longer names
// the class, found best first: of all sets tried so far the one that leaves the class least is
// tried with one segment more. With a contrast class it is their SEDC-T: the fewest segments
// without which the classifier names that class. The authors fill with the mean colour; here any
// infiller does.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_sedc() {
  MethodInfo info;
  info.id = "sedc";
  info.label = "SEDC";
  info.description =
      "The fewest segments of the photo without which the network names another class (Vermeire & "
      "Martens 2020).";
  info.paper = "Vermeire & Martens 2020";
  info.computes =
      "the fewest SLIC segments without which the network names another class (the contrast class, "
      "where one is given: SEDC-T), searched best first; the map is 1 there";
  info.infill_use = "in the segments";
  info.group = MethodGroup::perturbation;
  info.settings = {"iterations", "samples", "grid", "seed"};
  info.defaults.iterations = 200;
  info.defaults.samples = 16;  // sets in a step
  info.defaults.grid = 8;      // segments along a side
  info.keeps_important = false;
  info.needs_top_class = true;
  return {info};
}

}  // namespace fido

#else

#include <algorithm>
#include <set>

#include "core/explain/attribution.h"
#include "core/image/superpixels.h"
#include "core/model/score.h"

namespace fido {
namespace {

class Sedc : public Attribution {
 public:
  Sedc(Classifier& classifier, const RunInput& input, Segments segments)
      : classifier_(classifier),
        input_(input),
        segments_(std::move(segments)),
        labels_(torch::from_blob(segments_.labels.data(), {segments_.height, segments_.width},
                                 torch::kInt32)),
        best_{{}, input.original_score} {
    expand();
  }

  bool finished() const override { return found_ || waiting_.empty(); }

  // Tries some more sets. When all that the best one leads to have been tried, the search goes on
  // with the next best, until none is left.
  Expected<BatchScores> evaluate(int) override {
    const torch::NoGradGuard no_grad;
    const auto count = std::min(waiting_.size(), static_cast<std::size_t>(input_.spec.samples));
    const std::vector<Set> sets(waiting_.end() - static_cast<std::ptrdiff_t>(count),
                                waiting_.end());
    waiting_.resize(waiting_.size() - count);
    std::vector<torch::Tensor> masks;
    for (const Set& set : sets) masks.push_back(keep_mask(set));
    auto scores = score_masked(classifier_, input_, at::stack(masks).to(input_.image.device()));
    if (!scores) return scores;
    for (std::size_t i = 0; i < count; ++i) {
      tried_.push_back({sets[i], scores->scores[i]});
      if (!is_counterfactual(scores->predicted_class[i]) ||
          (found_ && scores->scores[i] >= best_.score))
        continue;
      found_ = true;
      best_ = tried_.back();
      other_class_ = scores->predicted_class[i];
    }
    while (!found_ && waiting_.empty() && !tried_.empty()) expand();
    return scores;
  }
  torch::Tensor values() const override { return 1 - keep_mask(leading().set)[0]; }
  std::string note() const override {
    const std::string share = std::to_string(leading().set.size()) + " of " +
                              std::to_string(segments_.count) + " segments";
    if (found_)
      return "SEDC: without " + share + " the network names " +
             input_.labels[static_cast<std::size_t>(other_class_)];
    const std::string wanted = input_.contrast
                                   ? input_.labels[static_cast<std::size_t>(*input_.contrast)]
                                   : "another class";
    return "SEDC: no set of segments was found without which the network names " + wanted +
           "; the map shows the " + share + " that leave the class least" +
           (finished() ? "" : ". Take more --iterations");
  }

 private:
  using Set = std::vector<int>;  // of segments, in order
  struct Tried {
    Set set;
    double score;
  };
  static bool by_score(const Tried& a, const Tried& b) { return a.score < b.score; }

  bool is_counterfactual(int predicted_class) const {
    return input_.contrast ? predicted_class == *input_.contrast : predicted_class != input_.target;
  }

  // [1,H,W]: zero in the segments of the set, one elsewhere.
  torch::Tensor keep_mask(const Set& set) const {
    auto keep = torch::ones({1, segments_.height, segments_.width});
    for (const int segment : set) keep[0].masked_fill_(labels_ == segment, 0);
    return keep;
  }

  // The set that was found, or the one that comes nearest to it.
  const Tried& leading() const {
    const auto least = std::min_element(tried_.begin(), tried_.end(), by_score);
    return found_ || least == tried_.end() || best_.score < least->score ? best_ : *least;
  }

  // Queues every set with one segment more than the best one that has not been expanded yet. It may
  // queue nothing: all of them may be known from other sets.
  void expand() {
    if (!tried_.empty()) {
      const auto least = std::min_element(tried_.begin(), tried_.end(), by_score);
      best_ = *least;
      tried_.erase(least);
    }
    for (int segment = segments_.count - 1; segment >= 0; --segment) {
      if (std::find(best_.set.begin(), best_.set.end(), segment) != best_.set.end()) continue;
      Set larger = best_.set;
      larger.insert(std::upper_bound(larger.begin(), larger.end(), segment), segment);
      if (known_.insert(larger).second) waiting_.push_back(std::move(larger));
    }
  }

  Classifier& classifier_;
  const RunInput& input_;
  Segments segments_;
  torch::Tensor labels_;
  Tried best_;
  std::vector<Set> waiting_;
  std::vector<Tried> tried_;  // and not expanded
  std::set<Set> known_;
  bool found_ = false;
  int other_class_ = 0;
};

Expected<std::unique_ptr<Attribution>> make_sedc(Classifier& classifier, const RunInput& input) {
  const auto original = score_batch(classifier, input, input.image);
  if (!original) return tl::unexpected(original.error());
  const int top = original->predicted_class.front();
  if (top != input.target)
    return usage_error(
        "--target " + input.spec.target +
        ": SEDC asks without which segments the network no longer names the class, and it names " +
        input.labels[static_cast<std::size_t>(top)] + "; use --target top");
  const Image photo = classifier.picture(input.image);
  const int side = std::max(4, std::max(photo.width, photo.height) / input.spec.grid);
  return std::make_unique<Sedc>(classifier, input, superpixels(photo, side));
}

}  // namespace

Expected<std::unique_ptr<Explanation>> start_sedc(Classifier& classifier, RunInput input) {
  return start_attribution(classifier, std::move(input), make_sedc);
}

}  // namespace fido

#endif
