// Building elements. Text is always a text node: nothing a person writes becomes markup.

/**
 * An element with properties and children.
 * Properties that start with "on" are listeners, those with a dash or "role" are attributes,
 * "dataset" is merged, the rest are set as they are. Children that are null or false are left out.
 */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name.includes("-") || name === "role" || name === "for") node.setAttribute(name, value);
    else node[name] = value;
  }
  node.append(...children.flat().filter((child) => child !== null && child !== false && child !== undefined));
  return node;
}

const ICONS = {
  send: "M4 12 20 4l-4 16-4.5-6.5zM11.5 13.5 20 4",
  attach: "m8 12.5 6.2-6.2a3.1 3.1 0 0 1 4.4 4.4l-8 8a5 5 0 0 1-7.1-7.1l7.6-7.6",
  more: "M12 5v.01M12 12v.01M12 19v.01",
  back: "M5 12h14M11 6l-6 6 6 6",
  close: "M6 6l12 12M18 6 6 18",
  add: "M12 5v14M5 12h14",
  photo: "M4 6h16v12H4zM4 15l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.5v.01",
  album: "M7 4h13v10H7zM4 8v12h13M9 12l3-3 3 3 2-2 3 3",
  voice: "M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4M6.5 11.5a5.5 5.5 0 0 0 11 0M12 17v3",
  location: "M12 21s-6-5.6-6-10.5a6 6 0 0 1 12 0C18 15.4 12 21 12 21M12 12.500a2 2 0 1 0 0-4 2 2 0 0 0 0 4",
  contact: "M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M5 20c.6-3.5 3.4-5.5 7-5.500s6.4 2 7 5.5",
  people: "M9 11.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6M3 19c.5-3 2.9-4.7 6-4.700s5.5 1.7 6 4.700M16 6a3 3 0 0 1 0 5.600M18 14.700c1.7.7 2.7 2.2 3 4.3",
  document: "M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5",
  sticker: "M20 13A8 8 0 1 1 11 4c0 5 3 9 9 9M20 13l-9-9M9 14.500c1 1 2 1.5 3.5 1.5",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  play: "M8 5.500v13l10.5-6.500z",
  pause: "M8.5 6v12M15.5 6v12",
  topic: "M5 5h14v10h-7l-4 4v-4H5z",
  general: "M9 4 7 20M17 4l-2 16M4 9h16M4 15h16",
  lock: "M7 11h10v9H7zM9 11V8a3 3 0 0 1 6 0v3",
};

const SVG = "http://www.w3.org/2000/svg";

/** A line drawing; it is decoration, so screen readers skip it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that is an icon, with its name for those who cannot see it. */
export const iconButton = (name, label, onclick, extra = {}) =>
  el("button", { type: "button", className: "icon-button", title: label, "aria-label": label, onclick, ...extra }, icon(name));

/** Fill `node` anew only when `signature` changed, so that focus and open lists survive. */
export function refill(node, signature, make) {
  const text = JSON.stringify(signature);
  if (node.signature === text) return;
  node.signature = text;
  node.replaceChildren(...make());
}

/** The options of a select: pairs of value and label. */
export function fillSelect(select, pairs, chosen) {
  refill(select, pairs, () => pairs.map(([value, label]) => el("option", { value }, label)));
  if (chosen !== null) select.value = String(chosen);
}
