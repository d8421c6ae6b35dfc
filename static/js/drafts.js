/* Forms that lose nothing: a warning before leaving, a draft on this computer until the form is saved or the account
   logs out. Identity and phone numbers are never written down, whatever field they were typed into. */
(function () {
  "use strict";
  var PREFIX = "linli-draft:", SENT = "linli-sent", DAYS = 3;
  var SECRET = ["csrfmiddlewaretoken", "version", "submission_id", "id_number", "phone"];
  var NUMBERS = /\d{15,}|(^|\D)1\d{10}(?!\d)|(^|\D)0\d{2,3}[- ]?\d{7,8}(?!\d)/;
  var store = null;
  try { store = window.localStorage; } catch (error) { /* forbidden */ }
  if (!store) { return; }

  var drafts = function () { return Object.keys(store).filter(function (key) { return key.indexOf(PREFIX) === 0; }); };
  var read = function (key) {
    try { return JSON.parse(store.getItem(key) || "null"); } catch (error) { return null; }
  };
  drafts().forEach(function (key) {
    var draft = read(key);
    if (!draft || Date.now() - draft.at > DAYS * 86400000) { store.removeItem(key); }
  });

  var sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent && document.querySelector(".notice.success, .notice.info")) { store.removeItem(sent); }

  var leave = document.querySelector("form[data-logout]");
  if (leave) {
    leave.addEventListener("submit", function () { drafts().forEach(function (key) { store.removeItem(key); }); });
  }

  var form = document.querySelector("form[data-draft]");
  if (!form) { return; }
  var key = PREFIX + form.getAttribute("data-draft");
  var note = form.querySelector("[data-draft-note]");
  var changed = false;
  var isTick = function (field) { return field.type === "checkbox" || field.type === "radio"; };
  var nameOf = function (field) { return isTick(field) ? field.name + "=" + field.value : field.name; };
  var fields = function () {
    return Array.prototype.filter.call(form.elements, function (field) {
      return field.name && field.type !== "submit" && field.type !== "file" && SECRET.indexOf(field.name) < 0;
    });
  };
  var keep = function () {
    var values = {};
    fields().forEach(function (field) {
      if (isTick(field)) { values[nameOf(field)] = field.checked; }
      else if (!NUMBERS.test(field.value.replace(/[\s-]/g, "")) && !NUMBERS.test(field.value)) {
        values[nameOf(field)] = field.value;
      }
    });
    try { store.setItem(key, JSON.stringify({ at: Date.now(), values: values })); } catch (error) { /* full */ }
  };
  form.addEventListener("input", function () { changed = true; keep(); });
  form.addEventListener("submit", function (event) {
    if (navigator.onLine === false) {
      event.preventDefault();
      note.textContent = "网络已断开,填写的内容已留在本机(身份证号、手机号除外),恢复后请再按保存。";
      return;
    }
    changed = false;
    sessionStorage.setItem(SENT, key);
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed) { event.preventDefault(); event.returnValue = ""; }
  });

  var draft = read(key);
  if (!draft || document.querySelector(".errorlist, .invalid-feedback, [data-errors], .notice.fail")) { return; }
  var button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-link";
  button.textContent = "恢复上次没有保存的内容";
  button.addEventListener("click", function () {
    fields().forEach(function (field) {
      var value = draft.values[nameOf(field)];
      if (value === undefined) { return; }
      if (isTick(field)) { field.checked = value; } else { field.value = value; }
    });
    changed = true;
    note.textContent = "已恢复,请核对后保存。身份证号、手机号不留底,请重新填写。";
  });
  note.textContent = "";
  note.appendChild(button);
})();
