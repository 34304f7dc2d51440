#include "ui/engine/gallery.h"

#include <algorithm>

namespace fido::ui {
namespace {

constexpr int kStillMs = 150, kSamples = 8;

}  // namespace

Gallery::Gallery(const Document& document, EngineBridge& bridge, QObject* parent)
    : QObject(parent), document_(document), bridge_(bridge) {
  for (const InfillerInfo& info : infillers()) items_.push_back({&info, {}, {}, true});
  asked_ = items_.size();
  still_.setSingleShot(true);
  still_.setInterval(kStillMs);
  connect(&still_, &QTimer::timeout, this, &Gallery::askNext);
  connect(&document_.masks(), &Masks::changed, this, &Gallery::outdate);
  connect(&document_.masks(), &Masks::currentChanged, this, &Gallery::outdate);
  connect(&document_, &Document::runChanged, this, &Gallery::outdate);
  connect(&document_, &Document::frameChanged, this, &Gallery::outdate);
  connect(&document_, &Document::maskKindChanged, this, &Gallery::outdate);
  connect(&document_, &Document::questionChanged, this, &Gallery::outdate);
  connect(&document_, &Document::photoChanged, this, &Gallery::clear);
  connect(&document_, &Document::predictionsChanged, this, &Gallery::clear);
  connect(
      &bridge_, &EngineBridge::answeredLater, this,
      [this](const std::shared_ptr<const MaskAnswer>& answer) {
        if (asked_ >= items_.size()) return;
        Item& item = items_[asked_];
        item.picture = answer ? std::shared_ptr<const Image>(answer, &answer->infilled) : nullptr;
        item.probability = answer ? std::optional(answer->target_after.probability) : std::nullopt;
        item.stale = false;
        emit changed();
        askNext();
      });
}

void Gallery::setWatched(bool watched) {
  watched_ = watched;
  if (!watched_) asked_ = items_.size();  // what comes now is for somebody else
  if (watched_ &&
      std::any_of(items_.begin(), items_.end(), [](const Item& item) { return item.stale; }))
    still_.start();
}

void Gallery::outdate() {
  bridge_.forgetLater();
  asked_ = items_.size();
  for (Item& item : items_) item.stale = true;
  still_.start();
  emit changed();
}

void Gallery::clear() {
  for (Item& item : items_) {
    item.picture.reset();
    item.probability.reset();
  }
  outdate();
}

void Gallery::askNext() {
  asked_ = items_.size();
  const Run* run = document_.run();
  const bool settled = document_.byHand() || (run && (run->result || !document_.live()));
  if (!watched_ || !settled || !document_.photo() || !document_.classifier() ||
      document_.target() < 0)
    return;
  const auto next =
      std::find_if(items_.begin(), items_.end(), [](const Item& item) { return item.stale; });
  if (next == items_.end()) return;
  MaskQuestion question;
  question.photo = document_.photo()->pixels;
  question.mask = document_.byHand() ? document_.handMask() : document_.shown().mask;
  if (question.mask.empty()) return;
  question.soft = document_.byHand() && document_.handIsSoft();
  question.infill = next->infiller->id;
  question.target = std::to_string(document_.target());
  question.samples = next->infiller->stochastic ? kSamples : 1;
  question.seed = document_.spec().seed;
  asked_ = static_cast<std::size_t>(next - items_.begin());
  bridge_.askLater(std::move(question));
}

}  // namespace fido::ui
