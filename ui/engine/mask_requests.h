// Questions about masks that can wait: the frames of an animation, the gallery, a figure.
//
// Every consumer has a channel, and every channel its own queue. One question at a time is with the
// engine, taken from the channels in turn. Its answer or its error goes to the request that asked
// and to no other. Everything happens on the GUI thread.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "core/base/error.h"
#include "core/run/runner.h"

namespace fido::ui {

using MaskAnswerPtr = std::shared_ptr<const MaskAnswer>;

class MaskRequestChannel;
class MaskRequestQueue;

// A handle to one question; its copies are about the same question.
class MaskRequest {
 public:
  // Called once, with an answer or with the reason why there is none; never after cancel().
  using Reply = std::function<void(const Expected<MaskAnswerPtr>&)>;

  MaskRequest() = default;
  // Asked, and neither answered nor cancelled yet.
  bool isPending() const;
  void cancel();

 private:
  friend class MaskRequestChannel;
  friend class MaskRequestQueue;
  struct State {
    MaskQuestion question;
    Reply reply;  // empty: answered or cancelled
    MaskRequestChannel* channel = nullptr;
  };
  std::shared_ptr<State> state_;
};

// What one consumer asks, first in, first out. Destroying it cancels its requests, so that a reply
// may refer to the object that owns the channel.
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

  MaskRequestQueue* queue_;  // null once it is gone
  std::deque<StatePtr> waiting_;
};

class MaskRequestQueue {
 public:
  // Hands a question to the engine, which answers it under the id that is returned.
  using Send = std::function<RequestId(MaskQuestion)>;

  explicit MaskRequestQueue(Send send);
  ~MaskRequestQueue();
  MaskRequestQueue(const MaskRequestQueue&) = delete;
  MaskRequestQueue& operator=(const MaskRequestQueue&) = delete;

  // False if the question with this id did not come from here.
  bool deliver(RequestId id, const Expected<MaskAnswerPtr>& outcome);

  // While another classifier loads, nothing is asked: the engine would answer with either. The
  // question that is with the engine is asked again after resume().
  void suspend();
  void resume();
  bool isRunning() const { return !suspended_; }
  // Every request gets this error, for example because another classifier has been loaded.
  void failAll(const Error& error);

  // Requests that have neither been answered nor cancelled, over all channels.
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
  std::size_t turn_ = 0;            // of channels_: the one that is served next
  StatePtr current_;                // the request that is with the engine
  RequestId current_id_ = 0;        // its question
  std::set<RequestId> unanswered_;  // every question sent, also for requests cancelled since
  bool suspended_ = false;
};

}  // namespace fido::ui
