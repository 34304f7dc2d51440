// Helpers of the command-line tests: they run the program and write the pictures that it reads.
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
  int code = -1;  // -1 if the process did not exit by itself
  QByteArray out, err;
};

inline QString models_folder() { return QStringLiteral(FIDOSCOPE_TEST_DATA "/models"); }

// The environment of every run: the test cards are found, the models installed on this machine are
// not.
inline QProcessEnvironment environment() {
  auto env = QProcessEnvironment::systemEnvironment();
  env.insert("FIDOSCOPE_MODELS", models_folder());
  env.insert("XDG_DATA_HOME", "/nonexistent");
  env.insert("FIDOSCOPE_RESOURCES", "/nonexistent");
  env.insert("LC_ALL", "C");
  return env;
}

// Turns the leak check of the address sanitizer off. It crashes by itself at the end of
// `fidoscope-cli train`, where it reads the thread-local storage of libraries that were opened
// late.
inline QProcessEnvironment without_leak_check(QProcessEnvironment env) {
  env.insert("ASAN_OPTIONS", env.value("ASAN_OPTIONS") + ":detect_leaks=0");
  return env;
}

inline Answer finish(QProcess& process) {
  Answer answer;
  process.waitForFinished(240'000);  // also false if the process has already ended
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

// A 64 x 64 picture of a red square on grey; the square lies in the upper left quarter.
inline fido::Image red_square() {
  return picture(64, 64, [](int x, int y) {
    const bool red = x >= 8 && x < 28 && y >= 8 && y < 28;
    return red ? std::array<int, 3>{255, 0, 0} : std::array<int, 3>{150, 145, 110};
  });
}

inline fido::Image grey_picture(int value, int width = 40, int height = 30) {
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

// Checks the exit code, and that `text` contains every fragment (separated by "|").
#define COMPARE_ANSWER(answer, expected_code, text, fragments)                              \
  do {                                                                                      \
    if ((answer).code != (expected_code)) qWarning("stderr: %s", (answer).err.constData()); \
    QCOMPARE((answer).code, expected_code);                                                 \
    for (const QString& fragment : QString(fragments).split('|'))                           \
      QVERIFY2(QString::fromUtf8(text).contains(fragment),                                  \
               qPrintable("no \"" + fragment + "\" in: " + QString::fromUtf8(text)));       \
  } while (false)
