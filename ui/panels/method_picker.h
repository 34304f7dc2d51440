// Which methods are to answer the open question side by side: two to four of all that there are.
#pragma once

#include <QDialog>
#include <QString>
#include <string>
#include <vector>

#include "core/run/methods.h"

class QCheckBox;
class QLabel;
class QPushButton;

namespace fido::ui {

class Workspace;

class MethodPicker : public QDialog {
  Q_OBJECT
 public:
  static constexpr std::size_t kFewest = 2;  // as many as the page shows at most

  // Begins with what was chosen the last time.
  explicit MethodPicker(Workspace& session, QWidget* parent = nullptr);

  // In the order of methods().
  std::vector<std::string> chosen() const;

 signals:
  void submitted(const std::vector<std::string>& methods);

 private:
  // Why the method cannot answer the question that is open; empty when it can, as far as can be
  // told without asking the engine.
  QString obstacle(const MethodInfo& method) const;
  void look();
  void refresh();
  void submit();

  Workspace& workspace_;
  bool has_saliency_net_ = false;  // there is one for the classifier
  std::vector<QCheckBox*> boxes_;  // as methods()
  QLabel *reasons_, *note_;
  QPushButton* explain_;
};

}  // namespace fido::ui
