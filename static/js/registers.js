/* Ticks of a list, and forms that lose nothing: a warning before leaving, a draft kept until it is saved. */
(function () {
  "use strict";
  var bar = document.querySelector("[data-bulk]");
  if (bar) {
    var boxes = Array.prototype.slice.call(document.querySelectorAll('input[name="row"]'));
    var all = document.querySelector("[data-all]");
    var count = bar.querySelector("[data-count]");
    var tell = function () {
      var ticked = boxes.filter(function (box) { return box.checked; }).length;
      count.textContent = ticked;
      bar.classList.toggle("is-on", ticked > 0);
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    all.addEventListener("change", function () {
      boxes.forEach(function (box) { box.checked = all.checked; });
      tell();
    });
    boxes.forEach(function (box) { box.addEventListener("change", tell); });
    bar.classList.add("is-live");
    tell();
  }

  var errors = document.querySelector("[data-errors]");
  if (errors) { errors.focus(); }

  var form = document.querySelector("form[data-draft]");
  if (!form) { return; }
  var key = "linli-draft:" + form.getAttribute("data-draft");
  var note = form.querySelector("[data-draft-note]");
  var secret = ["csrfmiddlewaretoken", "version", "submission_id", "id_number", "phone"];
  var changed = false;
  var values = function () {
    return Array.prototype.map.call(form.elements, function (field) {
      if (!field.name || secret.indexOf(field.name) >= 0) { return null; }
      return field.type === "checkbox" || field.type === "radio" ? field.checked : field.value;
    });
  };
  var keep = function () {
    try { sessionStorage.setItem(key, JSON.stringify(values())); } catch (error) { /* full or forbidden */ }
  };
  form.addEventListener("input", function () { changed = true; keep(); });
  form.addEventListener("submit", function (event) {
    if (navigator.onLine === false) {
      event.preventDefault();
      note.textContent = "网络已断开,填写的内容已留在本机,恢复后请再按保存。";
      return;
    }
    changed = false;
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed) { event.preventDefault(); event.returnValue = ""; }
  });
  var draft = null;
  try { draft = JSON.parse(sessionStorage.getItem(key) || "null"); } catch (error) { draft = null; }
  if (draft && !document.querySelector(".errorlist, .invalid-feedback, [data-errors], .notice.fail") && draft.length === form.elements.length) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link";
    button.textContent = "恢复上次没有保存的内容";
    button.addEventListener("click", function () {
      Array.prototype.forEach.call(form.elements, function (field, place) {
        if (draft[place] === null) { return; }
        if (field.type === "checkbox" || field.type === "radio") { field.checked = draft[place]; } else { field.value = draft[place]; }
      });
      changed = true;
      note.textContent = "已恢复,请核对后保存。";
    });
    note.textContent = "";
    note.appendChild(button);
  }
})();
