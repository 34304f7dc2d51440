#include "core/run/run_spec.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <type_traits>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"

namespace fido {
namespace {

constexpr double kAnyInt = std::numeric_limits<int>::max();
constexpr double kRangeLambda = 1;  // docs/adr/0010: the least region that still sustains the class
constexpr double kMaxWeight = 1e6;  // the loss stays finite for any picture
// the least number that is not 0
constexpr double kAboveZero = std::numeric_limits<double>::denorm_min();

std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (const auto& info : methods()) names.push_back(info.id);
  return names;
}

std::vector<std::string> run_infiller_names() {
  std::vector<std::string> names;
  for (const auto& info : infillers())
    if (info.for_runs) names.push_back(info.id);
  return names;
}

std::vector<SpecField> make_fields() {
  using S = RunSpec;
  constexpr auto question = SpecScope::question, setting = SpecScope::setting,
                 machine = SpecScope::machine;
  const std::vector<std::string> any;
  constexpr double kAnySeed = static_cast<double>(std::numeric_limits<std::uint64_t>::max());
  // key, symbol, scope, member, least, most, choices, advanced, help
  return {
      {"classifier", "", question, &S::classifier, 0, 0, any, false,
       "the network that is asked: an id from the catalogue or the path of a card"},
      {"method", "", question, &S::method, 0, 0, method_names(), false,
       "which question is asked: keep the least that sustains the class, or drop the least that "
       "destroys it"},
      {"infill", "", question, &S::infill, 0, 0, run_infiller_names(), false,
       "what takes the place of dropped pixels; a better fill leaves less of its own evidence in "
       "the map"},
      {"target", "c", question, &S::target, 0, 0, any, false,
       "the class to explain: top, an index or a label"},
      {"contrast", "", setting, &S::contrast, 0, 0, any, false,
       "explain the target against this class (an index or a label); empty for the target alone"},
      {"lambda", "λ", setting, &S::lambda, 0, kMaxWeight, any, false,
       "price of each kept pixel (of each dropped one when the question is what to drop); larger "
       "means a smaller region"},
      {"lambda_unit",
       "",
       setting,
       &S::lambda_unit,
       0,
       0,
       {"pixel", "range"},
       false,
       "what λ is the price of: one pixel, as in the paper; or all of them together, in multiples "
       "of the photo's score range (from untouched to all infilled), which means the same for "
       "every photo and infiller"},
      {"tv", "λ_TV", setting, &S::tv, 0, kMaxWeight, any, true,
       "price of rough edges (squared total variation); larger means smoother, rounder regions"},
      {"iterations", "", setting, &S::iterations, 1, 100'000, any, false,
       "steps of the optimiser; more steps settle the map further and take longer"},
      {"samples", "S", setting, &S::samples, 1, 256, any, true,
       "masks drawn in each step, as one batch; more mean less noise and slower steps"},
      {"grid", "θ", setting, &S::grid, 1, 1024, any, true,
       "θ has this many rows and columns; a finer grid draws finer and more scattered regions"},
      {"area", "a", setting, &S::area, kAboveZero, 1, any, false,
       "share of the photo that the region takes up; smaller shows only what counts most"},
      {"learning_rate", "", setting, &S::learning_rate, kAboveZero, 10, any, true,
       "the optimiser's first step size, falling linearly to 0; larger moves faster and less "
       "steadily"},
      {"temperature", "T", setting, &S::temperature, 1e-3, 10, any, true,
       "of the concrete distribution; lower means harder masks and noisier gradients"},
      {"warmup", "", setting, &S::warmup, 0, kAnyInt, any, true,
       "steps over which the penalty rises from 0 to its full weight; a longer rise lets the class "
       "settle first"},
      {"stratified", "u", setting, &S::stratified, 0, 1, any, true,
       "draw u evenly over the batch of masks: the same answer on average with less noise"},
      {"noise_block", "", setting, &S::noise_block, 1, 1024, any, true,
       "masks are drawn in squares of this many pixels a side; 1 draws every pixel by itself, "
       "larger ones leave less to restore from"},
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
       "masks drawn from the finished map for the marginal confidence; more narrow its interval"},
      {"mask", "", question, &S::mask, 0, 0, any, true,
       "a picture of any size for --mask-role: white is kept, black dropped"},
      {"mask_role",
       "",
       question,
       &S::mask_role,
       0,
       0,
       {"none", "start", "keep", "drop"},
       true,
       "what a hand-made mask is to the run: its start, or what stays kept or dropped throughout"},
      {"seed", "", setting, &S::seed, 0, kAnySeed, any, true,
       "starts the random numbers; the same seed on the same machine gives the same map"},
      {"randomized_layers", "", question, &S::randomized_layers, 0, 10'000, any, true,
       "shuffle the weights of this many layers, counted from the output, beforehand: a map that "
       "stays the same never depended on them (Adebayo et al. 2018)"},
      {"device", "", machine, &S::device, 0, 0, any, true,
       "where the network runs: auto, cpu, cuda or cuda:N; auto takes a GPU where there is one"},
      {"precision",
       "",
       machine,
       &S::precision,
       0,
       0,
       {"fp32", "bf16"},
       true,
       "fp32, or bf16, which may run faster and changes the map slightly"},
      {"threads", "", machine, &S::threads, 0, 1024, any, true,
       "processor threads; 0 takes one for each core"},
  };
}

