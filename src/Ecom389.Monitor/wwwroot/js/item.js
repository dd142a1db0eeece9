// Deciding by keyboard, and the reasons of marked words on hover and focus.
"use strict";
(() => {
  const form = document.getElementById("decide");
  const reason = document.getElementById("ly-do");

  // --- Decision -------------------------------------------------------------------------------------------------------
  const chips = () => [...form.querySelectorAll("[data-reason]")].filter((chip) => chip.offsetParent !== null);
  const press = (chip) => {
    for (const other of form.querySelectorAll("[data-reason]")) other.setAttribute("aria-pressed", String(other === chip));
    reason.value = chip.querySelector("span").textContent;
    reason.setCustomValidity("");
    document.getElementById("submit").focus();
  };

  if (form) {
    for (const chip of form.querySelectorAll("[data-reason]")) {
      chip.setAttribute("aria-pressed", "false");
      chip.addEventListener("click", () => press(chip));
    }
    const choose = (id) => () => {
      const radio = document.getElementById(id);
      radio.checked = true;
      radio.focus();
      form.scrollIntoView({ block: "nearest" });
    };
    keys.on("1", choose("k1"));
    keys.on("2", choose("k2"));
    keys.on("3", choose("k3"));
    for (const letter of ["a", "s", "d", "f"]) {
      keys.on(letter, () => {
        const chip = chips().find((each) => each.dataset.key === letter);
        if (chip) press(chip);
        return Boolean(chip);
      });
    }
    keys.on("r", () => reason.focus());
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) form.requestSubmit();
    });
    // The browser's own message would be in the browser's language, not the page's.
    reason.addEventListener("invalid", () => reason.setCustomValidity(reason.value.trim() === "" ? reason.dataset.missing : ""));
    reason.addEventListener("input", () => {
      reason.setCustomValidity("");
      for (const chip of form.querySelectorAll("[data-reason]")) chip.setAttribute("aria-pressed", "false");
    });
    const first = document.getElementById("k1");
    first.addEventListener("invalid", () => first.setCustomValidity(reason.dataset.choose));
    form.addEventListener("change", () => first.setCustomValidity(""));
    document.addEventListener("keydown", (event) => {
      if (event.key === "1" || event.key === "2" || event.key === "3") first.setCustomValidity("");
    });
  }

  const submit = (id) => () => {
    const target = document.getElementById(id);
    target?.requestSubmit();
    return Boolean(target);
  };
  keys.on("n", submit("skip"));
  keys.on("u", submit("undo"));
  keys.on("q", () => document.getElementById("back").click());

  // --- Marks ----------------------------------------------------------------------------------------------------------
  const marks = [...document.querySelectorAll(".hl")];
  const stops = marks.filter((mark) => mark.tabIndex === 0);
  const tip = document.createElement("div");
  tip.id = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);

  const light = (numbers, on) => {
    for (const mark of marks) mark.classList.toggle("lit", on && mark.dataset.s.split(" ").some((number) => numbers.includes(number)));
    for (const signal of document.querySelectorAll(".signal-list li")) signal.classList.toggle("lit", on && numbers.includes(signal.dataset.n));
  };
  const show = (mark) => {
    const numbers = mark.dataset.s.split(" ");
    tip.replaceChildren(...numbers.map((number) => {
      const line = document.createElement("p");
      line.textContent = `${number}. ${document.querySelector(`#s${number} p`)?.textContent ?? ""}`;
      return line;
    }));
    tip.hidden = false;
    const box = mark.getClientRects()[0];
    const size = tip.getBoundingClientRect();
    const below = box.bottom + 6;
    tip.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - size.width - 8))}px`;
    tip.style.top = `${below + size.height > window.innerHeight ? Math.max(8, box.top - size.height - 6) : below}px`;
    light(numbers, true);
  };
  const hide = () => {
    tip.hidden = true;
    light([], false);
  };
  for (const mark of marks) {
    mark.addEventListener("mouseenter", () => show(mark));
    mark.addEventListener("mouseleave", hide);
    mark.addEventListener("focus", () => show(mark));
    mark.addEventListener("blur", hide);
  }
  for (const signal of document.querySelectorAll(".signal-list li")) {
    signal.addEventListener("mouseenter", () => light([signal.dataset.n], true));
    signal.addEventListener("mouseleave", () => light([], false));
  }
  document.addEventListener("scroll", hide, { passive: true });

  const move = (by) => {
    if (stops.length === 0) return false;
    const at = stops.indexOf(document.activeElement);
    const to = at < 0 ? (by > 0 ? 0 : stops.length - 1) : (at + by + stops.length) % stops.length;
    stops[to].scrollIntoView({ block: "nearest" });
    stops[to].focus({ preventScroll: true });
    return true;
  };
  keys.on("j", () => move(1));
  keys.on("k", () => move(-1));

  // --- Screenshot -----------------------------------------------------------------------------------------------------
  const shot = document.getElementById("shot");
  const whole = document.getElementById("shot-whole");
  if (shot && whole) {
    const picture = whole.querySelector("img");
    const scale = document.getElementById("shot-scale");
    const steps = [25, 50, 75, 100, 150, 200, 300];
    let at = steps.indexOf(100);
    const apply = () => {
      scale.textContent = `${steps[at]}%`;
      if (picture.naturalWidth > 0) picture.width = Math.round(picture.naturalWidth * steps[at] / 100);
    };
    const zoom = (by) => {
      at = Math.max(0, Math.min(steps.length - 1, at + by));
      apply();
    };
    shot.addEventListener("click", () => {
      // The thumbnail's bytes serve again: one reading, one line in the chain.
      if (!picture.src) picture.src = shot.querySelector("img").currentSrc || picture.dataset.src;
      whole.showModal();
      if (picture.complete) apply();
    });
    picture.addEventListener("load", apply);
    for (const button of whole.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => zoom(Number(button.dataset.zoom)));
    whole.addEventListener("keydown", (event) => {
      if (event.key === "+" || event.key === "=") zoom(1);
      else if (event.key === "-") zoom(-1);
    });
  }
})();
