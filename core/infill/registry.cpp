#include <map>
#include <mutex>

#include "core/infill/infiller.h"
#include "core/infill/infillers.h"
#include "core/model/card.h"

namespace fido {

#define INFILLER(id, ...) std::unique_ptr<Infiller> make_##id();
#include "core/infill/infillers.def"
#undef INFILLER

namespace {

std::unique_ptr<Infiller> make_built_in(const std::string& wanted) {
#define INFILLER(id, name, ...) \
  if (wanted == name) return make_##id();
#include "core/infill/infillers.def"
#undef INFILLER
  return nullptr;
}

Expected<MakeFromCard> load(const InfillerCard& card, const torch::Device& device,
                            torch::Dtype dtype) {
  if (auto ok = check_model_file(card.file, card.sha256, card.card_path); !ok)
    return tl::unexpected(ok.error());
  if (card.runtime == "torchscript") return load_module(card, device, dtype);
  if (card.runtime == "vae") return load_vae(card, device, dtype);
  if (card.runtime == "ca") return load_ca(card, device, dtype);
  return load_fast(card, device, dtype);
}

}  // namespace

Expected<std::unique_ptr<Infiller>> make_infiller(const std::string& name,
                                                  const torch::Device& device, torch::Dtype dtype) {
  if (auto built_in = make_built_in(name)) return built_in;
  const InfillerInfo* info = find_infiller(name);
  if (!info) return usage_error("--infill: " + name + " is unknown");
  const auto card = load_infiller_card(info->card);
  if (!card) return tl::unexpected(card.error());
  static std::mutex mutex;
  static std::map<std::string, MakeFromCard> loaded;
  const std::lock_guard lock(mutex);
  const std::string key = card->card_path.string() + ' ' + card->sha256 + ' ' + device.str() + ' ' +
                          torch::toString(dtype);
  const auto at = loaded.find(key);
  if (at != loaded.end()) return at->second();
  auto made = load(*card, device, dtype);
  if (!made) return tl::unexpected(made.error());
  return loaded.emplace(key, std::move(*made)).first->second();
}

}  // namespace fido
