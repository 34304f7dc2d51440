// JSON with errors as values. Private to the core and the command line: nlohmann's header takes
// seconds to compile, so this is the only file that includes it, and no public header includes this
// file.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/base/error.h"

// Compiled once, in json.cpp.
extern template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace fido {

using Json = nlohmann::ordered_json;  // keys keep the order in which they were written

// Parses a document, which must be an object. Errors (input) begin with `source` and name the line.
Expected<Json> parse_json_object(const std::string& text, const std::string& source);

// Returns the document, indented, with a final line end. NaN and infinity, which JSON does not
// have, become null. Bytes that are not UTF-8, which file names may contain, are replaced.
std::string dump_json(const Json& json);

// Returns the value as JSON for a message, shortened to 60 bytes and "..." if it is longer.
std::string json_excerpt(const Json& value);

// Returns the message `<source>: unknown key "<key>"; did you mean "<closest>"?`
std::string unknown_key_message(const std::string& source, const std::string& key,
                                const std::string& closest);

}  // namespace fido
