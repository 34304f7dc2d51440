// JSON with errors as values. Private to the core and the command line: nlohmann's header takes
// seconds to compile, so that this is the one file that includes it, and it stays out of public
// headers.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/base/error.h"

// Compiled once, in json.cpp.
extern template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace fido {

using Json = nlohmann::ordered_json;  // keys stay in the order people read them in

// Parses a document, which must be an object. Errors (input) begin with `source` and name the line.
Expected<Json> parse_json_object(const std::string& text, const std::string& source);

// The document, indented, with a line end. NaN and infinity, which JSON does not have, become null;
// file names may hold any bytes, and what is not UTF-8 is replaced.
std::string dump_json(const Json& json);

// The value as JSON for a message, cut where it is long.
std::string shown(const Json& value);

// "<source>: unknown key "<key>"; did you mean "<close>"?"
std::string unknown_key(const std::string& source, const std::string& key,
                        const std::string& close);

}  // namespace fido
