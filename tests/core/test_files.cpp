// Writing files: a file is written completely or not at all, the old file stays when the new one
// fails, and no temporary file is left behind.
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <limits>

#include "core/base/files.h"
#include "core/image/codec.h"
#include "support.h"

using namespace fido;
using namespace fido::test;

namespace {

const std::vector<std::string> kOldFileOnly{"old.txt"};

// Limits the size of files that this process writes, to imitate a full disk.
class SizeLimit {
 public:
  explicit SizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SizeLimit() { setrlimit(RLIMIT_FSIZE, &before_); }
  SizeLimit(const SizeLimit&) = delete;
  SizeLimit& operator=(const SizeLimit&) = delete;

 private:
  rlimit before_{};
};

// Mounts a small file system that only this process sees. Needs root.
class SmallDisk {
 public:
  explicit SmallDisk(const std::filesystem::path& where) : where_(where) {
    std::filesystem::create_directory(where);
    mounted_ = unshare(CLONE_NEWNS) == 0 &&
               mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
               mount("tmpfs", where.c_str(), "tmpfs", 0, "size=64k") == 0;
  }
  ~SmallDisk() {
    if (mounted_) umount2(where_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool mounted() const { return mounted_; }
  bool make_read_only() const {
    return mount("none", where_.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0;
  }

 private:
  std::filesystem::path where_;
  bool mounted_ = false;
};

std::string npy_bytes(const std::string& dictionary, const std::vector<float>& values,
                      char version = 1) {
  std::string out = std::string("\x93NUMPY") + version + '\0';
  const std::string header = dictionary + "\n";
  out += static_cast<char>(header.size());
  out += std::string(version == 1 ? 1 : 3, '\0');
  out += header;
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
  return out;
}

}  // namespace

class TestFiles : public QObject {
  Q_OBJECT
 private slots:
  void writtenFilesAreReadBack() {
    const Folder folder;
    const std::string bytes("a\0b\n\xFF", 5);
    FIDO_WORKS(write_file(folder / "new file é.bin", bytes));
    QCOMPARE(read_test_file(folder / "new file é.bin"), bytes);
    QCOMPARE(*read_file(folder / "new file é.bin"), bytes);
    FIDO_WORKS(write_file(folder / "new file é.bin", ""));
    QCOMPARE(read_test_file(folder / "new file é.bin"), std::string());
    QCOMPARE(*read_file(folder / "new file é.bin"), std::string());
    QCOMPARE(folder.file_names(), std::vector<std::string>{"new file é.bin"});
    FIDO_FAILS(read_file(folder / "absent"), ErrorCode::input, "absent: there is no such file");
  }

  void longestAllowedNameWorks() {
    const Folder folder;
    FIDO_WORKS(write_file(folder / std::string(255, 'n'), "x"));
  }

  void relativePathWorks() {
    const Folder folder;
    const auto old_directory = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    const auto written = write_file("here.txt", "x");
    std::filesystem::current_path(old_directory);
    FIDO_WORKS(written);
    QCOMPARE(read_test_file(folder / "here.txt"), std::string("x"));
  }

  void symbolicLinksAndModesArePreserved() {
    const Folder folder;
    write_test_file(folder / "real.txt", std::string("old"));
    chmod((folder / "real.txt").c_str(), 0640);
    std::filesystem::create_symlink("real.txt", folder / "link.txt");
    FIDO_WORKS(write_file(folder / "link.txt", "new"));
    QVERIFY(std::filesystem::is_symlink(folder / "link.txt"));
    QCOMPARE(read_test_file(folder / "real.txt"), std::string("new"));
    struct stat status {};
    QCOMPARE(stat((folder / "real.txt").c_str(), &status), 0);
    QCOMPARE(static_cast<int>(status.st_mode & 07777U), 0640);
  }

  void invalidTargetsAreRefused() {
    const Folder folder;
    write_test_file(folder / "old.txt", std::string("old"));
    FIDO_FAILS(write_file(folder / "no/such/x.png", "x"), ErrorCode::input,
               "no/such does not exist; create it or choose another");
    FIDO_FAILS(write_file(folder / "old.txt/x.png", "x"), ErrorCode::input,
               "old.txt is not a folder; choose another");
    FIDO_FAILS(write_file(folder.path(), "x"), ErrorCode::input,
               "it is a folder; give a file in it");
    FIDO_FAILS(save_png(folder / "none.png", Image()), ErrorCode::input, "the picture is empty");
    FIDO_FAILS(save_png(folder / "none.png", Plane()), ErrorCode::input, "the picture is empty");
    QCOMPARE(folder.file_names(), kOldFileOnly);
  }

  void devicesAreWrittenToNotReplaced() {
    FIDO_WORKS(write_file("/dev/null", "x"));
    QVERIFY(std::filesystem::is_character_file("/dev/null"));
    FIDO_FAILS(write_file("/dev/full", "x"), ErrorCode::input,
               "/dev/full: cannot be written: the disk is full; free some space");
    FIDO_FAILS(save_npy("/dev/full", Plane(4, 4)), ErrorCode::input, "the disk is full");
    QVERIFY(std::filesystem::is_character_file("/dev/full"));
  }

  void incompleteWriteKeepsOldFile() {
    const Folder folder;
    write_test_file(folder / "old.txt", std::string("old"));
    Expected<void> file, image, plane;
    {
      const SizeLimit limit(1000);
      file = write_file(folder / "old.txt", std::string(5000, 'x'));
      Image noise(100, 100);
      for (std::size_t i = 0; i < noise.rgb.size(); ++i)
        noise.rgb[i] = static_cast<std::uint8_t>(i * i * 2654435761U >> 13U);
      image = save_png(folder / "new.png", noise);
      plane = save_npy(folder / "new.npy", Plane(100, 100));
    }
    FIDO_FAILS(file, ErrorCode::input, "old.txt: cannot be written: ");
    FIDO_FAILS(image, ErrorCode::input, "new.png: cannot be written: ");
    FIDO_FAILS(plane, ErrorCode::input, "new.npy: cannot be written: ");
    QCOMPARE(read_test_file(folder / "old.txt"), std::string("old"));
    QCOMPARE(folder.file_names(), kOldFileOnly);
  }

  void fullOrReadOnlyDiskKeepsOldFile() {
    const Folder folder;
    const SmallDisk disk(folder / "disk");
    if (!disk.mounted()) QSKIP("a file system can only be mounted by root");
    write_test_file(folder / "disk/old.txt", std::string("old"));
    FIDO_FAILS(
        write_file(folder / "disk/old.txt", std::string(200'000, 'x')), ErrorCode::input,
        "old.txt: cannot be written: the disk is full; free some space or choose another folder");
    QCOMPARE(read_test_file(folder / "disk/old.txt"), std::string("old"));
    QVERIFY(disk.make_read_only());
    FIDO_FAILS(write_file(folder / "disk/old.txt", "new"), ErrorCode::input,
               "disk is read-only; choose another");
    QCOMPARE(read_test_file(folder / "disk/old.txt"), std::string("old"));
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder / "disk"))
      ++count;
    QCOMPARE(count, std::size_t{1});
  }

  void pngIsLossless() {
    const Folder folder;
    Image image(16, 16);
    for (std::size_t i = 0; i < image.rgb.size(); ++i)
      image.rgb[i] = static_cast<std::uint8_t>(i * 7);
    FIDO_WORKS(save_png(folder / "i.png", image));
    QCOMPARE(load_image(folder / "i.png")->rgb, image.rgb);

    Plane plane(5, 1);
    plane.values = {0.F, 1.F, 100.F / 255.F, -3.F, 7.F};
    FIDO_WORKS(save_png(folder / "p.png", plane));
    QCOMPARE(load_mask(folder / "p.png")->values,
             (std::vector<float>{0.F, 1.F, 100.F / 255.F, 0.F, 1.F}));
  }

  void npyFollowsNumPyFormat() {
    const Folder folder;
    Plane plane(3, 2);
    plane.values = {0.F, 0.1F, 1.F, 1e-30F, -0.F, 0.333333F};
    FIDO_WORKS(save_npy(folder / "m.npy", plane));
    const std::string bytes = read_test_file(folder / "m.npy");
    QCOMPARE(bytes.substr(0, 8), std::string("\x93NUMPY\x01\x00", 8));
    const std::size_t length =
        static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
    QCOMPARE((10 + length) % 64, std::size_t{0});
    QCOMPARE(bytes.find("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } "),
             std::size_t{10});
    QCOMPARE(bytes[9 + length], '\n');
    QCOMPARE(bytes.size(), 10 + length + 24);
    const auto read = load_npy(folder / "m.npy");
    QVERIFY(read.has_value());
    QCOMPARE(read->width, 3);
    QCOMPARE(read->height, 2);
    QCOMPARE(std::memcmp(read->values.data(), plane.values.data(), 24), 0);
  }

  void foreignNpyFilesAreReadOrRefused() {
    const Folder folder;
    const auto load = [&](const std::string& bytes) {
      write_test_file(folder / "x.npy", bytes);
      return load_npy(folder / "x.npy");
    };
    const std::string good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
    for (const char version : {'\1', '\2'}) {
      const auto plane = load(npy_bytes(good, {0.5F, 1.F}, version));
      QVERIFY(plane.has_value());
      QCOMPARE(plane->values, (std::vector<float>{0.5F, 1.F}));
    }
    QVERIFY(load(npy_bytes("{'shape':(1,2),'fortran_order':False,'descr':'<f4'}", {0.5F, 1.F}))
                .has_value());
    FIDO_FAILS(load(npy_bytes(good, {0.5F})), ErrorCode::input, "x.npy: the NPY file is truncated");
    FIDO_FAILS(load(npy_bytes(good, {0.5F, 1.F, 1.F})), ErrorCode::input, "extra bytes at its end");
    FIDO_FAILS(load(npy_bytes(good, {0.5F, std::nanf("")})), ErrorCode::input,
               "the value in row 0, column 1 is not finite");
    FIDO_FAILS(load(npy_bytes(good, {std::numeric_limits<float>::infinity(), 0.F})),
               ErrorCode::input, "row 0, column 0 is not finite");
    FIDO_FAILS(
        load(npy_bytes("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1), }", {0.F, 0.F})),
        ErrorCode::input, "does not contain float32");
    FIDO_FAILS(
        load(npy_bytes("{'descr': '<f4', 'fortran_order': True, 'shape': (1, 2), }", {0.F, 0.F})),
        ErrorCode::input, "Fortran");
    for (const auto* shape :
         {"(2,)", "(1, 2, 1)", "()", "(-1, 2)", "(1, x)", "(99999999999999999999, 1)", ""})
      FIDO_FAILS(load(npy_bytes(std::string("{'descr': '<f4', 'fortran_order': False, 'shape': ") +
                                    shape + ", }",
                                {0.F, 0.F})),
                 ErrorCode::input, "two dimensions");
    FIDO_FAILS(load(npy_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2), }", {})),
               ErrorCode::input, "empty array");
    FIDO_FAILS(load(npy_bytes(
                   "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999, 9999999), }", {})),
               ErrorCode::input, "too large");
    FIDO_FAILS(load(npy_bytes(good, {0.5F, 1.F}).substr(0, 30)), ErrorCode::input, "truncated");
    FIDO_FAILS(load("not numpy"), ErrorCode::input, "is not an NPY file");
    FIDO_FAILS(load(""), ErrorCode::input, "is not an NPY file");
  }

  void sha256MatchesPublishedValues() {
    const Folder folder;
    write_test_file(folder / "abc", std::string("abc"));
    QCOMPARE(*sha256_file(folder / "abc"),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    write_test_file(folder / "empty", std::string());
    QCOMPARE(*sha256_file(folder / "empty"),
             std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    write_test_file(folder / "long", std::string(1'000'000, 'a') + std::string(100'000, 'a'));
    std::filesystem::resize_file(folder / "long", 1'000'000);  // FIPS 180-2's million letters
    QCOMPARE(*sha256_file(folder / "long"),
             std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    FIDO_FAILS(sha256_file(folder / "absent"), ErrorCode::input, "absent: there is no such file");
  }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "test_files.moc"
