// What a coordinator's list holds: General, the topics, and the private chat with the bot.

import { service, summary } from "./bubble.js";
import { el, icon } from "./dom.js";
import { say } from "./words.js";

const latest = (room) => room.posts.at(-1)?.seq ?? 0;

/** The rooms of a group for one person: the group itself first, then topics, the liveliest on top. */
export function rooms(state, groupId, personId) {
  const group = state.chats.find((chat) => chat.id === groupId);
  const own = state.chats.find((chat) => chat.id === personId);
  if (!group) return [];
  const general = { key: "general", chat: group, name: group.is_forum ? say("general") : group.title, picture: "general", topic: null, posts: group.posts.filter((p) => !p.topic) };
  const topics = group.topics.map((topic) => ({
    key: `t${topic.message_thread_id}`,
    chat: group,
    name: topic.name,
    picture: topic.closed ? "lock" : "topic",
    colour: topic.icon_color,
    topic: topic.message_thread_id,
    posts: group.posts.filter((p) => p.topic === topic.message_thread_id),
  }));
  topics.sort((a, b) => latest(b) - latest(a));
  const privately = own && { key: "private", chat: own, name: say("privateChat"), picture: "contact", topic: null, posts: own.posts };
  return [general, ...topics, ...(privately ? [privately] : [])];
}

const TINTS = { 7322096: "sky", 16766590: "sand", 13338331: "plum", 9367192: "leaf", 16749490: "rose", 16478047: "brick" };

/** A line of the list. */
export function row(room, unread, open) {
  const last = room.posts.at(-1);
  const by = last && !service(last) ? `${last.from.first_name}: ` : "";
  const preview = last ? by + summary(last) : say("generalHint");
  return el(
    "button",
    { type: "button", className: `room ${room.key}`, onclick: open },
    el("span", { className: `disc ${TINTS[room.colour] || "plain"}` }, icon(room.picture)),
    el("span", { className: "lines" }, el("strong", { dir: "auto" }, room.name), el("small", { dir: "auto" }, last || room.key === "general" ? preview : say("nothing"))),
    unread > 0 && el("span", { className: "badge", "aria-label": `${unread} ${say("unread")}` }, String(unread)),
  );
}
