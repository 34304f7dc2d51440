#include "core/model/saliency_net_card.h"

#include "core/base/files.h"
#include "core/model/card.h"
#include "core/model/card_reader.h"
#include "core/model/catalogue.h"

namespace fido {
namespace {

constexpr const char* kExpectedHash = "the 64 hexadecimal digits of the classifier's weights";

Expected<SaliencyNetCard> parse_card(const std::string& text,
                                     const std::filesystem::path& card_path) {
  const auto json = parse_json_object(text, card_path.string());
  if (!json) return tl::unexpected(json.error());
  CardReader in(*json, card_path.string());
  SaliencyNetCard card;
  card.card_path = card_path;
  in.read_common_keys("masker", card_path, card);
  card.classifier =
      in.read_text("classifier", true, "the id of the classifier that it was trained for")
          .value_or("");
  card.classifier_sha256 =
      to_lower(in.read_text("classifier_sha256", true, kExpectedHash).value_or(""));
  if (!is_valid_sha256(card.classifier_sha256)) in.add_error("classifier_sha256", kExpectedHash);
  for (const auto& [key, value] : {std::pair<const char*, std::string*>{"license", &card.license},
                                   {"source", &card.source},
                                   {"training", &card.training}})
    *value = in.read_text(key, false).value_or("");
  if (in.error()) return tl::unexpected(*in.error());
  card.warnings =
      in.unknown_key_warnings({"format", "kind", "id", "name", "file", "sha256", "classifier",
                               "classifier_sha256", "license", "source", "training"});
  return card;
}

}  // namespace

Expected<SaliencyNetCard> load_saliency_net_card(const std::filesystem::path& card_path) {
  const auto text = read_card_text(card_path);
  if (!text) return tl::unexpected(text.error());
  return parse_card(*text, card_path);
}

Expected<void> save_saliency_net_card(const SaliencyNetCard& card) {
  Json json;
  json["format"] = 1;
  json["kind"] = "masker";
  json["id"] = card.id;
  json["name"] = card.name;
  json["file"] = path_relative_to_card(card.file, card.card_path);
  json["sha256"] = card.sha256;
  json["classifier"] = card.classifier;
  json["classifier_sha256"] = card.classifier_sha256;
  for (const auto& [key, value] :
       {std::pair<const char*, const std::string&>{"license", card.license},
        {"source", card.source},
        {"training", card.training}})
    if (!value.empty()) json[key] = value;
  const std::string text = dump_json(json);
  return parse_card(text, card.card_path).and_then([&](const SaliencyNetCard&) {
    return write_file(card.card_path, text);
  });
}

std::vector<SaliencyNetCard> list_saliency_nets() {
  std::vector<SaliencyNetCard> out;
  for (const auto& entry : Catalogue().list())
    if (entry.kind == "masker")
      if (auto card = load_saliency_net_card(entry.card_path)) out.push_back(std::move(*card));
  return out;
}

Expected<SaliencyNetCard> find_saliency_net(const std::string& classifier_id,
                                            const std::string& weights_sha256) {
  std::string others;
  for (const SaliencyNetCard& card : list_saliency_nets()) {
    if (card.classifier_sha256 == weights_sha256) return card;
    others +=
        (others.empty() ? "" : ", ") + card.id + " is for " +
        (card.classifier == classifier_id ? "other weights of that classifier" : card.classifier);
  }
  return input_error("--method realtime: no saliency network was trained for the classifier " +
                     classifier_id + (others.empty() ? "" : " (" + others + ")") +
                     "; train one with fidoscope-cli train realtime --classifier " + classifier_id +
                     " --data PHOTOS --out DIR, and add DIR with --models");
}

}  // namespace fido
