// Keys for the desk. Everything here can be done without it, too.
(function () {
  "use strict";
  var typing = function (at) { return at && (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)); };
  var links = function () { return Array.prototype.slice.call(document.querySelectorAll("#rows a")); };
  function move(by) {
    var all = links(); if (!all.length) { return; }
    var here = all.indexOf(document.activeElement);
    if (here < 0) { here = all.findIndex(function (a) { return a.getAttribute("aria-current"); }); }
    var next = all[Math.max(0, Math.min(all.length - 1, here < 0 ? 0 : here + by))];
    next.focus(); next.scrollIntoView({ block: "nearest" });
  }
  function open(key) {
    var act = document.querySelector('[data-key="' + key.toUpperCase() + '"]');
    if (!act) { return false; }
    document.querySelectorAll(".act[open]").forEach(function (other) { if (other !== act) { other.open = false; } });
    act.open = true;
    var first = act.querySelector("select,textarea,input:not([type=hidden])");
    if (first) { first.focus(); }
    act.scrollIntoView({ block: "nearest" });
    return true;
  }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      document.querySelectorAll("details[open]").forEach(function (one) { one.open = false; });
      if (document.activeElement) { document.activeElement.blur(); }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || typing(document.activeElement)) { return; }
    var done = true;
    if (event.key === "j" || event.key === "ArrowDown") { move(1); }
    else if (event.key === "k" || event.key === "ArrowUp") { move(-1); }
    else if (event.key === "/") { document.getElementById("q").focus(); }
    else if (event.key === "n" && document.getElementById("text")) { document.getElementById("text").focus(); }
    else if (event.key === "v" && document.querySelector('[data-key="v"]')) { document.querySelector('[data-key="v"]').click(); }
    else if (event.key === "x" && document.activeElement.closest("li")) {
      var box = document.activeElement.closest("li").querySelector("input[type=checkbox]");
      if (box) { box.checked = !box.checked; }
    }
    else if (event.key === "a" && document.querySelector("#rows input[type=checkbox]")) {
      var boxes = Array.prototype.slice.call(document.querySelectorAll("#rows input[type=checkbox]"));
      var all = boxes.every(function (one) { return one.checked; });
      boxes.forEach(function (one) { one.checked = !all; });
    }
    else if (document.querySelector('[data-go="' + (event.key === "=" ? "+" : event.key).replace(/[^a-z+-]/g, "_") + '"]')) {
      document.querySelector('[data-go="' + (event.key === "=" ? "+" : event.key) + '"]').click();
    }
    else { done = /^[a-z]$/.test(event.key) && open(event.key); }
    if (done) { event.preventDefault(); }
  });
  document.addEventListener("toggle", function (event) {
    if (event.target.classList && event.target.classList.contains("act") && event.target.open) {
      document.querySelectorAll(".act[open]").forEach(function (other) { if (other !== event.target) { other.open = false; } });
    }
  }, true);
  var opened = document.querySelector(".act[open]");
  if (opened) { opened.scrollIntoView({ block: "nearest" }); }
}());
