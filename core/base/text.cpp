#include "core/base/text.h"

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <utility>

namespace fido {
namespace {

char to_lower_char(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string join_with_or(const std::vector<std::string>& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
    text += choices[i];
  }
  return text;
}

std::string closest_match(const std::string& text, const std::vector<std::string>& candidates) {
  const auto edit_distance = [&](const std::string& a, const std::string& b) {
    std::vector<std::size_t> two_above(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      row[0] = i;
      for (std::size_t j = 1; j <= b.size(); ++j) {
        const bool is_same = to_lower_char(a[i - 1]) == to_lower_char(b[j - 1]);
        row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (is_same ? 0U : 1U)});
        if (i > 1 && j > 1 && to_lower_char(a[i - 1]) == to_lower_char(b[j - 2]) &&
            to_lower_char(a[i - 2]) == to_lower_char(b[j - 1]))
          row[j] = std::min(row[j], two_above[j - 2] + 1);
      }
      std::swap(two_above, above);
      std::swap(above, row);
    }
    const bool is_prefix = a.size() >= 3 && a.size() < b.size() &&
                           std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) {
                             return to_lower_char(x) == to_lower_char(y);
                           });
    return is_prefix ? std::min<std::size_t>(above[b.size()], 1) : above[b.size()];
  };
  std::string closest;
  std::size_t min_edits = 0;
  for (const auto& candidate : candidates) {
    const std::size_t edits = edit_distance(text, candidate);
    if (!closest.empty() && edits >= min_edits) continue;
    closest = candidate;
    min_edits = edits;
  }
  return closest;
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string to_lower(std::string text) {
  for (char& c : text) c = to_lower_char(c);
  return text;
}

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts;
  std::istringstream list(text);
  for (std::string part; std::getline(list, part, ',');) parts.push_back(part);
  return parts;
}

std::string fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

}  // namespace fido