// "use a whole number from 1 to 256"
std::string range_of(const SpecField& field) {
  const bool real = std::holds_alternative<double RunSpec::*>(field.member);
  const auto bound = [&](double value) {
    return real ? number_text(value) : number_text(static_cast<std::uint64_t>(value));
  };
  const std::string kind = real ? "use a number " : "use a whole number ";
  if (std::holds_alternative<std::uint64_t RunSpec::*>(field.member))
    return kind + "from 0 to 18446744073709551615";
  if (field.min == kAboveZero) return kind + "greater than 0 and at most " + bound(field.max);
  if (!real && field.max == kAnyInt) return kind + "of at least " + bound(field.min);
  return kind + "from " + bound(field.min) + " to " + bound(field.max);
}

bool is_device(const std::string& text) {
  if (text == "auto" || text == "cpu" || text == "cuda") return true;
  const std::string number = text.compare(0, 5, "cuda:") == 0 ? text.substr(5) : std::string{};
  return !number.empty() && number.size() <= 3 &&
         number.find_first_not_of("0123456789") == std::string::npos;
}

// What is wrong with a value, and the way out; empty when nothing is.
std::string validation_error(const SpecField& field, const std::string& value) {
  const std::string key = field.key;
  if (key == "device")
    return is_device(value) ? "" : value + " is no device; use auto, cpu, cuda or cuda:N";
  if (key == "target" && trimmed(value).empty()) return "is empty; use top, an index or a label";
  // those of the moment: cards come and go
  if (key == "infill") return infiller_error(value, true);
  if (field.choices.empty() ||
      std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end())
    return "";
  if (value.empty()) return "is empty; use " + listed(field.choices);
  return value + " is unknown; did you mean " + nearest(value, field.choices) +
         "? Choices: " + listed(field.choices);
}

template <class T>
std::enable_if_t<std::is_arithmetic_v<T>, std::string> validation_error(const SpecField& field,
                                                                        T value) {
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::uint64_t>) {
    return "";
  } else {
    const auto number = static_cast<double>(value);
    if (std::isnan(number)) return number_text(value) + " is not a number; " + range_of(field);
    if (number < field.min || number > field.max)
      return number_text(value) + " is out of range; " + range_of(field);
    return "";
  }
}

// Reads all of `text` as a number; nothing of `value` changes otherwise. Independent of the locale.
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
    T read{};
    const auto [stop, error] = std::from_chars(begin, end, read);
    // An unsigned field does not read a sign, and an integer stops at a point or exponent: both
    // deserve better words.
    double real = 0;
    const auto as_real = std::from_chars(begin, end, real);
    const bool number = as_real.ptr == end && as_real.ec != std::errc::invalid_argument;
    if (text.empty() || !number)
      return (text.empty() ? "is empty" : text + " is not a number") + "; " + range_of(field);
    if (error == std::errc::result_out_of_range)
      return text + " is out of range; " + range_of(field);
    if (error == std::errc{} && stop == end) {
      value = read;
      return "";
    }
    // 1e3 and 300.0 are whole numbers too.
    if (real != std::floor(real)) return text + " is not a whole number; " + range_of(field);
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (real < 0 || real > std::min(kExact, static_cast<double>(std::numeric_limits<T>::max())))
      return text + " is out of range; " + range_of(field);
    value = static_cast<T>(real);
  }
  return "";
}

