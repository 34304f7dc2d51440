// The mask that is shown under every infiller at once: the live form of the paper's Figs. 3 and 4.
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

// Asked one after the other once the mask has been still for a moment, and only while somebody
// looks. A run is not slowed while nobody edits: its own changing mask is asked about when it has
// ended.
class Gallery : public QObject {
  Q_OBJECT

 public:
  struct Item {
    const InfillerInfo* infiller;
    // at the classifier's input size; of the mask before while `stale`
    std::shared_ptr<const Image> picture;
    std::optional<double> probability;  // of the target; the mean for a stochastic infiller
    bool stale = true;
  };

  Gallery(const Document& document, EngineBridge& bridge, QObject* parent = nullptr);

  const std::vector<Item>& items() const { return items_; }
  void setWatched(bool watched);

 signals:
  void changed();

 private:
  void outdate();
  void clear();
  void askNext();
  void showAnswer(std::size_t item, const Expected<MaskAnswerPtr>& answer);

  const Document& document_;
  std::vector<Item> items_;
  QTimer still_;
  bool watched_ = false;
  MaskRequestChannel channel_;
  MaskRequest request_;
};

}  // namespace fido::ui
