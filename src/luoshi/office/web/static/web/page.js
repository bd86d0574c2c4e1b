// What the plain pages do beyond HTML: say at once that a file is too large, and that reading has begun; set the focus
// where something has changed, so that the keyboard does not begin anew at the top of the page; and close a menu that
// was left; and on a phone, fold away the filters that no one has used.
"use strict";

document.querySelector("#refused:not([hidden])")?.focus();

for (const form of document.querySelectorAll("form[data-limit]")) {
  const refused = form.querySelector("#refused");
  const button = form.querySelector("button[data-busy]");

  form.addEventListener("submit", (event) => {
    const file = form.querySelector("input[type=file]").files[0];
    const limit = Number(form.dataset.limit);
    if (file && file.size > limit) {
      event.preventDefault();
      refused.replaceChildren(refused.querySelector("strong"), document.createElement("p"));
      refused.firstChild.hidden = false;
      refused.lastChild.textContent = form.dataset.tooLarge;
      refused.hidden = false;
      refused.focus();
      return;
    }
    button.disabled = true;
    button.textContent = button.dataset.busy;
  });
}

if (window.matchMedia("(max-width: 40rem)").matches) {
  document.querySelectorAll(".list-filters:not([data-used])").forEach((one) => one.removeAttribute("open"));
}

// What cannot be brought back is asked about first.
for (const form of document.querySelectorAll("form[data-confirm]")) {
  form.addEventListener("submit", (event) => {
    if (!window.confirm(form.dataset.confirm)) event.preventDefault();
  });
}

// One box for all boxes of a form on this page.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const one of document.querySelectorAll(`input[type=checkbox][form="${all.dataset.tickAll}"]`)) {
      one.checked = all.checked;
    }
  });
}

// The phone's menu stands beside its fold, every other one within its own.
const openMenus = () => [...document.querySelectorAll(".shell-head details[open]")];
const holds = (menu, place) => menu.contains(place) || (menu.matches(".shell-fold") && menu.nextElementSibling.contains(place));
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!holds(menu, event.target)) menu.removeAttribute("open");
});
document.addEventListener("keydown", (event) => {
  const menu = openMenus().pop();
  if (event.key !== "Escape" || !menu) return;
  menu.removeAttribute("open");
  menu.querySelector("summary").focus();
});

// A page that comes back from the browser's memory must not still say that it is busy.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

document.documentElement.dataset.ready = "true";
