/* What the pages do beyond what they show; without it they show the same. */
(function () {
  "use strict";

  /* The rows of the tables are filtered while one types. */
  function filter(form) {
    const field = form.querySelector("input[type=search]");
    const found = document.getElementById("erp-found");
    function apply() {
      const text = field.value.trim().toLowerCase();
      let shown = 0;
      document.querySelectorAll("table[data-erp-filtered]").forEach(function (table, index) {
        table.querySelectorAll("tbody tr").forEach(function (row) {
          const fits = row.textContent.toLowerCase().includes(text);
          row.hidden = !fits;
          if (fits && index === 0) {
            shown++;
          }
        });
      });
      found.textContent = text ? form.dataset.erpFound.replace("#", String(shown)) : "";
    }
    field.addEventListener("input", apply);
  }

  /* The page of a build that runs is read again until it has ended. */
  function follow(part) {
    if (part.dataset.live !== "true") {
      return;
    }
    setTimeout(function () {
      if (document.hidden) {
        follow(part);
        return;
      }
      fetch(window.location.href, { headers: { Accept: "text/html" } })
        .then(function (response) {
          return response.ok ? response.text() : null;
        })
        .then(function (text) {
          const fresh = text && new DOMParser().parseFromString(text, "text/html").getElementById("erp-live");
          const busy = part.contains(document.activeElement) || part.querySelector("details[open]");
          if (fresh && !busy && fresh.innerHTML !== part.innerHTML) {
            part.replaceWith(fresh);
            if (window.Behaviour) {
              window.Behaviour.applySubtree(fresh, true);
            }
            follow(fresh);
          } else {
            follow(part);
          }
        })
        .catch(function () {
          follow(part);
        });
    }, 5000);
  }

  function start() {
    document.querySelectorAll("form[data-erp-filter]").forEach(filter);
    const part = document.getElementById("erp-live");
    if (part) {
      follow(part);
    }
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
