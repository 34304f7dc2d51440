// Asks before a session, a tour or an evaluation loads a model that did not come from the user.
#pragma once

#include <QObject>
#include <QStringList>
#include <functional>

#include "ui/engine/model_trust.h"
#include "ui/engine/workspace.h"

namespace fido::ui {

class Banner;

// A model that the user has loaded in any way is allowed from then on.
class ModelGate : public QObject {
  Q_OBJECT
 public:
  ModelGate(Workspace& workspace, ModelTrust trust, Banner& banner, QObject* parent = nullptr);

  // Calls `proceed` with an empty list at once if all `models` (ids, or paths of cards) are
  // trusted. Otherwise asks on the banner, and calls `proceed` with those that the user refused:
  // none, or all that were asked about. `source` begins the question, as in "The session", and
  // `refusal` is the text of the button that refuses. If another message replaces the question,
  // `proceed` is never called.
  void check(const QStringList& models, const QString& source, const QString& refusal,
             std::function<void(const QStringList& refused)> proceed);
  // Allows the model of a card that the user chose.
  void allow(const QString& card_path) { trust_.allow(card_path); }

 private:
  ModelTrust trust_;
  Banner& banner_;
};

}  // namespace fido::ui
