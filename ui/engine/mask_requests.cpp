#include "ui/engine/mask_requests.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace fido::ui {

int samples_per_picture(const InfillerInfo* infiller) {
  return infiller && infiller->stochastic ? 8 : 1;
}

bool MaskRequest::isPending() const { return state_ && state_->reply; }

void MaskRequest::cancel() {
  if (!isPending()) return;
  state_->reply = nullptr;
  if (state_->channel->queue_) state_->channel->queue_->cancel(state_);
}

MaskRequestChannel::MaskRequestChannel(MaskRequestQueue& queue) : queue_(&queue) {
  queue.add(this);
}

MaskRequestChannel::~MaskRequestChannel() {
  for (const StatePtr& request : waiting_) request->reply = nullptr;
  if (queue_) queue_->remove(this);
}

MaskRequest MaskRequestChannel::ask(MaskQuestion question, MaskRequest::Reply reply) {
  MaskRequest request;
  request.state_ = std::make_shared<MaskRequest::State>();
  request.state_->question = std::move(question);
  request.state_->reply = std::move(reply);
  request.state_->channel = this;
  waiting_.push_back(request.state_);
  if (queue_) queue_->sendNext();
  return request;
}

MaskRequestQueue::MaskRequestQueue(Send send) : send_(std::move(send)) {}

MaskRequestQueue::~MaskRequestQueue() {
  if (current_) current_->reply = nullptr;
  for (MaskRequestChannel* channel : channels_) channel->queue_ = nullptr;
}

void MaskRequestQueue::add(MaskRequestChannel* channel) { channels_.push_back(channel); }

void MaskRequestQueue::remove(MaskRequestChannel* channel) {
  const auto at = std::find(channels_.begin(), channels_.end(), channel);
  if (next_channel_ > static_cast<std::size_t>(at - channels_.begin())) --next_channel_;
  channels_.erase(at);
  if (!current_ || current_->channel != channel) return;
  current_->reply = nullptr;
  cancel(StatePtr(current_));
}

// Tells the engine nothing: the next question replaces one that it has not begun, and an answer
// under way is dropped when it arrives.
void MaskRequestQueue::cancel(const StatePtr& request) {
  if (request == current_) {
    current_.reset();
    current_id_ = 0;
    sendNext();
    return;
  }
  auto& waiting = request->channel->waiting_;
  waiting.erase(std::remove(waiting.begin(), waiting.end(), request), waiting.end());
}

void MaskRequestQueue::sendNext() {
  if (current_ || suspended_) return;
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    const std::size_t at = (next_channel_ + i) % channels_.size();
    auto& waiting = channels_[at]->waiting_;
    if (waiting.empty()) continue;
    current_ = std::move(waiting.front());
    waiting.pop_front();
    next_channel_ = at + 1;
    current_id_ = send_(current_->question);
    unanswered_.insert(current_id_);
    return;
  }
}

bool MaskRequestQueue::deliver(RequestId id, const Expected<MaskAnswerPtr>& outcome) {
  const auto at = unanswered_.find(id);
  if (at == unanswered_.end()) return false;
  // The engine answers in order: this question has replaced all that were sent before it.
  unanswered_.erase(unanswered_.begin(), std::next(at));
  if (id != current_id_) return true;
  const StatePtr request = std::exchange(current_, nullptr);
  current_id_ = 0;
  // The reply may ask again; the other channels are still served first.
  std::exchange(request->reply, nullptr)(outcome);
  sendNext();
  return true;
}

void MaskRequestQueue::suspend() {
  suspended_ = true;
  if (!current_) return;
  MaskRequestChannel& channel = *current_->channel;
  channel.waiting_.push_front(std::exchange(current_, nullptr));
  current_id_ = 0;
}

void MaskRequestQueue::resume() {
  suspended_ = false;
  sendNext();
}

void MaskRequestQueue::failAll(const Error& error) {
  const bool was_suspended = suspended_;
  suspend();
  std::vector<StatePtr> requests;
  for (const MaskRequestChannel* channel : channels_)
    requests.insert(requests.end(), channel->waiting_.begin(), channel->waiting_.end());
  for (const StatePtr& request : requests) {
    if (!request->reply) continue;  // cancelled by the reply to another request
    const auto reply = std::exchange(request->reply, nullptr);
    cancel(request);
    reply(tl::unexpected(error));
  }
  if (!was_suspended) resume();
}

std::size_t MaskRequestQueue::pending() const {
  std::size_t count = current_ ? 1 : 0;
  for (const MaskRequestChannel* channel : channels_) count += channel->waiting_.size();
  return count;
}

}  // namespace fido::ui
