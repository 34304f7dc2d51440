// The worker thread and its states, on an engine whose steps the test releases one by one.
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

constexpr auto kTimeout = 20s;

// Collects the updates of a runner until a condition holds.
struct UpdateCollector {
  Runner& runner;
  Updates received;

  template <class F>
  bool wait_until(F done) {
    const auto deadline = std::chrono::steady_clock::now() + kTimeout;
    while (!done()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      runner.wait(20ms);
      collect(runner.drain());
    }
    return true;
  }
  void collect(Updates next) {
    const auto append = [](auto& to, auto& from) {
      to.insert(to.end(), std::make_move_iterator(from.begin()),
                std::make_move_iterator(from.end()));
    };
    received.state = next.state;
    received.run = next.run;
    append(received.loaded, next.loaded);
    append(received.classified, next.classified);
    append(received.answers, next.answers);
    append(received.errors, next.errors);
    append(received.steps, next.steps);
    append(received.frames, next.frames);
    append(received.finished, next.finished);
    if (next.snapshot) received.snapshot = next.snapshot;
  }
};

}  // namespace

class TestRunner : public QObject {
  Q_OBJECT

  Folder folder_;
  std::shared_ptr<FakeControl> control_;
  std::unique_ptr<Runner> runner_;
  std::unique_ptr<UpdateCollector> collector_;
  std::atomic<int> wake_count_{0};
  ImagePtr photo_;
  ClassifierCard card_;

  RunSpec spec(int iterations = 40) const {
    auto s = default_spec();
    s.iterations = iterations;
    return s;
  }
  RequestId start_run(int iterations = 40, bool watched = true) {
    const auto id = runner_->start(spec(iterations), card_, photo_, watched);
    return id ? *id : 0;
  }

 private slots:
  void init() {
    control_ = std::make_shared<FakeControl>();
    wake_count_ = 0;
    runner_ = std::make_unique<Runner>(fake_engine(control_), [this] { ++wake_count_; });
    collector_ = std::make_unique<UpdateCollector>(UpdateCollector{*runner_, {}});
    photo_ = std::make_shared<Image>(64, 48);
    card_ = fake_card(folder_.path(), "fake", "Fake");
  }
  void cleanup() {
    control_->openGate();
    control_->hold_load = false;
    collector_.reset();
    runner_.reset();
  }

  void run_reports_every_step_and_frame() {
    control_->hold_load = true;
    const auto id = start_run();
    QVERIFY(id != 0);
    QCOMPARE(runner_->state(), RunState::loading);
    control_->hold_load = false;
    QVERIFY(collector_->wait_until([&] { return !collector_->received.finished.empty(); }));
    const auto& received = collector_->received;
    QCOMPARE(received.state, RunState::idle);
    QCOMPARE(received.run, id);
    QCOMPARE(received.finished[0].id, id);
    QCOMPARE(received.finished[0].value->iterations_done, 40);
    QVERIFY(received.errors.empty());
    QCOMPARE(received.steps.size(), std::size_t{40});  // no step is lost
    for (int i = 0; i < 40; ++i) QCOMPARE(received.steps[i].iteration, i);
    QCOMPARE(received.frames.size(), std::size_t{41});  // one before the first step, one after each
    QCOMPARE(received.frames.back().iteration, 40);
    QVERIFY(received.snapshot &&
            received.snapshot->iteration == 40);  // the last state is always reported
    QVERIFY(wake_count_ > 0);
  }

  void key_frames_are_thinned_and_include_the_last() {
    start_run(1000);
    QVERIFY(collector_->wait_until([&] { return !collector_->received.finished.empty(); }));
    const auto& frames = collector_->received.frames;
    QVERIFY2(frames.size() > 100 && frames.size() < 200,
             qPrintable(QString::number(frames.size())));
    QCOMPARE(frames.back().iteration, 1000);
    QCOMPARE(collector_->received.steps.size(), std::size_t{1000});
  }

