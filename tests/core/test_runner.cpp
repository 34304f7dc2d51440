// The worker thread and its states, on an engine whose steps the test lets through one by one.
#include <QtTest>
#include <future>
#include <stdexcept>
#include <thread>

#include "core/run/runner.h"
#include "tests/core/support.h"
#include "tests/fake_engine.h"

using namespace fido;
using namespace std::chrono_literals;
using fido::test::Folder;

namespace {

constexpr auto kPatience = 20s;

// Drains into one heap until `done` says so.
struct Watcher {
  Runner& runner;
  Updates all;

  template <class F>
  bool until(F done) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!done()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      runner.wait(20ms);
      take(runner.drain());
    }
    return true;
  }
  void take(Updates next) {
    const auto append = [](auto& to, auto& from) {
      to.insert(to.end(), std::make_move_iterator(from.begin()),
                std::make_move_iterator(from.end()));
    };
    all.state = next.state;
    all.run = next.run;
    append(all.loaded, next.loaded);
    append(all.classified, next.classified);
    append(all.answers, next.answers);
    append(all.errors, next.errors);
    append(all.steps, next.steps);
    append(all.frames, next.frames);
    append(all.finished, next.finished);
    if (next.snapshot) all.snapshot = next.snapshot;
  }
};

}  // namespace

class TestRunner : public QObject {
  Q_OBJECT

  Folder folder_;
  std::shared_ptr<FakeControl> control_;
  std::unique_ptr<Runner> runner_;
  std::unique_ptr<Watcher> watcher_;
  std::atomic<int> wakes_{0};
  ImagePtr photo_;
  ClassifierCard card_;

  RunSpec spec(int iterations = 40) const {
    auto s = default_spec();
    s.iterations = iterations;
    return s;
  }
  RequestId begin(int iterations = 40, bool watched = true) {
    const auto id = runner_->start(spec(iterations), card_, photo_, watched);
    return id ? *id : 0;
  }

 private slots:
  void init() {
    control_ = std::make_shared<FakeControl>();
    wakes_ = 0;
    runner_ = std::make_unique<Runner>(fake_engine(control_), [this] { ++wakes_; });
    watcher_ = std::make_unique<Watcher>(Watcher{*runner_, {}});
    photo_ = std::make_shared<Image>(64, 48);
    card_ = fake_card(folder_.path(), "fake", "Fake");
  }
  void cleanup() {
    control_->openGate();
    control_->hold_load = false;
    watcher_.reset();
    runner_.reset();
  }

  void a_run_from_start_to_end() {
    control_->hold_load = true;
    const auto id = begin();
    QVERIFY(id != 0);
    QCOMPARE(runner_->state(), RunState::loading);
    control_->hold_load = false;
    QVERIFY(watcher_->until([&] { return !watcher_->all.finished.empty(); }));
    const auto& all = watcher_->all;
    QCOMPARE(all.state, RunState::idle);
    QCOMPARE(all.run, id);
    QCOMPARE(all.finished[0].id, id);
    QCOMPARE(all.finished[0].value->iterations_done, 40);
    QVERIFY(all.errors.empty());
    QCOMPARE(all.steps.size(), std::size_t{40});  // none dropped
    for (int i = 0; i < 40; ++i) QCOMPARE(all.steps[i].iteration, i);
    QCOMPARE(all.frames.size(), std::size_t{41});  // one before the first step, one after each
    QCOMPARE(all.frames.back().iteration, 40);
    QVERIFY(all.snapshot && all.snapshot->iteration == 40);  // the last state is always shown
    QVERIFY(wakes_ > 0);
  }

  void key_frames_are_thinned_and_end_with_the_last() {
    begin(1000);
    QVERIFY(watcher_->until([&] { return !watcher_->all.finished.empty(); }));
    const auto& frames = watcher_->all.frames;
    QVERIFY2(frames.size() > 100 && frames.size() < 200,
             qPrintable(QString::number(frames.size())));
    QCOMPARE(frames.back().iteration, 1000);
    QCOMPARE(watcher_->all.steps.size(), std::size_t{1000});
  }

