// Mean: the training set's per-channel mean, which is 0 after normalisation.
#include "core/infill/infiller.h"

namespace fido {
namespace {

class Mean : public Infiller {
 public:
  void begin(const InfillerInput& input) override { zeros_ = torch::zeros_like(input.image); }
  torch::Tensor fill(const torch::Tensor&) override { return zeros_; }

 private:
  torch::Tensor zeros_;
};

}  // namespace

std::unique_ptr<Infiller> make_mean() { return std::make_unique<Mean>(); }

}  // namespace fido
