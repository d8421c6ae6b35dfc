/* A figure chosen from the list goes where the cursor was last. Without script it can be written as shown. */
(function () {
  "use strict";
  var texts = document.querySelectorAll("form.writing textarea");
  var last = texts[0];
  Array.prototype.forEach.call(texts, function (text) {
    text.addEventListener("focus", function () { last = text; });
  });
  Array.prototype.forEach.call(document.querySelectorAll("[data-insert]"), function (button) {
    button.addEventListener("click", function () {
      var start = last.selectionStart, written = button.getAttribute("data-insert");
      last.value = last.value.slice(0, start) + written + last.value.slice(last.selectionEnd);
      last.focus();
      last.setSelectionRange(start + written.length, start + written.length);
      last.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
})();
