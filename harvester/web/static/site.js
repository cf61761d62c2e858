// Without this script every page works. It adds a slider over the versions of an article, and buttons that copy.
"use strict";

for (const slide of document.querySelectorAll(".slide")) {
  const range = slide.querySelector("input");
  const output = slide.querySelector("output");
  const times = JSON.parse(range.dataset.times);
  const numbers = JSON.parse(range.dataset.numbers);
  const tell = () => {
    const time = times[range.value].slice(0, 16).replace("T", " ");
    output.textContent = `version ${numbers[range.value]}, ${time}`;
    range.setAttribute("aria-valuetext", output.textContent);
  };
  range.addEventListener("input", tell);
  range.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      location.assign(range.dataset.address + times[range.value]);
    }
  });
  range.addEventListener("pointerup", () => location.assign(range.dataset.address + times[range.value]));
  slide.hidden = false;
  tell();
}

for (const button of navigator.clipboard ? document.querySelectorAll("button.copy") : []) {
  const text = button.closest("section").querySelector("pre").textContent;
  button.addEventListener("click", () => navigator.clipboard.writeText(text).then(() => { button.textContent = "Copied"; }));
  button.hidden = false;
}
