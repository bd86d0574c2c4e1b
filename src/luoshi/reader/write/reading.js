// The review page: a press on a finding, on either side, shows it on both. Works without any style in the markup.
"use strict";
(() => {
  const NARROW = "(max-width: 820px)";

  const start = (root) => {
    if (root.dataset.ready) return;
    const report = root.querySelector(".report");
    const tabs = [...root.querySelectorAll("[role=tab]")];
    const panelOf = (tab) => root.querySelector("#" + tab.getAttribute("aria-controls"));
    const marked = (id) => [...root.querySelectorAll(`[data-f~="${id}"]`)];
    const entryOf = (id) => root.querySelector(`.entry[data-f="${id}"]`);
    const shown = () => tabs.find((tab) => tab.getAttribute("aria-selected") === "true");
    const entries = () => [...panelOf(shown()).querySelectorAll(".entry")];
    let next = {};

    const open = (tab) => {
      for (const other of tabs) {
        const chosen = other === tab;
        other.setAttribute("aria-selected", String(chosen));
        other.tabIndex = chosen ? 0 : -1;
        panelOf(other).hidden = !chosen;
      }
    };

    const toView = (element, inside) => {
      // Only the pane scrolls where there are two; on a narrow page the page itself does.
      if (matchMedia(NARROW).matches) return element.scrollIntoView({ block: "center" });
      const box = element.getBoundingClientRect();
      const room = inside.getBoundingClientRect();
      if (box.top < room.top + 56 || box.bottom > room.bottom - 24) {
        inside.scrollTop += box.top - room.top - room.height / 3;
      }
    };

    const select = (id, from) => {
      for (const element of root.querySelectorAll(".on")) element.classList.remove("on");
      for (const element of root.querySelectorAll(".entry[aria-current]")) element.removeAttribute("aria-current");
      const found = marked(id);
      for (const element of found) element.classList.add("on");
      const inText = found.find((element) => report.contains(element));
      const entry = entryOf(id);
      if (entry) {
        entry.setAttribute("aria-current", "true");
        const tab = tabs.find((one) => panelOf(one).contains(entry));
        if (tab !== shown()) open(tab);
        for (const one of entries()) one.querySelector(".item").tabIndex = one === entry ? 0 : -1;
      }
      const narrow = matchMedia(NARROW).matches;
      if (entry && !(narrow && from !== "text")) toView(entry, root.querySelector(".findings"));
      if (inText && !(narrow && from !== "list")) toView(inText, report);
      return found.length > 0;
    };

    const follow = (id) => {
      // What was pressed may be folded away now: the other end of the link takes the focus.
      if (select(id, "text")) entryOf(id)?.querySelector(".item").focus({ preventScroll: true });
    };

    const step = (by) => {
      const all = entries();
      const at = all.findIndex((entry) => entry.hasAttribute("aria-current"));
      const entry = all[Math.min(Math.max(at + by, 0), all.length - 1)];
      if (!entry) return;
      select(entry.dataset.f, "keys");
      entry.querySelector(".item").focus({ preventScroll: true });
    };

    const nextOfKind = (kind) => {
      const all = [...report.querySelectorAll(`.sentence.${kind}`)];
      if (!all.length) return;
      next[kind] = ((next[kind] ?? -1) + 1) % all.length;
      select(all[next[kind]].dataset.f, "list");
    };

    const fold = (button) => {
      const opened = button.parentElement.classList.toggle("open");
      button.setAttribute("aria-expanded", String(opened));
    };

    root.addEventListener("click", (event) => {
      const hit = (selector) => event.target.closest(selector);
      if (hit(".fold")) return fold(hit(".fold"));
      if (hit("[role=tab]")) return open(hit("[role=tab]"));
      if (hit("[data-go]")) return follow(hit("[data-go]").dataset.go);
      if (hit("[data-kind]")) return nextOfKind(hit("[data-kind]").dataset.kind);
      if (hit(".entry")) return hit(".item") && select(hit(".entry").dataset.f, "list");
      if (!hit(".report") || String(getSelection())) return undefined;
      // The innermost finding that has an entry; a sentence without one is only shown.
      for (let element = hit("[data-f]"); element; element = element.parentElement.closest("[data-f]")) {
        const id = element.dataset.f.split(" ").find(entryOf);
        if (id) return select(id, "text");
      }
      return hit(".sentence") && select(hit(".sentence").dataset.f, "text");
    });

    const keys = {
      j: () => step(1),
      k: () => step(-1),
      Enter: () => {
        const current = root.querySelector(".entry[aria-current]");
        if (current && !matchMedia(NARROW).matches) report.focus({ preventScroll: true });
        if (current) select(current.dataset.f, "list");
      },
    };
    tabs.forEach((tab, at) => { keys[String(at + 1)] = () => { open(tab); tab.focus(); }; });

    const alongTabs = (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return false;
      const tab = tabs[(tabs.indexOf(event.target) + by + tabs.length) % tabs.length];
      open(tab);
      tab.focus();
      return true;
    };

    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest?.("[role=tab]") && alongTabs(event)) return event.preventDefault();
      const pressed = event.target.closest?.("button, a, summary");
      // Enter on a button is that button's; elsewhere, and on an entry, it goes to the text.
      if (event.key === "Enter" && pressed && !pressed.matches(".item")) return undefined;
      if (!keys[event.key]) return undefined;
      event.preventDefault();
      return keys[event.key]();
    });

    for (const panel of root.querySelectorAll(".panel")) {
      panel.querySelectorAll(".item").forEach((item, at) => { item.tabIndex = at ? -1 : 0; });
    }
    open(tabs[0]);
    root.dataset.ready = "yes";
  };

  const all = () => document.querySelectorAll(".reading").forEach(start);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
