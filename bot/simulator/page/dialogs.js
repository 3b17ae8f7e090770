// Questions, alerts and passing lines.

import { el } from "./dom.js";
import { say } from "./words.js";

const layer = () => document.getElementById("dialogs");

function open(content, label) {
  const dialog = el("dialog", { "aria-label": label, onclose: () => dialog.remove() }, content);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  layer().append(dialog);
  dialog.showModal();
  return dialog;
}

/** Ask for a name; with `choice`, also a yes or no. Resolves to {name, checked} or nothing. */
export function askName(title, choice = "") {
  return new Promise((resolve) => {
    const field = el("input", { type: "text", required: true, maxLength: 60, dir: "auto", autocomplete: "off", placeholder: say("name"), "aria-label": title });
    const box = el("input", { type: "checkbox" });
    let result = null;
    const form = el(
      "form",
      { method: "dialog", onsubmit: () => (result = { name: field.value.trim(), checked: box.checked }) },
      el("h2", {}, title),
      field,
      choice && el("label", { className: "check" }, box, choice),
      el("div", { className: "choices" },
        el("button", { type: "button", className: "quiet", onclick: () => dialog.close() }, say("cancel")),
        el("button", { type: "submit", className: "strong" }, say("add"))),
    );
    const dialog = open(form, title);
    dialog.addEventListener("close", () => resolve(result?.name ? result : null));
    field.focus();
  });
}

/** Show an alert, as a telephone shows the bot's answer to a tap. */
export function alertBox(text) {
  const dialog = open(el("div", {}, el("p", { className: "alert-text", dir: "auto" }, text), el("div", { className: "choices" }, el("button", { type: "button", className: "strong", onclick: () => dialog.close() }, say("close")))), text);
}

/** Show a passing line at the top of a phone. */
export function toast(phone, text) {
  const node = el("div", { className: "toast", role: "status", dir: "auto" }, text);
  phone.append(node);
  setTimeout(() => node.remove(), 3500);
}

/** Show the lines for a newcomer; an example chosen goes to `use`. */
export function help(use) {
  const [first, second, third] = say("helpSteps");
  const examples = say("examples").map((text) => el("button", { type: "button", className: "chip", dir: "auto", onclick: () => { dialog.close(); use(text); } }, text));
  const dialog = open(
    el("div", { className: "help" },
      el("h2", {}, say("helpTitle")),
      el("p", {}, say("helpIntro")),
      el("ol", {}, el("li", {}, first), el("li", {}, second, el("div", { className: "chips" }, ...examples)), el("li", {}, third)),
      el("p", { className: "soft" }, say("helpMore")),
      el("div", { className: "choices" }, el("button", { type: "button", className: "strong", onclick: () => dialog.close() }, say("close")))),
    say("helpTitle"),
  );
}

/** A menu behind a button: `items()` gives pairs of a label and what it does. */
export function menuButton(button, items) {
  const list = el("div", { className: "menu", role: "menu", hidden: true });
  const close = () => { list.hidden = true; button.setAttribute("aria-expanded", "false"); };
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    const opening = list.hidden;
    list.replaceChildren(...items().map(([label, run, risky]) => el("button", { type: "button", role: "menuitem", className: risky ? "risky" : "", onclick: () => { close(); run(); } }, label)));
    list.hidden = !opening;
    button.setAttribute("aria-expanded", String(opening));
    if (opening) list.querySelector("button")?.focus();
  });
  document.addEventListener("click", close);
  list.addEventListener("keydown", (event) => { if (event.key === "Escape") { close(); button.focus(); } });
  return el("div", { className: "menu-holder" }, button, list);
}
