// The public headers of fidoscope_core use plain types only. Building fidoscope_public_headers
// proves that each compiles alone, without the other libraries. This test reads their text, because
// a forbidden header may lie on the system's include path.
#include <regex>

#include "support.h"

using namespace fido::test;

class TestPublicHeaders : public QObject {
  Q_OBJECT
 private slots:
  void publicHeadersIncludeOnlyPlainTypes_data() {
    QTest::addColumn<QString>("header");
    const auto headers = QString(FIDOSCOPE_PUBLIC_HEADERS).split(' ');
    QVERIFY(headers.size() > 10);
    for (const auto& header : headers) QTest::newRow(header.toUtf8().constData()) << header;
  }
  void publicHeadersIncludeOnlyPlainTypes() {
    QFETCH(QString, header);
    const auto headers = QString(FIDOSCOPE_PUBLIC_HEADERS).split(' ');
    const std::string text =
        read_test_file(std::filesystem::path(FIDOSCOPE_SOURCE_DIR) / header.toStdString());
    QVERIFY2(text.find("#pragma once") != std::string::npos, "absent or without #pragma once");
    const std::regex include("#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    for (std::sregex_iterator at(text.begin(), text.end(), include), end; at != end; ++at) {
      const std::string name = (*at)[1];
      const bool is_own = name.compare(0, 5, "core/") == 0;
      // A header that a public header includes must be public too.
      if (is_own) QVERIFY2(headers.contains(QString::fromStdString(name)), name.c_str());
      // Standard headers have no folder in their names; tl/expected.hpp is the only other library
      // that callers see.
      if (!is_own)
        QVERIFY2(name.find('/') == std::string::npos || name == "tl/expected.hpp", name.c_str());
      if (!is_own) QVERIFY2(name[0] != 'Q', name.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(TestPublicHeaders)
#include "test_public_headers.moc"
