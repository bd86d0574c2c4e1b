// A button that copies the text it names; it is there only where that can be done.
"use strict";

for (const button of document.querySelectorAll("button[data-copy]")) {
  const text = document.querySelector(button.dataset.copy);
  button.hidden = !text;
  button.addEventListener("click", async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      document.execCommand("copy"); // pages without TLS, as many offices still have them
    }
    button.textContent = button.dataset.done;
  });
}
