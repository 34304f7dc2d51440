// Shows the current mask under every infiller at once: the live form of the paper's Figs. 3 and 4.
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/infill/infillers.h"
#include "ui/document/document.h"
#include "ui/engine/engine_bridge.h"

namespace fido::ui {

// Asks about one infiller after the other as soon as the mask has not changed for a moment, and
// only while the gallery is visible. The mask of a run is asked about when the run has ended, so
// that the gallery does not slow the run down.
class Gallery : public QObject {
  Q_OBJECT

 public:
  struct Item {
    const InfillerInfo* infiller;
    // At the classifier's input size. Shows the previous mask while `stale`.
    std::shared_ptr<const Image> picture;
    std::optional<double> probability;  // of the target; the mean for a stochastic infiller
    bool stale = true;
  };

  Gallery(const Document& document, EngineBridge& bridge, QObject* parent = nullptr);

  const std::vector<Item>& items() const { return items_; }
  // Tells whether the gallery is visible.
  void setWatched(bool watched);

 signals:
  void changed();

 private:
  void markStale();
  void clearPictures();
  void askNext();
  void setAnswer(std::size_t index, const Expected<MaskAnswerPtr>& answer);

  const Document& document_;
  std::vector<Item> items_;
  QTimer settle_timer_;
  bool watched_ = false;
  MaskRequestChannel channel_;
  MaskRequest request_;
};

}  // namespace fido::ui
