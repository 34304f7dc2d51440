#include "core/run/run_spec.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <tuple>
#include <type_traits>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"

namespace fido {
namespace {

constexpr double kMaxInt = std::numeric_limits<int>::max();
constexpr double kMaxWeight = 1e6;  // keeps the loss finite for any picture
// The smallest positive number, as the lower bound of fields that must not be 0.
constexpr double kSmallestPositive = std::numeric_limits<double>::denorm_min();

std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (const auto& info : methods()) names.push_back(info.id);
  return names;
}

std::vector<std::string> run_infiller_names() {
  std::vector<std::string> names;
  for (const auto& info : infillers())
    if (info.supports_runs) names.push_back(info.id);
  return names;
}

std::vector<SpecField> make_fields() {
  using S = RunSpec;
  constexpr auto question = SpecScope::question, setting = SpecScope::setting,
                 machine = SpecScope::machine;
  const std::vector<std::string> any;
  constexpr double kMaxSeed = static_cast<double>(std::numeric_limits<std::uint64_t>::max());
  // key, symbol, scope, member, min, max, choices, advanced, help
  return {
      {"classifier", "", question, &S::classifier, 0, 0, any, false,
       "the network to explain: an id from the catalogue, or the path of a card"},
      {"method", "", question, &S::method, 0, 0, method_names(), false,
       "how the map is made; fido-ssr keeps the least that sustains the class, fido-sdr drops the "
       "least that destroys it"},
      {"infill", "", question, &S::infill, 0, 0, run_infiller_names(), false,
       "what replaces the dropped pixels; a better infiller leaves less evidence of its own in the "
       "map"},
      {"preset",
       "",
       setting,
       &S::preset,
       0,
       0,
       {"quick", "standard", "paper"},
       false,
       "settings to start from: quick shows a first answer, standard settles it, and paper sets "
       "the "
       "price λ of a pixel instead of searching it, as the paper does"},
      {"target", "c", question, &S::target, 0, 0, any, false,
       "the class to explain: top, an index or a label"},
      {"contrast", "", setting, &S::contrast, 0, 0, any, false,
       "explain the target against this class (an index or a label); empty for the target alone"},
      {"keep_evidence", "f", setting, &S::keep_evidence, 0, 1, any, false,
       "share of the class's evidence that the smallest region keeps, or takes away if the method "
       "drops; the price of a pixel is found in the run. 0 sets the price by λ instead"},
      {"lambda", "λ", setting, &S::lambda, 0, kMaxWeight, any, false,
       "price of each kept pixel, or of each dropped pixel if the method drops; larger values give "
       "smaller regions"},
      {"lambda_unit",
       "",
       setting,
       &S::lambda_unit,
       0,
       0,
       {"pixel", "range"},
       false,
       "unit of λ: pixel is the price of one pixel, as in the paper; range is the price of all "
       "pixels together, in multiples of the photo's score range (from untouched to all infilled), "
       "and means the same for every photo and infiller"},
      {"tv", "λ_TV", setting, &S::tv, 0, kMaxWeight, any, true,
       "price of rough edges (squared total variation); larger values give smoother, rounder "
       "regions"},
      {"iterations", "", setting, &S::iterations, 1, 100'000, any, false,
       "number of steps; more steps settle the map further and take longer. A run that searches "
       "the evidence ends earlier if its region no longer changes"},
      {"samples", "S", setting, &S::samples, 1, 256, any, true,
       "masks drawn in each step, as one batch; more masks mean less noise and slower steps"},
      {"grid", "θ", setting, &S::grid, 1, 1024, any, true,
       "rows and columns of θ; a finer grid gives finer and more scattered regions"},
      {"area", "a", setting, &S::area, kSmallestPositive, 1, any, false,
       "share of the photo that the region covers; smaller values show only what counts most"},
      {"learning_rate", "", setting, &S::learning_rate, kSmallestPositive, 10, any, true,
       "the optimiser's initial step size, which FIDO and BBMP lower linearly to 0; larger values "
       "move faster and less steadily"},
      {"temperature", "T", setting, &S::temperature, 1e-3, 10, any, true,
       "temperature of the concrete distribution; lower values give harder masks and noisier "
       "gradients"},
      {"warmup", "", setting, &S::warmup, 0, kMaxInt, any, true,
       "number of steps in which the penalty rises from 0 to its full weight; a longer rise lets "
       "the class settle first"},
      {"stratified", "u", setting, &S::stratified, 0, 1, any, true,
       "draw u evenly across the batch of masks; the result is the same on average, with less "
       "noise"},
      {"noise_block", "", setting, &S::noise_block, 1, 1024, any, true,
       "side in pixels of the squares in which masks are drawn; 1 draws every pixel by itself, "
       "larger squares leave the infiller less to restore from"},
      {"map_upsampling",
       "",
       setting,
       &S::map_upsampling,
       0,
       0,
       {"probabilities", "logits"},
       true,
       "what is interpolated from the grid to the map: probabilities, or logits for crisper edges"},
      {"marginal_samples", "", setting, &S::marginal_samples, 0, 100'000, any, true,
       "masks drawn from the finished map for the marginal confidence; more masks narrow its "
       "interval"},
      {"mask", "", question, &S::mask, 0, 0, any, true,
       "a picture of any size for --mask-role: white is kept, black is dropped"},
      {"mask_role",
       "",
       question,
       &S::mask_role,
       0,
       0,
       {"none", "start", "keep", "drop"},
       true,
       "how the hand-made mask is used: as the start, or as what stays kept or dropped throughout"},
      {"seed", "", setting, &S::seed, 0, kMaxSeed, any, true,
       "seed of the random numbers; the same seed on the same machine gives the same map"},
      {"randomized_layers", "", question, &S::randomized_layers, 0, 10'000, any, true,
       "number of layers, counted from the output, whose weights are shuffled beforehand; a map "
       "that stays the same never depended on them (Adebayo et al. 2018)"},
      {"device", "", machine, &S::device, 0, 0, any, true,
       "where the network runs: auto, cpu, cuda or cuda:N; auto uses a GPU if there is one"},
      {"precision",
       "",
       machine,
       &S::precision,
       0,
       0,
       {"fp32", "bf16"},
       true,
       "fp32, or bf16, which may be faster and changes the map slightly"},
      {"threads", "", machine, &S::threads, 0, 1024, any, true,
       "number of processor threads; 0 uses one for each core"},
  };
}

// Returns a phrase for messages: "use a whole number from 1 to 256".
std::string range_text(const SpecField& field) {
  const bool is_real = std::holds_alternative<double RunSpec::*>(field.member);
  const auto bound = [&](double value) {
    return is_real ? shortest_decimal(value) : shortest_decimal(static_cast<std::uint64_t>(value));
  };
  const std::string kind = is_real ? "use a number " : "use a whole number ";
  if (std::holds_alternative<std::uint64_t RunSpec::*>(field.member))
    return kind + "from 0 to 18446744073709551615";
  if (field.min == kSmallestPositive)
    return kind + "greater than 0 and at most " + bound(field.max);
  if (!is_real && field.max == kMaxInt) return kind + "of at least " + bound(field.min);
  return kind + "from " + bound(field.min) + " to " + bound(field.max);
}

bool is_device(const std::string& text) {
  if (text == "auto" || text == "cpu" || text == "cuda") return true;
  const std::string number = text.compare(0, 5, "cuda:") == 0 ? text.substr(5) : std::string{};
  return !number.empty() && number.size() <= 3 &&
         number.find_first_not_of("0123456789") == std::string::npos;
}

// Returns what is wrong with a value, and how to correct it; empty if the value is valid.
std::string validation_error(const SpecField& field, const std::string& value) {
  const std::string key = field.key;
  if (key == "device")
    return is_device(value) ? "" : value + " is not a device; use auto, cpu, cuda or cuda:N";
  if (key == "target" && trimmed(value).empty()) return "is empty; use top, an index or a label";
  // Checked against the infillers that exist now, because cards may be added and removed.
  if (key == "infill") return infiller_error(value, true);
  if (field.choices.empty() ||
      std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end())
    return "";
  if (value.empty()) return "is empty; use " + join_with_or(field.choices);
  return value + " is unknown; did you mean " + closest_match(value, field.choices) +
         "? Choices: " + join_with_or(field.choices);
}

template <class T>
std::enable_if_t<std::is_arithmetic_v<T>, std::string> validation_error(const SpecField& field,
                                                                        T value) {
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::uint64_t>) {
    return "";
  } else {
    const auto number = static_cast<double>(value);
    if (std::isnan(number))
      return shortest_decimal(value) + " is not a number; " + range_text(field);
    if (number < field.min || number > field.max)
      return shortest_decimal(value) + " is out of range; " + range_text(field);
    return "";
  }
}

