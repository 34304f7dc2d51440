// What the program says, and how it hears Ctrl-C. Results go to stdout, all else to stderr.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/run/engine.h"

namespace fido::cli {

// "fidoscope-cli: <message>" on stderr, always one line.
void say(const std::string& message);
// Says it and gives the exit code that it stands for.
int fail(const Error& error);

// A document on stdout. Bytes of file names that are not UTF-8 are replaced.
void print_json(const Json& json);
// Columns as wide as their longest cell; the first row is the head. The last column is not padded.
void print_table(const std::vector<std::vector<std::string>>& rows);
// Hands over what was printed. Errors (input) when it could not be, such as on a full disk.
Expected<void> flush_output();

// "1:02:03", "2:03".
std::string clock_text(double seconds);

// SIGINT and SIGTERM wait until catch_interrupts(), also beyond execv().
void hold_interrupts();
// They only set a flag from here on.
void catch_interrupts();
bool interrupted();
Error interruption();

// Calls `work` on a thread of its own and waits; gives up on it when interrupted.
void interruptible(std::function<void()> work);
// Ends at once, without waiting for threads that may be deep in LibTorch. Nothing that they do is
// on disk.
[[noreturn]] void leave(int code);

// How far a batch of runs is: a bar when stderr is a terminal, a line every few seconds when it is
// not.
class Progress {
 public:
  // `steps`: of each image's run, at least 1; a run may end before.
  Progress(int images, int steps, bool quiet);
  ~Progress() { clear(); }
  void begin(const std::string& name);  // the next image
  void update(const Step& step);
  void clear();  // before anything else is written

 private:
  using Clock = std::chrono::steady_clock;
  void show(const Step& step);
  std::string time_left() const;

  int images_, steps_each_;
  bool quiet_, terminal_;
  int image_ = 0;  // from 1
  std::string name_;
  bool drawn_ = false;
  long long steps_done_ = 0;  // of all images so far
  int steps_here_ = 0;        // of this image
  std::optional<Clock::time_point> begun_;
  Clock::time_point shown_;
};

}  // namespace fido::cli
