#include "ui/engine/gallery.h"

#include <algorithm>

namespace fido::ui {
namespace {

constexpr int kSettleMs = 150;

}  // namespace

Gallery::Gallery(const Document& document, EngineBridge& bridge, QObject* parent)
    : QObject(parent), document_(document), channel_(bridge.maskRequests()) {
  for (const InfillerInfo& info : infillers()) items_.push_back({&info, {}, {}, true});
  settle_timer_.setSingleShot(true);
  settle_timer_.setInterval(kSettleMs);
  connect(&settle_timer_, &QTimer::timeout, this, &Gallery::askNext);
  connect(&document_.masks(), &Masks::pixelsChanged, this, &Gallery::markStale);
  connect(&document_.masks(), &Masks::currentChanged, this, &Gallery::markStale);
  connect(&document_, &Document::runChanged, this, &Gallery::markStale);
  connect(&document_, &Document::frameChanged, this, &Gallery::markStale);
  connect(&document_, &Document::maskKindChanged, this, &Gallery::markStale);
  connect(&document_, &Document::questionChanged, this, &Gallery::markStale);
  connect(&document_, &Document::photoChanged, this, &Gallery::clearPictures);
  connect(&document_, &Document::predictionsChanged, this, &Gallery::clearPictures);
}

void Gallery::setWatched(bool watched) {
  watched_ = watched;
  if (!watched_) request_.cancel();
  if (watched_ &&
      std::any_of(items_.begin(), items_.end(), [](const Item& item) { return item.stale; }))
    settle_timer_.start();
}

void Gallery::markStale() {
  request_.cancel();
  for (Item& item : items_) item.stale = true;
  settle_timer_.start();
  emit changed();
}

void Gallery::clearPictures() {
  for (Item& item : items_) {
    item.picture.reset();
    item.probability.reset();
  }
  markStale();
}

void Gallery::askNext() {
  request_.cancel();
  const Run* run = document_.run();
  const bool is_settled = document_.byHand() || (run && (run->result || !document_.isLive()));
  if (!watched_ || !is_settled || !document_.photo() || !document_.classifier() ||
      document_.target() < 0)
    return;
  const auto next =
      std::find_if(items_.begin(), items_.end(), [](const Item& item) { return item.stale; });
  if (next == items_.end()) return;
  MaskQuestion question;
  question.photo = document_.photo()->pixels;
  question.mask = document_.byHand() ? document_.paintedMask() : document_.shown().mask;
  if (question.mask.empty()) return;
  question.is_soft = document_.byHand() && document_.isPaintedMaskSoft();
  question.infill = next->infiller->id;
  question.target = std::to_string(document_.target());
  question.samples = samples_per_picture(next->infiller);
  question.seed = document_.spec().seed;
  const auto index = static_cast<std::size_t>(next - items_.begin());
  request_ = channel_.ask(
      std::move(question),
      [this, index](const Expected<MaskAnswerPtr>& answer) { setAnswer(index, answer); });
}

// Leaves the item without a picture if the infiller or the classifier failed.
void Gallery::setAnswer(std::size_t index, const Expected<MaskAnswerPtr>& answer) {
  Item& item = items_[index];
  item.picture = answer ? std::shared_ptr<const Image>(*answer, &(*answer)->infilled) : nullptr;
  item.probability = answer ? std::optional((*answer)->target_after.probability) : std::nullopt;
  item.stale = false;
  emit changed();
  askNext();
}

}  // namespace fido::ui
