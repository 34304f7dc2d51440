#include "app/cli/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <future>
#include <iostream>
#include <thread>
#include <utility>

namespace fido::cli {
namespace {

constexpr auto kBarPeriod = std::chrono::milliseconds(100);
constexpr auto kLinePeriod = std::chrono::seconds(5);
constexpr auto kPollPeriod = std::chrono::milliseconds(50);
constexpr int kBarWidth = 24;

volatile std::sig_atomic_t interrupt_flag = 0;

extern "C" void set_interrupt_flag(int) { interrupt_flag = 1; }

// Returns the width of a text on a terminal. A code point counts as one column, which is right
// except for East Asian labels.
std::size_t column_count(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0U) != 0x80U; }));
}

// Truncates a text to `width` columns: a bar that wraps cannot be overwritten.
std::string truncate_columns(const std::string& text, std::size_t width) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U && ++count > width)
      return text.substr(0, i);
  return text;
}

std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

sigset_t interrupt_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

void print_message(const std::string& message) {
  std::string line = "fidoscope-cli: " + message;
  while (!line.empty() && line.back() == '\n') line.pop_back();
  std::replace(line.begin(), line.end(), '\n', ' ');
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

int fail(const Error& error) {
  print_message(error.message);
  return static_cast<int>(error.code);
}

void print_json(const Json& json) {
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void print_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], column_count(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += row[i] + std::string(widths[i] - column_count(row[i]) + 2, ' ');
    line.erase(line.find_last_not_of(' ') + 1);
    std::cout << line << '\n';
  }
}

Expected<void> flush_output() {
  errno = 0;
  std::cout.flush();
  if (std::cout.good() && std::fflush(stdout) == 0) return {};
  return input_error(std::string("standard output cannot be written to: ") +
                     std::strerror(errno != 0 ? errno : EIO) + "; redirect it elsewhere");
}

void block_interrupts() {
  sigset_t signals = interrupt_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void install_interrupt_handlers() {
  struct sigaction action {};
  action.sa_handler = set_interrupt_flag;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;  // so that a write in progress is completed
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // block_interrupts() has blocked them across execv().
  sigset_t signals = interrupt_signals();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  // A closed pipe and a file-size limit become write errors with a message instead of killing the
  // process in the middle of a batch.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
}

bool is_interrupted() { return interrupt_flag != 0; }

Error interruption_error() { return {ErrorCode::interrupted, "interrupted"}; }

void run_interruptibly(std::function<void()> work) {
  std::packaged_task<void()> task(std::move(work));
  auto done = task.get_future();
  std::thread worker(std::move(task));
  while (done.wait_for(kPollPeriod) != std::future_status::ready)
    if (is_interrupted()) exit_immediately(fail(interruption_error()));
  worker.join();
  done.get();
}

void exit_immediately(int code) {
  std::cout.flush();
  std::fflush(nullptr);
  std::_Exit(code);
}

std::string clock_text(double seconds) {
  const auto rounded = static_cast<long long>(seconds + 0.5);
  char text[64];
  if (rounded >= 3600)
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", rounded / 3600, rounded / 60 % 60,
                  rounded % 60);
  else
    std::snprintf(text, sizeof text, "%lld:%02lld", rounded / 60, rounded % 60);
  return text;
}

Progress::Progress(int images, int steps, bool quiet)
    : images_(images),
      steps_each_(std::max(1, steps)),
      quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) == 1) {}

void Progress::begin(const std::string& name) {
  ++image_;
  image_steps_ = 0;
  name_ = name;
}

void Progress::update(const Step& step) {
  const auto now = Clock::now();
  const int image_steps = std::min(step.iteration + 1, steps_each_);
  if (!start_) {
    // Loading and the warm-up of the first step do not enter the estimate of the time left.
    start_ = now;
    last_draw_ = now;
  } else {
    steps_done_ += image_steps - image_steps_;  // not every step is reported
  }
  image_steps_ = image_steps;
  const Clock::duration period =
      terminal_ ? Clock::duration(kBarPeriod) : Clock::duration(kLinePeriod);
  if (quiet_ || now - last_draw_ < period) return;
  last_draw_ = now;
  draw(step);
}

void Progress::clear() {
  if (is_drawn_) std::fputs("\r\x1b[K", stderr);
  is_drawn_ = false;
}

std::string Progress::time_left() const {
  if (!start_ || steps_done_ < 3) return "";
  const double seconds_per_step = std::chrono::duration<double>(Clock::now() - *start_).count() /
                                  static_cast<double>(steps_done_);
  const double steps_left =
      static_cast<double>(images_ - image_) * steps_each_ + (steps_each_ - image_steps_);
  return ", " + clock_text(seconds_per_step * steps_left) + " left";
}

void Progress::draw(const Step& step) {
  const double seconds_per_step = step.seconds / (step.iteration + 1);
  const std::string count = std::to_string(image_) + "/" + std::to_string(images_);
  std::string numbers = std::to_string(image_steps_) + "/" + std::to_string(steps_each_) + "  p " +
                        fixed(step.probability, 3) + "  " + fixed(seconds_per_step, 3) + " s/step" +
                        time_left();
  if (!terminal_) return print_message(count + " " + name_ + ": step " + numbers);
  const auto filled =
      static_cast<std::size_t>(kBarWidth * static_cast<long long>(image_steps_) / steps_each_);
  const std::string bar =
      "[" + std::string(filled, '#') + std::string(kBarWidth - filled, '.') + "] ";
  const std::string line =
      "\r" + truncate_columns(count + " " + bar + numbers + "  " + name_, terminal_width() - 1) +
      "\x1b[K";
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
  is_drawn_ = true;
}

}  // namespace fido::cli
