// The phone of somebody who asks for help: one private chat with the bot.

import { act } from "./api.js";
import { Composer } from "./composer.js";
import { askName, menuButton, toast } from "./dialogs.js";
import { el, fillSelect, iconButton } from "./dom.js";
import { Messages } from "./messages.js";
import { say } from "./words.js";

export class BeneficiaryPhone {
  constructor() {
    this.person = null;
    this.wanted = null; // somebody just added, chosen as soon as the state knows them
    this.seen = new Map();
    this.composer = new Composer(() => ({ user_id: this.person }), (error) => this.problem(error));
    this.composer.other = () => this.#somebodyElse();
    this.node = el("section", { className: "phone", id: "beneficiary" });
    this.words();
  }

  /** Build it in the language chosen. */
  words() {
    this.composer.words();
    this.picker = el("select", { "aria-label": say("who"), onchange: () => this.choose(Number(this.picker.value)) });
    this.messages = new Messages(say("beneficiaryPhone"));
    this.title = el("strong", { dir: "auto" });
    this.status = el("small", {});
    this.gate = el("div", { className: "gate", hidden: true });
    const menu = menuButton(iconButton("more", say("menu"), () => {}), () => this.#menu());
    this.screen = el(
      "div",
      { className: "screen" },
      el("header", { className: "bar" }, el("span", { className: "avatar bot", "aria-hidden": "true" }, "س"), el("div", { className: "lines" }, this.title, this.status), menu),
      this.messages.node,
      this.gate,
      this.composer.node,
    );
    this.node.setAttribute("aria-label", say("beneficiaryPhone"));
    this.node.replaceChildren(
      el("div", { className: "caption" },
        el("h2", {}, say("beneficiaryPhone")),
        el("div", { className: "pickers" },
          el("label", {}, el("span", {}, say("who")), this.picker),
          iconButton("add", say("addPerson"), () => this.#add(), { className: "icon-button round" }))),
      this.screen,
    );
    if (this.state) this.show(this.state);
  }

  choose(person) {
    this.person = person;
    this.composer.leave();
    this.show(this.state);
  }

  problem(error) {
    toast(this.screen, error.message);
  }

  /** How many messages of the bot were not yet looked at; `open` while the phone is in view. */
  unread(open) {
    const posts = this.#chat()?.posts || [];
    const last = posts.at(-1)?.message_id || 0;
    if (open) this.seen.set(this.person, last);
    const seen = this.seen.get(this.person) || 0;
    return posts.filter((p) => p.message_id > seen && p.from.id !== this.person).length;
  }

  show(state) {
    this.state = state;
    const people = state.users.filter((user) => user.role === "beneficiary");
    if (people.some((user) => user.id === this.wanted)) [this.person, this.wanted] = [this.wanted, null];
    if (!people.some((user) => user.id === this.person)) this.person = people[0]?.id ?? null;
    fillSelect(this.picker, people.map((user) => [user.id, user.first_name]), this.person);
    const user = people.find((one) => one.id === this.person);
    const chat = this.#chat();
    const open = Boolean(user?.started && !user.blocked);
    this.title.textContent = state.bot.first_name;
    this.status.textContent = chat?.action ? say("typing") : say("bot");
    this.#showGate(user);
    this.composer.node.hidden = !open;
    this.composer.keyboard(open ? chat.reply_keyboard : null);
    const view = {
      me: this.person,
      group: false,
      canWrite: open,
      place: { user_id: this.person },
      problem: (error) => this.problem(error),
      choose: (what, post) => this.#choose(what, post),
    };
    this.messages.show(chat?.posts || [], view, `p${this.person}`);
  }

  #chat() {
    return this.state?.chats.find((chat) => chat.id === this.person);
  }

  #showGate(user) {
    const closed = !user || user.blocked || !user.started;
    this.gate.hidden = !closed;
    const kind = user ? (user.blocked ? "unblock" : "start") : "none";
    const key = `${kind}|${user?.id}|${say("start")}`;
    if (!closed || key === this.gateKey) return;
    this.gateKey = key;
    const hint = { none: "nobody", unblock: "blockedHint", start: "startHint" }[kind];
    const press = () => (user ? this.#do(kind) : this.#add());
    const label = user ? say(kind) : say("addPerson");
    this.gate.replaceChildren(el("p", {}, say(hint)), el("button", { type: "button", className: "strong wide", onclick: press }, label));
  }

  #menu() {
    const user = this.state.users.find((one) => one.id === this.person);
    if (!user?.started) return [[say("addPerson"), () => this.#add()]];
    const block = user.blocked ? [say("unblock"), () => this.#do("unblock")] : [say("block"), () => this.#do("block"), true];
    return [[say("again"), () => this.#do("redeliver")], block];
  }

  #choose(what, post) {
    if (what === "reply") this.composer.replyTo(post);
    else if (what === "edit") this.composer.edit(post);
    else this.#do("delete", { message_id: post.message_id });
  }

  async #add() {
    const answer = await askName(say("addPerson"));
    if (!answer) return;
    const user = await act("add_user", { first_name: answer.name, role: "beneficiary" });
    this.wanted = user.id;
    this.show(this.state);
  }

  async #do(name, more = {}) {
    try {
      await act(name, { user_id: this.person, ...more });
    } catch (error) {
      this.problem(error);
    }
  }

  #somebodyElse() {
    const other = this.state.users.find((user) => user.id !== this.person);
    return other ? { of: other.id } : { first_name: "Yassine", phone: "+212611223344" };
  }
}
