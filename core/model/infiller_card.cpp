#include "core/model/infiller_card.h"

#include "core/base/files.h"
#include "core/model/card.h"
#include "core/model/card_reader.h"

namespace fido {
namespace {

constexpr int kMaxSide = 4096, kMaxMultiple = 256;

const std::vector<std::string>& known_keys() {
  static const std::vector<std::string> keys{
      "format",     "kind",        "id",           "name",         "file",        "sha256",
      "runtime",    "input_size",  "multiple_of",  "color_order",  "value_range", "mask_value",
      "inputs",     "passed",      "output_range", "output_index", "convention",  "base",
      "stochastic", "description", "license",      "source",       "training"};
  return keys;
}

std::array<double, 2> read_range(CardReader& in, const Json& json, const char* key,
                                 std::array<double, 2> otherwise) {
  if (!json.contains(key)) return otherwise;
  const auto values = in.numbers(key, 2, false);
  if (!values) return otherwise;
  if ((*values)[0] >= (*values)[1])
    in.refuse(key, "two numbers, what black is and what white is, the first the smaller one");
  return {(*values)[0], (*values)[1]};
}

void read_size(CardReader& in, const Json& json, InfillerCard& card) {
  if (const auto at = json.find("input_size"); at != json.end()) {
    std::vector<int> size;
    if (at->is_array())
      for (const auto& value : *at)
        if (const auto number = CardReader::whole(value, 1, kMaxSide)) size.push_back(*number);
    if (size.size() != 3 || at->size() != 3 || size[0] != 3)
      in.refuse("input_size", "[3, height, width] with sides from 1 to " +
                                  std::to_string(kMaxSide) + "; leave it out where any size does");
    else
      card.height = size[1], card.width = size[2];
  }
  card.color_order = in.choice("color_order", {"RGB", "BGR"}, "RGB");
}

void read_ca(CardReader& in, InfillerCard& card) {
  card.convention = in.choice("convention", {"pytorch", "tensorflow"}, "");
  if (card.height % 8 != 0 || card.width % 8 != 0)
    in.refuse("input_size", "[3, height, width] with sides that are multiples of 8");
}

void read_module(CardReader& in, const Json& json, InfillerCard& card) {
  if (json.contains("multiple_of"))
    card.multiple_of = in.integer("multiple_of", 1, kMaxMultiple).value_or(1);
  card.value_range = read_range(in, json, "value_range", card.value_range);
  card.output_range = read_range(in, json, "output_range", card.value_range);
  card.mask_is_hole = in.choice("mask_value", {"hole", "kept"}, "") == "hole";
  card.concatenated = in.choice("passed", {"apart", "concatenated"}, "apart") == "concatenated";
  if (json.contains("output_index"))
    card.output_index = in.integer("output_index", 0, 100).value_or(0);
  if (const auto at = json.find("inputs"); at != json.end()) {
    const std::vector<std::string> names{"image", "masked_image", "ones", "mask", "noise"};
    card.inputs.clear();
    bool picture = false, mask = false;
    if (at->is_array())
      for (const auto& value : *at) {
        if (!value.is_string() ||
            std::find(names.begin(), names.end(), value.get<std::string>()) == names.end()) {
          card.inputs.clear();
          break;
        }
        card.inputs.push_back(value.get<std::string>());
        picture = picture || card.inputs.back() == "image" || card.inputs.back() == "masked_image";
        mask = mask || card.inputs.back() == "mask";
      }
    if (card.inputs.empty() || !picture || !mask)
      in.refuse(
          "inputs",
          R"(a list out of "image", "masked_image", "ones", "mask" and "noise", with a picture and the mask among them)");
  }
}

Expected<InfillerCard> parse(const std::string& text, const std::filesystem::path& card_path) {
  const std::string source = card_path.string();
  const auto json = parse_json_object(text, source);
  if (!json) return tl::unexpected(json.error());
  CardReader in(*json, source);
  InfillerCard card;
  card.card_path = card_path;
  in.head("infiller", card_path, card);
  card.runtime = in.choice("runtime", {"torchscript", "fast", "vae", "ca"}, "");
  if (card.runtime == "torchscript" || card.runtime == "ca") read_size(in, *json, card);
  if (card.runtime == "torchscript") read_module(in, *json, card);
  if (card.runtime == "ca") read_ca(in, card);
  if (card.runtime == "ca" || card.runtime == "vae")
    card.base = in.choice("base", {"none", "push-pull"}, "none");
  if (const auto at = json->find("stochastic"); at != json->end()) {
    if (!at->is_boolean()) in.refuse("stochastic", "true or false");
    card.stochastic = at->is_boolean() && at->get<bool>();
  }
  card.stochastic = card.stochastic ||
                    std::find(card.inputs.begin(), card.inputs.end(), "noise") != card.inputs.end();
  for (const auto& [key, value] :
       {std::pair<const char*, std::string*>{"description", &card.description},
        {"license", &card.license},
        {"source", &card.source},
        {"training", &card.training}})
    *value = in.text(key, false).value_or("");
  if (in.error()) return tl::unexpected(*in.error());
  card.warnings = in.unknown(known_keys());
  return card;
}

}  // namespace

Expected<InfillerCard> load_infiller_card(const std::filesystem::path& card_path) {
  const auto text = read_card(card_path);
  if (!text) return tl::unexpected(text.error());
  return parse(*text, card_path);
}

Expected<void> save_infiller_card(const InfillerCard& card) {
  Json json;
  json["format"] = 1;
  json["kind"] = "infiller";
  json["id"] = card.id;
  json["name"] = card.name;
  json["file"] = stored_path(card.file, card.card_path);
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
  return parse(text, card.card_path).and_then([&](const InfillerCard&) {
    return write_file(card.card_path, text);
  });
}

}  // namespace fido
