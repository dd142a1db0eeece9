// Practice by keyboard: 1 suspicious, 2 ordinary, n the next listing.
"use strict";
(() => {
  for (const key of ["1", "2"]) {
    keys.on(key, () => {
      const radio = document.getElementById(`k${key}`);
      if (!radio) return false;
      radio.checked = true;
      radio.focus();
      return true;
    });
  }
  document.getElementById("decide")?.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.type !== "submit") {
      event.preventDefault();
      event.currentTarget.requestSubmit();
    }
  });
  keys.on("n", () => {
    const next = document.getElementById("next-item");
    next?.click();
    return Boolean(next);
  });
  document.getElementById("h-truth")?.focus();
})();
