// Searches several disjoint regions of the open photo, one run after another, each with the regions
// before it dropped (core/run/regions.h).
#pragma once

#include <QObject>

#include <filesystem>

#include "core/run/regions.h"
#include "ui/engine/workspace.h"

namespace fido::ui {

class RegionSearch : public QObject {
  Q_OBJECT
 public:
  explicit RegionSearch(Workspace& workspace, QObject* parent = nullptr);

  // Starts a search of up to `most` regions. The run on screen is the first one if it is complete
  // and answers the current question. Errors (usage): the settings cannot be searched.
  Expected<void> begin(int most);
  void cancel();
  bool isActive() const { return is_active_; }

  // Returns whether `result` comes from a run after the first, which may well find no other region.
  bool isFurther(const RunResult& result) const {
    return result.spec.mask_role == "drop" && (is_active_ || &result == further_.get());
  }

  // What has been found so far. After the search, the answers come in one by one.
  const RegionSet& set() const { return set_; }
  const Image& input() const { return input_; }  // the photo as the classifier sees it
  const Prediction& target() const { return target_; }
  int most() const { return most_; }

 signals:
  void changed();  // a region, an answer, a step of the run under way, or the end

 private:
  void take(const Run& run);
  void startNext();
  void askNext();
  void end();  // without stopping the run under way
  void forget();

  Workspace& workspace_;
  MaskRequestChannel channel_;
  MaskRequest request_;
  RegionSet set_;
  Image input_;
  Prediction target_;
  RunSpec question_;                          // of the first run
  std::filesystem::path classifier_;          // its card
  std::shared_ptr<const RunResult> further_;  // of the latest run after the first
  int most_ = 0;
  bool is_active_ = false;
};

}  // namespace fido::ui
