// Queues the questions about masks that can wait: those of an animation, the gallery or a figure.
//
// Every consumer has a channel, and every channel its own queue. The engine gets one question at a
// time, taken from the channels in turn. The answer or the error goes only to the request that
// asked. Everything happens on the GUI thread.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "core/base/error.h"
#include "core/infill/infillers.h"
#include "core/run/runner.h"

namespace fido::ui {

using MaskAnswerPtr = std::shared_ptr<const MaskAnswer>;

// Returns how many samples to ask for to show one picture: several for a stochastic infiller, one
// for any other or if `infiller` is null.
int samples_per_picture(const InfillerInfo* infiller);

class MaskRequestChannel;
class MaskRequestQueue;

// A handle to one question; its copies are about the same question.
class MaskRequest {
 public:
  // Called once, with an answer or with the reason why there is none; never after cancel() or the
  // end of the queue. It must not destroy the queue.
  using Reply = std::function<void(const Expected<MaskAnswerPtr>&)>;

  MaskRequest() = default;
  // Returns whether the question has neither been answered nor cancelled.
  bool isPending() const;
  void cancel();

 private:
  friend class MaskRequestChannel;
  friend class MaskRequestQueue;
  struct State {
    MaskQuestion question;
    Reply reply;  // empty once the request is answered or cancelled
    MaskRequestChannel* channel = nullptr;
  };
  std::shared_ptr<State> state_;
};

// The questions of one consumer, first in, first out. Destroying the channel cancels its requests,
// so a reply may refer to the object that owns the channel.
class MaskRequestChannel {
 public:
  explicit MaskRequestChannel(MaskRequestQueue& queue);
  ~MaskRequestChannel();
  MaskRequestChannel(const MaskRequestChannel&) = delete;
  MaskRequestChannel& operator=(const MaskRequestChannel&) = delete;

  MaskRequest ask(MaskQuestion question, MaskRequest::Reply reply);

 private:
  friend class MaskRequest;
  friend class MaskRequestQueue;
  using StatePtr = std::shared_ptr<MaskRequest::State>;

  MaskRequestQueue* queue_;  // null once the queue is destroyed
  std::deque<StatePtr> waiting_;
};

class MaskRequestQueue {
 public:
  // Sends a question to the engine and returns the id under which the engine answers it. Ids are
  // never 0 and increase, a question replaces an earlier one that the engine has not begun, and the
  // answer never comes before Send returns (Runner::ask with Urgency::later).
  using Send = std::function<RequestId(MaskQuestion)>;

  explicit MaskRequestQueue(Send send);
  ~MaskRequestQueue();
  MaskRequestQueue(const MaskRequestQueue&) = delete;
  MaskRequestQueue& operator=(const MaskRequestQueue&) = delete;

  // Passes an answer or an error to the request that asked. Returns false if the question with this
  // id did not come from this queue.
  bool deliver(RequestId id, const Expected<MaskAnswerPtr>& outcome);

  // Sends nothing until resume(), for use while another classifier loads: the engine could answer
  // with either of the two. The question that the engine has is asked again after resume().
  void suspend();
  void resume();
  bool isRunning() const { return !suspended_; }
  // Fails every request with this error, for example because another classifier has been loaded.
  void failAll(const Error& error);

  // Returns the number of requests of all channels that have neither been answered nor cancelled.
  std::size_t pending() const;

 private:
  friend class MaskRequest;
  friend class MaskRequestChannel;
  using StatePtr = std::shared_ptr<MaskRequest::State>;

  void add(MaskRequestChannel* channel);
  void remove(MaskRequestChannel* channel);
  void cancel(const StatePtr& request);
  void sendNext();

  Send send_;
  std::vector<MaskRequestChannel*> channels_;
  std::size_t next_channel_ = 0;    // index in channels_
  StatePtr current_;                // the request that the engine is answering
  RequestId current_id_ = 0;        // the id of its question
  std::set<RequestId> unanswered_;  // all questions sent, including those of cancelled requests
  bool suspended_ = false;
};

}  // namespace fido::ui
