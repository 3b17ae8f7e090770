// One message: service line or bubble, with media, keyboard, reactions and what can be done to it.

import { act, fileUrl } from "./api.js";
import { el, icon, iconButton } from "./dom.js";
import { rich } from "./entities.js";
import { current, say } from "./words.js";

const LABELS = {
  photo: "photo", voice: "voice", document: "document", location: "place", contact: "contact",
  sticker: "sticker", video: "video", video_note: "video", audio: "audio", animation: "video",
};

/** A line for previews and quotes. */
export function summary(post) {
  if (post.text) return post.text;
  const kind = Object.keys(LABELS).find((k) => k in post);
  if (kind) return post.caption ? `${say(LABELS[kind])} · ${post.caption}` : say(LABELS[kind]);
  return service(post) || "…";
}

// A name keeps its own direction and does not turn the line around it.
const isolated = (name) => `\u2068${name}\u2069`;

/** The line of a service message; empty for a message of a person or the bot. */
export function service(post) {
  const name = isolated(post.from.first_name);
  if (post.forum_topic_created) return `${name} ${say("topicOpened")} · ${isolated(post.forum_topic_created.name)}`;
  if (post.forum_topic_edited) return `${say("topicRenamed")} ${isolated(post.forum_topic_edited.name || "")}`;
  if (post.forum_topic_closed) return `${name} ${say("topicClosed")}`;
  if (post.forum_topic_reopened) return `${name} ${say("topicReopened")}`;
  if (post.new_chat_members) return `${isolated(post.new_chat_members[0].first_name)} ${say("joined")}`;
  if (post.left_chat_member) return `${isolated(post.left_chat_member.first_name)} ${say("left")}`;
  if (post.migrate_from_chat_id || post.migrate_to_chat_id) return say("moved");
  return "";
}

/**
 * The element for `post`.
 * `view` tells who looks and where: me (a user id), group (whether names are shown), canWrite,
 * place (for acts), choose (what to do with it: "reply", "edit", "remove") and problem (of an act).
 */
export function bubble(post, view) {
  const line = service(post);
  if (line) return el("div", { className: "service" }, line);
  const mine = post.from.id === view.me;
  const bare = post.sticker && !post.text;
  return el(
    "article",
    { className: `message ${mine ? "mine" : "theirs"}`, dataset: { id: post.message_id } },
    view.group && !mine && el("span", { className: `avatar hue-${post.from.id % 6}`, "aria-hidden": "true" }, [...post.from.first_name][0]),
    el(
      "div",
      { className: "stack" },
      el(
        "div",
        { className: `bubble ${bare ? "bare" : ""}` },
        view.group && !mine && el("div", { className: `sender hue-${post.from.id % 6}`, dir: "auto" }, post.from.first_name),
        quote(post),
        media(post),
        body(post),
        foot(post, mine, view),
      ),
      keyboard(post, view),
    ),
  );
}

function quote(post) {
  const source = post.reply_to_message;
  if (!source || source.forum_topic_created) return null;
  return el("div", { className: "quote", dir: "auto" }, el("strong", {}, source.from.first_name), el("span", {}, summary(source)));
}

function body(post) {
  const text = post.text ?? post.caption;
  if (!text) return null;
  return el("div", { className: "text", dir: "auto" }, ...rich(text, post.entities || post.caption_entities));
}

function foot(post, mine, view) {
  const time = new Date(post.date * 1000).toLocaleTimeString(current() === "ar" ? "ar-MA-u-nu-latn" : "fr", { hour: "2-digit", minute: "2-digit" });
  const menu = el("div", { className: "acts", hidden: true });
  const toggle = () => {
    document.querySelectorAll(".acts").forEach((other) => other !== menu && (other.hidden = true));
    menu.hidden = !menu.hidden;
    if (!menu.hidden) menu.querySelector("button").focus();
  };
  const option = (what) => el("button", { type: "button", onclick: () => { menu.hidden = true; view.choose(what, post); } }, say(what));
  const changeable = mine && (post.text || post.caption);
  menu.append(option("reply"), ...(changeable ? [option("edit")] : []), ...(mine ? [option("remove")] : []));
  return el(
    "div",
    { className: "foot" },
    ...post.reactions.map((emoji) => el("span", { className: "reaction" }, emoji)),
    post.silent && el("span", { className: "meta" }, say("silent")),
    post.has_protected_content && el("span", { className: "meta" }, say("guarded")),
    post.pinned && el("span", { className: "meta" }, say("pinned")),
    post.edit_date && el("span", { className: "meta edited" }, say("edited")),
    el("time", { className: "meta" }, time),
    view.canWrite && iconButton("more", say("messageMenu"), toggle, { className: "icon-button tiny" }),
    menu,
  );
}

