// Output of the program and handling of Ctrl-C. Results go to stdout, everything else to stderr.
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

// Prints "fidoscope-cli: <message>" to stderr, always as one line.
void print_message(const std::string& message);
// Prints the error's message and returns its exit code.
int fail(const Error& error);

// Prints a document to stdout. Bytes that are not UTF-8, as in file names, are replaced.
void print_json(const Json& json);
// Prints a table to stdout. The first row is the header. Columns are as wide as their longest cell;
// the last column is not padded.
void print_table(const std::vector<std::vector<std::string>>& rows);
// Flushes stdout. Errors (input): it cannot be written, for example because the disk is full.
Expected<void> flush_output();

// Formats a duration: "1:02:03" or "2:03".
std::string clock_text(double seconds);

// Blocks SIGINT and SIGTERM until install_interrupt_handlers() is called, also across execv().
void block_interrupts();
// Makes SIGINT and SIGTERM set a flag instead of ending the process.
void install_interrupt_handlers();
// Returns whether that flag is set.
bool is_interrupted();
Error interruption_error();

// Calls `work` on a separate thread and waits for it. Ends the process when interrupted.
void run_interruptibly(std::function<void()> work);
// Ends the process without waiting for threads, which may be busy in LibTorch. Nothing that they do
// is written to disk.
[[noreturn]] void exit_immediately(int code);

// Shows the progress of a batch of runs: a bar if stderr is a terminal, otherwise a line every few
// seconds.
class Progress {
 public:
  // `steps` is the number of steps of each image's run, at least 1; a run may end earlier.
  Progress(int images, int steps, bool quiet);
  ~Progress() { clear(); }
  void begin(const std::string& name);  // called for each image
  void update(const Step& step);
  void clear();  // removes the bar; called before anything else is written

 private:
  using Clock = std::chrono::steady_clock;
  void draw(const Step& step);
  std::string time_left() const;

  int images_, steps_each_;
  bool quiet_, terminal_;
  int image_ = 0;  // number of the current image, from 1
  std::string name_;
  bool is_drawn_ = false;
  long long steps_done_ = 0;  // of all images so far
  int image_steps_ = 0;       // of the current image
  std::optional<Clock::time_point> start_;
  Clock::time_point last_draw_;
};

}  // namespace fido::cli
