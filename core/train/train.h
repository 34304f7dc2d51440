// Trains a network of ours: an infiller, or the saliency network of the method `realtime`. Plain
// types: what happens on tensors is in train.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/model/card.h"

namespace fido {

struct TrainSpec {
  std::string architecture = "fast";  // "fast", "vae", "ca" or "realtime"
  ClassifierCard classifier;          // of realtime: whose masks it learns to give
  std::filesystem::path data;         // a folder of photos, or an array packed before (photos.h)
  std::filesystem::path out;          // made if absent
  // Of VAE and CA: "push-pull": they draw over what that has filled, and begin with it; "none":
  // into empty holes, as published.
  std::string base = "push-pull";
  int steps = 20'000;
  int batch = 8;  // crops in a step
  // their side in pixels, a multiple of 8 (CA: of 32); 0: 128, and 224 of realtime
  int crop = 0;
  int width = 0;  // of the first layer, where the network comes in several; 0: 32
  // of CA: in this share of the steps, the last ones, two critics judge as well; 0: distances alone
  double critics = 0.2;
  // Adam's; rises over the first 200 steps and falls to 0 along a cosine; 0: the network's own
  double learning_rate = 0;
  int save_every = 500;  // steps between states that a later call can resume from
  std::uint64_t seed = 0;
  std::string device = "auto";
  std::string precision = "fp32";  // or "bf16": convolutions on CUDA in bf16; on a CPU all is fp32
  int threads = 0;                 // 0: one a core
  std::filesystem::path start_from;  // weights to begin with instead of chance; empty: none
  bool resume = false;
};

struct TrainProgress {
  std::int64_t photos = 0, of = 0;  // read so far; all of them once training has begun
  int step = 0, steps = 0;          // done, wanted
  double loss = 0;                  // mean since the last word
  double seconds_left = 0;
};

struct TrainResult {
  int steps = 0;
  std::int64_t photos = 0;
  double loss = 0;     // mean of the last hundred steps
  double seconds = 0;  // of all calls together
  std::filesystem::path card;
  std::vector<std::string> skipped;  // pictures that could not be used
};

// In `out`: log.csv (step, loss, l1, seconds), samples/NNNNNN.png (photo under its mask, Push-pull,
// the network, the photo), state.safetensors (what a later call resumes from, to the same bytes as
// without the break), and at the end ARCH.safetensors with its card
// (realtime-CLASSIFIER.safetensors). `told` hears about once a second, and whenever a state was
// saved; it says whether to go on. Errors: usage (values, an architecture that is not there,
// another run's folder), input (data, a full disk, a damaged state), interrupted.
Expected<TrainResult> train(const TrainSpec& spec,
                            const std::function<bool(const TrainProgress&)>& told);

}  // namespace fido
