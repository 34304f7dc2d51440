// Photos of noise, masks that keep nothing, everything or a share of the pixels, and cards for
// weights in a temporary folder.
#pragma once

#include "core/base/files.h"
#include "core/infill/infiller.h"

namespace fido::test {

inline InfillerInput random_input(int channels, int height, int width) {
  torch::manual_seed(1);
  InfillerInput in;
  in.mean = torch::tensor({0.485F, 0.456F, 0.406F}).slice(0, 0, channels).view({1, channels, 1, 1});
  in.std = torch::tensor({0.229F, 0.224F, 0.225F}).slice(0, 0, channels).view({1, channels, 1, 1});
  const auto eight_bit =
      torch::randint(0, 256, {1, channels, height, width}).to(torch::kFloat32) / 255;
  in.image = ((eight_bit - in.mean) / in.std).contiguous(torch::MemoryFormat::ChannelsLast);
  in.seed = 5;
  return in;
}

inline torch::Tensor random_masks(int height, int width) {
  torch::manual_seed(2);
  auto m = torch::zeros({5, 1, height, width});
  m[0].copy_(torch::rand({1, height, width}) < 0.5);
  m[1].copy_(torch::rand({1, height, width}) < 0.05);
  m[2].fill_(1);
  m[4].copy_(torch::rand({1, height, width}) < 0.95);
  return m;  // m[3] stays 0: it keeps nothing
}

inline double max_difference(const torch::Tensor& a, const torch::Tensor& b) {
  return (a - b).abs().max().item<double>();
}

inline InfillerCard make_card(const std::filesystem::path& file,
                              const std::string& runtime = "fast") {
  InfillerCard card;
  card.id = card.name = "test";
  card.file = file;
  card.sha256 = sha256_file(file).value();
  card.runtime = runtime;
  card.card_path = file.parent_path() / "test.card.json";
  return card;
}

inline std::unique_ptr<Infiller> create_infiller(const Expected<InfillerFactory>& loaded) {
  return loaded.value()();
}

}  // namespace fido::test
