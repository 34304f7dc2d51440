#include "core/base/json.h"

#include <algorithm>

template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace fido {
namespace {

// Returns how deeply lists and objects are nested. Parsing, writing and freeing a document recurse
// once per level, so a very deep one would overflow the stack.
int nesting_depth(const std::string& text) {
  int depth = 0, deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

Expected<Json> parse_json_object(const std::string& text, const std::string& source) {
  constexpr int kMaxDepth = 100;
  if (nesting_depth(text) > kMaxDepth)
    return input_error(source + ": nests lists and objects more than " + std::to_string(kMaxDepth) +
                       " levels deep; flatten it");
  try {
    Json json = Json::parse(text);
    if (!json.is_object()) return input_error(source + ": must be a JSON object, { ... }");
    return json;
  } catch (const Json::exception& e) {
    std::string why = e.what();
    if (const auto at = why.find("at line "); at != std::string::npos) why = why.substr(at);
    return input_error(source + ": is not JSON (" + why + "); correct it");
  }
}

std::string dump_json(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string json_excerpt(const Json& value) {
  constexpr std::size_t kMaxLength = 60;
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  // Numbers in a list are easier to read with spaces between them.
  if (value.is_array()) {
    std::string spaced;
    for (const char c : text) spaced += c == ',' ? std::string(", ") : std::string(1, c);
    text = spaced;
  }
  return text.size() > kMaxLength ? text.substr(0, kMaxLength) + "..." : text;
}

std::string unknown_key_message(const std::string& source, const std::string& key,
                                const std::string& closest) {
  return source + ": unknown key \"" + key + "\"; did you mean \"" + closest + "\"?";
}

}  // namespace fido
