#include "core/base/json.h"

#include <algorithm>

template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace fido {
namespace {

// How deep lists and objects lie within each other. Whatever reads, writes and frees a document
// calls itself for each level, and a stack has an end.
int depth_of(const std::string& text) {
  int depth = 0, deepest = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
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
  if (depth_of(text) > kMaxDepth)
    return input_error(source + ": holds lists within lists, more than " +
                       std::to_string(kMaxDepth) + " deep; correct it there");
  try {
    Json json = Json::parse(text);
    if (!json.is_object()) return input_error(source + ": must be a JSON object, { ... }");
    return json;
  } catch (const Json::exception& e) {
    std::string why = e.what();
    if (const auto at = why.find("at line "); at != std::string::npos) why = why.substr(at);
    return input_error(source + ": is not JSON (" + why + "); correct it there");
  }
}

std::string dump_json(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string shown(const Json& value) {
  constexpr std::size_t kLongest = 60;
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  // Numbers in a list are easier to read apart.
  if (value.is_array()) {
    std::string spaced;
    for (const char c : text) spaced += c == ',' ? std::string(", ") : std::string(1, c);
    text = spaced;
  }
  return text.size() > kLongest ? text.substr(0, kLongest) + "..." : text;
}

std::string unknown_key(const std::string& source, const std::string& key,
                        const std::string& close) {
  return source + ": unknown key \"" + key + "\"; did you mean \"" + close + "\"?";
}

}  // namespace fido
