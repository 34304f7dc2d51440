// The headers of fidoscope_core hold plain types. That each compiles alone, with no library of ours
// behind it, is proved by building fidoscope_public_headers; here their text is looked at, for what
// happens to lie on the system's include path.
#include <regex>

#include "support.h"

using namespace fido::test;

class TestPublicHeaders : public QObject {
  Q_OBJECT
 private slots:
  void onlyPlainTypesAreIncluded_data() {
    QTest::addColumn<QString>("header");
    const auto headers = QString(FIDOSCOPE_PUBLIC_HEADERS).split(' ');
    QVERIFY(headers.size() > 10);
    for (const auto& header : headers) QTest::newRow(header.toUtf8().constData()) << header;
  }
  void onlyPlainTypesAreIncluded() {
    QFETCH(QString, header);
    const auto headers = QString(FIDOSCOPE_PUBLIC_HEADERS).split(' ');
    const std::string text =
        get(std::filesystem::path(FIDOSCOPE_SOURCE_DIR) / header.toStdString());
    QVERIFY2(text.find("#pragma once") != std::string::npos, "absent or without #pragma once");
    const std::regex include("#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at) {
      const std::string name = (*at)[1];
      const bool ours = name.compare(0, 5, "core/") == 0;
      // What a public header includes is public too.
      if (ours) QVERIFY2(headers.contains(QString::fromStdString(name)), name.c_str());
      // The standard library has no folders; tl/expected.hpp is the one library that callers see.
      if (!ours)
        QVERIFY2(name.find('/') == std::string::npos || name == "tl/expected.hpp", name.c_str());
      if (!ours) QVERIFY2(name[0] != 'Q', name.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(TestPublicHeaders)
#include "test_public_headers.moc"
