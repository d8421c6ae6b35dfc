/* Ticks of a list; what is wrong with a form comes first. */
(function () {
  "use strict";
  var bar = document.querySelector("[data-bulk]");
  if (bar) {
    var boxes = Array.prototype.slice.call(document.querySelectorAll('input[name="row"]'));
    var all = document.querySelector("[data-all]");
    var count = bar.querySelector("[data-count]");
    var every = bar.querySelector("[data-everything]");
    var tell = function () {
      var ticked = boxes.filter(function (box) { return box.checked; }).length;
      if (every && ticked === 0) { every.checked = false; }
      count.textContent = every && every.checked ? every.value : ticked;
      bar.classList.toggle("is-on", ticked > 0);
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    all.addEventListener("change", function () {
      boxes.forEach(function (box) { box.checked = all.checked; });
      tell();
    });
    boxes.forEach(function (box) { box.addEventListener("change", tell); });
    if (every) { every.addEventListener("change", tell); }
    bar.classList.add("is-live");
    tell();
  }

  var errors = document.querySelector("[data-errors]");
  if (errors) { errors.focus(); }
})();
