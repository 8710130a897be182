"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) return;
  const search = document.getElementById("search");
  const severity = document.getElementById("severity");
  const shown = document.getElementById("shown");
  const groups = [...document.querySelectorAll(".group")];
  const findings = [...document.querySelectorAll(".finding")].map((element) => ({
    element,
    text: `${element.dataset.code} ${element.textContent}`.toLowerCase(),
    severity: element.dataset.severity,
  }));

  function apply() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const active = words.length > 0 || severity.value !== "";
    let count = 0;
    for (const finding of findings) {
      const fits =
        (severity.value === "" || finding.severity === severity.value) &&
        words.every((word) => finding.text.includes(word));
      finding.element.hidden = !fits;
      count += Number(fits);
    }
    for (const group of groups) {
      const left = group.querySelectorAll(".finding:not([hidden])").length;
      group.hidden = active && left === 0;
      if (active) group.open = left > 0;
    }
    shown.textContent = active ? `${count.toLocaleString("en")} of ${findings.length.toLocaleString("en")} listed` : "";
  }

  function openTarget() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", apply);
  severity.addEventListener("input", apply);
  document.getElementById("open-all").addEventListener("click", () => groups.forEach((group) => (group.open = true)));
  document.getElementById("close-all").addEventListener("click", () => groups.forEach((group) => (group.open = false)));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      search.focus();
    }
    if (event.key === "Escape" && document.activeElement === search) {
      search.value = "";
      apply();
    }
  });
  window.addEventListener("hashchange", openTarget);
  openTarget();
})();
