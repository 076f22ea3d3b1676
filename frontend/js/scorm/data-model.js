// The run-time data of one SCO: what may be read and written, by the table of its standard.
// No page, no network: tests drive it as it is. courses/scorm/data_model.py says the same on the server.

import { responseError } from "./responses.js";

const INDEX = /^[0-9]{1,6}$/;
const KEYWORDS = ["_children", "_count", "_version"];
const REQUEST_VALID = /^adl\.nav\.request_valid\.(continue|previous|(choice|jump)\.\{target=([^{}]+)\})$/;

export class Refusal {
  constructor(reason, detail = "") {
    this.reason = reason;
    this.detail = detail;
  }
}

export class DataModel {
  // table: one standard of data_model.json. values: element to string. access: element to "r", "w", "rw" or "" where
  // one record differs from the table (adl.data). allows(request, target): is this navigation valid, true or false.
  constructor(table, values = {}, { access = {}, allows = () => false } = {}) {
    this.table = table;
    this.values = new Map(Object.entries(values));
    this.access = access;
    this.allows = allows;
    this.journal = [];
    this.patterns = new Map(Object.entries(table.types).map(([name, source]) => [name, new RegExp(source)]));
    this.languages = new Set((table.languages || []).flatMap((line) => line.split(" ")));
    this.counts = new Map();
    for (const element of this.values.keys()) this.#count(element);
  }

