// What tests of the command line share: calling it, and pictures to give it.
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>
#include <functional>
#include <utility>

#include "core/image/codec.h"

namespace cli_test {

struct Answer {
  int code = -1;  // -1: it did not end by itself
  QByteArray out, err;
};

inline QString models_folder() { return QStringLiteral(FIDOSCOPE_TEST_DATA "/models"); }

// Nothing of the machine's own models, and the test cards in reach.
inline QProcessEnvironment environment() {
  auto env = QProcessEnvironment::systemEnvironment();
  env.insert("FIDOSCOPE_MODELS", models_folder());
  env.insert("XDG_DATA_HOME", "/nonexistent");
  env.insert("FIDOSCOPE_RESOURCES", "/nonexistent");
  env.insert("LC_ALL", "C");
  return env;
}

inline Answer finish(QProcess& process) {
  Answer answer;
  process.waitForFinished(240'000);  // returns false as well for a process that ended before
  if (process.state() == QProcess::NotRunning && process.error() != QProcess::FailedToStart &&
      process.exitStatus() == QProcess::NormalExit)
    answer.code = process.exitCode();
  if (process.state() != QProcess::NotRunning) {
    process.kill();
    process.waitForFinished();
  }
  answer.out = process.readAllStandardOutput();
  answer.err = process.readAllStandardError();
  return answer;
}

inline Answer run(const QStringList& arguments, const QProcessEnvironment& env = environment()) {
  QProcess process;
  process.setProcessEnvironment(env);
  process.start(QStringLiteral(FIDOSCOPE_CLI), arguments);
  return finish(process);
}

inline fido::Image picture(int width, int height,
                           const std::function<std::array<int, 3>(int, int)>& color) {
  fido::Image image(width, height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const auto rgb = color(x, y);
      for (std::size_t c = 0; c < 3; ++c)
        image.row(y)[3 * static_cast<std::size_t>(x) + c] = static_cast<std::uint8_t>(rgb[c]);
    }
  return image;
}

inline QString save(const QString& path, const fido::Image& image) {
  const auto ok = fido::save_png(path.toStdString(), image);
  if (!ok) qFatal("%s", ok.error().message.c_str());
  return path;
}

// A red square on grey, in the upper left quarter; 64 x 64.
inline fido::Image red_square() {
  return picture(64, 64, [](int x, int y) {
    const bool red = x >= 8 && x < 28 && y >= 8 && y < 28;
    return red ? std::array<int, 3>{255, 0, 0} : std::array<int, 3>{150, 145, 110};
  });
}

inline fido::Image plain(int value, int width = 40, int height = 30) {
  return picture(width, height, [=](int, int) { return std::array<int, 3>{value, value, value}; });
}

inline QByteArray read(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QString write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
    qFatal("cannot write %s", qPrintable(path));
  return path;
}

inline QJsonObject json(const QByteArray& text) {
  QJsonParseError error;
  const auto document = QJsonDocument::fromJson(text, &error);
  if (error.error != QJsonParseError::NoError)
    qWarning("not JSON: %s\n%s", qPrintable(error.errorString()), text.constData());
  return document.object();
}

inline QStringList lines(const QByteArray& text) {
  return QString::fromUtf8(text).split('\n', Qt::SkipEmptyParts);
}

}  // namespace cli_test

// The code, and every fragment (separated by "|") in `text`.
#define COMPARE_ANSWER(answer, expected_code, text, fragments)                              \
  do {                                                                                      \
    if ((answer).code != (expected_code)) qWarning("stderr: %s", (answer).err.constData()); \
    QCOMPARE((answer).code, expected_code);                                                 \
    for (const QString& fragment : QString(fragments).split('|'))                           \
      QVERIFY2(QString::fromUtf8(text).contains(fragment),                                  \
               qPrintable("no \"" + fragment + "\" in: " + QString::fromUtf8(text)));       \
  } while (false)
