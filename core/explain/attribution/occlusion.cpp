// Occlusion (Zeiler & Fergus 2014): how far the score falls when a window is infilled, averaged
// over the windows that a pixel lies under. The authors' fill is grey; here it is any infiller's.
#include "core/explain/attribution/attribution.h"
#include "core/explain/attribution/windows.h"

namespace fido {
namespace {

class Occlusion : public Attribution {
 public:
  Occlusion(Classifier& classifier, const RunInput& input)
      : classifier_(classifier),
        input_(input),
        windows_(static_cast<int>(input.image.size(3)), static_cast<int>(input.image.size(2)),
                 input.spec.grid) {}

  Expected<Scored> look(int index) override {
    const torch::NoGradGuard no_grad;
    const int first = index * input_.spec.samples,
              count = std::min(input_.spec.samples, windows_.count() - first);
    auto keep = torch::ones({count, 1, input_.image.size(2), input_.image.size(3)});
    for (int i = 0; i < count; ++i) windows_.cut(first + i, keep[i][0]);
    auto seen = scored_without(classifier_, input_, keep.to(input_.image.device()));
    if (!seen) return seen;
    for (int i = 0; i < count; ++i) windows_.add(first + i, input_.asked - seen->scores[i]);
    return seen;
  }
  torch::Tensor values() const override { return windows_.mean(); }

 private:
  Classifier& classifier_;
  const RunInput& input_;
  Windows windows_;
};

}  // namespace

Expected<std::unique_ptr<Attribution>> make_occlusion(Classifier& classifier,
                                                      const RunInput& input) {
  return std::make_unique<Occlusion>(classifier, input);
}

}  // namespace fido
