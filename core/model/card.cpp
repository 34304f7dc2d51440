#include "core/model/card.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/model/card_reader.h"
#include "core/model/catalogue.h"

namespace fido {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxSide = 8192;
constexpr std::uintmax_t kMaxCardBytes = 1 << 20;

const std::vector<std::string>& allowed_keys() {
  static const std::vector<std::string> keys{
      "format",       "kind",       "id",          "name",        "file",   "sha256",
      "runtime",      "input_size", "color_order", "mean",        "std",    "interpolation",
      "crop_mode",    "crop_pct",   "output",      "num_classes", "labels", "feature_layer",
      "architecture", "license",    "source"};
  return keys;
}

constexpr std::pair<const char*, OutputKind> kOutputKinds[] = {
    {"logits", OutputKind::logits},
    {"log_probabilities", OutputKind::log_probabilities},
    {"probabilities", OutputKind::probabilities}};

void read_input_size(CardReader& in, const Json& json, ClassifierCard& card) {
  const auto at = json.find("input_size");
  std::vector<int> size;
  if (at != json.end() && at->is_array())
    for (const auto& value : *at)
      if (const auto number = CardReader::to_integer(value, 1, kMaxSide)) size.push_back(*number);
  if (at == json.end() || at->size() != 3 || size.size() != 3 || (size[0] != 1 && size[0] != 3)) {
    in.add_error("input_size",
                 "[channels, height, width] with 1 or 3 channels and sides from 1 to " +
                     std::to_string(kMaxSide));
    return;
  }
  card.channels = size[0];
  card.height = size[1];
  card.width = size[2];
}

void read_channel_values(CardReader& in, const char* key, bool positive, const ClassifierCard& card,
                         std::array<float, 3>& out) {
  const auto values = in.read_numbers(key, static_cast<std::size_t>(card.channels), positive);
  if (!values) return;
  for (std::size_t i = 0; i < values->size(); ++i) out[i] = static_cast<float>((*values)[i]);
}

Expected<ClassifierCard> parse_card(const std::string& text, const fs::path& card_path) {
  const std::string source = card_path.string();
  const auto json = parse_json_object(text, source);
  if (!json) return tl::unexpected(json.error());
  CardReader in(*json, source);
  ClassifierCard card;
  card.card_path = card_path;

  in.read_common_keys("classifier", card_path, card);
  (void)in.read_choice("runtime", {"torchscript"}, "torchscript");
  read_input_size(in, *json, card);
  card.color_order = card.channels == 1 ? in.read_choice("color_order", {"L"}, "L")
                                        : in.read_choice("color_order", {"RGB", "BGR"}, "RGB");
  read_channel_values(in, "mean", false, card, card.mean);
  read_channel_values(in, "std", true, card, card.std);
  card.interpolation =
      in.read_choice("interpolation", {"nearest", "bilinear", "bicubic", "area"}, "bilinear");
  card.crop_mode = in.read_choice("crop_mode", {"squash", "center"}, "squash") == "center"
                       ? CropMode::center
                       : CropMode::squash;
  if (const auto at = json->find("crop_pct"); at != json->end()) {
    card.crop_pct = at->is_number() ? at->get<double>() : 0.0;
    if (!(card.crop_pct > 0 && card.crop_pct <= 1))
      in.add_error("crop_pct", "a number greater than 0 and at most 1");
  }
  const std::string output =
      in.read_choice("output", {"logits", "log_probabilities", "probabilities"}, "");
  for (const auto& [name, kind] : kOutputKinds)
    if (output == name) card.output = kind;
  card.num_classes = in.read_integer("num_classes", 2, 1'000'000).value_or(0);
  if (const auto labels =
          in.read_text("labels", false, "the path of a text file, relative to the card's folder");
      labels && !labels->empty())
    card.labels_file = resolve_from_card(card_path, *labels);
  card.feature_layer = in.read_text("feature_layer", false).value_or("");
  card.architecture = in.read_text("architecture", false).value_or("");
  card.license = in.read_text("license", false).value_or("");
  card.source = in.read_text("source", false).value_or("");
  if (in.error()) return tl::unexpected(*in.error());

  card.warnings = in.unknown_key_warnings(allowed_keys());
  return card;
}

// Returns the double with the shortest decimal that reads back as this float: 0.485 instead of
// 0.48500001430511475.
double to_shortest_double(float value) {
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, value);
  double out = value;
  (void)std::from_chars(text, written.ptr, out);
  return out;
}

}  // namespace

