// Forms of answers and of correct answers, by type of interaction (SCORM 2004 RTE 4.2.9.1).

const FLAG = /^\{(case_matters|order_matters|lang)=([^}]*)\}/;

// true when `value` has not the form of `format`, one side of data_model.json's responses. fits(type, text): see DataModel.
export function responseError(format, value, fits) {
  const stripped = withoutFlags(format.flags || [], value);
  if (stripped === null) return true;
  if (format.range) return rangeError(format.range, stripped, fits);
  if (format.step) return stripped.split(format.separator).some((step) => stepError(format, step, fits));
  if (stripped === "" && format.empty) return false;
  const items = format.separator ? stripped.split(format.separator) : [stripped];
  if (format.distinct && new Set(items).size !== items.length) return true;
  return items.some((item) => itemError(format, item, fits));
}

// The value without its leading {case_matters=…} and {order_matters=…}; null when one of them is not true or false.
function withoutFlags(allowed, value) {
  let rest = value;
  for (let flag = FLAG.exec(rest); flag && flag[1] !== "lang"; flag = FLAG.exec(rest)) {
    if (!allowed.includes(flag[1])) return rest;
    if (flag[2] !== "true" && flag[2] !== "false") return null;
    rest = rest.slice(flag[0].length);
  }
  return rest;
}

function itemError(format, item, fits) {
  if (format.pair) {
    const parts = item.split(format.pair);
    return parts.length !== 2 || parts.some((part) => !fits(format.item, part));
  }
  if (!format.item) return false;
  return !fits(format.item, item);
}

function rangeError(separator, value, fits) {
  const parts = value.split(separator);
  if (parts.length > 2 || value === "") return true;
  if (parts.some((part) => part !== "" && !fits("real", part))) return true;
  return parts.length === 2 && parts[0] !== "" && parts[1] !== "" && Number(parts[0]) > Number(parts[1]);
}

// A step is a name and an answer, one of them may be empty.
function stepError(format, step, fits) {
  const parts = step.split(format.step);
  if (parts.length !== 2 || parts.every((part) => part === "")) return true;
  return parts[0] !== "" && !fits("identifier", parts[0]);
}