  #requestValid(element) {
    const found = REQUEST_VALID.exec(element);
    return found && (!found[2] || (this.table.targeted || []).includes(found[2])) ? found : null;
  }

  // The value as a string, or a Refusal.
  get(element) {
    const valid = this.#requestValid(element);
    if (valid) return String(this.allows(valid[2] || valid[1], valid[3]));
    const found = this.#resolve(element);
    if (found instanceof Refusal) return found;
    if (found.keyword) return found.value;
    if (!this.#indexesExist(found)) return new Refusal("index");
    const access = this.access[element] ?? found.rule.access;
    if (!access.includes("r")) return new Refusal("write_only");
    const value = this.#derived(element) ?? this.values.get(element) ?? found.rule.value;
    return value === undefined || (value === "" && found.rule.blank) ? new Refusal("unset") : value;
  }

  // null when the value was stored, else a Refusal.
  set(element, value) {
    if (this.#requestValid(element)) return new Refusal("read_only");
    const found = this.#resolve(element);
    if (found instanceof Refusal) return this.#unknown(found, element);
    if (found.keyword || found.rule.keyword) return new Refusal("keyword");
    const access = this.access[element] ?? found.rule.access;
    if (!access.includes("w")) return new Refusal("read_only");
    const refusal = this.#placeRefusal(found) || this.#valueRefusal(found, element, value) || this.#keyRefusal(found, element, value);
    if (refusal) return refusal;
    this.values.set(element, value);
    this.#count(element);
    this.#note(element, value);
    return null;
  }

  // Values that the server must hear of, oldest first.
  changes() {
    return this.journal.map(([element, value]) => [element, value]);
  }

  // Forget the changes that the server has stored; those written since stay.
  acknowledge(changes) {
    const stored = new Map(changes.map(([element, value]) => [element, value]));
    this.journal = this.journal.filter(([element, value]) => stored.get(element) !== value);
  }

  // Has the text the form of the type: a name in the table, or else a pattern by itself?
  fits(type, text) {
    const pattern = this.patterns.get(type) || new RegExp(type);
    if (!pattern.test(text)) return false;
    const language = { localized: /^\{lang=([A-Za-z]+)/, language: /^([A-Za-z]+)/ }[type]?.exec(text);
    return !language || this.languages.has(language[1].toLowerCase());
  }

  countOf(array) {
    return this.counts.get(array) || 0;
  }

  // A leaf written again moves to the end; an id or a type stays too where it was, for what was judged by it.
  #note(element, value) {
    if (!/\.(id|type)$/.test(element)) this.journal = this.journal.filter(([known]) => known !== element);
    this.journal.push([element, value]);
  }

  #unknown(refusal, element) {
    const isKeyword = KEYWORDS.includes(element.split(".").pop());
    return isKeyword && refusal.reason !== "undefined" ? new Refusal("keyword") : refusal;
  }

  #count(element) {
    const parts = element.split(".");
    parts.forEach((part, at) => {
      const array = parts.slice(0, at).join(".");
      if (INDEX.test(part) && this.countOf(array) <= Number(part)) this.counts.set(array, Number(part) + 1);
    });
  }

  // Where an element stands in the table: {rule, arrays: [[path, template, index]…]}, a keyword's {keyword, value}, a Refusal.
  #resolve(element) {
    const parts = String(element).split(".");
    const arrays = [];
    const template = [];
    parts.forEach((part, at) => {
      const above = template.join(".");
      if (INDEX.test(part) && this.table.arrays[above]) {
        arrays.push([parts.slice(0, at).join("."), above, String(Number(part)) === part ? Number(part) : Infinity]);
        template.push("n");
      } else template.push(part);
    });
    const path = template.join(".");
    const rule = this.table.elements[path];
    if (rule) return { rule, path, arrays };
    const last = template.pop();
    if (KEYWORDS.includes(last)) return this.#keyword(last, template.join("."), parts, arrays);
    return new Refusal(arrays.some(([array, , index]) => index > this.countOf(array)) ? "index" : "undefined");
  }

  #keyword(word, owner, parts, arrays) {
    if (!this.#indexesExist({ arrays })) return new Refusal("index");
    if (word === "_count" && this.table.arrays[owner]) {
      return { keyword: true, value: String(this.countOf(parts.slice(0, -1).join("."))) };
    }
    if (word === "_children" && this.table.children.includes(owner)) return { keyword: true, value: this.#children(owner) };
    const known = Object.keys(this.table.elements).some((path) => path === owner || path.startsWith(`${owner}.`));
    if (!known || word === "_version") return new Refusal("undefined");
    return new Refusal(word === "_count" ? "no_count" : "no_children");
  }

  #children(owner) {
    const start = this.table.arrays[owner] ? `${owner}.n.` : `${owner}.`;
    const names = Object.keys(this.table.elements).filter((path) => path.startsWith(start)).map((path) => path.slice(start.length).split(".")[0]);
    return [...new Set(names)].join(",");
  }

  #indexesExist({ arrays }) {
    return arrays.every(([path, , index]) => index < this.countOf(path));
  }

  // Records are made in order, each by its key first.
  #placeRefusal({ arrays, path }) {
    for (const [array, template, index] of arrays) {
      const { key, limit, closed } = this.table.arrays[template];
      const count = this.countOf(array) - (closed ? 1 : 0);
      if (index > count || index >= limit) return new Refusal("conflict", "Records are added in order.");
      const isKey = key && path === `${template}.n.${key}`;
      if (key && !isKey && !this.values.has(`${array}.${index}.${key}`)) return new Refusal("dependency");
    }
    return null;
  }

  #valueRefusal({ rule }, element, value) {
    if (rule.words && !rule.words.includes(value)) return new Refusal("type");
    if (rule.max && value.length > rule.max) return new Refusal("type", `At most ${rule.max} characters.`);
    if (rule.type && !this.fits(rule.type, value)) return new Refusal("type");
    if (rule.low !== undefined && value !== "" && Number(value) < rule.low) return new Refusal("range");
    if (rule.high !== undefined && value !== "" && Number(value) > rule.high) return new Refusal("range");
    return rule.response ? this.#responseRefusal(rule.response, element, value) : null;
  }

  #responseRefusal(side, element, value) {
    const record = element.split(".").slice(0, 3).join(".");
    const kind = this.values.get(`${record}.type`);
    if (kind === undefined) return new Refusal("dependency");
    const format = this.table.responses[kind];
    const index = side === "pattern" ? Number(element.split(".")[4]) : 0;
    if (format.patterns && index >= format.patterns) return new Refusal("conflict");
    if (responseError(format[side], value, (type, text) => this.fits(type, text))) return new Refusal("type");
    return side === "pattern" && format.unique && this.#elsewhere(`${record}.correct_responses`, "pattern", index, value) ? new Refusal("conflict") : null;
  }

  #keyRefusal({ arrays, path }, element, value) {
    const [array, template, index] = arrays[arrays.length - 1] || [];
    const rule = this.table.arrays[template];
    if (!rule?.key || path !== `${template}.n.${rule.key}`) return null;
    const before = this.values.get(element);
    if (rule.fixed && before !== undefined && before !== value) return new Refusal("conflict", "An identifier is written once.");
    return rule.unique && this.#elsewhere(array, rule.key, index, value) ? new Refusal("conflict", "Identifiers differ.") : null;
  }

  #elsewhere(array, field, index, value) {
    for (let at = 0; at < this.countOf(array); at += 1) {
      if (at !== index && this.values.get(`${array}.${at}.${field}`) === value) return true;
    }
    return false;
  }

  // SCORM 2004 RTE 4.2.4 and 4.2.22: a threshold decides over what the SCO says.
  #derived(element) {
    if (element === "cmi.completion_status") return this.#judged("cmi.completion_threshold", "cmi.progress_measure", "completed", "incomplete");
    if (element === "cmi.success_status") return this.#judged("cmi.scaled_passing_score", "cmi.score.scaled", "passed", "failed");
    return undefined;
  }

  #judged(threshold, measure, above, below) {
    const limit = this.values.get(threshold);
    if (limit === undefined) return undefined;
    const value = this.values.get(measure);
    if (value === undefined) return "unknown";
    return Number(value) >= Number(limit) ? above : below;
  }
}