// Parses all of `text`, independently of the locale. Returns what is wrong with it, or empty.
// `value` changes only on success.
template <class T>
std::string parse(const SpecField& field, const std::string& text, T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    value = text;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (text != "true" && text != "false" && text != "1" && text != "0" && text != "on" &&
        text != "off" && text != "yes" && text != "no")
      return (text.empty() ? "is empty" : text + " is neither true nor false") +
             "; use true or false";
    value = text == "true" || text == "1" || text == "on" || text == "yes";
  } else {
    const char* begin = text.data();
    const char* const end = begin + text.size();
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') ++begin;
    T parsed{};
    const auto [stop, error] = std::from_chars(begin, end, parsed);
    // An unsigned field does not parse a sign, and an integer stops at a point or an exponent. The
    // text is parsed as a real number too, so that the message can say what is wrong.
    double real = 0;
    const auto as_real = std::from_chars(begin, end, real);
    const bool is_number = as_real.ptr == end && as_real.ec != std::errc::invalid_argument;
    if (text.empty() || !is_number)
      return (text.empty() ? "is empty" : text + " is not a number") + "; " + range_text(field);
    if (error == std::errc::result_out_of_range)
      return text + " is out of range; " + range_text(field);
    if (error == std::errc{} && stop == end) {
      value = parsed;
      return "";
    }
    // 1e3 and 300.0 are whole numbers too.
    if (real != std::floor(real)) return text + " is not a whole number; " + range_text(field);
    constexpr double kMaxExactInteger = 9007199254740992.0;  // 2^53
    if (real < 0 ||
        real > std::min(kMaxExactInteger, static_cast<double>(std::numeric_limits<T>::max())))
      return text + " is out of range; " + range_text(field);
    value = static_cast<T>(real);
  }
  return "";
}

