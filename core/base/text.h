// Small things done to text, for messages and lists.
#pragma once

#include <charconv>
#include <string>
#include <vector>

namespace fido {

// "a, b or c".
std::string listed(const std::vector<std::string>& choices);

// Returns the candidate with the smallest edit distance, for "did you mean"; empty when there is
// none. Edits are insertion, deletion, substitution and the exchange of neighbours; case does not
// count, and an unfinished word counts as one edit.
std::string nearest(const std::string& text, const std::vector<std::string>& candidates);

// Without the spaces, tabs and line ends around it.
std::string trimmed(const std::string& text);

// ASCII letters in lower case.
std::string lowered(std::string text);

// "a,b,c" at its commas; empty parts stay.
std::vector<std::string> split_list(const std::string& text);

// The shortest decimal that reads back as the same number, whatever the locale.
template <class T>
std::string number_text(T value) {
  char text[64];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

// The number with so many digits behind the point.
std::string fixed(double value, int digits);

}  // namespace fido
