// What the cards of all kinds share: keys read one after the other, and the first error kept.
// Private to core (JSON).
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

// `file` from the card's folder; an absolute one as it is.
std::filesystem::path beside(const std::filesystem::path& card_path, const std::string& file);
// The other way round: relative where it lies beside or below the card.
std::string stored_path(const std::filesystem::path& file, const std::filesystem::path& card_path);
// It becomes a part of file names.
bool usable_id(const std::string& id);
bool usable_hash(const std::string& hash);

// Reads key after key and keeps the first error, so that the card below reads as a list of what it
// holds.
class CardReader {
 public:
  CardReader(const Json& json, std::string source) : json_(json), source_(std::move(source)) {}

  const std::optional<Error>& error() const { return error_; }

  void refuse(const char* key, const std::string& wanted) {
    const auto at = json_.find(key);
    const std::string name = source_ + ": \"" + key + "\"";
    if (error_) return;
    error_ = at == json_.end()
                 ? Error{ErrorCode::input, name + " is missing; it must be " + wanted}
                 : Error{ErrorCode::input, name + " must be " + wanted + ", got " + shown(*at)};
  }

  // Nothing when the key is absent (an error when it is required) or not text (always one).
  std::optional<std::string> text(const char* key, bool required,
                                  const std::string& wanted = "a text") {
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

  std::string choice(const char* key, const std::vector<std::string>& choices,
                     const std::string& fallback) {
    std::string wanted;
    for (std::size_t i = 0; i < choices.size(); ++i)
      wanted += (i == 0                    ? ""
                 : i + 1 == choices.size() ? " or "
                                           : ", ") +
                ("\"" + choices[i] + "\"");
    const auto value = text(key, fallback.empty(), wanted);
    if (!value) return fallback;
    if (std::find(choices.begin(), choices.end(), *value) == choices.end()) refuse(key, wanted);
    return *value;
  }

  std::optional<std::vector<double>> numbers(const char* key, std::size_t count, bool positive) {
    const std::string wanted = std::to_string(count) + (count == 1 ? " number" : " numbers") +
                               (positive ? " greater than 0" : "");
    const auto at = json_.find(key);
    std::vector<double> out;
    if (at != json_.end() && at->is_array())
      for (const auto& value : *at)
        if (value.is_number()) out.push_back(value.template get<double>());
    const auto bad = [&](double v) {
      return std::abs(v) > std::numeric_limits<float>::max() ||
             (positive && static_cast<float>(v) <= 0.F);
    };
    if (at == json_.end() || at->size() != count || out.size() != count ||
        std::any_of(out.begin(), out.end(), bad)) {
      refuse(key, wanted);
      return std::nullopt;
    }
    return out;
  }

  static std::optional<int> whole(const Json& value, int low, int high) {
    if (!value.is_number_integer()) return std::nullopt;
    const auto number =
        value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(high)
            ? std::int64_t{-1}
            : value.get<std::int64_t>();
    return number >= low && number <= high ? std::optional<int>(static_cast<int>(number))
                                           : std::nullopt;
  }

  std::optional<int> integer(const char* key, int low, int high) {
    const auto at = json_.find(key);
    const auto value = at == json_.end() ? std::nullopt : whole(*at, low, high);
    if (!value)
      refuse(key, "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
    return value;
  }

  // What every card has: format, kind, id, name, file, sha256.
  template <class Card>
  void head(const char* kind, const std::filesystem::path& card_path, Card& card) {
    const auto format = json_.find("format");
    if (format == json_.end() || *format != 1) refuse("format", "1");
    (void)choice("kind", {kind}, "");
    card.id = text("id", true, "a name without slashes").value_or("");
    if (!usable_id(card.id)) refuse("id", "a name without slashes that does not begin with a dot");
    card.name = text("name", false).value_or(card.id);
    if (const auto file = text("file", true, "the path of the model, from the card's folder"))
      card.file = beside(card_path, *file);
    card.sha256 = lowered(
        text("sha256", true, "the 64 hexadecimal digits that sha256sum prints").value_or(""));
    if (!usable_hash(card.sha256))
      refuse("sha256", "the 64 hexadecimal digits that sha256sum prints");
  }

  // A warning for each key that is not among `known`.
  std::vector<std::string> unknown(const std::vector<std::string>& known) const;

 private:
  const Json& json_;
  std::string source_;
  std::optional<Error> error_;
};

}  // namespace fido
