// Saves and copies what the window shows: results, report, animation, pictures, the command line.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <functional>

#include "ui/engine/animation_exporter.h"
#include "ui/persistence/report.h"

namespace fido::ui {

class Banner;
class FileDialogs;
class ImageCanvas;
class MainActions;

// Owns the export actions of the window: what they do, and when they are enabled. Progress,
// success and failure appear on the banner.
class ExportController : public QObject {
  Q_OBJECT
 public:
  // The pictures on screen, with their captions; called when a report is written.
  using PicturesOnScreen = std::function<ReportPictures()>;

  // `map_canvas` says how the map is drawn.
  ExportController(Workspace& session, MainActions& actions, FileDialogs& dialogs, Banner& banner,
                   const ImageCanvas& map_canvas, PicturesOnScreen pictures,
                   QObject* parent = nullptr);

  // A new folder inside `folder`, with the files of docs/results.md.
  void saveResults(const QString& folder);
  void askForResultsFolder();
  // A PDF of one page.
  void saveReport(const QString& path);
  // AnimationExporter::begin says what `path` may be.
  void saveAnimation(const QString& path);
  void copyCommand();
  // Asks where, and writes a PNG. `name` is the file name offered, without its ending.
  void askWhereToSave(const QString& title, const QImage& picture, const QString& name);

 private:
  void refreshActions();
  void askForFile(const QString& title, const QString& filter, const QString& suffix,
                  const std::function<void(const QString&)>& save);
  void savePicture(const QString& path, const QImage& picture);
  void showSaved(const QString& message, const QString& folder);
  void onExported(const QString& path);

  Workspace& workspace_;
  MainActions& actions_;
  FileDialogs& dialogs_;
  Banner& banner_;
  const ImageCanvas& map_canvas_;
  PicturesOnScreen pictures_;
  AnimationExporter animation_;
};

}  // namespace fido::ui
