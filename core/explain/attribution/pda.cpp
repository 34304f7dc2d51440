// Prediction difference analysis (Zintgraf et al. 2017): how far the log-odds fall when a window is
// taken out and what may be there is averaged over, p(c | x without w) = mean of p(c | infilled):
// conditional with an infiller that looks at what is around the window, marginal with one that does
// not. As many fills a window as spec.samples where the infiller is stochastic; one is all there is
// to know of others.
#include <algorithm>
#include <cmath>

#include "core/explain/attribution/attribution.h"
#include "core/explain/attribution/windows.h"
#include "core/infill/names.h"

namespace fido {
namespace {

class Pda : public Attribution {
 public:
  Pda(Classifier& classifier, const RunInput& input)
      : classifier_(classifier),
        input_(input),
        windows_(static_cast<int>(input.image.size(3)), static_cast<int>(input.image.size(2)),
                 input.spec.grid),
        fills_(find_infiller(input.spec.infill)->stochastic ? input.spec.samples : 1) {}

  Expected<Scored> look(int index) override {
    const torch::NoGradGuard no_grad;
    auto keep = torch::ones({1, 1, input_.image.size(2), input_.image.size(3)});
    windows_.cut(index, keep[0][0]);
    auto seen = scored_without(
        classifier_, input_,
        keep.to(input_.image.device()).expand({fills_, 1, keep.size(2), keep.size(3)}));
    if (!seen) return seen;
    // With a contrast class there is no one probability whose mean could be taken: the scores' mean
    // stands in.
    double after = mean_of(seen->scores);
    if (!input_.contrast && fills_ > 1) {
      constexpr double kLeast = 1e-12;
      const double p = std::clamp(mean_of(seen->probabilities), kLeast, 1 - kLeast);
      after = std::log(p) - std::log1p(-p);
    }
    windows_.add(index, input_.asked - after);
    return seen;
  }
  torch::Tensor values() const override { return windows_.mean(); }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  Windows windows_;
  int fills_;
};

}  // namespace

Expected<std::unique_ptr<Attribution>> make_pda(Classifier& classifier, const RunInput& input) {
  return std::make_unique<Pda>(classifier, input);
}

}  // namespace fido
