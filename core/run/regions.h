// Several explanations of one photo: disjoint regions, each of which sustains the class (an eye;
// the other eye). After the first, the next is searched with those before dropped.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/run/engine.h"

namespace fido {

inline constexpr int kMaxRegions = 5;

struct FoundRegion {
  Plane mask;       // input size, 1 in the region
  double area = 0;  // share of the map, [0, 1]
  // p(target) under masks drawn from the run's map, and the share of the evidence that they keep.
  double probability_under_masks = 0, evidence_reached = 0;
};

// What the classifier answers if only these regions are kept and the rest is infilled.
struct RegionAnswer {
  std::vector<std::size_t> regions;  // indices, from 0
  double probability = 0, score = 0;
};

struct RegionSet {
  std::vector<FoundRegion> regions;
  // Each region alone, every pair, and all of them if there are more than two.
  std::vector<RegionAnswer> answers;
  // The share that the masks of the next run kept, where that was too little; the search then ended
  // before it had as many regions as were asked for.
  std::optional<double> reached_by_next;
};

// Checks that the regions of such a run can be searched. Errors (usage): it is not SSR with
// keep_evidence, or it has a hand-made mask.
Expected<void> check_regions(const RunSpec& spec);

// Returns the region of a finished run, without the pixels of `earlier` regions, which it dropped
// up to the cells of its grid. It can be empty.
FoundRegion region_of(const RunResult& result, const std::vector<FoundRegion>& earlier);
// Returns whether the run's masks keep the evidence that was asked for.
bool is_sufficient(const RunResult& result);
// Returns the mask of the next run, 1 = may be kept, for mask_role "drop".
Plane mask_without(const std::vector<FoundRegion>& regions);
// Returns the sets of regions that RegionSet::answers lists.
std::vector<std::vector<std::size_t>> region_combinations(std::size_t count);
// Returns the question what the classifier answers if only these regions are kept.
MaskQuestion question_of(const RegionSet& set, const std::vector<std::size_t>& regions,
                         const RunSpec& spec, int target, ImagePtr photo);

// Searches up to `most` regions, of which `first` has found the first. `run` makes a run with a
// mask for mask_role "drop"; `ask` answers a mask question. Errors: those of `run` and `ask`.
using RunWithMask =
    std::function<Expected<std::shared_ptr<const RunResult>>(std::shared_ptr<const Plane> mask)>;
using AskMask = std::function<Expected<std::shared_ptr<const MaskAnswer>>(MaskQuestion question)>;
Expected<RegionSet> find_regions(const RunResult& first, ImagePtr photo, int most,
                                 const RunWithMask& run, const AskMask& ask);

// Returns the content of regions.json.
std::string regions_json(const RegionSet& set, int most);
// Writes regions.png (the input with coloured, numbered regions), then regions.json, into `folder`.
// Errors (input): a file cannot be written.
Expected<void> write_regions(const std::filesystem::path& folder, const RegionSet& set, int most,
                             const Image& input);

// Returns `most` of regions.json in `folder`; 0 if there is none that can be read.
int regions_asked_for(const std::filesystem::path& folder);

}  // namespace fido
