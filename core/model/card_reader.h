// Reads the keys of a card of any kind. Private to core (JSON).
#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"

namespace fido {

// Returns the absolute path of `file`, which is absolute or relative to the card's folder.
std::filesystem::path resolve_from_card(const std::filesystem::path& card_path,
                                        const std::string& file);
// The inverse: returns the path relative to the card's folder if the file lies in or below it,
// otherwise the absolute path; empty for an empty path.
std::string path_relative_to_card(const std::filesystem::path& file,
                                  const std::filesystem::path& card_path);
// Returns true if the id can be a part of file names: not empty, no leading dot, no slashes and no
// control characters.
bool is_valid_id(const std::string& id);
// Returns true for 64 lower-case hexadecimal digits.
bool is_valid_sha256(const std::string& hash);

// Reads one key after the other and keeps the first error, so that a card's parser is a plain list
// of its keys.
class CardReader {
 public:
  CardReader(const Json& json, std::string source) : json_(json), source_(std::move(source)) {}

  const std::optional<Error>& error() const { return error_; }

  // Records the error that `key` is missing or has the wrong value, unless there is an error
  // already.
  void add_error(const char* key, const std::string& expected) {
    const auto at = json_.find(key);
    const std::string name = source_ + ": \"" + key + "\"";
    if (error_) return;
    if (at == json_.end())
      error_ = Error{ErrorCode::input, name + " is missing; it must be " + expected};
    else
      error_ =
          Error{ErrorCode::input, name + " must be " + expected + ", got " + json_excerpt(*at)};
  }

  // Returns nothing if the key is missing (an error if it is required) or not a string (always an
  // error). A required string must not be empty.
  std::optional<std::string> read_text(const char* key, bool required,
                                       const std::string& expected = "a string") {
    const auto at = json_.find(key);
    if (at == json_.end()) {
      if (required) add_error(key, expected);
      return std::nullopt;
    }
    if (!at->is_string() || (required && at->template get<std::string>().empty())) {
      add_error(key, expected);
      return std::nullopt;
    }
    return at->template get<std::string>();
  }

  // Reads one of the choices. If the key is missing, returns `fallback`; an empty fallback makes
  // the key required.
  std::string read_choice(const char* key, const std::vector<std::string>& choices,
                          const std::string& fallback) {
    std::vector<std::string> quoted;
    for (const auto& choice : choices) quoted.push_back("\"" + choice + "\"");
    const std::string expected = join_with_or(quoted);
    const auto value = read_text(key, fallback.empty(), expected);
    if (!value) return fallback;
    if (std::find(choices.begin(), choices.end(), *value) == choices.end())
      add_error(key, expected);
    return *value;
  }

  // Reads a required list of `count` numbers that fit into a float and, if `positive`, are greater
  // than 0.
  std::optional<std::vector<double>> read_numbers(const char* key, std::size_t count,
                                                  bool positive) {
    const std::string expected = std::to_string(count) + (count == 1 ? " number" : " numbers") +
                                 (positive ? " greater than 0" : "");
    const auto at = json_.find(key);
    std::vector<double> out;
    if (at != json_.end() && at->is_array())
      for (const auto& value : *at)
        if (value.is_number()) out.push_back(value.template get<double>());
    const auto is_invalid = [&](double v) {
      return std::abs(v) > std::numeric_limits<float>::max() ||
             (positive && static_cast<float>(v) <= 0.F);
    };
    if (at == json_.end() || at->size() != count || out.size() != count ||
        std::any_of(out.begin(), out.end(), is_invalid)) {
      add_error(key, expected);
      return std::nullopt;
    }
    return out;
  }

  // Returns the value if it is an integer from `low` to `high`, otherwise nothing.
  static std::optional<int> to_integer(const Json& value, int low, int high) {
    if (!value.is_number_integer()) return std::nullopt;
    const auto number =
        value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(high)
            ? std::int64_t{-1}
            : value.get<std::int64_t>();
    return number >= low && number <= high ? std::optional<int>(static_cast<int>(number))
                                           : std::nullopt;
  }

  // Reads a required integer from `low` to `high`.
  std::optional<int> read_integer(const char* key, int low, int high) {
    const auto at = json_.find(key);
    const auto value = at == json_.end() ? std::nullopt : to_integer(*at, low, high);
    if (!value)
      add_error(key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return value;
  }

  // Reads the keys that every card has: format, kind, id, name, file and sha256.
  template <class Card>
  void read_common_keys(const char* kind, const std::filesystem::path& card_path, Card& card) {
    const auto format = json_.find("format");
    if (format == json_.end() || *format != 1) add_error("format", "1");
    (void)read_choice("kind", {kind}, "");
    card.id = read_text("id", true, "a name without slashes").value_or("");
    if (!is_valid_id(card.id))
      add_error("id", "a name without slashes that does not begin with a dot");
    card.name = read_text("name", false).value_or(card.id);
    if (const auto file =
            read_text("file", true, "the path of the model, relative to the card's folder"))
      card.file = resolve_from_card(card_path, *file);
    card.sha256 = to_lower(
        read_text("sha256", true, "the 64 hexadecimal digits that sha256sum prints").value_or(""));
    if (!is_valid_sha256(card.sha256))
      add_error("sha256", "the 64 hexadecimal digits that sha256sum prints");
  }

  // Returns a warning for each key of the card that is not among `allowed`.
  std::vector<std::string> unknown_key_warnings(const std::vector<std::string>& allowed) const;

 private:
  const Json& json_;
  std::string source_;
  std::optional<Error> error_;
};

}  // namespace fido