// Sets the field from a JSON value; what is wrong, or empty.
template <class T>
std::string read_json(const SpecField& field, const Json& json, T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    // "target": 207 is what a person writes for a class.
    const std::string key = field.key;
    if (json.is_number_integer() && (key == "target" || key == "contrast")) {
      value = json.dump();
    } else if (json.is_string()) {
      value = json.get<std::string>();
    } else {
      return shown(json) + " is not a text; put it in quotation marks";
    }
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!json.is_boolean()) return shown(json) + " is neither true nor false; use true or false";
    value = json.get<bool>();
  } else {
    if (!json.is_number()) return shown(json) + " is not a number; " + range_of(field);
    if (auto wrong = parse(field, json.dump(), value); !wrong.empty()) return wrong;
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

RunSpec default_spec(const std::string& method, const std::string& infill) {
  const MethodInfo* info = find_method(method);
  RunSpec spec = info ? info->defaults : RunSpec();
  spec.method = method;
  if (!infill.empty()) spec.infill = infill;
  if (spec.infill.empty()) spec.infill = default_infiller();
  const InfillerInfo* infiller = find_infiller(spec.infill);
  if (infiller && infiller->learned() && info && info->samples_masks)
    spec = with_lambda_unit(spec, "range");
  return spec;
}

RunSpec with_lambda_unit(RunSpec spec, const std::string& unit) {
  const MethodInfo* info = find_method(spec.method);
  spec.lambda_unit = unit;
  spec.lambda = unit == "range" ? kRangeLambda : info ? info->defaults.lambda : RunSpec().lambda;
  return spec;
}

void resolve_lambda_unit(RunSpec& spec, bool lambda_given, const std::string& unit) {
  if (!unit.empty() && unit != spec.lambda_unit)
    spec = with_lambda_unit(spec, unit);
  else if (unit.empty() && lambda_given)
    spec = with_lambda_unit(spec, "pixel");
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
  const std::string wrong = std::visit(
      [&](auto member) {
        auto value = spec.*member;
        std::string why = parse(field, trimmed(text), value);
        if (why.empty()) why = validation_error(field, value);
        if (why.empty()) spec.*member = value;
        return why;
      },
      field.member);
  if (!wrong.empty()) return usage_error(option_of(field) + ": " + wrong);
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
          return number_text(value);
      },
      field.member);
}

Expected<void> validate(const RunSpec& spec) {
  for (const auto& field : spec_fields()) {
    const std::string wrong = std::visit(
        [&](auto member) { return validation_error(field, spec.*member); }, field.member);
    if (!wrong.empty()) return usage_error(option_of(field) + ": " + wrong);
  }
  const MethodInfo& method = *find_method(spec.method);
  if (!spec.contrast.empty() && !method.answers_contrast)
    return usage_error("--contrast " + spec.contrast + ": " + spec.method +
                       " explains one class and not the difference of two; leave it out, or take "
                       "another method");
  if (spec.mask_role != "none" && !method.accepts_mask)
    return usage_error("--mask-role " + spec.mask_role + ": " + spec.method +
                       " takes no mask; leave it out, or take a method that optimises one");
  if (!spec.mask.empty() && spec.mask_role == "none")
    return usage_error("--mask " + spec.mask +
                       ": say with --mask-role what it is for: start, keep or drop");
  if (method.starts_fully_kept && find_infiller(spec.infill)->preserves_kept_pixels)
    return usage_error("--infill: " + spec.infill + " gives " + spec.method +
                       " no gradient to begin with; use blur, random, mean or local");
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
    const std::string wrong = std::visit(
        [&](auto member) { return read_json(field, value, spec.*member); }, field.member);
    if (!wrong.empty()) return input_error(source + ": \"" + field.key + "\": " + wrong);
    return {};
  };
  // Method and infiller first: they decide on the defaults.
  RunSpec spec;
  for (const char* key : {"method", "infill"})
    if (const auto at = json->find(key); at != json->end())
      if (const auto ok = set(spec, *find_field(key), *at); !ok) return tl::unexpected(ok.error());
  spec = default_spec(spec.method, json->contains("infill") ? spec.infill : "");
  resolve_lambda_unit(spec, json->contains("lambda"),
                      json->contains("lambda_unit") && (*json)["lambda_unit"].is_string()
                          ? (*json)["lambda_unit"].get<std::string>()
                          : "");
  for (const auto& [key, value] : json->items()) {
    const SpecField* field = find_field(key);
    if (field == nullptr) {
      std::vector<std::string> keys;
      for (const auto& known : spec_fields()) keys.emplace_back(known.key);
      return input_error(unknown_key(source, key, nearest(key, keys)));
    }
    if (const auto ok = set(spec, *field, value); !ok) return tl::unexpected(ok.error());
  }
  // Files of earlier versions hold values that their method never used.
  return without_unused_fields(std::move(spec));
}

}  // namespace fido
