// What an evaluation is asked, as a form: photos, boxes, classifiers, methods, metrics, settings,
// the folder for what comes of it.
#pragma once

#include <QFutureWatcher>
#include <QWidget>
#include <optional>
#include <vector>

#include "core/model/catalogue.h"
#include "ui/evaluate/plan.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace fido::ui {

class ClassifierList;
class MethodList;
class MutedLabel;

class EvaluationForm : public QWidget {
  Q_OBJECT
 public:
  explicit EvaluationForm(QWidget* parent = nullptr);

  EvaluationPlan plan() const;
  // The same for another day: without the classifiers, unless they were chosen here.
  EvaluationPlan choices() const;
  // What it does not name keeps what is there.
  void setPlan(const EvaluationPlan& plan);
  void setImages(const QString& folder);
  void setBoxes(const QString& file);
  void setModels(const std::vector<CatalogueEntry>& models);
  // The one to ask unless another was chosen here.
  void setUsualModel(const QString& card);
  // While a program measures, nothing can be changed.
  void setBusy(bool busy);
  // Why the boxes cannot be used with the photos; empty while they can, or are not known yet.
  QString boxesProblem() const { return problem_; }

 signals:
  void changed();
  void startRequested();
  void addModelRequested();

 private:
  struct Found {
    int photos = 0;
    QString problem;
  };
  QLineEdit* addPath(QVBoxLayout* column, const QString& name, const QString& label,
                     const QString& placeholder, bool folder, const QString& tip);
  QWidget* makeSettings();
  void ask(QLineEdit* into, const QString& title, bool folder);
  void look();
  void refreshFound();
  void refreshDisclosure();

  QWidget *fields_, *place_;  // what it asks; where the results go
  QLineEdit *images_, *boxes_, *limit_, *out_;
  ClassifierList* classifiers_;
  MethodList* methods_;
  std::vector<QCheckBox*> metrics_;
  std::vector<QWidget*> settings_;  // by shown_fields()
  QToolButton* disclosure_;
  QWidget* advanced_;
  MutedLabel* found_text_;
  QLabel* problem_text_;
  QLabel* count_;
  QPushButton* start_;
  QFutureWatcher<Found> work_;
  bool look_again_ = false;
  std::optional<int> found_;
  QString problem_;
};

}  // namespace fido::ui