  void unwatched_runs_send_no_frames() {
    start_run(40, false);
    QVERIFY(collector_->wait_until([&] { return !collector_->received.finished.empty(); }));
    QVERIFY(!collector_->received.snapshot);
    QVERIFY(collector_->received.frames.empty());
    QCOMPARE(collector_->received.steps.size(), std::size_t{40});
  }

  void invalid_transitions_are_refused() {
    FIDO_FAILS(runner_->pause(), ErrorCode::usage, "cannot pause while idle");
    FIDO_FAILS(runner_->resume(), ErrorCode::usage, "cannot resume while idle");
    FIDO_FAILS(runner_->stop(), ErrorCode::usage, "cannot stop while idle");
    QCOMPARE(runner_->state(), RunState::idle);
    auto wrong = spec();
    wrong.lambda = -1;
    FIDO_FAILS(runner_->start(wrong, card_, photo_), ErrorCode::usage, "lambda");
    QCOMPARE(runner_->state(), RunState::idle);

    control_->closeGate();
    start_run();
    FIDO_FAILS(runner_->start(spec(), card_, photo_), ErrorCode::usage, "cannot start while");
    QVERIFY(collector_->wait_until([&] { return control_->in_step.load(); }));
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
    QVERIFY(collector_->wait_until([&] { return collector_->received.state == RunState::idle; }));
  }

  void stop_acts_within_one_step() {
    control_->closeGate();
    start_run();
    control_->allowSteps(5);
    QVERIFY(collector_->wait_until(
        [&] { return collector_->received.steps.size() == 5 && control_->in_step; }));
    FIDO_WORKS(runner_->stop());
    control_->openGate();  // the step in progress may end, but no other begins
    QVERIFY(collector_->wait_until([&] { return !collector_->received.finished.empty(); }));
    QCOMPARE(collector_->received.steps.size(), std::size_t{6});
    QCOMPARE(collector_->received.finished[0].value->iterations_done, 6);
    QCOMPARE(control_->steps.load(), 6);
    QCOMPARE(collector_->received.state, RunState::idle);
  }

  void pause_stops_the_steps_and_resume_continues() {
    control_->closeGate();
    start_run(20);
    control_->allowSteps(4);
    QVERIFY(collector_->wait_until(
        [&] { return collector_->received.steps.size() == 4 && control_->in_step; }));
    FIDO_WORKS(runner_->pause());
    control_->openGate();
    // Questions are answered while the run is paused. By then the step in progress has ended, and
    // no other has begun.
    const auto id = runner_->ask({photo_, Plane(8, 8, 1.F), "push-pull", "top", 1, 0, 5});
    QVERIFY(collector_->wait_until([&] { return !collector_->received.answers.empty(); }));
    QCOMPARE(collector_->received.answers[0].id, id);
    QCOMPARE(collector_->received.steps.size(), std::size_t{5});
    QCOMPARE(runner_->state(), RunState::paused);
    FIDO_WORKS(runner_->resume());
    QVERIFY(collector_->wait_until([&] { return !collector_->received.finished.empty(); }));
    QCOMPARE(collector_->received.steps.size(), std::size_t{20});
  }

  void only_the_newest_question_is_answered_between_steps() {
    control_->closeGate();
    start_run(10);
    QVERIFY(collector_->wait_until([&] { return control_->in_step.load(); }));
    RequestId last = 0;
    for (int i = 0; i < 50; ++i)
      last = runner_->ask({photo_, Plane(8, 8, 1.F), "push-pull", "top", 1, 0, 5});
    control_->allowSteps(1);
    QVERIFY(collector_->wait_until([&] { return !collector_->received.answers.empty(); }));
    QCOMPARE(collector_->received.answers.size(), std::size_t{1});
    QCOMPARE(collector_->received.answers[0].id, last);
    QCOMPARE(control_->answers.load(), 1);
    QCOMPARE(collector_->received.steps.size(), std::size_t{1});
    control_->openGate();
    QVERIFY(collector_->wait_until([&] { return !collector_->received.finished.empty(); }));
  }

