// JSON in, with our errors instead of exceptions: private to core (nlohmann stays out of the public
// headers).
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "core/error.h"

namespace fido {

using Json = nlohmann::ordered_json;  // keys stay in the order people read them in

// Lists and objects within each other. What reads, writes and frees a document calls itself for
// each, and a stack has an end.
inline int depth_of(const std::string& text) {
  int depth = 0, most = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      most = std::max(most, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return most;
}

// Errors (input) begin with `source` and name the line. The document must be an object.
inline Expected<Json> parse_json_object(const std::string& text, const std::string& source) {
  constexpr int kMostDepth = 100;
  if (depth_of(text) > kMostDepth)
    return input_error(source + ": holds lists within lists beyond all use; correct it there");
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

// For messages: the value as JSON, cut where it is long.
inline std::string shown(const Json& value) {
  constexpr std::size_t kMost = 60;
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  // Numbers in a list are easier to read apart.
  if (value.is_array()) {
    std::string apart;
    for (const char c : text) apart += c == ',' ? std::string(", ") : std::string(1, c);
    text = apart;
  }
  return text.size() > kMost ? text.substr(0, kMost) + "..." : text;
}

inline std::string unknown_key(const std::string& source, const std::string& key,
                               const std::string& close) {
  return source + ": unknown key \"" + key + "\"; did you mean \"" + close + "\"?";
}

// NaN and infinity have no JSON: they become null. File names may hold any bytes: what is not UTF-8
// is replaced.
inline std::string dump_json(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fido
