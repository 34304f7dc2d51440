#include "core/model/infiller_card.h"

#include "core/base/files.h"
#include "core/model/card.h"
#include "core/model/card_reader.h"

namespace fido {
namespace {

constexpr int kMaxSide = 4096, kMaxMultiple = 256;

const std::vector<std::string>& allowed_keys() {
  static const std::vector<std::string> keys{
      "format",     "kind",        "id",           "name",         "file",        "sha256",
      "runtime",    "input_size",  "multiple_of",  "color_order",  "value_range", "mask_value",
      "inputs",     "passed",      "output_range", "output_index", "convention",  "base",
      "stochastic", "description", "license",      "source",       "training"};
  return keys;
}

std::array<double, 2> read_range(CardReader& in, const Json& json, const char* key,
                                 std::array<double, 2> fallback) {
  if (!json.contains(key)) return fallback;
  const auto values = in.read_numbers(key, 2, false);
  if (!values) return fallback;
  if ((*values)[0] >= (*values)[1])
    in.add_error(key, "two numbers in ascending order, the values of black and white");
  return {(*values)[0], (*values)[1]};
}

void read_input_size(CardReader& in, const Json& json, InfillerCard& card) {
  if (const auto at = json.find("input_size"); at != json.end()) {
    std::vector<int> size;
    if (at->is_array())
      for (const auto& value : *at)
        if (const auto number = CardReader::to_integer(value, 1, kMaxSide)) size.push_back(*number);
    if (size.size() != 3 || at->size() != 3 || size[0] != 3)
      in.add_error("input_size", "[3, height, width] with sides from 1 to " +
                                     std::to_string(kMaxSide) +
                                     "; leave it out if the module accepts any size");
    else
      card.height = size[1], card.width = size[2];
  }
  card.color_order = in.read_choice("color_order", {"RGB", "BGR"}, "RGB");
}

void read_ca(CardReader& in, InfillerCard& card) {
  card.convention = in.read_choice("convention", {"pytorch", "tensorflow"}, "");
  if (card.height % 8 != 0 || card.width % 8 != 0)
    in.add_error("input_size", "[3, height, width] with sides that are multiples of 8");
}

void read_module(CardReader& in, const Json& json, InfillerCard& card) {
  if (json.contains("multiple_of"))
    card.multiple_of = in.read_integer("multiple_of", 1, kMaxMultiple).value_or(1);
  card.value_range = read_range(in, json, "value_range", card.value_range);
  card.output_range = read_range(in, json, "output_range", card.value_range);
  card.mask_is_hole = in.read_choice("mask_value", {"hole", "kept"}, "") == "hole";
  card.concatenates_inputs =
      in.read_choice("passed", {"apart", "concatenated"}, "apart") == "concatenated";
  if (json.contains("output_index"))
    card.output_index = in.read_integer("output_index", 0, 100).value_or(0);
  if (const auto at = json.find("inputs"); at != json.end()) {
    const std::vector<std::string> choices{"image", "masked_image", "ones", "mask", "noise"};
    card.inputs.clear();
    bool has_picture = false, has_mask = false;
    if (at->is_array())
      for (const auto& value : *at) {
        if (!value.is_string() ||
            std::find(choices.begin(), choices.end(), value.get<std::string>()) == choices.end()) {
          card.inputs.clear();
          break;
        }
        card.inputs.push_back(value.get<std::string>());
        has_picture =
            has_picture || card.inputs.back() == "image" || card.inputs.back() == "masked_image";
        has_mask = has_mask || card.inputs.back() == "mask";
      }
    if (card.inputs.empty() || !has_picture || !has_mask)
      in.add_error("inputs",
                   R"(a list of "image", "masked_image", "ones", "mask" and "noise" that includes )"
                   "a picture and the mask");
  }
}

Expected<InfillerCard> parse_card(const std::string& text, const std::filesystem::path& card_path) {
  const std::string source = card_path.string();
  const auto json = parse_json_object(text, source);
  if (!json) return tl::unexpected(json.error());
  CardReader in(*json, source);
  InfillerCard card;
  card.card_path = card_path;
  in.read_common_keys("infiller", card_path, card);
  card.runtime = in.read_choice("runtime", {"torchscript", "fast", "vae", "ca"}, "");
  if (card.runtime == "torchscript" || card.runtime == "ca") read_input_size(in, *json, card);
  if (card.runtime == "torchscript") read_module(in, *json, card);
  if (card.runtime == "ca") read_ca(in, card);
  if (card.runtime == "ca" || card.runtime == "vae")
    card.base = in.read_choice("base", {"none", "push-pull"}, "none");
  if (const auto at = json->find("stochastic"); at != json->end()) {
    if (!at->is_boolean()) in.add_error("stochastic", "true or false");
    card.stochastic = at->is_boolean() && at->get<bool>();
  }
  card.stochastic = card.stochastic ||
                    std::find(card.inputs.begin(), card.inputs.end(), "noise") != card.inputs.end();
  for (const auto& [key, value] :
       {std::pair<const char*, std::string*>{"description", &card.description},
        {"license", &card.license},
        {"source", &card.source},
        {"training", &card.training}})
    *value = in.read_text(key, false).value_or("");
  if (in.error()) return tl::unexpected(*in.error());
  card.warnings = in.unknown_key_warnings(allowed_keys());
  return card;
}

}  // namespace

Expected<InfillerCard> load_infiller_card(const std::filesystem::path& card_path) {
  const auto text = read_card_text(card_path);
  if (!text) return tl::unexpected(text.error());
  return parse_card(*text, card_path);
}

Expected<void> save_infiller_card(const InfillerCard& card) {
  Json json;
  json["format"] = 1;
  json["kind"] = "infiller";
  json["id"] = card.id;
  json["name"] = card.name;
  json["file"] = path_relative_to_card(card.file, card.card_path);
  json["sha256"] = card.sha256;
  json["runtime"] = card.runtime;
  if (card.runtime == "ca") json["convention"] = card.convention;
  if (card.base != "none") json["base"] = card.base;
  if (card.stochastic) json["stochastic"] = true;
  for (const auto& [key, value] :
       {std::pair<const char*, const std::string&>{"description", card.description},
        {"license", card.license},
        {"source", card.source},
        {"training", card.training}})
    if (!value.empty()) json[key] = value;
  const std::string text = dump_json(json);
  return parse_card(text, card.card_path).and_then([&](const InfillerCard&) {
    return write_file(card.card_path, text);
  });
}

}  // namespace fido
