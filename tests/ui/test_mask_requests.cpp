// Tests of the queue of mask requests: the order in which requests are sent, and the routing of
// answers to them.
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

  static MaskQuestion questionAbout(const std::string& name) {
    MaskQuestion question;
    question.target = name;
    return question;
  }
  static MaskAnswerPtr answerTo(const std::string& name) {
    auto answer = std::make_shared<MaskAnswer>();
    answer->target_after.label = name;
    return answer;
  }
  // Returns a reply callback that records what the request `name` received: "name" for its own
  // answer, or the error message.
  static MaskRequest::Reply recordReply(std::vector<std::string>& replies,
                                        const std::string& name) {
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
      last_id_ += 3;  // ids are shared with other clients of the engine
      sent_.push_back({last_id_, question.target});
      return last_id_;
    });
  }

  void oneRequestAtATimeAlternatingBetweenChannels() {
    MaskRequestChannel a(*queue_), b(*queue_);
    std::vector<std::string> replies;
    for (const char* name : {"a1", "a2", "a3"})
      a.ask(questionAbout(name), recordReply(replies, name));
    for (const char* name : {"b1", "b2"}) b.ask(questionAbout(name), recordReply(replies, name));
    QCOMPARE(queue_->pending(), std::size_t{5});
    QCOMPARE(targetsSent(), std::vector<std::string>{"a1"});
    while (queue_->pending() > 0) QVERIFY(answerNewest());
    QCOMPARE(targetsSent(), (std::vector<std::string>{"a1", "b1", "a2", "b2", "a3"}));
    QCOMPARE(replies, (std::vector<std::string>{"a1 <- a1", "b1 <- b1", "a2 <- a2", "b2 <- b2",
                                                "a3 <- a3"}));
  }

  void requestFromAReplyWaitsForItsTurn() {
    MaskRequestChannel a(*queue_), b(*queue_);
    std::vector<std::string> replies;
    a.ask(questionAbout("a1"), [&](const Expected<MaskAnswerPtr>&) {
      a.ask(questionAbout("a2"), recordReply(replies, "a2"));
    });
    b.ask(questionAbout("b1"), recordReply(replies, "b1"));
    answerNewest();
    QCOMPARE(targetsSent(), (std::vector<std::string>{"a1", "b1"}));
    answerNewest();
    answerNewest();
    QCOMPARE(replies, (std::vector<std::string>{"b1 <- b1", "a2 <- a2"}));
  }

  void unknownAnswersAreIgnored() {
    MaskRequestChannel channel(*queue_);
    std::vector<std::string> replies;
    const MaskRequest request = channel.ask(questionAbout("a"), recordReply(replies, "a"));
    QVERIFY(!queue_->deliver(sent_.back().id - 1, answerTo("another")));
    QVERIFY(request.isPending() && replies.empty());
    QVERIFY(answerNewest());
    QVERIFY(!request.isPending());
    QVERIFY(!answerNewest());  // an answer is delivered only once
    QCOMPARE(replies.size(), std::size_t{1});
  }

  void cancelledRequestGetsNoReplyAndBlocksNoOther() {
    MaskRequestChannel a(*queue_), b(*queue_);
    std::vector<std::string> replies;
    MaskRequest first = a.ask(questionAbout("a1"), recordReply(replies, "a1"));
    MaskRequest waiting = a.ask(questionAbout("a2"), recordReply(replies, "a2"));
    b.ask(questionAbout("b1"), recordReply(replies, "b1"));
    waiting.cancel();
    first.cancel();
    QVERIFY(!first.isPending() && !waiting.isPending());
    QCOMPARE(targetsSent(), (std::vector<std::string>{"a1", "b1"}));
    // The engine had already started on the request, so its answer is consumed but delivered to
    // nobody.
    QVERIFY(queue_->deliver(sent_.front().id, answerTo("a1")));
    QVERIFY(replies.empty());
    answerNewest();
    QCOMPARE(replies, (std::vector<std::string>{"b1 <- b1"}));
    first.cancel();
    QCOMPARE(queue_->pending(), std::size_t{0});
  }

  void errorIsDeliveredToItsRequest() {
    MaskRequestChannel channel(*queue_);
    std::vector<std::string> replies;
    for (const char* name : {"1", "2"})
      channel.ask(questionAbout(name), recordReply(replies, name));
    QVERIFY(queue_->deliver(sent_.back().id, run_error("no memory")));
    answerNewest();
    QCOMPARE(replies, (std::vector<std::string>{"1 <- no memory", "2 <- 2"}));
  }

  void destroyedChannelDropsItsRequests() {
    auto a = std::make_unique<MaskRequestChannel>(*queue_);
    MaskRequestChannel b(*queue_);
    std::vector<std::string> replies;
    MaskRequest current = a->ask(questionAbout("a1"), recordReply(replies, "a1"));
    MaskRequest waiting = a->ask(questionAbout("a2"), recordReply(replies, "a2"));
    b.ask(questionAbout("b1"), recordReply(replies, "b1"));
    a.reset();
    QVERIFY(!current.isPending() && !waiting.isPending());
    waiting.cancel();
    queue_->deliver(sent_.front().id, answerTo("a1"));
    answerNewest();
    QCOMPARE(replies, (std::vector<std::string>{"b1 <- b1"}));
  }

  void channelMayOutliveTheQueue() {
    MaskRequestChannel channel(*queue_);
    std::vector<std::string> replies;
    MaskRequest current = channel.ask(questionAbout("1"), recordReply(replies, "1"));
    MaskRequest waiting = channel.ask(questionAbout("2"), recordReply(replies, "2"));
    queue_.reset();
    current.cancel();
    waiting.cancel();
    channel.ask(questionAbout("3"), recordReply(replies, "3"));
    QVERIFY(replies.empty());
  }

  // The engine would answer with the old classifier while another is being loaded.
  void suspendedQueueSendsNothingAndRepeatsTheOpenRequest() {
    MaskRequestChannel a(*queue_), b(*queue_);
    std::vector<std::string> replies;
    a.ask(questionAbout("a1"), recordReply(replies, "a1"));
    b.ask(questionAbout("b1"), recordReply(replies, "b1"));
    queue_->suspend();
    QVERIFY(queue_->deliver(sent_.front().id, answerTo("by the other classifier")));
    a.ask(questionAbout("a2"), recordReply(replies, "a2"));
    QCOMPARE(sent_.size(), std::size_t{1});
    QVERIFY(replies.empty());
    queue_->resume();
    while (queue_->pending() > 0) answerNewest();
    QCOMPARE(replies.size(), std::size_t{3});
    QVERIFY(std::find(replies.begin(), replies.end(), "a1 <- a1") != replies.end());
  }

  void failAllNotifiesEveryRequest() {
    MaskRequestChannel a(*queue_);
    auto b = std::make_unique<MaskRequestChannel>(*queue_);
    std::vector<std::string> replies;
    // One of the replies sends another request, and destroys a channel.
    a.ask(questionAbout("a1"), [&](const Expected<MaskAnswerPtr>& answer) {
      recordReply(replies, "a1")(answer);
      a.ask(questionAbout("a3"), recordReply(replies, "a3"));
      b.reset();
    });
    a.ask(questionAbout("a2"), recordReply(replies, "a2"));
    b->ask(questionAbout("b1"), recordReply(replies, "b1"));
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
