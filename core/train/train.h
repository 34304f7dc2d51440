// Trains a network of this project: an infiller, or the saliency network of the method `realtime`.
// Plain types: everything that uses tensors is in train.cpp.
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
  ClassifierCard classifier;          // realtime only: the classifier that it explains
  std::filesystem::path data;         // a folder of photos, or an NPY array (photos.h)
  std::filesystem::path out;          // the output folder; created if it does not exist
  // VAE and CA only. "push-pull": the network's output is added to the photo that Push-pull filled,
  // and is zero before training. "none": the network fills empty holes, as published.
  std::string base = "push-pull";
  int steps = 20'000;
  int batch = 8;  // crops per step
  // side of the crops in pixels, a multiple of 8 (CA: of 32); 0: 128, or 224 for realtime
  int crop = 0;
  // channels of the first layer, for VAE and CA, whose width can be chosen; 0: 32
  int width = 0;
  // CA only: the share of the steps, at the end, in which two critics add an adversarial loss; 0:
  // L1 losses only
  double critics = 0.2;
  // Adam's; rises linearly over the first 200 steps and falls to 0 along a cosine; 0: the network's
  // default
  double learning_rate = 0;
  int save_every = 500;  // steps between saved states, from which a later call can resume
  std::uint64_t seed = 0;
  std::string device = "auto";
  // "fp32", or "bf16": convolutions on CUDA run in bf16; on a CPU everything stays fp32
  std::string precision = "fp32";
  int threads = 0;                   // 0: one per core
  std::filesystem::path start_from;  // initial weights of the same network; empty: random weights
  bool resume = false;               // continue the training in `out`, if there is one
};

struct TrainProgress {
  std::int64_t photos_read = 0, photo_count = 0;  // equal once training has begun
  int step = 0, steps = 0;                        // finished, requested
  double loss = 0;  // mean since the last row of log.csv, or that row's if there is no step since
  double seconds_left = 0;
};

struct TrainResult {
  int steps = 0;
  std::int64_t photos = 0;
  double loss = 0;     // mean of the steps in the last row of log.csv, at most 100
  double seconds = 0;  // of all calls together
  std::filesystem::path card_path;
  std::vector<std::string> skipped;  // files that were left out: path and reason
};

// Trains the network and writes to `spec.out`: log.csv (step, loss, l1 or area, seconds);
// samples/NNNNNN.png (a sheet of sample pictures; for infillers the photo with its holes in grey,
// Push-pull's fill, the network's fill, the photo); state.safetensors, from which a later call
// resumes and reaches the same bytes as without the interruption; and at the end
// ARCHITECTURE.safetensors (realtime: realtime-CLASSIFIER.safetensors) with its card.
// `on_progress` is called about once per second and whenever a state is saved, and returns whether
// to continue. Errors: (usage) a value or the architecture is invalid, or `out` holds another
// training; (input) the data or a saved state cannot be read, or the disk is full; (failed) the
// loss is not finite; (interrupted) on_progress returned false.
Expected<TrainResult> train(const TrainSpec& spec,
                            const std::function<bool(const TrainProgress&)>& on_progress);

}  // namespace fido
