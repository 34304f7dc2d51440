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

constexpr int kCalls = 10;  // of each kind in a round

using torch::cuda::synchronize;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

template <class F>
double measure_seconds(const torch::Device& device, int calls, F call) {
  if (device.is_cuda()) synchronize();
  const auto start_time = std::chrono::steady_clock::now();
  for (int i = 0; i < calls; ++i) call();
  if (device.is_cuda()) synchronize();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_time).count() /
         calls;
}

}  // namespace

Expected<BenchResult> bench(const ClassifierCard& card, const RunSpec& base_spec,
                            const ImagePtr& photo, int rounds) {
  RunSpec spec = base_spec;
  spec.iterations = (rounds + 1) * kCalls;
  const auto engine = make_engine();
  const auto info = engine->load(card, spec);
  if (!info) return tl::unexpected(info.error());
  auto classifier = Classifier::load(card, spec.device, spec.precision, spec.randomized_layers);
  if (!classifier) return tl::unexpected(classifier.error());
  auto run = engine->explain(spec, photo, {});
  if (!run) return tl::unexpected(run.error());

  const auto image = (*classifier)->normalize((*classifier)->crop_and_resize(*photo));
  const auto batch = image.expand({spec.samples, image.size(1), image.size(2), image.size(3)})
                         .contiguous(torch::MemoryFormat::ChannelsLast);
  MaskQuestion question;
  question.photo = photo;
  question.infill = spec.infill;
  question.target = "0";
  question.mask = Plane(64, 64, 1.F);
  for (int y = 16; y < 48; ++y) std::fill_n(&question.mask.at(16, y), 32, 0.F);

  std::vector<double> iterations, passes, edits, ratios;
  std::optional<Error> failure;
  for (int round = -1; round < rounds; ++round) {  // the first round is the warm-up
    const auto device = (*classifier)->device();
    double iteration = 0;
    for (int i = 0; i < kCalls && !failure; ++i) {
      // Some methods have fewer steps than are measured. They are restarted, outside the
      // measurement.
      if ((*run)->done()) run = engine->explain(spec, photo, {});
      if (!run) return tl::unexpected(run.error());
      iteration += measure_seconds(device, 1,
                                   [&] {
                                     if (auto step = (*run)->step(); !step) failure = step.error();
                                   }) /
                   kCalls;
    }
    const double pass = measure_seconds(device, kCalls, [&] {
      auto x = batch.detach().requires_grad_(true);
      const auto y = (*classifier)->forward(x);
      torch::autograd::grad({y}, {x}, {torch::ones_like(y)});
    });
    const double edit = measure_seconds(device, kCalls, [&] {
      if (auto answer = engine->answer(question); !answer) failure = answer.error();
    });
    if (failure) return tl::unexpected(*failure);
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