  void edits_delay_the_run_and_other_questions_do_not() {
    // Lets through one step per millisecond.
    control_->closeGate();
    std::atomic<bool> is_over{false};
    std::thread feeder([&] {
      while (!is_over) {
        control_->allowSteps(1);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    });
    start_run(100000, false);
    const bool started =
        collector_->wait_until([&] { return collector_->received.steps.size() > 5; });
    const auto steps_while_asking = [&](Urgency urgency) {
      const auto ask = [&] {
        return runner_->ask({photo_, Plane(8, 8, 1.F), "push-pull", "top", 1, 0, 5}, urgency);
      };
      const auto answered = [&](RequestId id) {
        return collector_->wait_until([&] {
          return !collector_->received.answers.empty() &&
                 collector_->received.answers.back().id >= id;
        });
      };
      if (!answered(ask())) return std::size_t{0};
      const std::size_t before = collector_->received.steps.size();
      for (int i = 0; i < 100; ++i) {
        if (!answered(ask())) return std::size_t{0};
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
      return collector_->received.steps.size() - before;
    };
    const auto edits = steps_while_asking(Urgency::edit), others = steps_while_asking(Urgency::now);
    const bool stopped = runner_->stop() && collector_->wait_until([&] {
      return !collector_->received.finished.empty();
    });
    is_over = true;
    feeder.join();
    QVERIFY(started && stopped);
    QVERIFY2(edits < others, qPrintable(QString("%1 and %2").arg(edits).arg(others)));
  }

  void load_waits_for_the_end_of_the_run() {
    control_->closeGate();
    const auto run = start_run(10);
    QVERIFY(collector_->wait_until([&] { return control_->in_step.load(); }));
    const auto load = runner_->load(fake_card(folder_.path(), "other", "Other"), spec());
    const auto classify = runner_->classify(photo_);
    control_->openGate();
    QVERIFY(collector_->wait_until([&] { return !collector_->received.classified.empty(); }));
    QCOMPARE(collector_->received.finished.size(), std::size_t{1});
    QCOMPARE(collector_->received.loaded.size(), std::size_t{2});
    QCOMPARE(collector_->received.loaded[0].id, run);
    QCOMPARE(collector_->received.loaded[1].id, load);
    QCOMPARE(collector_->received.classified[0].id, classify);
  }

  void failed_load_fails_the_run_and_the_next_can_start() {
    control_->fail_next_load = true;
    const auto id = start_run();
    QVERIFY(collector_->wait_until([&] { return !collector_->received.errors.empty(); }));
    QCOMPARE(collector_->received.errors[0].id, id);
    QCOMPARE(collector_->received.state, RunState::failed);
    QVERIFY(start_run() != 0);
    QVERIFY(collector_->wait_until([&] { return !collector_->received.finished.empty(); }));
  }

  void engine_exception_fails_the_run_data() {
    QTest::addColumn<bool>("in_drop");
    QTest::addColumn<int>("after");
    QTest::newRow("drop, before the first step") << true << 0;
    QTest::newRow("drop, at a key frame") << true << 1;
    QTest::newRow("snapshot") << false << 1;
  }
  void engine_exception_fails_the_run() {
    QFETCH(bool, in_drop);
    QFETCH(int, after);
    control_->closeGate();
    auto& broken = in_drop ? control_->throw_in_drop : control_->throw_in_snapshot;
    if (after == 0) broken = true;
    const auto id = start_run();
    if (after > 0) {
      QVERIFY(collector_->wait_until([&] { return collector_->received.frames.size() == 1; }));
      broken = true;
      control_->allowSteps(1);
    }
    QVERIFY(collector_->wait_until([&] { return !collector_->received.errors.empty(); }));
    QCOMPARE(collector_->received.errors.back().id, id);
    QVERIFY(collector_->received.errors.back().value.message.find("a broken") != std::string::npos);
    control_->openGate();
    QVERIFY(start_run() != 0);  // the worker thread is still alive
    QVERIFY(collector_->wait_until([&] { return !collector_->received.finished.empty(); }));
  }

  void engine_that_cannot_be_created_fails_every_request() {
    Runner runner([]() -> std::unique_ptr<Engine> { throw std::runtime_error("no such device"); });
    UpdateCollector collector{runner, {}};
    const auto id = runner.classify(photo_);
    QVERIFY(collector.wait_until([&] { return !collector.received.errors.empty(); }));
    QCOMPARE(collector.received.errors.back().id, id);
    QVERIFY(collector.received.errors.back().value.message.find("no such device") !=
            std::string::npos);
  }

  void state_is_available_while_a_frame_is_made() {
    // The owner asks for the state in the middle of drop(). If the worker held the lock there, this
    // would be a deadlock.
    std::atomic<bool> was_answered{false};
    control_->on_drop = [&] {
      const auto promise = std::make_shared<std::promise<void>>();
      std::thread([this, promise] {
        (void)runner_->state();
        promise->set_value();
      }).detach();
      // Waits every time, because the thread must not outlive the runner.
      if (promise->get_future().wait_for(2s) == std::future_status::ready) was_answered = true;
    };
    start_run(1);
    QVERIFY(collector_->wait_until([&] { return !collector_->received.finished.empty(); }));
    QVERIFY(was_answered);
    control_->on_drop = {};
  }

  void failed_step_fails_the_run() {
    control_->fail_next_step = true;
    start_run();
    QVERIFY(collector_->wait_until([&] { return collector_->received.state == RunState::failed; }));
    QCOMPARE(collector_->received.errors.size(), std::size_t{1});
    QVERIFY(collector_->received.finished.empty());
  }

  void stop_while_loading_gives_no_result() {
    control_->hold_load = true;
    const auto id = start_run();
    QCOMPARE(runner_->state(), RunState::loading);
    FIDO_WORKS(runner_->stop());
    control_->hold_load = false;
    QVERIFY(collector_->wait_until([&] {
      return collector_->received.state == RunState::idle && !collector_->received.errors.empty();
    }));
    QCOMPARE(collector_->received.errors.size(), std::size_t{1});
    QCOMPARE(collector_->received.errors[0].id, id);
    QVERIFY(collector_->received.errors[0].value.code == ErrorCode::interrupted);
    QVERIFY(collector_->received.steps.empty());
    QVERIFY(collector_->received.finished.empty());
  }

  void undrained_steps_of_a_run_do_not_reach_the_next() {
    start_run(10);
    const auto deadline = std::chrono::steady_clock::now() + kTimeout;
    while (runner_->state() != RunState::idle && std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(1ms);
    QCOMPARE(runner_->state(), RunState::idle);
    // Every batch of updates drained between the two starts says which run it belongs to.
    const auto second = start_run(7);
    std::size_t steps = 0;
    while (collector_->received.finished.size() < 2 &&
           std::chrono::steady_clock::now() < deadline) {
      runner_->wait(20ms);
      auto next = runner_->drain();
      if (next.run == second) steps += next.steps.size();
      collector_->collect(std::move(next));
    }
    QCOMPARE(collector_->received.run, second);
    QCOMPARE(steps, std::size_t{7});
  }

  void runner_can_be_destroyed_during_a_run() {
    control_->closeGate();
    start_run(100000);
    QVERIFY(collector_->wait_until([&] { return control_->in_step.load(); }));
    control_->allowSteps(1);
    std::thread opener([control = control_] {
      std::this_thread::sleep_for(50ms);
      control->openGate();
    });
    collector_.reset();
    runner_.reset();  // joins the worker, which ends after the step in progress
    opener.join();
    QVERIFY(control_->steps < 100000);
  }

  void requests_from_another_thread_lose_no_steps() {
    start_run(300);
    std::thread asking([&] {
      for (int i = 0; i < 200; ++i)
        runner_->ask({photo_, Plane(4, 4, 1.F), "push-pull", "top", 1, 0, 5});
    });
    QVERIFY(collector_->wait_until([&] { return !collector_->received.finished.empty(); }));
    asking.join();
    QCOMPARE(collector_->received.steps.size(), std::size_t{300});
  }
};

QTEST_GUILESS_MAIN(TestRunner)
#include "test_runner.moc"
