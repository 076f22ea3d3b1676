// The two objects that SCOs look for: `API` (SCORM 1.2 RTE 3.3) and `API_1484_11` (SCORM 2004 RTE 3.1).

import { Refusal } from "./data-model.js";

const BEFORE = "before";
const RUNNING = "running";
const AFTER = "after";

class RunTime {
  // model: a DataModel. hooks: initialized(), changed(element), commit() → was it taken, terminated() → was it taken.
  constructor(model, hooks) {
    this.model = model;
    this.hooks = hooks;
    this.phase = BEFORE;
    this.error = 0;
    this.detail = "";
  }

  answer(error, value, detail = "") {
    this.error = error;
    this.detail = detail;
    return value;
  }

  refuse(refusal, value, overrides = {}) {
    const { codes } = this.model.table;
    return this.answer(overrides[refusal.reason] ?? codes[refusal.reason], value, refusal.detail);
  }

  begin() {
    this.phase = RUNNING;
    this.hooks.initialized();
    return this.answer(0, "true");
  }

  finish() {
    this.phase = AFTER;
    this.hooks.terminated();
    return this.answer(0, "true");
  }

  message(code) {
    return this.model.table.messages[String(code)] || "";
  }

  diagnostic(code) {
    const asked = String(code ?? "");
    if (asked === "" || asked === String(this.error)) return this.detail || this.message(this.error);
    return this.message(asked);
  }
}

class RunTime2004 extends RunTime {
  initialize(argument) {
    if (argument !== "") return this.answer(201, "false");
    if (this.phase === RUNNING) return this.answer(103, "false");
    if (this.phase === AFTER) return this.answer(104, "false");
    return this.begin();
  }

  terminate(argument) {
    if (argument !== "") return this.answer(201, "false");
    if (this.phase !== RUNNING) return this.answer(this.phase === BEFORE ? 112 : 113, "false");
    return this.finish();
  }

  get(element) {
    if (this.phase !== RUNNING) return this.answer(this.phase === BEFORE ? 122 : 123, "");
    if (!element) return this.answer(301, "");
    const value = this.model.get(String(element));
    return value instanceof Refusal ? this.refuse(value, "") : this.answer(0, value);
  }

  set(element, value) {
    if (this.phase !== RUNNING) return this.answer(this.phase === BEFORE ? 132 : 133, "false");
    if (!element) return this.answer(351, "false");
    const refusal = this.model.set(String(element), String(value ?? ""));
    if (refusal) return this.refuse(refusal, "false", { no_children: 404, no_count: 404, index: 351 });
    this.hooks.changed(String(element));
    return this.answer(0, "true");
  }

  commit(argument) {
    if (argument !== "") return this.answer(201, "false");
    if (this.phase !== RUNNING) return this.answer(this.phase === BEFORE ? 142 : 143, "false");
    return this.hooks.commit() ? this.answer(0, "true") : this.answer(391, "false");
  }
}

class RunTime12 extends RunTime {
  initialize(argument) {
    if (!isEmpty(argument)) return this.answer(201, "false");
    return this.phase === BEFORE ? this.begin() : this.answer(101, "false");
  }

  terminate(argument) {
    if (!isEmpty(argument)) return this.answer(201, "false");
    return this.phase === RUNNING ? this.finish() : this.answer(this.phase === BEFORE ? 301 : 101, "false");
  }

  get(element) {
    if (this.phase !== RUNNING) return this.answer(301, "");
    if (!element) return this.answer(201, "");
    const value = this.model.get(String(element));
    if (!(value instanceof Refusal)) return this.answer(0, value);
    return value.reason === "unset" ? this.answer(0, "") : this.refuse(value, "");
  }

  set(element, value) {
    if (this.phase !== RUNNING) return this.answer(301, "false");
    if (!element) return this.answer(201, "false");
    const refusal = this.model.set(String(element), String(value ?? ""));
    if (refusal) return this.refuse(refusal, "false", { no_children: 402, no_count: 402 });
    this.hooks.changed(String(element));
    return this.answer(0, "true");
  }

  commit(argument) {
    if (!isEmpty(argument)) return this.answer(201, "false");
    if (this.phase !== RUNNING) return this.answer(301, "false");
    return this.hooks.commit() ? this.answer(0, "true") : this.answer(101, "false");
  }
}

// Many 1.2 SCOs call with no argument, or with null, where the standard wants "".
function isEmpty(argument) {
  return argument === "" || argument === undefined || argument === null;
}

export function api2004(model, hooks) {
  const run = new RunTime2004(model, hooks);
  return {
    version: "1.0",
    Initialize: (argument) => run.initialize(argument),
    Terminate: (argument) => run.terminate(argument),
    GetValue: (element) => run.get(element),
    SetValue: (element, value) => run.set(element, value),
    Commit: (argument) => run.commit(argument),
    GetLastError: () => String(run.error),
    GetErrorString: (code) => run.message(code),
    GetDiagnostic: (code) => run.diagnostic(code),
  };
}

export function api12(model, hooks) {
  const run = new RunTime12(model, hooks);
  return {
    LMSInitialize: (argument) => run.initialize(argument),
    LMSFinish: (argument) => run.terminate(argument),
    LMSGetValue: (element) => run.get(element),
    LMSSetValue: (element, value) => run.set(element, value),
    LMSCommit: (argument) => run.commit(argument),
    LMSGetLastError: () => String(run.error),
    LMSGetErrorString: (code) => run.message(code),
    LMSGetDiagnostic: (code) => run.diagnostic(code),
  };
}
