/* A small SCORM module: screens, then a quiz. Talks SCORM 2004 or 1.2, whichever the platform offers. */
(function () {
  "use strict";
  var content = JSON.parse(document.getElementById("content").textContent);
  var main = document.querySelector("main");
  var back = document.getElementById("back");
  var next = document.getElementById("next");
  var begun = Date.now();

  function find(win, name) {
    try {
      for (var hops = 0; win && hops < 10; hops += 1) {
        if (win[name]) return win[name];
        if (win.parent === win) return null;
        win = win.parent;
      }
    } catch (refused) {
      /* The window above is another site's: there is nothing to find any higher. */
    }
    return null;
  }
  var api2004 = find(window, "API_1484_11");
  var api12 = api2004 ? null : find(window, "API");

  function get(name2004, name12) {
    return api2004 ? api2004.GetValue(name2004) : api12 ? api12.LMSGetValue(name12) : "";
  }
  function set(name2004, name12, value) {
    if (api2004 && name2004) api2004.SetValue(name2004, String(value));
    if (api12 && name12) api12.LMSSetValue(name12, String(value));
  }
  function commit() {
    if (api2004) api2004.Commit("");
    if (api12) api12.LMSCommit("");
  }
  function elapsed() {
    var seconds = Math.round((Date.now() - begun) / 1000);
    var parts = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
    if (api2004) return "PT" + parts[0] + "H" + parts[1] + "M" + parts[2] + "S";
    return parts.map(function (n) { return (n < 10 ? "0" : "") + n; }).join(":");
  }

  if (api2004) api2004.Initialize("");
  if (api12) api12.LMSInitialize("");
  var total = content.screens.length + 1;
  var at = Math.min(total - 1, Math.max(0, parseInt(get("cmi.location", "cmi.core.lesson_location"), 10) || 0));
  if (get("cmi.completion_status", "cmi.core.lesson_status") !== "completed" && api2004) set("cmi.completion_status", null, "incomplete");
  if (api12 && get(null, "cmi.core.lesson_status") === "not attempted") set(null, "cmi.core.lesson_status", "incomplete");

  function element(name, text, className) {
    var node = document.createElement(name);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  }
  function show() {
    main.textContent = "";
    main.append(element("p", (at + 1) + " / " + total, "step"));
    if (at < content.screens.length) screen(content.screens[at]); else quiz();
    back.disabled = at === 0;
    next.hidden = at === total - 1;
    set("cmi.location", "cmi.core.lesson_location", at);
    set("cmi.progress_measure", null, (at / total).toFixed(2));
    commit();
    var title = main.querySelector("h1");
    if (title) { title.tabIndex = -1; title.focus(); }
    window.scrollTo(0, 0);
  }
  function screen(one) {
    main.append(element("h1", one.title));
    one.paragraphs.forEach(function (text) { main.append(element("p", text)); });
    if (one.bullets.length) {
      var list = element("ul");
      one.bullets.forEach(function (text) { list.append(element("li", text)); });
      main.append(list);
    }
    if (one.key_point) main.append(element("p", one.key_point, "key"));
  }
  function quiz() {
    main.append(element("h1", "Ce que vous avez retenu"));
    var form = element("form");
    content.questions.forEach(function (question, index) {
      var box = element("fieldset");
      box.append(element("legend", (index + 1) + ". " + question.text));
      question.answers.forEach(function (answer, choice) {
        var label = element("label");
        var radio = element("input");
        radio.type = "radio"; radio.name = "q" + index; radio.value = choice; radio.required = true;
        label.append(radio, element("span", answer));
        box.append(label);
      });
      form.append(box);
    });
    var submit = element("button", "Valider mes réponses", "main");
    submit.type = "submit";
    form.append(submit);
    form.addEventListener("submit", function (event) { event.preventDefault(); grade(form); });
    main.append(form);
  }
  function grade(form) {
    var good = 0;
    content.questions.forEach(function (question, index) {
      var chosen = Number(new FormData(form).get("q" + index));
      var right = chosen === question.right;
      if (right) good += 1;
      var box = form.querySelectorAll("fieldset")[index];
      box.querySelectorAll("input").forEach(function (input) { input.disabled = true; });
      box.append(element("p", (right ? "✓ Bonne réponse. " : "✗ La bonne réponse : " + question.answers[question.right] + ". ") + question.feedback, "feedback"));
      var path = "cmi.interactions." + index + ".";
      set(path + "id", path + "id", "q" + (index + 1));
      set(path + "type", path + "type", "choice");
      set(path + "learner_response", path + "student_response", api2004 ? "r" + chosen : String.fromCharCode(97 + chosen));
      set(path + "result", path + "result", right ? "correct" : api2004 ? "incorrect" : "wrong");
    });
    var share = good / content.questions.length;
    var passed = share * 100 >= content.pass_mark;
    set("cmi.score.scaled", null, share.toFixed(4));
    set("cmi.score.raw", "cmi.core.score.raw", Math.round(share * 100));
    set("cmi.score.min", "cmi.core.score.min", 0);
    set("cmi.score.max", "cmi.core.score.max", 100);
    set("cmi.success_status", null, passed ? "passed" : "failed");
    set("cmi.completion_status", "cmi.core.lesson_status", api2004 ? "completed" : passed ? "passed" : "failed");
    set("cmi.progress_measure", null, "1");
    commit();
    form.querySelector("button").remove();
    var verdict = element("p", "Votre score : " + Math.round(share * 100) + " %. " + (passed ? "Bravo, le module est réussi." : "Il faut " + content.pass_mark + " % : vous pouvez recommencer."), "key");
    verdict.setAttribute("role", "status");
    form.prepend(verdict);
    if (!passed) {
      var again = element("button", "Recommencer le quiz");
      again.type = "button";
      again.addEventListener("click", show);
      form.append(again);
    }
    verdict.tabIndex = -1;
    verdict.focus();
  }
  function leave() {
    if (leave.done) return;
    leave.done = true;
    set("cmi.session_time", "cmi.core.session_time", elapsed());
    set("cmi.exit", "cmi.core.exit", "suspend");
    commit();
    if (api2004) api2004.Terminate("");
    if (api12) api12.LMSFinish("");
  }
  back.addEventListener("click", function () { at -= 1; show(); });
  next.addEventListener("click", function () { at += 1; show(); });
  window.addEventListener("pagehide", leave);
  show();
})();
