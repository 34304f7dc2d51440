// Tests that the German translation is complete, keeps every placeholder, and covers the texts of
// the core.
#include <QDomDocument>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include "core/evaluate/baselines.h"
#include "core/evaluate/metric.h"
#include "core/infill/infillers.h"
#include "core/run/methods.h"
#include "core/run/run_spec.h"

class TranslationTest : public QObject {
  Q_OBJECT

  static QStringList placeholders(const QString& text) {
    static const QRegularExpression placeholder(QStringLiteral("%L?([0-9]+|n)"));
    QStringList out;
    for (auto match = placeholder.globalMatch(text); match.hasNext();)
      out << match.next().captured();
    out.sort();
    return out;
  }

 private slots:
  void everyStringIsTranslated() {
    QFile file(QStringLiteral(FIDOSCOPE_SOURCE_DIR "/resources/translations/fidoscope_de.ts"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QDomDocument document;
    QVERIFY(document.setContent(&file));
    const QDomNodeList messages = document.elementsByTagName(QStringLiteral("message"));
    QVERIFY(messages.size() > 500);
    for (int i = 0; i < messages.size(); ++i) {
      const QDomElement message = messages.at(i).toElement(),
                        translation = message.firstChildElement(QStringLiteral("translation"));
      const QString source = message.firstChildElement(QStringLiteral("source")).text();
      QVERIFY2(!translation.hasAttribute(QStringLiteral("type")), qPrintable(source));
      QList<QString> texts{translation.text()};
      if (message.attribute(QStringLiteral("numerus")) == QLatin1String("yes")) {
        texts.clear();
        for (QDomElement form = translation.firstChildElement(); !form.isNull();
             form = form.nextSiblingElement())
          texts << form.text();
      }
      for (const QString& text : texts) {
        QVERIFY2(!text.isEmpty(), qPrintable(source));
        QCOMPARE(placeholders(text), placeholders(source));
      }
    }
  }

  // lupdate finds strings that were added to the sources since; they would otherwise be
  // untranslated only in the window.
  void translationFileIsUpToDate() {
    QString lupdate = QStringLiteral("/usr/lib/qt6/bin/lupdate");
    if (!QFile::exists(lupdate)) QSKIP("no lupdate of Qt 6");
    QTemporaryDir folder;
    const QString copy = folder.filePath(QStringLiteral("fidoscope_de.ts"));
    QVERIFY(QFile::copy(
        QStringLiteral(FIDOSCOPE_SOURCE_DIR "/resources/translations/fidoscope_de.ts"), copy));
    QProcess process;
    process.setWorkingDirectory(QStringLiteral(FIDOSCOPE_SOURCE_DIR));
    process.start(lupdate,
                  QStringLiteral("-silent -no-obsolete -locations none -I . -source-language en ui "
                                 "app/gui resources/translations/core_words.h -ts")
                          .split(QLatin1Char(' '))
                      << copy);
    QVERIFY(process.waitForFinished(120000));
    QFile file(copy);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(
        !text.contains("type=\"unfinished\""),
        text.mid(qMax<qsizetype>(0, text.indexOf("type=\"unfinished\"") - 300), 400).constData());
  }

  void textsOfTheCoreAreTranslated() {
    QTranslator german;
    QVERIFY(german.load(QStringLiteral("fidoscope_de"), QStringLiteral(FIDOSCOPE_QM_FOLDER)));
    const auto is_translated = [&](const std::string& word) {
      return !german.translate("core", word.c_str()).isEmpty();
    };
    for (const auto& info : fido::infillers())
      QVERIFY2(is_translated(info.label) && is_translated(info.description), info.id.c_str());
    for (const auto& info : fido::methods())
      QVERIFY2(is_translated(info.label) && is_translated(info.description), info.id.c_str());
    for (const auto& one : fido::baselines())
      QVERIFY2(is_translated(one.label) && is_translated(one.description), one.name.c_str());
    for (const auto& group : fido::metric_groups())
      QVERIFY2(
          group.name.empty() || (is_translated(group.label) && is_translated(group.description)),
          group.name.c_str());
    for (const auto& info : fido::metrics()) QVERIFY2(is_translated(info.description), info.name);
    const QStringList keys_without_editor_field{
        QStringLiteral("classifier"), QStringLiteral("method"),   QStringLiteral("infill"),
        QStringLiteral("target"),     QStringLiteral("contrast"), QStringLiteral("mask"),
        QStringLiteral("mask_role")};
    for (const auto& field : fido::spec_fields())
      if (!keys_without_editor_field.contains(QString::fromLatin1(field.key))) {
        QString title = QString::fromLatin1(field.key).replace(QLatin1Char('_'), QLatin1Char(' '));
        title[0] = title[0].toUpper();
        QVERIFY2(is_translated(field.help), field.key);
        QVERIFY2(title == QLatin1String("Tv") || is_translated(title.toStdString()), field.key);
      }
    QCOMPARE(german.translate("fido::ui::MainActions", "Explain"), QStringLiteral("Erklären"));
  }
};

QTEST_GUILESS_MAIN(TranslationTest)
#include "test_translation.moc"