  void unwatched_runs_give_no_pictures() {
    begin(40, false);
    QVERIFY(watcher_->until([&] { return !watcher_->all.finished.empty(); }));
    QVERIFY(!watcher_->all.snapshot);
    QVERIFY(watcher_->all.frames.empty());
    QCOMPARE(watcher_->all.steps.size(), std::size_t{40});
  }

  void illegal_moves_change_nothing() {
    FIDO_FAILS(runner_->pause(), ErrorCode::usage, "cannot pause while idle");
    FIDO_FAILS(runner_->resume(), ErrorCode::usage, "cannot resume while idle");
    FIDO_FAILS(runner_->stop(), ErrorCode::usage, "cannot stop while idle");
    QCOMPARE(runner_->state(), RunState::idle);
    auto wrong = spec();
    wrong.lambda = -1;
    FIDO_FAILS(runner_->start(wrong, card_, photo_), ErrorCode::usage, "lambda");
    QCOMPARE(runner_->state(), RunState::idle);

    control_->closeGate();
    begin();
    FIDO_FAILS(runner_->start(spec(), card_, photo_), ErrorCode::usage, "cannot start while");
    QVERIFY(watcher_->until([&] { return control_->in_step.load(); }));
    QCOMPARE(runner_->state(), RunState::running);
    FIDO_FAILS(runner_->resume(), ErrorCode::usage, "cannot resume while running");
    FIDO_WORKS(runner_->pause());
    FIDO_FAILS(runner_->pause(), ErrorCode::usage, "cannot pause while paused");
    FIDO_FAILS(runner_->start(spec(), card_, photo_), ErrorCode::usage,
               "cannot start while paused");
    FIDO_WORKS(runner_->stop());
    FIDO_FAILS(runner_->stop(), ErrorCode::usage, "cannot stop while stopping");
    FIDO_FAILS(runner_->pause(), ErrorCode::usage, "cannot pause while stopping");
    FIDO_FAILS(runner_->resume(), ErrorCode::usage, "cannot resume while stopping");
    control_->openGate();
    QVERIFY(watcher_->until([&] { return watcher_->all.state == RunState::idle; }));
  }

  void stop_acts_within_one_step() {
    control_->closeGate();
    begin();
    control_->letThrough(5);
    QVERIFY(watcher_->until([&] { return watcher_->all.steps.size() == 5 && control_->in_step; }));
    FIDO_WORKS(runner_->stop());
    control_->openGate();  // the step that was under way may end; no other begins
    QVERIFY(watcher_->until([&] { return !watcher_->all.finished.empty(); }));
    QCOMPARE(watcher_->all.steps.size(), std::size_t{6});
    QCOMPARE(watcher_->all.finished[0].value->iterations_done, 6);
    QCOMPARE(control_->steps.load(), 6);
    QCOMPARE(watcher_->all.state, RunState::idle);
  }

  void pause_holds_and_resume_goes_on() {
    control_->closeGate();
    begin(20);
    control_->letThrough(4);
    QVERIFY(watcher_->until([&] { return watcher_->all.steps.size() == 4 && control_->in_step; }));
    FIDO_WORKS(runner_->pause());
    control_->openGate();
    // A question is answered while paused; by then the step under way is over, and none has begun
    // after it.
    const auto id = runner_->ask({photo_, Plane(8, 8, 1.F), "push-pull", "top", 1, 0, 5});
    QVERIFY(watcher_->until([&] { return !watcher_->all.answers.empty(); }));
    QCOMPARE(watcher_->all.answers[0].id, id);
    QCOMPARE(watcher_->all.steps.size(), std::size_t{5});
    QCOMPARE(runner_->state(), RunState::paused);
    FIDO_WORKS(runner_->resume());
    QVERIFY(watcher_->until([&] { return !watcher_->all.finished.empty(); }));
    QCOMPARE(watcher_->all.steps.size(), std::size_t{20});
  }

  void newest_question_wins_and_is_served_between_steps() {
    control_->closeGate();
    begin(10);
    QVERIFY(watcher_->until([&] { return control_->in_step.load(); }));
    RequestId last = 0;
    for (int i = 0; i < 50; ++i)
      last = runner_->ask({photo_, Plane(8, 8, 1.F), "push-pull", "top", 1, 0, 5});
    control_->letThrough(1);
    QVERIFY(watcher_->until([&] { return !watcher_->all.answers.empty(); }));
    QCOMPARE(watcher_->all.answers.size(), std::size_t{1});
    QCOMPARE(watcher_->all.answers[0].id, last);
    QCOMPARE(control_->answers.load(), 1);
    QCOMPARE(watcher_->all.steps.size(), std::size_t{1});
    control_->openGate();
    QVERIFY(watcher_->until([&] { return !watcher_->all.finished.empty(); }));
  }

