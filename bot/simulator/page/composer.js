// Where a person writes: text, attachments, a reply or a change of what was said.

import { act, encoded } from "./api.js";
import { summary } from "./bubble.js";
import { el, icon, iconButton } from "./dom.js";
import { say } from "./words.js";

export class Composer {
  /** `where()` gives the place of acts: user_id, chat_id, topic; `problem(error)` shows a refusal. */
  constructor(where, problem) {
    this.where = where;
    this.problem = problem;
    this.reply = null;
    this.editing = null;
    this.field = el("textarea", { rows: 1, dir: "auto", oninput: () => this.#grow(), onkeydown: (event) => this.#key(event) });
    this.node = el("form", { className: "composer", onsubmit: (event) => this.#submit(event) });
    this.words();
  }

  /** Write its words again, after the language changed. */
  words() {
    this.field.placeholder = say("write");
    this.field.setAttribute("aria-label", say("write"));
    this.bar = el("div", { className: "reply-bar", hidden: true });
    this.menu = el("div", { className: "attach-menu", role: "menu", hidden: true }, ...this.#attachments());
    this.keys = el("div", { className: "reply-keys", hidden: true });
    this.attach = iconButton("attach", say("attach"), () => this.#toggle(), { "aria-haspopup": "menu", "aria-expanded": "false" });
    const send = el("button", { type: "submit", className: "send", "aria-label": say("send"), title: say("send") }, icon("send"));
    this.node.replaceChildren(this.bar, this.menu, el("div", { className: "line" }, this.attach, this.field, send), this.keys);
    this.#showBar();
  }

  /** Put a text in the field, ready to be sent. */
  fill(text) {
    this.field.value = text;
    this.field.focus();
    this.#grow();
  }

  /** Answer `post`. */
  replyTo(post) {
    this.#reset({ reply: post });
  }

  /** Change `post`. */
  edit(post) {
    this.#reset({ editing: post });
    this.fill(post.text ?? post.caption);
  }

  /** Forget a reply or change begun in another chat. */
  leave() {
    if (this.reply || this.editing) this.#reset({});
    this.#toggle(false);
  }

  /** Show the keyboard the bot put under the text field, or none. */
  keyboard(markup) {
    const json = JSON.stringify(markup);
    if (json === this.keysJson) return;
    this.keysJson = json;
    const rows = (markup?.keyboard || []).map((row) => el("div", { className: "row" }, ...row.map((button) => {
      const label = button.text ?? button;
      return el("button", { type: "button", className: "key", dir: "auto", onclick: () => this.#do("tap", { label }) }, label);
    })));
    this.keys.replaceChildren(...rows);
    this.keys.hidden = rows.length === 0;
  }

  #attachments() {
    const chooser = el("input", { type: "file", accept: "image/*", hidden: true, onchange: async () => {
      if (chooser.files[0]) this.#do("photo", await encoded(chooser.files[0]));
      chooser.value = "";
    } });
    const item = (name, picture, run) => el("button", { type: "button", role: "menuitem", onclick: () => { this.#toggle(false); run(); } }, el("span", { className: `disc tint-${picture}` }, icon(picture)), el("span", {}, say(name)));
    return [
      item("samplePhoto", "photo", () => this.#do("photo")),
      item("ownPhoto", "add", () => chooser.click()),
      item("album", "album", () => this.#do("album")),
      item("voice", "voice", () => this.#do("voice", { seconds: 3 })),
      item("location", "location", () => this.#do("location")),
      item("contact", "contact", () => this.#do("contact")),
      item("otherContact", "people", () => this.#do("contact", this.other?.() || {})),
      item("document", "document", () => this.#do("document")),
      item("sticker", "sticker", () => this.#do("sticker")),
      chooser,
    ];
  }

  #toggle(open = this.menu.hidden) {
    this.menu.hidden = !open;
    this.attach.setAttribute("aria-expanded", String(open));
    if (open) this.menu.querySelector("button").focus();
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.node.requestSubmit();
    } else if (event.key === "Escape") this.leave();
  }

  #grow() {
    this.field.rows = Math.min(5, this.field.value.split("\n").length);
  }

  #reset({ reply = null, editing = null }) {
    const wasEditing = this.editing;
    this.reply = reply;
    this.editing = editing;
    if (wasEditing && !editing) this.field.value = "";
    this.#showBar();
    this.#grow();
    this.field.focus();
  }

  #showBar() {
    const post = this.editing || this.reply;
    this.bar.hidden = !post;
    if (!post) return;
    const title = this.editing ? say("editing") : `${say("replyTo")} ${post.from.first_name}`;
    this.bar.replaceChildren(
      el("div", { className: "lines" }, el("strong", { dir: "auto" }, title), el("span", { dir: "auto" }, summary(post))),
      iconButton("close", say("cancel"), () => this.#reset({})),
    );
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    const changed = this.editing;
    const sent = changed
      ? await this.#do("edit", { message_id: changed.message_id, text })
      : await this.#do("say", { text });
    if (sent) {
      this.field.value = "";
      this.#reset({});
    }
  }

  async #do(name, more = {}) {
    const place = this.where();
    const reply = this.reply ? { reply_to: this.reply.message_id } : {};
    try {
      await act(name, { ...place, ...reply, ...more });
      if (this.reply) this.#reset({});
      return true;
    } catch (problem) {
      this.problem(problem);
      return false;
    }
  }
}
