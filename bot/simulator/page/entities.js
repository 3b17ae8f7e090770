// Text with Telegram's entities, as DOM nodes. Offsets count UTF-16 units, as JavaScript does.

import { el } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE = /^(https?:|tel:|mailto:)/i;

/** Nodes for `text`; entities nest and never cross, longest first where they start together. */
export function rich(text, entities = []) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted);
}

function nodes(text, from, to, entities) {
  const out = [];
  let at = from;
  entities.forEach((entity, index) => {
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at || end <= entity.offset) return;
    if (entity.offset > at) out.push(document.createTextNode(text.slice(at, entity.offset)));
    const inner = entities.slice(index + 1).filter((e) => e.offset + e.length <= end);
    out.push(wrap(entity, text.slice(entity.offset, end), nodes(text, entity.offset, end, inner)));
    // A block ends its own line; the line break after it would show as an empty one.
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end;
  });
  if (at < to) out.push(document.createTextNode(text.slice(at, to)));
  return out;
}

function wrap(entity, text, children) {
  if (entity.type === "spoiler") return spoiler(children);
  const address = { text_link: entity.url, url: text }[entity.type];
  if (address && SAFE.test(address)) {
    return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
  }
  if (entity.type === "bot_command") return el("span", { className: "command" }, ...children);
  return el(TAGS[entity.type] || "span", {}, ...children);
}

function spoiler(children) {
  const show = () => node.classList.add("shown");
  const node = el("span", { className: "spoiler", role: "button", tabIndex: 0, onclick: show, onkeydown: show }, ...children);
  return node;
}