  void a_row_of_edits_holds_the_run_up_and_other_questions_do_not() {
    // A step a millisecond.
    control_->closeGate();
    std::atomic<bool> over{false};
    std::thread feeder([&] {
      while (!over) {
        control_->letThrough(1);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
    begin(100000, false);
    const bool begun = watcher_->until([&] { return watcher_->all.steps.size() > 5; });
    const auto steps_while_asking = [&](Urgency urgency) {
      const auto ask = [&] {
        return runner_->ask({photo_, Plane(8, 8, 1.F), "push-pull", "top", 1, 0, 5}, urgency);
      };
      const auto answered = [&](RequestId id) {
        return watcher_->until([&] {
          return !watcher_->all.answers.empty() && watcher_->all.answers.back().id >= id;
        });
      };
      if (!answered(ask())) return std::size_t{0};
      const std::size_t before = watcher_->all.steps.size();
      for (int i = 0; i < 100; ++i) {
        if (!answered(ask())) return std::size_t{0};
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
      return watcher_->all.steps.size() - before;
    };
    const auto edits = steps_while_asking(Urgency::edit), others = steps_while_asking(Urgency::now);
    const bool stopped =
        runner_->stop() && watcher_->until([&] { return !watcher_->all.finished.empty(); });
    over = true;
    feeder.join();
    QVERIFY(begun && stopped);
    QVERIFY2(edits < others, qPrintable(QString("%1 and %2").arg(edits).arg(others)));
  }

  void a_load_waits_for_the_runs_end() {
    control_->closeGate();
    const auto run = begin(10);
    QVERIFY(watcher_->until([&] { return control_->in_step.load(); }));
    const auto load = runner_->load(fake_card(folder_.path(), "other", "Other"), spec());
    const auto classify = runner_->classify(photo_);
    control_->openGate();
    QVERIFY(watcher_->until([&] { return !watcher_->all.classified.empty(); }));
    QCOMPARE(watcher_->all.finished.size(), std::size_t{1});
    QCOMPARE(watcher_->all.loaded.size(), std::size_t{2});
    QCOMPARE(watcher_->all.loaded[0].id, run);
    QCOMPARE(watcher_->all.loaded[1].id, load);
    QCOMPARE(watcher_->all.classified[0].id, classify);
  }

  void a_failed_load_fails_the_run_and_the_next_may_start() {
    control_->fail_next_load = true;
    const auto id = begin();
    QVERIFY(watcher_->until([&] { return !watcher_->all.errors.empty(); }));
    QCOMPARE(watcher_->all.errors[0].id, id);
    QCOMPARE(watcher_->all.state, RunState::failed);
    QVERIFY(begin() != 0);
    QVERIFY(watcher_->until([&] { return !watcher_->all.finished.empty(); }));
  }

  void an_exception_of_the_engine_fails_the_run_data() {
    QTest::addColumn<bool>("in_drop");
    QTest::addColumn<int>("after");
    QTest::newRow("drop, before the first step") << true << 0;
    QTest::newRow("drop, at a key frame") << true << 1;
    QTest::newRow("snapshot") << false << 1;
  }
  void an_exception_of_the_engine_fails_the_run() {
    QFETCH(bool, in_drop);
    QFETCH(int, after);
    control_->closeGate();
    auto& broken = in_drop ? control_->throw_in_drop : control_->throw_in_snapshot;
    if (after == 0) broken = true;
    const auto id = begin();
    if (after > 0) {
      QVERIFY(watcher_->until([&] { return watcher_->all.frames.size() == 1; }));
      broken = true;
      control_->letThrough(1);
    }
    QVERIFY(watcher_->until([&] { return !watcher_->all.errors.empty(); }));
    QCOMPARE(watcher_->all.errors.back().id, id);
    QVERIFY(watcher_->all.errors.back().value.message.find("a broken") != std::string::npos);
    control_->openGate();
    QVERIFY(begin() != 0);  // the worker lives
    QVERIFY(watcher_->until([&] { return !watcher_->all.finished.empty(); }));
  }

  void an_engine_that_cannot_be_made_is_an_error_of_every_request() {
    Runner runner([]() -> std::unique_ptr<Engine> { throw std::runtime_error("no such device"); });
    Watcher watcher{runner, {}};
    const auto id = runner.classify(photo_);
    QVERIFY(watcher.until([&] { return !watcher.all.errors.empty(); }));
    QCOMPARE(watcher.all.errors.back().id, id);
    QVERIFY(watcher.all.errors.back().value.message.find("no such device") != std::string::npos);
  }

  void the_owner_does_not_wait_while_a_frame_is_taken() {
    // The owner asks for the state in the middle of drop(): if the worker held the lock, neither
    // would go on.
    std::atomic<bool> asked{false};
    control_->in_drop = [&] {
      const auto answered = std::make_shared<std::promise<void>>();
      std::thread([this, answered] {
        (void)runner_->state();
        answered->set_value();
      }).detach();
      asked = asked || answered->get_future().wait_for(2s) == std::future_status::ready;
    };
    begin(1);
    QVERIFY(watcher_->until([&] { return !watcher_->all.finished.empty(); }));
    QVERIFY(asked);
    control_->in_drop = {};
  }

  void a_failed_step_fails_the_run() {
    control_->fail_next_step = true;
    begin();
    QVERIFY(watcher_->until([&] { return watcher_->all.state == RunState::failed; }));
    QCOMPARE(watcher_->all.errors.size(), std::size_t{1});
    QVERIFY(watcher_->all.finished.empty());
  }

  void stop_while_loading_ends_without_a_result() {
    control_->hold_load = true;
    const auto id = begin();
    QCOMPARE(runner_->state(), RunState::loading);
    FIDO_WORKS(runner_->stop());
    control_->hold_load = false;
    QVERIFY(watcher_->until(
        [&] { return watcher_->all.state == RunState::idle && !watcher_->all.errors.empty(); }));
    QCOMPARE(watcher_->all.errors.size(), std::size_t{1});
    QCOMPARE(watcher_->all.errors[0].id, id);
    QVERIFY(watcher_->all.errors[0].value.code == ErrorCode::interrupted);
    QVERIFY(watcher_->all.steps.empty());
    QVERIFY(watcher_->all.finished.empty());
  }

  void undrained_steps_of_an_old_run_do_not_reach_the_next() {
    begin(10);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (runner_->state() != RunState::idle && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(1ms);
    QCOMPARE(runner_->state(), RunState::idle);
    // Whatever is drained between the two starts says which run it speaks of.
    const auto second = begin(7);
    std::size_t steps = 0;
    while (watcher_->all.finished.size() < 2 && std::chrono::steady_clock::now() < deadline) {
      runner_->wait(20ms);
      auto next = runner_->drain();
      if (next.run == second) steps += next.steps.size();
      watcher_->take(std::move(next));
    }
    QCOMPARE(watcher_->all.run, second);
    QCOMPARE(steps, std::size_t{7});
  }

  void the_owner_may_go_in_the_middle_of_a_run() {
    control_->closeGate();
    begin(100000);
    QVERIFY(watcher_->until([&] { return control_->in_step.load(); }));
    control_->letThrough(1);
    std::thread opener([control = control_] {
      std::this_thread::sleep_for(50ms);
      control->openGate();
    });
    watcher_.reset();
    runner_.reset();  // joins: within the step that was under way
    opener.join();
    QVERIFY(control_->steps < 100000);
  }

  void many_requests_from_another_thread_lose_nothing() {
    begin(300);
    std::thread asking([&] {
      for (int i = 0; i < 200; ++i)
        runner_->ask({photo_, Plane(4, 4, 1.F), "push-pull", "top", 1, 0, 5});
    });
    QVERIFY(watcher_->until([&] { return !watcher_->all.finished.empty(); }));
    asking.join();
    QCOMPARE(watcher_->all.steps.size(), std::size_t{300});
  }
};

QTEST_GUILESS_MAIN(TestRunner)
#include "test_runner.moc"