function keyboard(post, view) {
  const rows = post.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return el("div", { className: "keyboard" }, ...rows.map((row) => el("div", { className: "row" }, ...row.map((b) => key(b, post, view)))));
}

function key(button, post, view) {
  if (button.url) return el("a", { className: "key", href: /^https?:/.test(button.url) ? button.url : "#", target: "_blank", rel: "noopener noreferrer", dir: "auto" }, `${button.text} ↗`);
  const press = async (event) => {
    const node = event.currentTarget;
    node.setAttribute("aria-busy", "true");
    setTimeout(() => node.removeAttribute("aria-busy"), 4000);
    try {
      await act("tap", { ...view.place, message_id: post.message_id, callback_data: button.callback_data });
    } catch (problem) {
      view.problem(problem);
    }
  };
  return el("button", { type: "button", className: "key", dir: "auto", disabled: !view.canWrite, onclick: press }, button.text);
}

function media(post) {
  if (post.photo) {
    const largest = post.photo.at(-1);
    return el("img", { className: "photo", src: fileUrl(largest.file_id), alt: post.caption || say("photo"), width: largest.width, height: largest.height, loading: "lazy" });
  }
  if (post.sticker) return el("img", { className: "sticker", src: fileUrl(post.sticker.file_id), alt: say("sticker") });
  if (post.voice || post.audio) return player(post.voice || post.audio);
  if (post.location) return place(post.location);
  if (post.contact) return card("contact", post.contact.first_name, post.contact.phone_number);
  if (post.document) return card("file", post.document.file_name || say("file"), size(post.document.file_size), fileUrl(post.document.file_id));
  const film = post.video || post.video_note || post.animation;
  return film ? card("play", say("video"), size(film.file_size)) : null;
}

function card(name, title, detail, href) {
  const inside = [el("span", { className: "disc" }, icon(name)), el("span", { className: "lines" }, el("strong", { dir: "auto" }, title), el("small", { dir: "ltr" }, detail))];
  return href ? el("a", { className: "card", href, download: title }, ...inside) : el("div", { className: "card" }, ...inside);
}

const size = (bytes) => (bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`);

function place(location) {
  const where = `${location.latitude.toFixed(4)}, ${location.longitude.toFixed(4)}`;
  const title = say(location.live_period ? "liveLocation" : "place");
  return el("div", { className: "place" }, el("div", { className: "map", "aria-hidden": "true" }, icon("location")), el("strong", {}, title), el("small", { dir: "ltr" }, where));
}

function player(file) {
  const sound = new Audio(fileUrl(file.file_id));
  sound.preload = "none";
  const button = iconButton("play", say("play"), () => (sound.paused ? sound.play().catch(() => {}) : sound.pause()), { className: "disc play" });
  sound.onplay = () => button.replaceChildren(icon("pause"));
  sound.onpause = sound.onended = () => button.replaceChildren(icon("play"));
  const heights = [5, 9, 14, 8, 16, 11, 18, 9, 13, 7, 15, 10, 6, 12, 17, 8, 11, 5];
  const bars = heights.map((h) => el("i", { className: `tick h${Math.round(h / 3)}` }));
  const seconds = `0:${String(file.duration || 1).padStart(2, "0")}`;
  return el("div", { className: "player", dir: "ltr" }, button, el("span", { className: "wave", "aria-hidden": "true" }, ...bars), el("small", {}, seconds));
}
