// Choosing many: "all" follows the boxes and the boxes follow "all"; 1, 2, 3 choose the decision.
"use strict";
(() => {
  const all = document.getElementById("all");
  const boxes = [...document.querySelectorAll('.picks input[name="muc"]')];
  const count = document.getElementById("chosen-count");
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    if (count) count.textContent = `${chosen}/${boxes.length}`;
    if (all) {
      all.checked = chosen === boxes.length && chosen > 0;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };
  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
  for (const key of ["1", "2", "3"]) {
    keys.on(key, () => {
      const radio = document.getElementById(`k${key}`);
      if (!radio) return false;
      radio.checked = true;
      radio.focus();
      return true;
    });
  }
})();
