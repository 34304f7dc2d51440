// String helpers for messages and lists.
#pragma once

#include <charconv>
#include <string>
#include <vector>

namespace fido {

// Returns the choices as "a, b or c".
std::string join_with_or(const std::vector<std::string>& choices);

// Returns the candidate with the smallest edit distance, for "did you mean"; empty if there are no
// candidates. Edits are insertion, deletion, substitution and the exchange of neighbours. Case is
// ignored. A candidate that begins with `text`, if that has at least three letters, is one edit
// away.
std::string closest_match(const std::string& text, const std::vector<std::string>& candidates);

// Returns `text` without leading and trailing spaces, tabs and line ends.
std::string trimmed(const std::string& text);

// Returns `text` with its ASCII letters in lower case.
std::string to_lower(std::string text);

// Splits "a,b,c" at its commas. Empty parts are kept, except after a final comma.
std::vector<std::string> split_at_commas(const std::string& text);

// Returns the shortest decimal that reads back as the same number, independent of the locale.
template <class T>
std::string shortest_decimal(T value) {
  char text[64];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

// Returns the number with `digits` digits after the decimal point.
std::string fixed(double value, int digits);

}  // namespace fido
