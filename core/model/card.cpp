#include "core/model/card.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/files.h"
#include "core/json_text.h"
#include "core/model/catalogue.h"

namespace fido {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxSide = 8192;
constexpr std::uintmax_t kMaxCardBytes = 1 << 20;

const std::vector<std::string>& known_keys() {
  static const std::vector<std::string> keys{"format",        "kind",          "id",           "name",    "file",
                                             "sha256",        "input_size",    "color_order",  "mean",    "std",
                                             "interpolation", "crop_mode",     "crop_pct",     "output",  "num_classes",
                                             "labels",        "feature_layer", "architecture", "license", "source"};
  return keys;
}

constexpr std::pair<const char*, OutputKind> kOutputs[] = {{"logits", OutputKind::logits},
                                                           {"log_probabilities", OutputKind::log_probabilities},
                                                           {"probabilities", OutputKind::probabilities}};

// Reads key after key and keeps the first error, so that the card below reads as a list of what it holds.
class Reader {
 public:
  Reader(const Json& json, std::string source) : json_(json), source_(std::move(source)) {}

  const std::optional<Error>& error() const { return error_; }

  void refuse(const char* key, const std::string& wanted) {
    const auto at = json_.find(key);
    const std::string name = source_ + ": \"" + key + "\"";
    if (error_) return;
    error_ = at == json_.end() ? Error{ErrorCode::input, name + " is missing; it must be " + wanted}
                               : Error{ErrorCode::input, name + " must be " + wanted + ", got " + shown(*at)};
  }

  // Nothing when the key is absent (an error when it is required) or not text (always one).
  std::optional<std::string> text(const char* key, bool required, const std::string& wanted = "a text") {
    const auto at = json_.find(key);
    if (at == json_.end()) {
      if (required) refuse(key, wanted);
      return std::nullopt;
    }
    if (!at->is_string() || (required && at->template get<std::string>().empty())) {
      refuse(key, wanted);
      return std::nullopt;
    }
    return at->template get<std::string>();
  }

  std::string choice(const char* key, const std::vector<std::string>& choices, const std::string& fallback) {
    std::string wanted;
    for (std::size_t i = 0; i < choices.size(); ++i)
      wanted += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + ("\"" + choices[i] + "\"");
    const auto value = text(key, fallback.empty(), wanted);
    if (!value) return fallback;
    if (std::find(choices.begin(), choices.end(), *value) == choices.end()) refuse(key, wanted);
    return *value;
  }

  std::optional<std::vector<double>> numbers(const char* key, std::size_t count, bool positive) {
    const std::string wanted =
        std::to_string(count) + (count == 1 ? " number" : " numbers") + (positive ? " greater than 0" : "");
    const auto at = json_.find(key);
    std::vector<double> out;
    if (at != json_.end() && at->is_array())
      for (const auto& value : *at)
        if (value.is_number()) out.push_back(value.template get<double>());
    const auto bad = [&](double v) {
      return std::abs(v) > std::numeric_limits<float>::max() || (positive && static_cast<float>(v) <= 0.F);
    };
    if (at == json_.end() || at->size() != count || out.size() != count || std::any_of(out.begin(), out.end(), bad)) {
      refuse(key, wanted);
      return std::nullopt;
    }
    return out;
  }

  static std::optional<int> whole(const Json& value, int low, int high) {
    if (!value.is_number_integer()) return std::nullopt;
    const auto number = value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(high)
                            ? std::int64_t{-1}
                            : value.get<std::int64_t>();
    return number >= low && number <= high ? std::optional<int>(static_cast<int>(number)) : std::nullopt;
  }

