// Questions that wait: who is asked about next, and who gets which answer.
#include <QTest>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "ui/engine/mask_requests.h"

using namespace fido;
using namespace fido::ui;

class MaskRequestsTest : public QObject {
  Q_OBJECT

  struct Sent {
    RequestId id;
    std::string target;
  };
  std::vector<Sent> sent_;
  RequestId last_id_ = 0;
  std::unique_ptr<MaskRequestQueue> queue_;

  static MaskQuestion about(const std::string& name) {
    MaskQuestion question;
    question.target = name;
    return question;
  }
  static MaskAnswerPtr answerTo(const std::string& name) {
    auto answer = std::make_shared<MaskAnswer>();
    answer->target_after.label = name;
    return answer;
  }
  // What the request `name` was told: "name" for its own answer, "error: ..." for an error.
  static MaskRequest::Reply note(std::vector<std::string>& replies, const std::string& name) {
    return [&replies, name](const Expected<MaskAnswerPtr>& answer) {
      replies.push_back(name + " <- " +
                        (answer ? (*answer)->target_after.label : answer.error().message));
    };
  }
  bool answerNewest() {
    const Sent sent = sent_.back();
    return queue_->deliver(sent.id, answerTo(sent.target));
  }
  std::vector<std::string> targetsSent() const {
    std::vector<std::string> names;
    for (const Sent& sent : sent_) names.push_back(sent.target);
    return names;
  }

 private slots:
  void init() {
    sent_.clear();
    last_id_ = 10;
    queue_ = std::make_unique<MaskRequestQueue>([this](const MaskQuestion& question) {
      last_id_ += 3;  // others ask, too
      sent_.push_back({last_id_, question.target});
      return last_id_;
    });
  }

  void oneAtATimeAndChannelsInTurn() {
    MaskRequestChannel a(*queue_), b(*queue_);
    std::vector<std::string> replies;
    for (const char* name : {"a1", "a2", "a3"}) a.ask(about(name), note(replies, name));
    for (const char* name : {"b1", "b2"}) b.ask(about(name), note(replies, name));
    QCOMPARE(queue_->pending(), std::size_t{5});
    QCOMPARE(targetsSent(), std::vector<std::string>{"a1"});
    while (queue_->pending() > 0) QVERIFY(answerNewest());
    QCOMPARE(targetsSent(), (std::vector<std::string>{"a1", "b1", "a2", "b2", "a3"}));
    QCOMPARE(replies, (std::vector<std::string>{"a1 <- a1", "b1 <- b1", "a2 <- a2", "b2 <- b2",
                                                "a3 <- a3"}));
  }

  void aReplyThatAsksAgainWaitsForItsTurn() {
    MaskRequestChannel a(*queue_), b(*queue_);
    std::vector<std::string> replies;
    a.ask(about("a1"),
          [&](const Expected<MaskAnswerPtr>&) { a.ask(about("a2"), note(replies, "a2")); });
    b.ask(about("b1"), note(replies, "b1"));
    answerNewest();
    QCOMPARE(targetsSent(), (std::vector<std::string>{"a1", "b1"}));
    answerNewest();
    answerNewest();
    QCOMPARE(replies, (std::vector<std::string>{"b1 <- b1", "a2 <- a2"}));
  }

  void answersOfOthersAreNotTaken() {
    MaskRequestChannel channel(*queue_);
    std::vector<std::string> replies;
    const MaskRequest request = channel.ask(about("a"), note(replies, "a"));
    QVERIFY(!queue_->deliver(sent_.back().id - 1, answerTo("another")));
    QVERIFY(request.isPending() && replies.empty());
    QVERIFY(answerNewest());
    QVERIFY(!request.isPending());
    QVERIFY(!answerNewest());  // once
    QCOMPARE(replies.size(), std::size_t{1});
  }

