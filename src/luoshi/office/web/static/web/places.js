// A press on a place shows its sentence in the text beside it.
"use strict";
(() => {
  const root = document.querySelector("[data-places]");
  const report = root.querySelector(".report");
  root.addEventListener("click", (event) => {
    const fold = event.target.closest(".fold");
    if (fold) {
      const opened = fold.parentElement.classList.toggle("open");
      fold.setAttribute("aria-expanded", String(opened));
      return;
    }
    const button = event.target.closest("[data-place]");
    if (!button) return;
    for (const element of root.querySelectorAll(".on")) element.classList.remove("on");
    const found = [...report.querySelectorAll(`[data-f~="${button.dataset.place}"]`)];
    for (const element of [...found, button]) element.classList.add("on");
    found[0]?.scrollIntoView({ block: "center" });
  });
  root.dataset.ready = "yes";
})();
