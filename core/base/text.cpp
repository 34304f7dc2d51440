#include "core/base/text.h"

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <utility>

namespace fido {
namespace {

char lower_case(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string listed(const std::vector<std::string>& choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i)
    text += (i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ") + choices[i];
  return text;
}

std::string nearest(const std::string& text, const std::vector<std::string>& candidates) {
  const auto distance = [&](const std::string& a, const std::string& b) {
    std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      row[0] = i;
      for (std::size_t j = 1; j <= b.size(); ++j) {
        const bool same = lower_case(a[i - 1]) == lower_case(b[j - 1]);
        row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0U : 1U)});
        if (i > 1 && j > 1 && lower_case(a[i - 1]) == lower_case(b[j - 2]) &&
            lower_case(a[i - 2]) == lower_case(b[j - 1]))
          row[j] = std::min(row[j], before[j - 2] + 1);
      }
      std::swap(before, above);
      std::swap(above, row);
    }
    const bool is_unfinished = a.size() >= 3 && a.size() < b.size() &&
                               std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) {
                                 return lower_case(x) == lower_case(y);
                               });
    return is_unfinished ? std::min<std::size_t>(above[b.size()], 1) : above[b.size()];
  };
  std::string best;
  std::size_t least = 0;
  for (const auto& candidate : candidates) {
    const std::size_t edits = distance(text, candidate);
    if (!best.empty() && edits >= least) continue;
    best = candidate;
    least = edits;
  }
  return best;
}

std::string trimmed(const std::string& text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string lowered(std::string text) {
  for (char& c : text) c = lower_case(c);
  return text;
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream list(text);
  for (std::string part; std::getline(list, part, ',');) out.push_back(part);
  return out;
}

std::string fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

}  // namespace fido