  std::optional<int> integer(const char* key, int low, int high) {
    const auto at = json_.find(key);
    const auto value = at == json_.end() ? std::nullopt : whole(*at, low, high);
    if (!value) refuse(key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return value;
  }

 private:
  const Json& json_;
  std::string source_;
  std::optional<Error> error_;
};

bool usable_id(const std::string& id) {
  // It becomes a part of file names.
  return !id.empty() && id[0] != '.' &&
         std::none_of(id.begin(), id.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '/' || c == '\\'; });
}

bool usable_hash(const std::string& hash) {
  return hash.size() == 64 && hash.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

fs::path beside(const fs::path& card_path, const std::string& file) {
  std::error_code ignored;
  const fs::path folder = fs::absolute(card_path, ignored).parent_path();
  return (folder / file).lexically_normal();  // an absolute `file` wins
}

void read_size(Reader& in, const Json& json, ClassifierCard& card) {
  const auto at = json.find("input_size");
  std::vector<int> size;
  if (at != json.end() && at->is_array())
    for (const auto& value : *at)
      if (const auto number = Reader::whole(value, 1, kMaxSide)) size.push_back(*number);
  if (at == json.end() || at->size() != 3 || size.size() != 3 || (size[0] != 1 && size[0] != 3)) {
    in.refuse("input_size", "[channels, height, width] with 1 or 3 channels and sides from 1 to " + std::to_string(kMaxSide));
    return;
  }
  card.channels = size[0];
  card.height = size[1];
  card.width = size[2];
}

void read_numbers(Reader& in, const char* key, bool positive, ClassifierCard& card, std::array<float, 3>& out) {
  const auto values = in.numbers(key, static_cast<std::size_t>(card.channels), positive);
  if (!values) return;
  for (std::size_t i = 0; i < values->size(); ++i) out[i] = static_cast<float>((*values)[i]);
}

Expected<ClassifierCard> parse_card(const std::string& text, const fs::path& card_path) {
  const std::string source = card_path.string();
  const auto json = parse_json_object(text, source);
  if (!json) return tl::unexpected(json.error());
  Reader in(*json, source);
  ClassifierCard card;
  card.card_path = card_path;

  const auto format = json->find("format");
  if (format == json->end() || *format != 1) in.refuse("format", "1");
  (void)in.choice("kind", {"classifier"}, "");
  card.id = in.text("id", true, "a name without slashes").value_or("");
  if (!usable_id(card.id)) in.refuse("id", "a name without slashes that does not begin with a dot");
  card.name = in.text("name", false).value_or(card.id);
  if (const auto file = in.text("file", true, "the path of the model, from the card's folder"))
    card.file = beside(card_path, *file);
  card.sha256 = lowered(in.text("sha256", true, "the 64 hexadecimal digits that sha256sum prints").value_or(""));
  if (!usable_hash(card.sha256)) in.refuse("sha256", "the 64 hexadecimal digits that sha256sum prints");
  read_size(in, *json, card);
  card.color_order = card.channels == 1 ? in.choice("color_order", {"L"}, "L") : in.choice("color_order", {"RGB", "BGR"}, "RGB");
  read_numbers(in, "mean", false, card, card.mean);
  read_numbers(in, "std", true, card, card.std);
  card.interpolation = in.choice("interpolation", {"nearest", "bilinear", "bicubic", "area"}, "bilinear");
  card.crop_mode = in.choice("crop_mode", {"squash", "center"}, "squash") == "center" ? CropMode::center : CropMode::squash;
  if (const auto at = json->find("crop_pct"); at != json->end()) {
    card.crop_pct = at->is_number() ? at->get<double>() : 0.0;
    if (!(card.crop_pct > 0 && card.crop_pct <= 1)) in.refuse("crop_pct", "a number greater than 0 and at most 1");
  }
  const std::string output = in.choice("output", {"logits", "log_probabilities", "probabilities"}, "");
  for (const auto& [name, kind] : kOutputs)
    if (output == name) card.output = kind;
  card.num_classes = in.integer("num_classes", 2, 1'000'000).value_or(0);
  if (const auto labels = in.text("labels", false, "the path of a text file, from the card's folder"); labels && !labels->empty())
    card.labels_file = beside(card_path, *labels);
  card.feature_layer = in.text("feature_layer", false).value_or("");
  card.architecture = in.text("architecture", false).value_or("");
  card.license = in.text("license", false).value_or("");
  card.source = in.text("source", false).value_or("");
  if (in.error()) return tl::unexpected(*in.error());

  const auto& known = known_keys();
  for (const auto& [key, value] : json->items())
    if (std::find(known.begin(), known.end(), key) == known.end())
      card.warnings.push_back(unknown_key(source, key, nearest(key, known)));
  return card;
}

// The shortest decimal that reads back as this float: 0.485, not 0.48500001430511475.
double tidy(float value) {
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, value);
  double out = value;
  (void)std::from_chars(text, written.ptr, out);
  return out;
}

std::string stored_path(const fs::path& file, const fs::path& card_path) {
  if (file.empty()) return {};
  std::error_code ignored;
  const fs::path folder = fs::absolute(card_path, ignored).parent_path().lexically_normal();
  const fs::path whole = fs::absolute(file, ignored).lexically_normal();
  const fs::path relative = whole.lexically_relative(folder);
  return relative.empty() || *relative.begin() == ".." ? whole.string() : relative.string();
}

}  // namespace

