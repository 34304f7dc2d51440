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
constexpr auto kPoll = std::chrono::milliseconds(50);
constexpr int kBarWidth = 24;

volatile std::sig_atomic_t interrupt_flag = 0;

extern "C" void note_interrupt(int) { interrupt_flag = 1; }

// For aligning; a code point counts as one column, which is right for all but East Asian labels.
std::size_t columns(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0U) != 0x80U; }));
}

// At most so many columns: a bar that wraps cannot be drawn over.
std::string cut(const std::string& text, std::size_t width) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U && ++seen > width)
      return text.substr(0, i);
  return text;
}

std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

sigset_t interrupts() {
  sigset_t both;
  sigemptyset(&both);
  sigaddset(&both, SIGINT);
  sigaddset(&both, SIGTERM);
  return both;
}

}  // namespace

void say(const std::string& message) {
  std::string line = "fidoscope-cli: " + message;
  while (!line.empty() && line.back() == '\n') line.pop_back();
  std::replace(line.begin(), line.end(), '\n', ' ');
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

int fail(const Error& error) {
  say(error.message);
  return static_cast<int>(error.code);
}

void print_json(const Json& json) {
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

void print_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += row[i] + std::string(widths[i] - columns(row[i]) + 2, ' ');
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

void hold_interrupts() {
  sigset_t both = interrupts();
  pthread_sigmask(SIG_BLOCK, &both, nullptr);
}

void catch_interrupts() {
  struct sigaction action {};
  action.sa_handler = note_interrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;  // a file that is being written is written to its end
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  // hold_interrupts() blocked them while the engine was being loaded.
  sigset_t both = interrupts();
  pthread_sigmask(SIG_UNBLOCK, &both, nullptr);
  // A reader that went away and a file that may not grow are errors of a write, with words, and not
  // the end of a batch.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
}

bool interrupted() { return interrupt_flag != 0; }

Error interruption() { return {ErrorCode::interrupted, "interrupted"}; }

void interruptible(std::function<void()> work) {
  std::packaged_task<void()> task(std::move(work));
  auto done = task.get_future();
  std::thread worker(std::move(task));
  while (done.wait_for(kPoll) != std::future_status::ready)
    if (interrupted()) leave(fail(interruption()));
  worker.join();
  done.get();
}

void leave(int code) {
  std::cout.flush();
  std::fflush(nullptr);
  std::_Exit(code);
}

std::string clock_text(double seconds) {
  const auto whole = static_cast<long long>(seconds + 0.5);
  char text[64];
  if (whole >= 3600)
    std::snprintf(text, sizeof text, "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60,
                  whole % 60);
  else
    std::snprintf(text, sizeof text, "%lld:%02lld", whole / 60, whole % 60);
  return text;
}

Progress::Progress(int images, int steps, bool quiet)
    : images_(images),
      steps_each_(std::max(1, steps)),
      quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) == 1) {}

void Progress::begin(const std::string& name) {
  ++image_;
  steps_here_ = 0;
  name_ = name;
}

void Progress::update(const Step& step) {
  const auto now = Clock::now();
  const int here = std::min(step.iteration + 1, steps_each_);
  if (!begun_) {
    // Loading and the first step, which warms up, say nothing about the time left.
    begun_ = now;
    shown_ = now;
  } else {
    steps_done_ += here - steps_here_;  // not every step is reported
  }
  steps_here_ = here;
  if (quiet_ ||
      now - shown_ < (terminal_ ? Clock::duration(kBarPeriod) : Clock::duration(kLinePeriod)))
    return;
  shown_ = now;
  show(step);
}

void Progress::clear() {
  if (drawn_) std::fputs("\r\x1b[K", stderr);
  drawn_ = false;
}

std::string Progress::time_left() const {
  if (!begun_ || steps_done_ < 3) return "";
  const double each = std::chrono::duration<double>(Clock::now() - *begun_).count() /
                      static_cast<double>(steps_done_);
  const double steps =
      static_cast<double>(images_ - image_) * steps_each_ + (steps_each_ - steps_here_);
  return ", " + clock_text(each * steps) + " left";
}

void Progress::show(const Step& step) {
  const double each = step.seconds / (step.iteration + 1);
  const std::string count = std::to_string(image_) + "/" + std::to_string(images_);
  std::string numbers = std::to_string(steps_here_) + "/" + std::to_string(steps_each_) + "  p " +
                        fixed(step.probability, 3) + "  " + fixed(each, 3) + " s/step" +
                        time_left();
  if (!terminal_) return say(count + " " + name_ + ": step " + numbers);
  const auto full =
      static_cast<std::size_t>(kBarWidth * static_cast<long long>(steps_here_) / steps_each_);
  const std::string bar = "[" + std::string(full, '#') + std::string(kBarWidth - full, '.') + "] ";
  const std::string line =
      "\r" + cut(count + " " + bar + numbers + "  " + name_, terminal_width() - 1) + "\x1b[K";
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace fido::cli
