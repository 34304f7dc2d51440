// The first thing a person sees: an invitation, never a blank grey.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

class QLabel;
class QPushButton;

namespace fido::ui {

class SampleCard;

struct WelcomeSample {
  QString title;
  QString path;
};

// What stands in the pictures' place before there is a photo; files dropped on it reach the window.
class Welcome : public QWidget {
  Q_OBJECT
 public:
  explicit Welcome(QWidget* parent = nullptr);
  explicit Welcome(const std::vector<WelcomeSample>& samples, QWidget* parent = nullptr);

  // Thumbnails are read and scaled off the GUI thread; cards stand from the first frame.
  void setSamples(const std::vector<WelcomeSample>& samples);

 signals:
  void sampleChosen(const QString& path);
  void openRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void layoutCards();
  void applyTheme();

  QLabel* mark_;
  QLabel* title_;
  QLabel* hint_;
  QPushButton* open_;
  QLabel* samples_hint_;
  QWidget* shelf_;
  std::vector<SampleCard*> cards_;
};

}  // namespace fido::ui