// Sets the field from a JSON value. Returns what is wrong with it, or empty.
template <class T>
std::string read_json(const SpecField& field, const Json& json, T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    // People write "target": 207 for a class index.
    const std::string key = field.key;
    if (json.is_number_integer() && (key == "target" || key == "contrast")) {
      value = json.dump();
    } else if (json.is_string()) {
      value = json.get<std::string>();
    } else {
      return json_excerpt(json) + " is not a string; put it in quotation marks";
    }
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_boolean())
      return json_excerpt(json) + " is neither true nor false; use true or false";
    value = json.get<bool>();
  } else {
    if (!json.is_number()) return json_excerpt(json) + " is not a number; " + range_text(field);
    if (auto problem = parse(field, json.dump(), value); !problem.empty()) return problem;
  }
  return validation_error(field, value);
}

}  // namespace

std::string option_of(const SpecField& field) {
  std::string option = std::string("--") + field.key;
  std::replace(option.begin(), option.end(), '_', '-');
  return option;
}

bool operator==(const RunSpec& a, const RunSpec& b) {
  const auto& fields = spec_fields();
  return std::all_of(fields.begin(), fields.end(), [&](const SpecField& field) {
    return std::visit([&](auto member) { return a.*member == b.*member; }, field.member);
  });
}

const std::vector<SpecField>& spec_fields() {
  static const std::vector<SpecField> fields = make_fields();
  return fields;
}

const SpecField* find_field(const std::string& key) {
  for (const auto& field : spec_fields())
    if (key == field.key) return &field;
  return nullptr;
}

Expected<void> set_field(RunSpec& spec, const SpecField& field, const std::string& text) {
  const std::string problem = std::visit(
      [&](auto member) {
        auto value = spec.*member;
        std::string reason = parse(field, trimmed(text), value);
        if (reason.empty()) reason = validation_error(field, value);
        if (reason.empty()) spec.*member = value;
        return reason;
      },
      field.member);
  if (!problem.empty()) return usage_error(option_of(field) + ": " + problem);
  return {};
}

std::string field_text(const RunSpec& spec, const SpecField& field) {
  return std::visit(
      [&](auto member) -> std::string {
        const auto& value = spec.*member;
        using T = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<T, std::string>)
          return value;
        else if constexpr (std::is_same_v<T, bool>)
          return value ? "true" : "false";
        else
          return shortest_decimal(value);
      },
      field.member);
}