Expected<std::string> read_card(const fs::path& card_path) {
  std::error_code ignored;
  const auto size = fs::file_size(card_path, ignored);
  if (!ignored && size > kMaxCardBytes)
    return input_error(card_path.string() + ": is too large for a card; give the .card.json beside the model");
  return read_file(card_path);
}

Expected<ClassifierCard> load_classifier_card(const fs::path& card_path) {
  const auto text = read_card(card_path);
  if (!text) return tl::unexpected(text.error());
  return parse_card(*text, card_path).map([&](ClassifierCard card) {
    const auto labels = card.labels_file.empty() ? std::string() : read_file(card.labels_file).value_or("");
    card.fingerprint = sha256_text(*text + labels);  // the model's own hash is in the text
    return card;
  });
}

Expected<void> save_classifier_card(const ClassifierCard& card) {
  Json json;
  json["format"] = 1;
  json["kind"] = "classifier";
  json["id"] = card.id;
  json["name"] = card.name.empty() ? card.id : card.name;
  json["file"] = stored_path(card.file, card.card_path);
  json["sha256"] = card.sha256;
  json["input_size"] = {card.channels, card.height, card.width};
  json["color_order"] = card.color_order;
  json["mean"] = Json::array();
  json["std"] = Json::array();
  for (std::size_t i = 0; i < static_cast<std::size_t>(std::clamp(card.channels, 0, 3)); ++i) {
    json["mean"].push_back(tidy(card.mean[i]));
    json["std"].push_back(tidy(card.std[i]));
  }
  json["interpolation"] = card.interpolation;
  json["crop_mode"] = card.crop_mode == CropMode::center ? "center" : "squash";
  json["crop_pct"] = card.crop_pct;
  for (const auto& [name, kind] : kOutputs)
    if (card.output == kind) json["output"] = name;
  json["num_classes"] = card.num_classes;
  if (!card.labels_file.empty()) json["labels"] = stored_path(card.labels_file, card.card_path);
  const std::pair<const char*, const std::string&> optional_texts[] = {{"feature_layer", card.feature_layer},
                                                                       {"architecture", card.architecture},
                                                                       {"license", card.license},
                                                                       {"source", card.source}};
  for (const auto& [key, text] : optional_texts)
    if (!text.empty()) json[key] = text;
  const std::string text = dump_json(json);
  // A card that could not be read again is not written.
  return parse_card(text, card.card_path).and_then([&](const ClassifierCard&) { return write_file(card.card_path, text); });
}

Expected<void> check_model_file(const ClassifierCard& card) {
  const std::string source = card.card_path.string();
  std::error_code ignored;
  if (!fs::is_regular_file(card.file, ignored))
    return input_error(source + ": \"file\" names " + card.file.string() +
                       ", which is not there; put the model there or correct the card");
  const auto hash = sha256_file(card.file);
  if (!hash) return tl::unexpected(hash.error());
  if (*hash != card.sha256)
    return input_error(card.file.string() + ": its SHA-256 is " + hash->substr(0, 12) + "..., but " + source + " says " +
                       card.sha256.substr(0, 12) + "...; copy or download the model again, or correct \"sha256\" in the card");
  return {};
}

Rect visible_part(const ClassifierCard& card, int photo_width, int photo_height) {
  if (card.crop_mode == CropMode::squash) return {0, 0, photo_width, photo_height};
  const double scale =
      card.crop_pct * std::min(static_cast<double>(photo_width) / card.width, static_cast<double>(photo_height) / card.height);
  const auto side = [](double length, int most) {
    return std::clamp(static_cast<int>(std::lround(length)), std::min(1, most), most);
  };
  const int width = side(scale * card.width, photo_width), height = side(scale * card.height, photo_height);
  return {(photo_width - width) / 2, (photo_height - height) / 2, width, height};
}

}  // namespace fido
