// The page: two phones, or one at a time on a narrow screen, and what stands above them.

import { watch } from "./api.js";
import { BeneficiaryPhone } from "./beneficiary.js";
import { CentrePhone } from "./centre.js";
import { alertBox, help, toast } from "./dialogs.js";
import { el } from "./dom.js";
import { choose, current, say } from "./words.js";

const beneficiary = new BeneficiaryPhone();
const centre = new CentrePhone();
const phones = { beneficiary, centre };
const narrow = matchMedia("(max-width: 820px)");
let tab = "beneficiary";
let answered = null;

function dress() {
  document.documentElement.lang = current();
  document.documentElement.dir = current() === "ar" ? "rtl" : "ltr";
  document.title = say("title");
  const other = current() === "ar" ? "fr" : "ar";
  document.getElementById("top").replaceChildren(
    el("img", { src: "icon.svg", alt: "", width: 32, height: 32 }),
    el("div", { className: "name" }, el("h1", {}, say("title")), el("p", {}, say("note"))),
    el("button", { type: "button", className: "quiet help-button", onclick: () => help(use) }, say("help")),
    el("button", { type: "button", className: "quiet", lang: other, onclick: () => { choose(other); dress(); } }, say("otherLanguage")),
    el("p", { className: "offline", role: "alert", hidden: true }, say("offline")),
  );
  beneficiary.words();
  centre.words();
  turnTo(tab);
}

function use(text) {
  turnTo("beneficiary");
  beneficiary.composer.fill(text);
}

function turnTo(next) {
  tab = next;
  for (const [name, phone] of Object.entries(phones)) phone.node.classList.toggle("away", name !== tab);
  showTabs();
}

function showTabs() {
  const buttons = Object.entries(phones).map(([name, phone]) => {
    const inView = (!narrow.matches || name === tab) && document.visibilityState === "visible";
    const unread = phone.unread(inView);
    return el(
      "button",
      { type: "button", role: "tab", id: `tab-${name}`, "aria-selected": String(name === tab), "aria-controls": name, onclick: () => { turnTo(name); document.getElementById(`tab-${name}`).focus(); } },
      say(`${name}Tab`),
      unread > 0 && name !== tab && el("span", { className: "badge", "aria-label": `${unread} ${say("unread")}` }, String(unread)),
    );
  });
  const focused = document.activeElement?.id;
  document.getElementById("tabs").replaceChildren(...buttons);
  if (focused?.startsWith("tab-")) document.getElementById(focused)?.focus();
}

function answers(state) {
  const last = state.answers.at(-1)?.seq ?? 0;
  if (answered !== null) {
    for (const answer of state.answers.filter((one) => one.seq > answered)) {
      document.querySelectorAll("[aria-busy]").forEach((node) => node.removeAttribute("aria-busy"));
      const phone = Object.values(phones).find((one) => one.person === answer.user_id);
      if (!phone || !answer.text) continue;
      if (answer.alert) alertBox(answer.text);
      else toast(phone.screen, answer.text);
    }
  }
  answered = last;
}

document.getElementById("phones").append(beneficiary.node, centre.node);
document.addEventListener("click", (event) => {
  if (event.target.closest(".acts, .bubble .tiny, .attach-menu, .line > .icon-button")) return;
  document.querySelectorAll(".acts").forEach((menu) => (menu.hidden = true));
  for (const phone of Object.values(phones)) phone.composer.menu.hidden = true;
});
narrow.addEventListener("change", showTabs);
document.addEventListener("visibilitychange", showTabs);
dress();
watch(
  (state) => {
    beneficiary.show(state);
    centre.show(state);
    answers(state);
    showTabs();
  },
  (well) => (document.querySelector(".offline").hidden = well),
);