Expected<void> validate(const RunSpec& spec) {
  for (const auto& field : spec_fields()) {
    const std::string problem = std::visit(
        [&](auto member) { return validation_error(field, spec.*member); }, field.member);
    if (!problem.empty()) return usage_error(option_of(field) + ": " + problem);
  }
  const MethodInfo& method = *find_method(spec.method);
  if (applies_to(*find_field("preset"), spec.method) &&
      (spec.preset == "paper") == searches_evidence(spec))
    return usage_error("--preset " + spec.preset + ": does not go with --keep-evidence " +
                       shortest_decimal(spec.keep_evidence) +
                       "; paper has none, quick and standard need a share above 0");
  for (const auto& [key, is_set, reason] :
       {std::tuple{"tv", spec.tv > 0, "pays nothing for edges"},
        std::tuple{"map_upsampling", spec.map_upsampling != RunSpec().map_upsampling,
                   "shows regions"}})
    if (searches_evidence(spec) && is_set)
      return usage_error(option_of(*find_field(key)) + " " + field_text(spec, *find_field(key)) +
                         ": has no effect with --keep-evidence, which " + reason +
                         "; leave it out, or add --preset paper");
  if (!spec.contrast.empty() && !method.answers_contrast)
    return usage_error("--contrast " + spec.contrast + ": " + spec.method +
                       " explains one class, not the difference of two; leave it out, or use "
                       "another method");
  if (spec.mask_role != "none" && !method.accepts_mask)
    return usage_error("--mask-role " + spec.mask_role + ": " + spec.method +
                       " takes no mask; leave it out, or use a method that optimises one");
  if (!spec.mask.empty() && spec.mask_role == "none")
    return usage_error("--mask " + spec.mask +
                       ": needs --mask-role, which says how to use it: start, keep or drop");
  if (method.starts_fully_kept && find_infiller(spec.infill)->preserves_kept_pixels)
    return usage_error("--infill: " + spec.infill + " leaves " + spec.method +
                       " no gradient at the start; use blur, random, mean or local");
  return {};
}

std::string to_json(const RunSpec& spec) {
  Json json;
  for (const auto& field : spec_fields())
    std::visit([&](auto member) { json[field.key] = spec.*member; }, field.member);
  return dump_json(json);
}

Expected<RunSpec> spec_from_json(const std::string& text, const std::string& source) {
  const auto json = parse_json_object(text, source);
  if (!json) return tl::unexpected(json.error());
  const auto set = [&](RunSpec& spec, const SpecField& field, const Json& value) -> Expected<void> {
    const std::string problem = std::visit(
        [&](auto member) { return read_json(field, value, spec.*member); }, field.member);
    if (!problem.empty()) return input_error(source + ": \"" + field.key + "\": " + problem);
    return {};
  };
  // Method, infiller and preset come first, because they determine the defaults.
  RunSpec spec;
  for (const char* key : {"method", "infill", "preset"})
    if (const auto at = json->find(key); at != json->end())
      if (const auto ok = set(spec, *find_field(key), *at); !ok) return tl::unexpected(ok.error());
  FormFields form;
  form.has_lambda = json->contains("lambda");
  if (json->contains("preset")) form.preset = spec.preset;
  if (const auto unit = json->find("lambda_unit"); unit != json->end() && unit->is_string())
    form.lambda_unit = unit->get<std::string>();
  if (const auto share = json->find("keep_evidence"); share != json->end() && share->is_number())
    form.keep_evidence = share->get<double>();
  spec = default_spec(spec.method, json->contains("infill") ? spec.infill : "");
  choose_form(spec, form);
  for (const auto& [key, value] : json->items()) {
    const SpecField* field = find_field(key);
    if (field == nullptr) {
      std::vector<std::string> keys;
      for (const auto& known_field : spec_fields()) keys.emplace_back(known_field.key);
      return input_error(unknown_key_message(source, key, closest_match(key, keys)));
    }
    if (const auto ok = set(spec, *field, value); !ok) return tl::unexpected(ok.error());
  }
  // Files of earlier versions hold values that their method never used.
  return without_unused_fields(std::move(spec));
}

}  // namespace fido
