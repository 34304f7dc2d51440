#include "core/evaluate/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace fido {

Expected<std::shared_ptr<const int>> hold(const std::filesystem::path& folder) {
  const std::string path = (folder / ".lock").string();
  const int file = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
  if (file < 0)
    return input_error(path + ": cannot be made: " + std::strerror(errno) +
                       "; choose another --out");
  if (::flock(file, LOCK_EX | LOCK_NB) == 0)
    return std::shared_ptr<const int>(new int(file), [](const int* held) {
      ::close(*held);
      delete held;
    });
  ::close(file);
  return usage_error(folder.string() +
                     ": another evaluation is writing there; wait for it, or choose another --out");
}

bool is_held(const std::filesystem::path& folder) {
  const int file = ::open((folder / ".lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  const bool held = ::flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  ::close(file);
  return held;
}

Expected<void> append(const std::filesystem::path& path, const std::string& line) {
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  const auto failed = [&] {
    return input_error(path.string() + ": cannot be written: " + std::strerror(errno) +
                       "; make room and go on with --resume");
  };
  if (file < 0) return failed();
  const auto before = ::lseek(file, 0, SEEK_END);
  std::size_t done = 0;
  while (done < line.size()) {
    const auto n = ::write(file, line.data() + done, line.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      const auto error = failed();
      (void)!::ftruncate(file, before);
      ::close(file);
      return error;
    }
    done += static_cast<std::size_t>(n);
  }
  ::fdatasync(file);
  ::close(file);
  return {};
}

}  // namespace fido
