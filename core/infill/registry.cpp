#include <map>
#include <mutex>

#include "core/infill/infiller.h"
#include "core/infill/infillers.h"
#include "core/model/card.h"

namespace fido {

#define INFILLER(function, ...) std::unique_ptr<Infiller> make_##function();
#include "core/infill/infillers.def"
#undef INFILLER

namespace {

// Returns null if no built-in infiller has this id.
std::unique_ptr<Infiller> make_built_in(const std::string& infiller_id) {
#define INFILLER(function, id, ...) \
  if (infiller_id == id) return make_##function();
#include "core/infill/infillers.def"
#undef INFILLER
  return nullptr;
}

Expected<InfillerFactory> load_from_card(const InfillerCard& card, const torch::Device& device,
                                         torch::Dtype dtype) {
  if (auto ok = check_model_file(card.file, card.sha256, card.card_path); !ok)
    return tl::unexpected(ok.error());
  if (card.runtime == "torchscript") return load_torchscript_infiller(card, device, dtype);
  if (card.runtime == "vae") return load_vae_infiller(card, device, dtype);
  if (card.runtime == "ca") return load_ca_infiller(card, device, dtype);
  return load_fast_infiller(card, device, dtype);
}

}  // namespace

Expected<std::unique_ptr<Infiller>> make_infiller(const std::string& id,
                                                  const torch::Device& device, torch::Dtype dtype) {
  if (auto built_in = make_built_in(id)) return built_in;
  const InfillerInfo* info = find_infiller(id);
  if (!info) return usage_error("--infill: " + id + " is unknown");
  const auto card = load_infiller_card(info->card_path);
  if (!card) return tl::unexpected(card.error());
  static std::mutex mutex;
  static std::map<std::string, InfillerFactory> factories;
  const std::lock_guard lock(mutex);
  const std::string key = card->card_path.string() + ' ' + card->sha256 + ' ' + device.str() + ' ' +
                          torch::toString(dtype);
  const auto found = factories.find(key);
  if (found != factories.end()) return found->second();
  auto factory = load_from_card(*card, device, dtype);
  if (!factory) return tl::unexpected(factory.error());
  return factories.emplace(key, std::move(*factory)).first->second();
}

}  // namespace fido
