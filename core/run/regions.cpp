#include "core/run/regions.h"

#include <algorithm>
#include <numeric>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/image/codec.h"
#include "core/image/region_picture.h"
#include "core/image/resample.h"
#include "core/run/methods.h"
#include "core/run/results.h"

namespace fido {
namespace {

constexpr int kFormat = 1;
constexpr const char* kFile = "regions.json";

void clear_regions(Plane& mask, const std::vector<FoundRegion>& regions) {
  for (const FoundRegion& region : regions)
    for (std::size_t i = 0; i < mask.values.size(); ++i)
      if (region.mask.values[i] > 0) mask.values[i] = 0;
}

}  // namespace

Expected<void> check_regions(const RunSpec& spec) {
  const MethodInfo* method = find_method(spec.method);
  if (!method || !method->keeps_important || method->is_joint || !searches_evidence(spec))
    return usage_error(
        "--regions: needs a method that keeps a share of the evidence; use --method fido-ssr and "
        "--keep-evidence");
  if (spec.mask_role != "none")
    return usage_error("--regions: each run drops the regions before it; leave out --mask-role");
  return {};
}

FoundRegion region_of(const RunResult& result, const std::vector<FoundRegion>& earlier) {
  FoundRegion out;
  out.mask = mask_from_saliency(result.map, true);
  clear_regions(out.mask, earlier);
  out.area = static_cast<double>(std::count(out.mask.values.begin(), out.mask.values.end(), 1.F)) /
             static_cast<double>(out.mask.values.size());
  out.probability_under_masks = probability_after(result);
  out.evidence_reached = result.evidence_reached.value_or(0);
  return out;
}

bool is_sufficient(const RunResult& result) {
  return result.spec.keep_evidence - result.evidence_reached.value_or(0) <= kEvidenceTolerance;
}

Plane mask_without(const std::vector<FoundRegion>& regions) {
  Plane out(regions.front().mask.width, regions.front().mask.height, 1.F);
  clear_regions(out, regions);
  return out;
}

std::vector<std::vector<std::size_t>> region_combinations(std::size_t count) {
  std::vector<std::vector<std::size_t>> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back({i});
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = i + 1; j < count; ++j) out.push_back({i, j});
  if (count > 2) {
    out.emplace_back(count);
    std::iota(out.back().begin(), out.back().end(), std::size_t{0});
  }
  return out;
}

MaskQuestion question_of(const RegionSet& set, const std::vector<std::size_t>& regions,
                         const RunSpec& spec, int target, ImagePtr photo) {
  MaskQuestion question;
  question.photo = std::move(photo);
  question.mask = Plane(set.regions.front().mask.width, set.regions.front().mask.height);
  for (const std::size_t index : regions) {
    const auto& region = set.regions[index].mask.values;
    std::transform(region.begin(), region.end(), question.mask.values.begin(),
                   question.mask.values.begin(), [](float a, float b) { return std::max(a, b); });
  }
  question.infill = spec.infill;
  question.target = std::to_string(target);
  question.seed = spec.seed;
  question.top_k = 1;
  return question;
}

Expected<RegionSet> find_regions(const RunResult& first, ImagePtr photo, int most,
                                 const RunWithMask& run, const AskMask& ask) {
  RegionSet set;
  set.regions.push_back(region_of(first, {}));
  while (static_cast<int>(set.regions.size()) < most) {
    const auto next = run(std::make_shared<const Plane>(mask_without(set.regions)));
    if (!next) return tl::unexpected(next.error());
    const FoundRegion region = region_of(**next, set.regions);
    if (!is_sufficient(**next)) set.reached_by_next = region.evidence_reached;
    if (set.reached_by_next || region.area <= 0) break;
    set.regions.push_back(region);
  }
  for (const auto& combination : region_combinations(set.regions.size())) {
    const auto answer = ask(question_of(set, combination, first.spec, first.target, photo));
    if (!answer) return tl::unexpected(answer.error());
    set.answers.push_back(
        {combination, (*answer)->target_after.probability, (*answer)->target_after.score});
  }
  return set;
}

std::string regions_json(const RegionSet& set, int most) {
  Json json{{"format", kFormat}, {"asked_for", most}};
  for (const FoundRegion& region : set.regions)
    json["regions"].push_back({{"area", region.area},
                               {"probability_under_masks", region.probability_under_masks},
                               {"evidence_reached", region.evidence_reached}});
  for (const RegionAnswer& answer : set.answers) {
    Json numbers = Json::array();  // from 1, as in the picture
    for (const std::size_t index : answer.regions) numbers.push_back(index + 1);
    json["kept"].push_back(
        {{"regions", numbers}, {"probability", answer.probability}, {"score", answer.score}});
  }
  if (set.reached_by_next) json["evidence_reached_by_next"] = *set.reached_by_next;
  return dump_json(json);
}

Expected<void> write_regions(const std::filesystem::path& folder, const RegionSet& set, int most,
                             const Image& input) {
  std::vector<Plane> masks;
  for (const FoundRegion& region : set.regions) masks.push_back(region.mask);
  if (auto ok = save_png(folder / "regions.png", draw_regions(input, masks)); !ok) return ok;
  return write_file(folder / kFile, regions_json(set, most));
}

int regions_asked_for(const std::filesystem::path& folder) {
  const auto text = read_file(folder / kFile);
  if (!text) return 0;
  const auto json = parse_json_object(*text, kFile);
  if (!json || !json->contains("asked_for") || !json->at("asked_for").is_number_integer()) return 0;
  return json->at("asked_for").get<int>();
}

}  // namespace fido
