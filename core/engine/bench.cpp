#include "core/engine/bench.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "core/base/process.h"
#include "core/model/classifier.h"
#include "core/model/torch_version.h"
#include "core/run/engine.h"

namespace fido {
namespace {

constexpr int kCalls = 10;

using torch::cuda::synchronize;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

template <class F>
double seconds_of(const torch::Device& device, int calls, F call) {
  if (device.is_cuda()) synchronize();
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < calls; ++i) call();
  if (device.is_cuda()) synchronize();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count() / calls;
}

}  // namespace

Expected<BenchResult> bench(const ClassifierCard& card, const RunSpec& asked, const ImagePtr& photo,
                            int rounds) {
  RunSpec spec = asked;
  spec.iterations = (rounds + 1) * kCalls;
  const auto engine = make_engine();
  const auto info = engine->load(card, spec);
  if (!info) return tl::unexpected(info.error());
  auto classifier = Classifier::load(card, spec.device, spec.precision, spec.randomized_layers);
  if (!classifier) return tl::unexpected(classifier.error());
  auto run = engine->explain(spec, photo, {});
  if (!run) return tl::unexpected(run.error());

  const auto image = (*classifier)->normalize((*classifier)->view(*photo));
  const auto batch = image.expand({spec.samples, image.size(1), image.size(2), image.size(3)})
                         .contiguous(torch::MemoryFormat::ChannelsLast);
  MaskQuestion question;
  question.photo = photo;
  question.infill = spec.infill;
  question.target = "0";
  question.mask = Plane(64, 64, 1.F);
  for (int y = 16; y < 48; ++y) std::fill_n(&question.mask.at(16, y), 32, 0.F);

  std::vector<double> iterations, passes, edits, ratios;
  std::optional<Error> failed;
  for (int round = -1; round < rounds; ++round) {  // the first is the warm-up
    const auto device = (*classifier)->device();
    double iteration = 0;
    for (int i = 0; i < kCalls && !failed; ++i) {
      // Some methods have fewer steps than are measured: they begin anew, unmeasured.
      if ((*run)->done()) run = engine->explain(spec, photo, {});
      if (!run) return tl::unexpected(run.error());
      iteration += seconds_of(device, 1,
                              [&] {
                                if (auto step = (*run)->step(); !step) failed = step.error();
                              }) /
                   kCalls;
    }
    const double pass = seconds_of(device, kCalls, [&] {
      auto x = batch.detach().requires_grad_(true);
      const auto y = (*classifier)->forward(x);
      torch::autograd::grad({y}, {x}, {torch::ones_like(y)});
    });
    const double edit = seconds_of(device, kCalls, [&] {
      if (auto answer = engine->answer(question); !answer) failed = answer.error();
    });
    if (failed) return tl::unexpected(*failed);
    if (round < 0) continue;
    iterations.push_back(iteration);
    passes.push_back(pass);
    edits.push_back(edit);
    ratios.push_back(iteration / pass);
  }
  BenchResult out;
  out.seconds_iteration = median(iterations);
  out.seconds_classifier = median(passes);
  out.seconds_edit = median(edits);
  out.ratio = median(ratios);
  out.rounds = rounds;
  out.batch = spec.samples;
  out.threads = info->threads;
  out.device = info->device;
  out.precision = info->precision;
  out.libtorch = info->libtorch;
  out.blas = info->blas;
  return out;
}

}  // namespace fido
