// The review page: a press on a finding, on either side, shows it on both; decisions are sent and only their row is
// drawn anew; the keyboard goes from one open finding to the next. Without this script every button is a plain form.
"use strict";
(() => {
  const root = document.querySelector(".review");
  const report = root.querySelector(".report");
  const pane = root.querySelector(".findings");
  const outline = root.querySelector("#outline");
  const help = root.querySelector("#review-help");
  const helpButton = root.querySelector("[data-help]");
  const marks = root.querySelector("#decide");
  const narrow = () => matchMedia("(max-width: 820px)").matches;
  let current = "";

  const entries = () => [...outline.querySelectorAll(".entry")];
  const entryOf = (mark) => outline.querySelector(`.entry[data-f="${mark}"]`);
  const here = () => document.getElementById(current);
  const isOpen = (entry) => entry.classList.contains("open");

  const toView = (element, inside) => {
    // Only the pane scrolls where there are two; on a narrow page the page itself does.
    if (narrow()) return element.scrollIntoView({ block: "center" });
    const box = element.getBoundingClientRect();
    const room = inside.getBoundingClientRect();
    if (box.top < room.top + 40 || Math.min(box.bottom, box.top + 120) > room.bottom - 24) {
      inside.scrollTop += box.top - room.top - room.height / 3;
    }
  };

  const select = (entry, from) => {
    for (const element of root.querySelectorAll(".on")) element.classList.remove("on");
    for (const element of outline.querySelectorAll("[aria-current]")) element.removeAttribute("aria-current");
    if (!entry) return;
    current = entry.id;
    entry.classList.add("on");
    entry.setAttribute("aria-current", "true");
    const found = [...report.querySelectorAll(`[data-f~="${entry.dataset.f}"]`)];
    for (const element of found) element.classList.add("on");
    if (!(narrow() && from === "list")) toView(entry, pane);
    if (found.length && !(narrow() && from !== "list")) toView(found[0], report);
  };

  const focus = (entry) => entry?.querySelector(".item")?.focus({ preventScroll: true });

  const step = (by, fits) => {
    const all = entries();
    let at = all.indexOf(here());
    if (at < 0) at = by > 0 ? -1 : all.length;
    for (at += by; at >= 0 && at < all.length; at += by) {
      if (fits(all[at])) {
        select(all[at], "keys");
        focus(all[at]);
        return true;
      }
    }
    return false;
  };

  // What was decided is seen in the text too.
  const paint = () => {
    for (const element of report.querySelectorAll(".is-accepted, .is-returned")) {
      element.classList.remove("is-accepted", "is-returned");
    }
    for (const state of ["accepted", "returned"]) {
      for (const entry of outline.querySelectorAll(`.entry.${state}`)) {
        for (const element of report.querySelectorAll(`[data-f~="${entry.dataset.f}"]`)) {
          element.classList.add(`is-${state}`);
        }
      }
    }
  };

  const given = () => Object.fromEntries(new FormData(marks));
  const send = (button) => {
    const row = button.closest(".entry");
    const target = row ? `#${row.id}` : "#outline";
    const values = { ...given(), [button.name]: button.value };
    // Settled at once: until then a new row has the classes of the old one.
    const swap = `${row ? "outerHTML" : "innerHTML"} settle:0ms`;
    return htmx.ajax("POST", button.getAttribute("formaction"), { target, swap, values });
  };
  const load = (address, row) => htmx.ajax("GET", address, { target: `#${row.id}`, swap: "outerHTML settle:0ms" });

  // After a decision by key, on to what is still open.
  const decide = async (button) => {
    if (!button) return;
    const row = button.closest(".entry");
    await send(button);
    const now = document.getElementById(row.id);
    if (!now || now.querySelector(":scope > .refused")) return focus(now);
    if (isOpen(now) || !step(1, isOpen)) {
      select(now, "keys");
      focus(now);
    }
  };

  const press = (selector) => {
    const row = here();
    return row ? [...row.querySelectorAll(selector)].find((one) => one.closest(".entry") === row) : undefined;
  };

  const showHelp = () => {
    if (!helpButton) return;
    help.hidden = !help.hidden;
    helpButton.setAttribute("aria-expanded", String(!help.hidden));
  };

  const open = async (link) => {
    if (!link) return;
    const row = link.closest(".entry");
    await load(link.getAttribute("href"), row);
    const now = document.getElementById(row.id);
    if (!now) return;
    select(now, "keys");
    if (link.dataset.act === "leave") focus(now);
    else now.querySelector("form input:not([type=hidden]), form textarea")?.focus();
  };

  const keys = {
    j: () => step(1, isOpen),
    k: () => step(-1, isOpen),
    J: () => step(1, () => true),
    K: () => step(-1, () => true),
    a: () => decide(press("[data-act=accept]")),
    u: () => decide(press("[data-act=undo]")),
    x: () => open(press("[data-act=return]")),
    e: () => open(press("[data-act=edit]")),
    m: () => press(".pick")?.click(),
    1: () => decide([...(here()?.querySelectorAll(":scope > .grades button") ?? [])][0]),
    2: () => decide([...(here()?.querySelectorAll(":scope > .grades button") ?? [])][1]),
    3: () => decide([...(here()?.querySelectorAll(":scope > .grades button") ?? [])][2]),
    "?": showHelp,
  };

  // Who types fast is not overtaken: a key waits for what the one before it asked for.
  let before = Promise.resolve();
  const after = (act) => { before = before.then(act).catch(() => {}); };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select");
    if (event.key === "Escape") {
      const leave = press("[data-act=leave]");
      if (leave) after(() => open(leave));
      else if (!help.hidden) showHelp();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    after(keys[event.key]);
  });

  root.addEventListener("click", (event) => {
    const hit = (selector) => event.target.closest(selector);
    if (hit(".fold")) {
      const opened = hit(".fold").parentElement.classList.toggle("open");
      hit(".fold").setAttribute("aria-expanded", String(opened));
      return;
    }
    if (hit("[data-help]")) return showHelp();
    const button = hit("button[form=decide]");
    if (button) {
      event.preventDefault();
      send(button);
      return;
    }
    if (hit("a[data-act]") && outline.contains(event.target)) {
      event.preventDefault();
      open(hit("a[data-act]"));
      return;
    }
    if (hit(".pick") || hit("form")) return;
    if (hit(".entry")) return select(hit(".entry"), "list");
    if (!hit(".report") || String(getSelection())) return undefined;
    // The innermost finding that has an entry.
    for (let element = hit("[data-f]"); element; element = element.parentElement.closest("[data-f]")) {
      const entry = element.dataset.f.split(" ").map(entryOf).find(Boolean);
      if (entry) return select(entry, "text");
    }
    return undefined;
  });

  // A refusal is drawn too: it says why in the row's own place.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  let sent = false; // a form in a row, after which it goes on as after a key
  outline.addEventListener("submit", () => { sent = true; });
  document.body.addEventListener("htmx:afterSettle", () => {
    paint();
    const row = here();
    const done = sent && row && !isOpen(row) && !row.matches(".editing") && !row.querySelector(":scope > .refused");
    sent = false;
    if (done && step(1, isOpen)) return;
    if (row && !row.classList.contains("on")) select(row, "keys");
    if (done) focus(row);
  });

  if (helpButton) helpButton.hidden = false;
  paint();
  const asked = document.getElementById(location.hash.slice(1));
  select(asked?.classList.contains("entry") ? asked : entries().find(isOpen), "keys");
  root.dataset.ready = "yes";
})();
