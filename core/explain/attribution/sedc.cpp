// SEDC (Vermeire & Martens 2020): the fewest segments without which the network no longer names the
// class, found best first: of all sets tried so far the one that leaves the class least is tried
// with one segment more. The authors fill with the mean colour; here any infiller does.
#include <algorithm>
#include <set>

#include "core/explain/attribution/attribution.h"
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
        best_{{}, input.asked} {
    expand();
  }

  bool finished() const override { return found_ || waiting_.empty(); }
  // Some more sets; when all that the best one leads to have been tried, on with the next best.
  Expected<Scored> look(int) override {
    const torch::NoGradGuard no_grad;
    const auto count =
        std::min<std::size_t>(waiting_.size(), static_cast<std::size_t>(input_.spec.samples));
    const std::vector<Set> now(waiting_.end() - static_cast<std::ptrdiff_t>(count), waiting_.end());
    waiting_.resize(waiting_.size() - count);
    std::vector<torch::Tensor> masks;
    for (const Set& set : now) masks.push_back(kept(set));
    const auto keep = at::stack(masks).to(input_.image.device());
    auto seen = scored_without(classifier_, input_, keep);
    if (!seen) return seen;
    for (std::size_t i = 0; i < count; ++i) {
      tried_.push_back({now[i], seen->scores[i]});
      if (seen->named[i] == input_.target || (found_ && seen->scores[i] >= best_.score)) continue;
      found_ = true;
      best_ = tried_.back();
      other_ = seen->named[i];
    }
    if (!found_ && waiting_.empty()) expand();
    return seen;
  }
  torch::Tensor values() const override { return 1 - kept(leading().set)[0]; }
  std::string note() const override {
    const std::string so_many = std::to_string(leading().set.size()) + " of " +
                                std::to_string(segments_.count) + " segments";
    return found_ ? "SEDC: without " + so_many + " the network names " +
                        input_.labels[static_cast<std::size_t>(other_)]
                  : "SEDC: so far no set of segments was found without which the network names "
                    "another class; the map shows the " +
                        so_many + " that leave it least. Take more --iterations";
  }

 private:
  using Set = std::vector<int>;  // of segments, in order
  struct Tried {
    Set set;
    double score;
  };
  static bool by_score(const Tried& a, const Tried& b) { return a.score < b.score; }

  // [1,H,W]: zeros in the segments of the set.
  torch::Tensor kept(const Set& set) const {
    auto keep = torch::ones({1, segments_.height, segments_.width});
    for (const int segment : set) keep[0].masked_fill_(labels_ == segment, 0);
    return keep;
  }

  // What was found, or what comes nearest to it.
  const Tried& leading() const {
    const auto least = std::min_element(tried_.begin(), tried_.end(), by_score);
    return found_ || least == tried_.end() || best_.score < least->score ? best_ : *least;
  }

  // Puts every set with one segment more than the best that was not yet expanded among those that
  // wait.
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
  int other_ = 0;
};

}  // namespace

Expected<std::unique_ptr<Attribution>> make_sedc(Classifier& classifier, const RunInput& input) {
  const auto untouched = scored(classifier, input, input.image);
  if (!untouched) return tl::unexpected(untouched.error());
  if (untouched->named.front() != input.target)
    return usage_error(
        "--target " + input.spec.target +
        ": SEDC asks without which segments the network no longer names the class, and it names " +
        input.labels[static_cast<std::size_t>(untouched->named.front())] + "; use --target top");
  const Image photo = classifier.picture(input.image);
  Segments segments =
      superpixels(photo, std::max(4, std::max(photo.width, photo.height) / input.spec.grid));
  return std::make_unique<Sedc>(classifier, input, std::move(segments));
}

}  // namespace fido
