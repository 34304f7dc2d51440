// Makes masks from pictures that are loaded or pasted.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>

namespace fido::ui {

class Banner;
class Document;
class EditActions;
class FileDialogs;
struct NamedMask;

// A picture with greys becomes a soft mask, and the banner offers once to threshold it.
class MaskImporter : public QObject {
  Q_OBJECT
 public:
  MaskImporter(Document& document, const EditActions& actions, FileDialogs& dialogs, Banner& banner,
               QObject* parent = nullptr);

  // Errors are shown on the banner.
  void load(const QString& path);
  // `step` is the name of the undo step.
  void add(const QString& step, const QString& name, const QImage& picture);

 private:
  void offerThreshold(const NamedMask& mask);

  Document& document_;
  FileDialogs& dialogs_;
  Banner& banner_;
};

}  // namespace fido::ui