  void aCancelledRequestHearsNothingAndHoldsNobodyUp() {
    MaskRequestChannel a(*queue_), b(*queue_);
    std::vector<std::string> replies;
    MaskRequest first = a.ask(about("a1"), note(replies, "a1"));
    MaskRequest waiting = a.ask(about("a2"), note(replies, "a2"));
    b.ask(about("b1"), note(replies, "b1"));
    waiting.cancel();
    first.cancel();
    QVERIFY(!first.isPending() && !waiting.isPending());
    QCOMPARE(targetsSent(), (std::vector<std::string>{"a1", "b1"}));
    // The engine had begun to answer it: the answer is nobody's.
    QVERIFY(queue_->deliver(sent_.front().id, answerTo("a1")));
    QVERIFY(replies.empty());
    answerNewest();
    QCOMPARE(replies, (std::vector<std::string>{"b1 <- b1"}));
    first.cancel();
    QCOMPARE(queue_->pending(), std::size_t{0});
  }

  void anErrorGoesToTheRequestThatAsked() {
    MaskRequestChannel channel(*queue_);
    std::vector<std::string> replies;
    for (const char* name : {"1", "2"}) channel.ask(about(name), note(replies, name));
    QVERIFY(queue_->deliver(sent_.back().id, run_error("no memory")));
    answerNewest();
    QCOMPARE(replies, (std::vector<std::string>{"1 <- no memory", "2 <- 2"}));
  }

  void aDestroyedChannelDropsItsRequests() {
    auto a = std::make_unique<MaskRequestChannel>(*queue_);
    MaskRequestChannel b(*queue_);
    std::vector<std::string> replies;
    MaskRequest current = a->ask(about("a1"), note(replies, "a1"));
    MaskRequest waiting = a->ask(about("a2"), note(replies, "a2"));
    b.ask(about("b1"), note(replies, "b1"));
    a.reset();
    QVERIFY(!current.isPending() && !waiting.isPending());
    waiting.cancel();
    queue_->deliver(sent_.front().id, answerTo("a1"));
    answerNewest();
    QCOMPARE(replies, (std::vector<std::string>{"b1 <- b1"}));
  }

  void aChannelMayOutliveTheQueue() {
    MaskRequestChannel channel(*queue_);
    std::vector<std::string> replies;
    MaskRequest current = channel.ask(about("1"), note(replies, "1"));
    MaskRequest waiting = channel.ask(about("2"), note(replies, "2"));
    queue_.reset();
    current.cancel();
    waiting.cancel();
    channel.ask(about("3"), note(replies, "3"));
    QVERIFY(replies.empty());
  }

  // The engine would answer with the classifier that is being loaded.
  void whileSuspendedNothingIsAskedAndTheOpenQuestionIsAskedAgain() {
    MaskRequestChannel a(*queue_), b(*queue_);
    std::vector<std::string> replies;
    a.ask(about("a1"), note(replies, "a1"));
    b.ask(about("b1"), note(replies, "b1"));
    queue_->suspend();
    QVERIFY(queue_->deliver(sent_.front().id, answerTo("by the other classifier")));
    a.ask(about("a2"), note(replies, "a2"));
    QCOMPARE(sent_.size(), std::size_t{1});
    QVERIFY(replies.empty());
    queue_->resume();
    while (queue_->pending() > 0) answerNewest();
    QCOMPARE(replies.size(), std::size_t{3});
    QVERIFY(std::find(replies.begin(), replies.end(), "a1 <- a1") != replies.end());
  }

  void failAllTellsEveryRequest() {
    MaskRequestChannel a(*queue_);
    auto b = std::make_unique<MaskRequestChannel>(*queue_);
    std::vector<std::string> replies;
    // One of the replies asks again, another takes a channel away.
    a.ask(about("a1"), [&](const Expected<MaskAnswerPtr>& answer) {
      note(replies, "a1")(answer);
      a.ask(about("a3"), note(replies, "a3"));
      b.reset();
    });
    a.ask(about("a2"), note(replies, "a2"));
    b->ask(about("b1"), note(replies, "b1"));
    queue_->failAll(Error{ErrorCode::interrupted, "gone"});
    QCOMPARE(replies, (std::vector<std::string>{"a1 <- gone", "a2 <- gone"}));
    QCOMPARE(sent_.back().target, std::string("a3"));
    answerNewest();
    QCOMPARE(replies.back(), std::string("a3 <- a3"));
    QCOMPARE(queue_->pending(), std::size_t{0});
  }
};

QTEST_GUILESS_MAIN(MaskRequestsTest)
#include "test_mask_requests.moc"
