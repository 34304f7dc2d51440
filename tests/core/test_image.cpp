// Reading pictures: every supported format with its variants, and the ways in which a file can be
// damaged.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>

#include "core/image/codec.h"
#include "core/image/header.h"
#include "support.h"

using namespace fido;
using namespace fido::test;

namespace {

const std::vector<std::string> kExtensions{".jpg", ".png", ".webp", ".bmp", ".tif"};

// Returns the corner colours in reading order, each as the number of the nearest quadrant colour: 0
// red, 1 green, 2 blue, 3 grey.
std::array<int, 4> corners(const Image& image) {
  std::array<int, 4> out{};
  for (std::size_t i = 0; i < 4; ++i) {
    const Rgb c = pixel(image, i % 2 == 0 ? 1 : image.width - 2, i < 2 ? 1 : image.height - 2);
    int smallest = 1 << 20;
    for (std::size_t k = 0; k < 4; ++k) {
      int distance = 0;
      for (std::size_t n = 0; n < 3; ++n) distance += std::abs(c[n] - quadrant_colors()[k][n]);
      if (distance < smallest) {
        smallest = distance;
        out[i] = static_cast<int>(k);
      }
    }
  }
  return out;
}

// Where EXIF 2.32 places the stored corners, per orientation from 1 to 8.
constexpr std::array<std::array<int, 4>, 8> kOrientedCorners{{{0, 1, 2, 3},
                                                              {1, 0, 3, 2},
                                                              {3, 2, 1, 0},
                                                              {2, 3, 0, 1},
                                                              {0, 2, 1, 3},
                                                              {2, 0, 3, 1},
                                                              {3, 1, 2, 0},
                                                              {1, 3, 0, 2}}};

Bytes jpeg_with_exif(const Bytes& block) {
  Bytes jpeg = encode(".jpg", quadrant_picture(), {cv::IMWRITE_JPEG_QUALITY, 95});
  Bytes segment{0xFF, 0xE1};
  append(segment, static_cast<std::uint32_t>(block.size() + 8), 2, true);
  append(segment, std::string("Exif\0\0", 6));
  append(segment, block);
  jpeg.insert(jpeg.begin() + 2, segment.begin(), segment.end());
  return jpeg;
}

Bytes png_with_exif(const Bytes& block) {
  const cv::Mat picture = quadrant_picture();
  Bytes rows;
  for (int y = 0; y < picture.rows; ++y) {
    rows.push_back(0);
    for (int x = 0; x < picture.cols; ++x)
      for (int c = 2; c >= 0; --c) rows.push_back(picture.at<cv::Vec3b>(y, x)[c]);
  }
  return Png(30, 20, 8, 2).chunk("eXIf", block).rows(rows).end();
}

// Wraps the only chunk of a simple WebP file into the extended form.
Bytes webp_extended(std::uint8_t flags, const Bytes& exif) {
  // A quality over 100 selects lossless coding.
  const Bytes simple = encode(".webp", quadrant_picture(), {cv::IMWRITE_WEBP_QUALITY, 101});
  Bytes body;
  append(body, "WEBPVP8X");
  append(body, 10, 4, false);
  append(body, Bytes{flags, 0, 0, 0});
  append(body, 29, 3, false);
  append(body, 19, 3, false);
  body.insert(body.end(), simple.begin() + 12, simple.end());
  if (!exif.empty()) {
    append(body, "EXIF");
    append(body, static_cast<std::uint32_t>(exif.size()), 4, false);
    append(body, exif);
    if (exif.size() % 2 == 1) body.push_back(0);
  }
  Bytes out;
  append(out, "RIFF");
  append(out, static_cast<std::uint32_t>(body.size()), 4, false);
  append(out, body);
  return out;
}

void overwrite(Bytes& bytes, std::size_t at, std::uint32_t value, int count, bool big_endian) {
  Bytes number;
  append(number, value, count, big_endian);
  std::copy(number.begin(), number.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

class TestImage : public QObject {
  Q_OBJECT
 private slots:
  void everyFormatLoads() {
    const Folder folder;
    for (const auto& extension : kExtensions) {
      const auto options = extension == ".webp" ? std::vector<int>{cv::IMWRITE_WEBP_QUALITY, 101}
                                                : std::vector<int>{};
      write_test_file(folder / ("ein Photo é" + extension),
                      encode(extension, quadrant_picture(), options));
      const auto image = load_image(folder / ("ein Photo é" + extension));
      QVERIFY2(image.has_value(), extension.c_str());
      QCOMPARE(image->width, 30);
      QCOMPARE(image->height, 20);
      QCOMPARE(corners(*image), kOrientedCorners[0]);
      if (extension != ".jpg") QCOMPARE(pixel(*image, 29, 19), (Rgb{200, 200, 200}));
    }
  }

  void greyBecomesRgb() {
    cv::Mat grey(4, 5, CV_8UC1, cv::Scalar(77));
    for (const auto& extension : {".png", ".jpg", ".tif", ".bmp"}) {
      const auto image = decode_image(encode(extension, grey), "grey");
      QVERIFY2(image.has_value(), extension);
      QCOMPARE(pixel(*image, 4, 3), (Rgb{77, 77, 77}));
    }
  }

  void paletteBecomesRgb() {
    // Two pixels with colours 1 and 0; in the second picture colour 0 is transparent.
    const Bytes palette{10, 20, 30, 200, 100, 50}, row{0, 1, 0};
    const auto opaque =
        decode_image(Png(2, 1, 8, 3).chunk("PLTE", palette).rows(row).end(), "palette");
    QVERIFY(opaque.has_value());
    QCOMPARE(pixel(*opaque, 0, 0), (Rgb{200, 100, 50}));
    QCOMPARE(pixel(*opaque, 1, 0), (Rgb{10, 20, 30}));
    const auto transparent = decode_image(
        Png(2, 1, 8, 3).chunk("PLTE", palette).chunk("tRNS", {0}).rows(row).end(), "palette");
    QVERIFY(transparent.has_value());
    QCOMPARE(pixel(*transparent, 0, 0), (Rgb{200, 100, 50}));
    QCOMPARE(pixel(*transparent, 1, 0), (Rgb{255, 255, 255}));
  }

  void alphaIsCompositedOverWhite() {
    cv::Mat bgra(1, 3, CV_8UC4);
    bgra.at<cv::Vec4b>(0, 0) = {30, 20, 10, 255};
    bgra.at<cv::Vec4b>(0, 1) = {30, 20, 10, 0};
    bgra.at<cv::Vec4b>(0, 2) = {0, 0, 255, 51};  // red at one fifth opacity
    for (const auto& extension : {".png", ".webp"}) {
      const auto image =
          decode_image(encode(extension, bgra, {cv::IMWRITE_WEBP_QUALITY, 101}), extension);
      QVERIFY2(image.has_value(), extension);
      QCOMPARE(pixel(*image, 0, 0), (Rgb{10, 20, 30}));
      QCOMPARE(pixel(*image, 1, 0), (Rgb{255, 255, 255}));
      QCOMPARE(pixel(*image, 2, 0), (Rgb{255, 204, 204}));
    }
    cv::Mat deep;
    bgra.convertTo(deep, CV_16U, 257);
    const auto image = decode_image(encode(".png", deep), "16 bit");
    QVERIFY(image.has_value());
    QCOMPARE(pixel(*image, 2, 0), (Rgb{255, 204, 204}));
  }

  void sixteenBitValuesAreScaledToEight() {
    cv::Mat deep(1, 3, CV_16UC1);
    deep.at<std::uint16_t>(0, 0) = 0;
    deep.at<std::uint16_t>(0, 1) = 65535;
    deep.at<std::uint16_t>(0, 2) = 200 * 257;
    for (const auto& extension : {".png", ".tif"}) {
      const auto image = decode_image(encode(extension, deep), extension);
      QVERIFY2(image.has_value(), extension);
      QCOMPARE(pixel(*image, 0, 0), (Rgb{0, 0, 0}));
      QCOMPARE(pixel(*image, 1, 0), (Rgb{255, 255, 255}));
      QCOMPARE(pixel(*image, 2, 0), (Rgb{200, 200, 200}));
    }
  }

  void exifOrientationIsApplied_data() {
    QTest::addColumn<int>("orientation");
    for (int i = 1; i <= 8; ++i) QTest::newRow(std::to_string(i).c_str()) << i;
  }
  void exifOrientationIsApplied() {
    QFETCH(int, orientation);
    for (const bool big_endian : {false, true}) {
      const Bytes block = exif_block(orientation, big_endian);
      const std::pair<const char*, Bytes> files[] = {{"jpeg", jpeg_with_exif(block)},
                                                     {"png", png_with_exif(block)},
                                                     {"webp", webp_extended(0x08, block)}};
      for (const auto& [name, bytes] : files) {
        const auto image = decode_image(bytes, name);
        QVERIFY2(image.has_value(), image ? "" : image.error().message.c_str());
        QCOMPARE(image->width, orientation >= 5 ? 20 : 30);
        QCOMPARE(image->height, orientation >= 5 ? 30 : 20);
        QCOMPARE(corners(*image), kOrientedCorners[static_cast<std::size_t>(orientation - 1)]);
      }
    }
  }
  void damagedColourProfileIsIgnoredSilently() {
    const Bytes rows{0, 10, 20, 30};
    const Bytes plain = Png(1, 1, 8, 2).rows(rows).end();
    Bytes content;
    append(content, std::string("damaged\0\0not a profile", 23));
    const Bytes profiled = Png(1, 1, 8, 2).chunk("iCCP", content).rows(rows).end();
    const QTemporaryDir folder;
    const QByteArray stderr_path = folder.filePath("stderr").toLocal8Bit();
    const int saved_stderr = ::dup(2),
              file = ::open(stderr_path.constData(), O_CREAT | O_WRONLY, 0600);
    ::dup2(file, 2);
    const auto image = decode_image(profiled, "profiled");
    ::dup2(saved_stderr, 2);
    ::close(file);
    ::close(saved_stderr);
    QVERIFY(image.has_value());
    QCOMPARE(image->rgb, decode_image(plain, "plain")->rgb);
    QCOMPARE(QFileInfo(stderr_path).size(), 0);
  }

  void invalidExifIsIgnored() {
    Bytes endless = exif_block(6, false);
    overwrite(endless, 8, 0xFFFF, 2, false);  // claims more entries than the block holds
    for (const auto& block :
         {exif_block(9, false), exif_block(0, true), Bytes{'I', 'I'}, Bytes{}, endless}) {
      const auto image = decode_image(jpeg_with_exif(block), "odd");
      QVERIFY(image.has_value());
      QCOMPARE(corners(*image), kOrientedCorners[0]);
    }
  }

  void truncatedFilesAreRefused() {
    // Noise, so that every decoder needs the bytes up to the end.
    cv::Mat noise(48, 64, CV_8UC3);
    cv::randu(noise, 0, 256);
    std::vector<std::pair<std::string, Bytes>> files;
    for (const auto& extension : kExtensions)
      files.emplace_back(extension, encode(extension, noise));
    files.emplace_back("progressive .jpg",
                       encode(".jpg", noise, {cv::IMWRITE_JPEG_PROGRESSIVE, 1}));
    for (const auto& [name, whole] : files) {
      QVERIFY2(decode_image(whole, name).has_value(), name.c_str());
      for (const std::size_t percent : {5U, 20U, 50U, 80U, 99U}) {
        const Bytes part(whole.begin(),
                         whole.begin() + static_cast<std::ptrdiff_t>(whole.size() * percent / 100));
        FIDO_FAILS(decode_image(part, name), ErrorCode::input, name + ": the ");
        FIDO_FAILS(decode_image(part, name), ErrorCode::input, "truncated");
      }
      for (const std::ptrdiff_t missing : {1, 2, 6})
        FIDO_FAILS(decode_image(Bytes(whole.begin(), whole.end() - missing), name),
                   ErrorCode::input, "truncated");
    }
  }

  void trailingBytesAreIgnored() {
    for (const auto& extension : kExtensions) {
      Bytes bytes = encode(extension, quadrant_picture());
      append(bytes, std::string(100, 'x'));
      QVERIFY2(decode_image(bytes, extension).has_value(), extension.c_str());
    }
  }

  void unsupportedFilesAreRefused() {
    const Folder folder;
    write_test_file(folder / "empty.png", Bytes{});
    FIDO_FAILS(load_image(folder / "empty.png"), ErrorCode::input, "empty.png: the file is empty");
    write_test_file(folder / "letter.jpg", std::string("Dear Sir or Madam"));
    FIDO_FAILS(load_image(folder / "letter.jpg"), ErrorCode::input,
               "letter.jpg: is not a picture; Fidoscope reads JPEG, PNG, WebP, BMP and TIFF");
    write_test_file(folder / "one.jpg", std::string("x"));
    FIDO_FAILS(load_image(folder / "one.jpg"), ErrorCode::input, "is not a picture");
    write_test_file(folder / "moving.gif", std::string("GIF89a"));
    FIDO_FAILS(load_image(folder / "moving.gif"), ErrorCode::input, "is a GIF");
    write_test_file(folder / "phone.heic", std::string("\0\0\0\x18"
                                                       "ftypheic",
                                                       12));
    FIDO_FAILS(load_image(folder / "phone.heic"), ErrorCode::input, "is a HEIC picture");
    write_test_file(folder / "model.pt", std::string("PK\3\4....."));
    FIDO_FAILS(load_image(folder / "model.pt"), ErrorCode::input, "TorchScript model");
    FIDO_FAILS(load_image(folder / "absent.png"), ErrorCode::input,
               "absent.png: there is no such file");
    FIDO_FAILS(load_image(folder / "letter.jpg/x.png"), ErrorCode::input, "x.png: ");
    FIDO_FAILS(load_image(folder.path()), ErrorCode::input, "is a folder");
    FIDO_FAILS(load_image("/dev/zero"), ErrorCode::input, "/dev/zero: is not a regular file");
    FIDO_FAILS(load_image(""), ErrorCode::input, "no such file");
    FIDO_FAILS(decode_image(webp_extended(0x02, {}), "moving.webp"), ErrorCode::input,
               "animated WebP");
    FIDO_FAILS(decode_image(encode(".tiff", cv::Mat(4, 4, CV_32FC1, cv::Scalar(0.5))), "f.tif"),
               ErrorCode::input, "floating-point");
  }

  void hugePicturesAreRefusedBeforeDecoding() {
    const std::string text = "over the limit of 100,000,000; shrink it first";
    FIDO_FAILS(decode_image(Png(100'000, 50'000, 8, 2).rows({0}).end(), "huge.png"),
               ErrorCode::input, "huge.png: has 100,000 x 50,000 pixels, " + text);
    FIDO_FAILS(decode_image(Png(0x7FFFFFFF, 0x7FFFFFFF, 16, 6).end(), "most.png"), ErrorCode::input,
               text);
    // This file is truncated as well, but the size is checked first.
    FIDO_FAILS(decode_image(Png(20'000, 20'000, 8, 2).rows({0}).rows({0}).end(), "h.png"),
               ErrorCode::input, text);

    Bytes jpeg = encode(".jpg", quadrant_picture());
    for (std::size_t at = 2; at + 9 < jpeg.size(); ++at)
      if (jpeg[at] == 0xFF && jpeg[at + 1] == 0xC0) {
        overwrite(jpeg, at + 5, 0xFFFFFFFF, 4, true);
        break;
      }
    FIDO_FAILS(decode_image(jpeg, "huge.jpg"), ErrorCode::input, "65,535 x 65,535 pixels, " + text);

    Bytes bmp = encode(".bmp", quadrant_picture());
    overwrite(bmp, 18, 30'000, 4, false);
    overwrite(bmp, 22, static_cast<std::uint32_t>(-30'000), 4, false);
    FIDO_FAILS(decode_image(bmp, "huge.bmp"), ErrorCode::input, "30,000 x 30,000 pixels, " + text);

    Bytes webp = webp_extended(0, {});
    overwrite(webp, 24, 0xFFFFFF, 3, false);
    overwrite(webp, 27, 0xFFFFFF, 3, false);
    FIDO_FAILS(decode_image(webp, "huge.webp"), ErrorCode::input,
               "16,777,216 x 16,777,216 pixels, " + text);

    Bytes tiff{'I', 'I', 42, 0, 8, 0, 0, 0, 2, 0};
    for (const std::uint32_t tag : {256U, 257U}) {
      append(tiff, tag, 2, false);
      append(tiff, 4, 2, false);
      append(tiff, 1, 4, false);
      append(tiff, 0xFFFFFFFF, 4, false);
    }
    append(tiff, 0, 4, false);
    FIDO_FAILS(decode_image(tiff, "huge.tif"), ErrorCode::input,
               "4,294,967,295 x 4,294,967,295 pixels, " + text);

    // A sparse file of 3 GB that begins like a picture is refused before it is read.
    const Folder folder;
    write_test_file(folder / "long.png", Png(8, 8, 8, 2).end());
    std::filesystem::resize_file(folder / "long.png", 3'000'000'000);
    FIDO_FAILS(load_image(folder / "long.png"), ErrorCode::input,
               "is 3000 MB, too large for a picture");
    std::filesystem::resize_file(folder / "long.png", 0);
    write_test_file(folder / "film.mp4", std::string("\0\0\0\x18"
                                                     "ftypmp42",
                                                     12));
    std::filesystem::resize_file(folder / "film.mp4", 3'000'000'000);
    FIDO_FAILS(load_image(folder / "film.mp4"), ErrorCode::input, "or a video");
  }

  void picturesWithoutPixelsAreRefused() {
    FIDO_FAILS(decode_image(Png(0, 5, 8, 2).rows({0}).end(), "none.png"), ErrorCode::input,
               "none.png: the PNG file is damaged");
    FIDO_FAILS(decode_image(Bytes{0xFF, 0xD8, 0xFF, 0xD9}, "none.jpg"), ErrorCode::input,
               "the JPEG file is damaged");
    Bytes bmp = encode(".bmp", quadrant_picture());
    overwrite(bmp, 18, 0, 4, false);
    FIDO_FAILS(decode_image(bmp, "none.bmp"), ErrorCode::input, "the BMP file is damaged");
  }

  void headerReaderStaysInBounds() {
    // The address sanitizer reports a read out of bounds here.
    std::vector<Bytes> seeds;
    for (const auto& extension : kExtensions)
      seeds.push_back(encode(extension, quadrant_picture()));
    seeds.push_back(jpeg_with_exif(exif_block(6, true)));
    seeds.push_back(webp_extended(0x08, exif_block(6, false)));
    std::mt19937 random(7);
    for (int i = 0; i < 20'000; ++i) {
      Bytes bytes = seeds[random() % seeds.size()];
      bytes.resize(1 + random() % bytes.size());
      for (auto k = random() % 6; k > 0; --k)
        bytes[random() % std::min<std::size_t>(bytes.size(), 80)] =
            static_cast<std::uint8_t>(random());
      const auto header = read_header(bytes.data(), bytes.size(), "fuzz");
      if (header)
        QVERIFY(header->width > 0 && header->height > 0 &&
                header->width * header->height <= kMaxImagePixels);
      else
        QVERIFY(header.error().message.compare(0, 6, "fuzz: ") == 0);
    }
  }

  void masksLoadAsGreyValues() {
    const Folder folder;
    cv::Mat grey(1, 3, CV_8UC1);
    grey.at<std::uint8_t>(0, 0) = 0;
    grey.at<std::uint8_t>(0, 1) = 128;
    grey.at<std::uint8_t>(0, 2) = 255;
    write_test_file(folder / "grey.png", encode(".png", grey));
    auto mask = load_mask(folder / "grey.png");
    QVERIFY(mask.has_value());
    QCOMPARE(mask->width, 3);
    QCOMPARE(mask->values, (std::vector<float>{0.F, 128.F / 255.F, 1.F}));

    cv::Mat bgra(1, 2, CV_8UC4);
    bgra.at<cv::Vec4b>(0, 0) = {255, 255, 255, 0};  // alpha is ignored, so this pixel is kept
    bgra.at<cv::Vec4b>(0, 1) = {0, 0, 0, 255};
    write_test_file(folder / "alpha.png", encode(".png", bgra));
    mask = load_mask(folder / "alpha.png");
    QVERIFY(mask.has_value());
    QCOMPARE(mask->values, (std::vector<float>{1.F, 0.F}));

    cv::Mat deep(1, 2, CV_16UC3, cv::Scalar(65535, 65535, 65535));
    write_test_file(folder / "deep.png", encode(".png", deep));
    mask = load_mask(folder / "deep.png");
    QVERIFY(mask.has_value());
    QCOMPARE(mask->values, (std::vector<float>{1.F, 1.F}));

    write_test_file(folder / "bad.png", std::string("no mask"));
    FIDO_FAILS(load_mask(folder / "bad.png"), ErrorCode::input, "bad.png: is not a picture");
  }
};

QTEST_GUILESS_MAIN(TestImage)
#include "test_image.moc"
