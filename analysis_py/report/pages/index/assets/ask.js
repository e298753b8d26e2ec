// Takes the name of a model from the front page to where models are found.
"use strict";

(() => {
  const form = document.getElementById("ask-model");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = form.elements.model.value.trim();
    location.href = name ? `find.html#search=${encodeURIComponent(name)}` : "find.html";
  });
})();
