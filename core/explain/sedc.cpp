// SEDC (Vermeire & Martens 2020) searches best first for the fewest segments without which the
// classifier no longer predicts the class: among all sets evaluated so far, the one with the lowest
// class score is extended by one segment. With a contrast class it is the authors' SEDC-T: the
// fewest segments without which the classifier predicts that class. The authors fill with the mean
// colour; here any infiller does.
#include "core/run/methods.h"

#ifndef FIDOSCOPE_ENGINE

namespace fido {

std::vector<MethodInfo> describe_sedc() {
  MethodInfo info;
  info.id = "sedc";
  info.label = "SEDC";
  info.description =
      "The fewest segments without which the network predicts another class (Vermeire & Martens "
      "2020).";
  info.paper = "Vermeire & Martens 2020";
  info.computes =
      "1 in the fewest SLIC segments without which the network predicts another class (with a "
      "contrast class, that class: SEDC-T), found by best-first search; 0 elsewhere";
  info.infill_use = "in the segments";
  info.group = MethodGroup::perturbation;
  info.settings = {"iterations", "samples", "grid", "seed"};
  info.defaults.iterations = 200;
  info.defaults.samples = 16;  // sets per step
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
    expand_best();
  }

  bool is_finished() const override { return found_ || queue_.empty(); }

  // Evaluates the next sets of the queue. When all extensions of the best set have been evaluated,
  // the search continues with the next best one, until none is left.
  Expected<BatchScores> evaluate(int) override {
    const torch::NoGradGuard no_grad;
    const auto count = std::min(queue_.size(), static_cast<std::size_t>(input_.spec.samples));
    const std::vector<SegmentSet> sets(queue_.end() - static_cast<std::ptrdiff_t>(count),
                                       queue_.end());
    queue_.resize(queue_.size() - count);
    std::vector<torch::Tensor> masks;
    for (const SegmentSet& set : sets) masks.push_back(keep_mask(set));
    auto scores = score_masked(classifier_, input_, at::stack(masks).to(input_.image.device()));
    if (!scores) return scores;
    for (std::size_t i = 0; i < count; ++i) {
      candidates_.push_back({sets[i], scores->scores[i]});
      if (!is_counterfactual(scores->predicted_class[i]) ||
          (found_ && scores->scores[i] >= best_.score))
        continue;
      found_ = true;
      best_ = candidates_.back();
      new_class_ = scores->predicted_class[i];
    }
    while (!found_ && queue_.empty() && !candidates_.empty()) expand_best();
    return scores;
  }
  torch::Tensor values() const override { return 1 - keep_mask(best_candidate().set)[0]; }
  std::string note() const override {
    const std::string share = std::to_string(best_candidate().set.size()) + " of " +
                              std::to_string(segments_.count) + " segments";
    if (found_)
      return "SEDC: without " + share + " the network predicts " +
             input_.labels[static_cast<std::size_t>(new_class_)];
    const std::string wanted_class = input_.contrast
                                         ? input_.labels[static_cast<std::size_t>(*input_.contrast)]
                                         : "another class";
    return "SEDC: no set of segments was found without which the network predicts " + wanted_class +
           "; the map shows the " + share + " whose removal lowers the score most" +
           (is_finished() ? "" : ". Use more --iterations");
  }

 private:
  using SegmentSet = std::vector<int>;  // in ascending order
  struct Candidate {
    SegmentSet set;
    double score;  // with the segments infilled
  };
  static bool has_lower_score(const Candidate& a, const Candidate& b) { return a.score < b.score; }

  bool is_counterfactual(int predicted_class) const {
    return input_.contrast ? predicted_class == *input_.contrast : predicted_class != input_.target;
  }

  // Returns [1,H,W]: zero in the segments of the set, one elsewhere.
  torch::Tensor keep_mask(const SegmentSet& set) const {
    auto keep = torch::ones({1, segments_.height, segments_.width});
    for (const int segment : set) keep[0].masked_fill_(labels_ == segment, 0);
    return keep;
  }

  // Returns the set that changes the class, or else the one with the lowest score.
  const Candidate& best_candidate() const {
    const auto lowest = std::min_element(candidates_.begin(), candidates_.end(), has_lower_score);
    return found_ || lowest == candidates_.end() || best_.score < lowest->score ? best_ : *lowest;
  }

  // Queues every extension by one segment of the best set that has not been expanded yet. It may
  // queue nothing, because all extensions may have been queued before.
  void expand_best() {
    if (!candidates_.empty()) {
      const auto lowest = std::min_element(candidates_.begin(), candidates_.end(), has_lower_score);
      best_ = *lowest;
      candidates_.erase(lowest);
    }
    for (int segment = segments_.count - 1; segment >= 0; --segment) {
      if (std::find(best_.set.begin(), best_.set.end(), segment) != best_.set.end()) continue;
      SegmentSet extended = best_.set;
      extended.insert(std::upper_bound(extended.begin(), extended.end(), segment), segment);
      if (queued_before_.insert(extended).second) queue_.push_back(std::move(extended));
    }
  }

  Classifier& classifier_;
  const RunInput& input_;
  Segments segments_;
  torch::Tensor labels_;
  Candidate best_;
  std::vector<SegmentSet> queue_;
  std::vector<Candidate> candidates_;  // evaluated, but not expanded yet
  std::set<SegmentSet> queued_before_;
  bool found_ = false;
  int new_class_ = 0;  // the class predicted without the segments of best_, if found_
};

Expected<std::unique_ptr<Attribution>> make_sedc(Classifier& classifier, const RunInput& input) {
  const auto original = score_batch(classifier, input, input.image);
  if (!original) return tl::unexpected(original.error());
  const int top = original->predicted_class.front();
  if (top != input.target)
    return usage_error(
        "--target " + input.spec.target +
        ": SEDC explains only the class that the network predicts, and it predicts " +
        input.labels[static_cast<std::size_t>(top)] + "; use --target top");
  const Image photo = classifier.to_image(input.image);
  const int side = std::max(4, std::max(photo.width, photo.height) / input.spec.grid);
  return std::make_unique<Sedc>(classifier, input, superpixels(photo, side));
}

}  // namespace

Expected<std::unique_ptr<Explanation>> start_sedc(Classifier& classifier, RunInput input) {
  return start_attribution(classifier, std::move(input), make_sedc);
}

}  // namespace fido

#endif