Expected<std::string> read_card_text(const fs::path& card_path) {
  std::error_code ignored;
  const auto size = fs::file_size(card_path, ignored);
  if (!ignored && size > kMaxCardBytes)
    return input_error(card_path.string() +
                       ": is too large for a card; give the .card.json beside the model");
  return read_file(card_path);
}

Expected<ClassifierCard> load_classifier_card(const fs::path& card_path) {
  const auto text = read_card_text(card_path);
  if (!text) return tl::unexpected(text.error());
  return parse_card(*text, card_path).map([&](ClassifierCard card) {
    const auto labels =
        card.labels_file.empty() ? std::string() : read_file(card.labels_file).value_or("");
    card.fingerprint = sha256_text(*text + labels);  // the text includes the model's hash
    return card;
  });
}

Expected<void> save_classifier_card(const ClassifierCard& card) {
  Json json;
  json["format"] = 1;
  json["kind"] = "classifier";
  json["id"] = card.id;
  json["name"] = card.name.empty() ? card.id : card.name;
  json["file"] = path_relative_to_card(card.file, card.card_path);
  json["sha256"] = card.sha256;
  json["runtime"] = "torchscript";
  json["input_size"] = {card.channels, card.height, card.width};
  json["color_order"] = card.color_order;
  json["mean"] = Json::array();
  json["std"] = Json::array();
  for (std::size_t i = 0; i < static_cast<std::size_t>(std::clamp(card.channels, 0, 3)); ++i) {
    json["mean"].push_back(to_shortest_double(card.mean[i]));
    json["std"].push_back(to_shortest_double(card.std[i]));
  }
  json["interpolation"] = card.interpolation;
  json["crop_mode"] = card.crop_mode == CropMode::center ? "center" : "squash";
  json["crop_pct"] = card.crop_pct;
  for (const auto& [name, kind] : kOutputKinds)
    if (card.output == kind) json["output"] = name;
  json["num_classes"] = card.num_classes;
  if (!card.labels_file.empty())
    json["labels"] = path_relative_to_card(card.labels_file, card.card_path);
  const std::pair<const char*, const std::string&> optional_texts[] = {
      {"feature_layer", card.feature_layer},
      {"architecture", card.architecture},
      {"license", card.license},
      {"source", card.source}};
  for (const auto& [key, text] : optional_texts)
    if (!text.empty()) json[key] = text;
  const std::string text = dump_json(json);
  // Do not write a card that could not be read again.
  return parse_card(text, card.card_path).and_then([&](const ClassifierCard&) {
    return write_file(card.card_path, text);
  });
}

Expected<void> check_model_file(const fs::path& file, const std::string& sha256,
                                const fs::path& card_path) {
  const std::string source = card_path.string();
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored))
    return input_error(source + ": \"file\" names " + file.string() +
                       ", which does not exist; put the model there or correct the card");
  const auto hash = sha256_file(file);
  if (!hash) return tl::unexpected(hash.error());
  if (*hash != sha256)
    return input_error(file.string() + ": its SHA-256 is " + hash->substr(0, 12) + "..., but " +
                       source + " says " + sha256.substr(0, 12) +
                       "...; copy or download the model again, or correct \"sha256\" in the card");
  return {};
}

Rect visible_part(const ClassifierCard& card, int photo_width, int photo_height) {
  if (card.crop_mode == CropMode::squash) return {0, 0, photo_width, photo_height};
  const double scale = card.crop_pct * std::min(static_cast<double>(photo_width) / card.width,
                                                static_cast<double>(photo_height) / card.height);
  const auto round_side = [](double length, int max_side) {
    return std::clamp(static_cast<int>(std::lround(length)), std::min(1, max_side), max_side);
  };
  const int width = round_side(scale * card.width, photo_width),
            height = round_side(scale * card.height, photo_height);
  return {(photo_width - width) / 2, (photo_height - height) / 2, width, height};
}

}  // namespace fido
