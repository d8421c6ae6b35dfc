/* Asks the browser for the position, only after a click; sent rounded to about 100 m. */
(function () {
  "use strict";
  var form = document.querySelector("[data-nearby]");
  if (!form || !navigator.geolocation) { return; }
  var told = form.querySelector("[role=status]");
  var isReady = false;
  form.querySelector("button").hidden = false;
  form.querySelector("[data-without]").hidden = true;
  form.addEventListener("submit", function (event) {
    if (isReady) { return; }
    event.preventDefault();
    told.textContent = form.dataset.asking;
    navigator.geolocation.getCurrentPosition(function (found) {
      form.elements.latitude.value = found.coords.latitude.toFixed(3);
      form.elements.longitude.value = found.coords.longitude.toFixed(3);
      isReady = true;
      form.submit();
    }, function () { told.textContent = form.dataset.refused; }, { timeout: 15000, maximumAge: 60000 });
  });
})();
