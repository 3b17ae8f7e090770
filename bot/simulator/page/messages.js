// A scrolling list of messages that changes only what changed, so that it never jumps or flickers.

import { bubble } from "./bubble.js";
import { el } from "./dom.js";
import { current, say } from "./words.js";

export class Messages {
  constructor(label) {
    this.node = el("div", { className: "messages", role: "log", "aria-label": label, tabIndex: 0 });
    this.shown = new Map();
    this.key = "";
  }

  /** Show `posts` as `view` sees them; `key` names the chat, so that another one starts afresh. */
  show(posts, view, key) {
    const context = `${key}|${view.me}|${view.canWrite}|${current()}`;
    const fresh = context !== this.key;
    if (fresh) {
      this.key = context;
      this.shown.clear();
      this.node.replaceChildren();
    }
    const nearEnd = this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < 120;
    const changed = this.#update(posts, view);
    if (fresh || (changed && nearEnd)) this.#toEnd();
  }

  #update(posts, view) {
    const present = new Set(posts.map((post) => post.message_id));
    let changed = false;
    for (const [id, { node }] of this.shown) {
      if (!present.has(id)) {
        node.remove();
        this.shown.delete(id);
      }
    }
    this.node.querySelector(".empty")?.remove();
    for (const post of posts) {
      const json = JSON.stringify({ ...post, seq: 0 });
      const old = this.shown.get(post.message_id);
      if (old?.json === json) continue;
      const node = bubble(post, view);
      if (old) old.node.replaceWith(node);
      else this.node.append(node);
      this.shown.set(post.message_id, { json, node });
      changed = true;
    }
    if (!posts.length) this.node.append(el("p", { className: "empty" }, say("nothing")));
    return changed;
  }

  // At once: while a smooth scroll is under way the end is far, and the next message is not followed.
  #toEnd() {
    this.node.scrollTop = this.node.scrollHeight;
    requestAnimationFrame(() => (this.node.scrollTop = this.node.scrollHeight));
  }
}
