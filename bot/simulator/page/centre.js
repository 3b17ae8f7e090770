// The phone of somebody in a centre's group: its topics, General, and a private chat with the bot.

import { act } from "./api.js";
import { Composer } from "./composer.js";
import { askName, menuButton, toast } from "./dialogs.js";
import { el, fillSelect, icon, iconButton, refill } from "./dom.js";
import { Messages } from "./messages.js";
import { row, rooms } from "./rooms.js";
import { say } from "./words.js";

export class CentrePhone {
  constructor() {
    this.group = null;
    this.person = null;
    this.wanted = null; // somebody just added, chosen as soon as the state knows them
    this.room = null;
    this.seen = new Map();
    this.composer = new Composer(() => this.#place(), (error) => this.problem(error));
    this.node = el("section", { className: "phone", id: "centre" });
    this.words();
  }

  /** Build it in the language chosen. */
  words() {
    this.composer.words();
    this.centres = el("select", { "aria-label": say("centre"), onchange: () => this.#pick({ group: Number(this.centres.value), person: null }) });
    this.people = el("select", { "aria-label": say("acting"), onchange: () => this.#pick({ person: Number(this.people.value) }) });
    this.messages = new Messages(say("centrePhone"));
    this.list = el("div", { className: "rooms" });
    this.title = el("strong", { dir: "auto" });
    this.status = el("small", { dir: "auto" });
    this.gate = el("div", { className: "gate", hidden: true });
    this.back = iconButton("back", say("back"), () => this.open(null), { className: "icon-button back" });
    this.face = el("span", { className: "avatar group", "aria-hidden": "true" }, icon("people"));
    const menu = menuButton(iconButton("more", say("menu"), () => {}), () => this.#menu());
    this.screen = el(
      "div",
      { className: "screen" },
      el("header", { className: "bar" }, this.back, this.face, el("div", { className: "lines" }, this.title, this.status), menu),
      this.list,
      this.messages.node,
      this.gate,
      this.composer.node,
    );
    this.node.setAttribute("aria-label", say("centrePhone"));
    this.node.replaceChildren(
      el("div", { className: "caption" },
        el("h2", {}, say("centrePhone")),
        el("div", { className: "pickers" },
          el("label", {}, el("span", {}, say("centre")), this.centres),
          el("label", {}, el("span", {}, say("acting")), this.people),
          iconButton("add", say("addPerson"), () => this.#add(), { className: "icon-button round" }))),
      this.screen,
    );
    if (this.state) this.show(this.state);
  }

  /** Open a room of the list by its key; none for the list. */
  open(room) {
    this.room = room;
    this.composer.leave();
    this.show(this.state);
    (room ? this.back : this.list.querySelector("button"))?.focus();
  }

  problem(error) {
    toast(this.screen, error.message);
  }

  unread(open) {
    return this.#rooms().reduce((sum, room) => sum + this.#unreadIn(room, open && room.key === this.room), 0);
  }

  show(state) {
    this.state = state;
    const groups = state.chats.filter((chat) => chat.type !== "private");
    if (!groups.some((chat) => chat.id === this.group)) this.group = (groups.find((chat) => chat.title === this.groupTitle) || groups[0])?.id ?? null;
    const group = groups.find((chat) => chat.id === this.group);
    this.groupTitle = group?.title;
    const members = state.users.filter((user) => group?.members.includes(user.id));
    if (members.some((user) => user.id === this.wanted)) [this.person, this.wanted] = [this.wanted, null];
    if (!members.some((user) => user.id === this.person)) this.person = members[0]?.id ?? null;
    fillSelect(this.centres, groups.map((chat) => [chat.id, chat.title]), this.group);
    fillSelect(this.people, members.map((user) => [user.id, user.role === "coordinator" ? user.first_name : `${user.first_name} · ${say(user.role)}`]), this.person);
    const all = this.#rooms();
    if (!all.some((room) => room.key === this.room)) this.room = null;
    this.#showRoom(group, all.find((room) => room.key === this.room), all);
  }

  #showRoom(group, room, all) {
    const privately = room?.key === "private";
    const user = this.state.users.find((one) => one.id === this.person);
    const started = !privately || (user?.started && !user.blocked);
    this.screen.classList.toggle("listing", !room);
    this.back.hidden = !room;
    this.face.hidden = Boolean(room);
    this.title.textContent = room ? room.name : group?.title || say("noGroup");
    this.status.textContent = this.#status(group, room);
    this.list.hidden = Boolean(room);
    this.messages.node.hidden = !room;
    this.composer.node.hidden = !room || !started;
    this.gate.hidden = !room || started;
    if (!this.gate.hidden) this.#showGate(user);
    if (!room) {
      const lines = all.map((one) => ({ room: one, unread: this.#unreadIn(one, false) }));
      const signature = lines.map(({ room: { key, name, picture, posts }, unread }) => [key, name, picture, posts.at(-1)?.seq, unread]);
      refill(this.list, signature, () => lines.map((line) => row(line.room, line.unread, () => this.open(line.room.key))));
      return;
    }
    this.composer.keyboard(privately ? room.chat.reply_keyboard : null);
    const view = {
      me: this.person,
      group: !privately,
      canWrite: Boolean(started),
      place: this.#place(),
      problem: (error) => this.problem(error),
      choose: (what, post) => this.#choose(what, post),
    };
    this.messages.show(room.posts, view, `${this.group}|${room.key}`);
  }

  #status(group, room) {
    if (!group) return "";
    const busy = room?.chat.action && (room.chat.action_topic ?? null) === (room.topic ?? null);
    if (busy) return say("typing");
    if (["kicked", "left"].includes(group.bot_status)) return say("botGone");
    return room ? group.title : group.members.map((id) => this.state.users.find((u) => u.id === id)?.first_name).join("، ");
  }

  #showGate(user) {
    const what = user?.blocked ? "unblock" : "start";
    this.gate.replaceChildren(
      el("p", {}, say(what === "start" ? "startHint" : "blockedHint")),
      el("button", { type: "button", className: "strong wide", onclick: () => this.#do(what, { user_id: this.person }) }, say(what)),
    );
  }

  #rooms() {
    return this.state ? rooms(this.state, this.group, this.person) : [];
  }

  #unreadIn(room, open) {
    const key = `${this.person}|${room.chat.id}|${room.key}`;
    const last = room.posts.at(-1)?.message_id || 0;
    if (open) this.seen.set(key, last);
    const seen = this.seen.get(key) || 0;
    return room.posts.filter((p) => p.message_id > seen && p.from.id !== this.person).length;
  }

  #place() {
    if (this.room === "private") return { user_id: this.person };
    const topic = this.room?.startsWith("t") ? Number(this.room.slice(1)) : null;
    return { user_id: this.person, chat_id: this.group, topic };
  }

  #pick(choice) {
    const moved = "group" in choice;
    Object.assign(this, choice);
    if (moved || this.room === "private") this.room = null;
    this.composer.leave();
    this.show(this.state);
  }

  #menu() {
    const group = this.state.chats.find((chat) => chat.id === this.group);
    if (!group) return [[say("addPerson"), () => this.#add()]];
    const place = { chat_id: this.group, user_id: this.person };
    const gone = group.bot_status === "kicked";
    const topic = this.#place().topic;
    return [
      ...(topic ? [[say("deleteTopic"), () => this.#do("delete_topic", { ...place, topic }), true]] : []),
      ...(group.is_forum ? [[say("newTopic"), () => this.#newTopic()]] : []),
      [say("again"), () => this.#do("redeliver")],
      gone ? [say("restoreBot"), () => this.#do("restore_bot", place)] : [say("removeBot"), () => this.#do("remove_bot", place), true],
    ];
  }

  #choose(what, post) {
    if (what === "reply") this.composer.replyTo(post);
    else if (what === "edit") this.composer.edit(post);
    else this.#do("delete", { ...this.#place(), message_id: post.message_id });
  }

  async #newTopic() {
    const answer = await askName(say("topicName"));
    if (answer) this.#do("make_topic", { chat_id: this.group, user_id: this.person, name: answer.name });
  }

  async #add() {
    const answer = await askName(say("addPerson"), say("asStranger"));
    if (!answer) return;
    const role = answer.checked ? "stranger" : "coordinator";
    const user = await act("add_user", { first_name: answer.name, role });
    if (this.group === null) return;
    await this.#do("add_member", { chat_id: this.group, user_id: user.id });
    this.wanted = user.id;
    this.show(this.state);
  }

  async #do(name, body = {}) {
    try {
      await act(name, body);
    } catch (error) {
      this.problem(error);
    }
  }
}
