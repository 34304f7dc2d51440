#include "core/evaluate/evaluation_settings.h"

#include <algorithm>
#include <tuple>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/process.h"
#include "core/infill/infillers.h"
#include "core/model/infiller_card.h"

namespace fido {
namespace {

constexpr int kFormat = 1;

// Fields that are not the method's: the photo decides on them, or the machine.
constexpr const char* kForeignFields[] = {"classifier", "target", "threads"};

Json to_json(const EvaluationSettings::Method& method) {
  Json json{{"method", method.method}, {"infill", method.infill}};
  if (method.infill.empty()) return json;
  json["spec"] = Json::parse(to_json(method.spec));
  for (const char* field : kForeignFields) json["spec"].erase(field);
  if (!method.infill_sha256.empty()) json["infill_sha256"] = method.infill_sha256;
  if (!method.maskers.empty()) json["maskers"] = method.maskers;
  return json;
}

std::string text_of(const Json& json, const char* key) {
  return json.contains(key) ? json.at(key).get<std::string>() : std::string();
}

Expected<EvaluationSettings::Method> method_from(const Json& json, const std::string& source) {
  EvaluationSettings::Method out;
  out.method = json.at("method").get<std::string>();
  out.infill = json.at("infill").get<std::string>();
  if (!json.contains("spec")) return out;
  auto spec = spec_from_json(json.at("spec").dump(), source);
  if (!spec) return tl::unexpected(spec.error());
  out.spec = std::move(*spec);
  out.infill_sha256 = text_of(json, "infill_sha256");
  if (json.contains("maskers")) out.maskers = json.at("maskers").get<std::vector<std::string>>();
  return out;
}

// Throws what Json throws where the document is not an evaluation's.
Expected<EvaluationSettings> settings_from(const Json& json, const std::string& source) {
  EvaluationSettings out;
  out.version = json.at("version").get<std::string>();
  out.boxes_sha256 = json.at("boxes_sha256").get<std::string>();
  out.limit = json.at("limit").get<std::string>();
  out.photos = json.at("photos").get<std::size_t>();
  out.photos_sha256 = json.at("photos_sha256").get<std::string>();
  for (const auto& one : json.at("classifiers"))
    out.classifiers.push_back({one.at("id").get<std::string>(), one.at("sha256").get<std::string>(),
                               one.at("fingerprint").get<std::string>()});
  if (json.contains("metrics")) out.metrics = json.at("metrics").get<std::vector<std::string>>();
  if (const auto judge = json.find("judge"); judge != json.end())
    out.judge = {{judge->at("infill").get<std::string>(), judge->at("sha256").get<std::string>()}};
  for (const auto& one : json.at("methods")) {
    auto method = method_from(one, source);
    if (!method) return tl::unexpected(method.error());
    out.methods.push_back(std::move(*method));
  }
  return out;
}

auto comparable(const EvaluationSettings::Judge& judge) {
  return std::tie(judge.infill, judge.sha256);
}

}  // namespace

bool operator==(const EvaluationSettings::Classifier& a, const EvaluationSettings::Classifier& b) {
  return std::tie(a.id, a.sha256, a.fingerprint) == std::tie(b.id, b.sha256, b.fingerprint);
}

bool operator==(const EvaluationSettings::Method& a, const EvaluationSettings::Method& b) {
  const auto spec_of = [](RunSpec spec) {
    const RunSpec defaults;
    for (const char* field : kForeignFields)
      std::visit([&](auto member) { spec.*member = defaults.*member; }, find_field(field)->member);
    return spec;
  };
  return std::tie(a.method, a.infill, a.infill_sha256, a.maskers) ==
             std::tie(b.method, b.infill, b.infill_sha256, b.maskers) &&
         (a.infill.empty() || spec_of(a.spec) == spec_of(b.spec));
}

bool operator==(const EvaluationSettings& a, const EvaluationSettings& b) {
  const bool same_judge = a.judge.has_value() == b.judge.has_value() &&
                          (!a.judge || comparable(*a.judge) == comparable(*b.judge));
  return same_judge &&
         std::tie(a.boxes_sha256, a.limit, a.photos, a.photos_sha256, a.metrics) ==
             std::tie(b.boxes_sha256, b.limit, b.photos, b.photos_sha256, b.metrics) &&
         a.classifiers == b.classifiers && a.methods == b.methods;
}

std::string to_json(const EvaluationSettings& settings) {
  Json json;
  json["format"] = kFormat;
  json["version"] = settings.version;
  json["boxes_sha256"] = settings.boxes_sha256;
  json["limit"] = settings.limit;
  json["photos"] = settings.photos;
  json["photos_sha256"] = settings.photos_sha256;
  for (const auto& one : settings.classifiers)
    json["classifiers"].push_back(
        {{"id", one.id}, {"sha256", one.sha256}, {"fingerprint", one.fingerprint}});
  for (const auto& group : settings.metrics) json["metrics"].push_back(group);
  if (settings.judge)
    json["judge"] = {{"infill", settings.judge->infill}, {"sha256", settings.judge->sha256}};
  for (const auto& method : settings.methods) json["methods"].push_back(to_json(method));
  return dump_json(json);
}

Expected<EvaluationSettings> load_evaluation_settings(const std::filesystem::path& file) {
  const std::string source = file.string();
  const auto text = read_file(file);
  if (!text) return tl::unexpected(text.error());
  const auto json = parse_json_object(*text, source);
  if (!json) return tl::unexpected(json.error());
  try {
    if (const int format = json->at("format").get<int>(); format != kFormat)
      return input_error(source + ": has format " + std::to_string(format) +
                         ", and this version reads format " + std::to_string(kFormat) +
                         "; update Fidoscope");
    return settings_from(*json, source);
  } catch (const Json::exception&) {
    return input_error(source + ": is not the settings of an evaluation");
  }
}

std::string infiller_weights_sha256(const std::string& infill) {
  const InfillerInfo* info = find_infiller(infill);
  if (!info || !info->learned()) return {};
  const auto card = load_infiller_card(info->card);
  return card ? card->sha256 : std::string();
}

}  // namespace fido
