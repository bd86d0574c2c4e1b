// Photographs as phones take them are too large for a village's network and for one request: they are made smaller here,
// before they are sent. Without this script they go as they are.
"use strict";

const LONGEST_SIDE = 1920;
const SMALL = 1024 * 1024;

async function smaller(file) {
  if (file.size <= SMALL || !["image/jpeg", "image/png"].includes(file.type)) return file;
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!made || made.size >= file.size) return file;
  return new File([made], file.name.replace(/\.(png|jpe?g)$/i, "") + ".jpg", { type: "image/jpeg" });
}

for (const input of document.querySelectorAll("input[type=file][data-photos]")) {
  input.addEventListener("change", async () => {
    const button = input.form.querySelector("button.btn-primary");
    button.disabled = true;
    const kept = new DataTransfer();
    for (const file of input.files) {
      kept.items.add(await smaller(file).catch(() => file));
    }
    input.files = kept.files;
    input.form.dataset.photosReady = "true";
    button.disabled = false;
  });
}
