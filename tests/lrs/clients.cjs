// SPDX-License-Identifier: EUPL-1.2
// Two clients that others wrote, against the store: argv is endpoint, key, secret, version, and for cmi5 what the unit is launched with.
const http = require("node:http");
const { createRequire } = require("node:module");

const [endpoint, key, secret, version, modules, launched] = process.argv.slice(2);
const load = createRequire(modules + "/");
const loaded = (name) => load(name).default ?? load(name);
const assert = require("node:assert/strict");
const agent = { objectType: "Agent", mbox: "mailto:ada@example.org" };
const activityId = "https://example.org/activities/one";
const statement = { actor: agent, verb: { id: "http://adlnet.gov/expapi/verbs/completed" }, object: { id: activityId } };

async function xapi() {
  const XAPI = loaded("@xapi/xapi");
  const client = new XAPI({ endpoint, auth: XAPI.toBasicAuth(key, secret), version, adapter: "fetch" });
  const about = await client.getAbout();
  assert.ok(about.data.version.includes(version));
  const [id] = (await client.sendStatement({ statement })).data;
  assert.equal((await client.getStatement({ statementId: id })).data.id, id);
  const ids = (await client.sendStatements({ statements: [statement, statement, statement] })).data;
  assert.equal(ids.length, 3);
  let page = (await client.getStatements({ agent, limit: 2, ascending: true })).data;
  const found = page.statements.map((one) => one.id);
  while (page.more) {
    page = (await client.getMoreStatements({ more: page.more })).data;
    found.push(...page.statements.map((one) => one.id));
  }
  assert.deepEqual(found, [id, ...ids]);
  await client.voidStatement({ actor: agent, statementId: id });
  assert.equal((await client.getVoidedStatement({ voidedStatementId: id })).data.id, id);

  const data = new TextEncoder().encode("here is a simple attachment");
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", data)).toString("hex");
  const attachment = {
    usageType: "https://example.org/usage", display: { en: "x" }, contentType: "text/plain", length: data.byteLength, sha2: digest,
  };
  const sent = await client.sendStatement({ statement: { ...statement, attachments: [attachment] }, attachments: [data.buffer] });
  const back = await client.getStatement({ statementId: sent.data[0], attachments: true });
  assert.ok(JSON.stringify(back.data).includes("here is a simple attachment"));

  const place = { agent, activityId, stateId: "place" };
  await client.createState({ ...place, state: { page: 3 } });
  await client.createState({ ...place, state: { seen: true } });
  const state = await client.getState(place);
  assert.deepEqual(state.data, { page: 3, seen: true });
  await client.setState({ ...place, state: { page: 4 }, etag: state.headers.etag, matchHeader: "If-Match" });
  await assert.rejects(client.setState({ ...place, state: {}, etag: state.headers.etag, matchHeader: "If-Match" }));
  assert.deepEqual((await client.getStates({ agent, activityId })).data, ["place"]);
  await client.deleteState(place);
  await client.createAgentProfile({ agent, profileId: "p", profile: { a: 1 } });
  assert.deepEqual((await client.getAgentProfile({ agent, profileId: "p" })).data, { a: 1 });
  await client.createActivityProfile({ activityId, profileId: "p", profile: { a: 1 } });
  assert.deepEqual((await client.getActivityProfiles({ activityId })).data, ["p"]);
  assert.equal((await client.getActivity({ activityId })).data.id, activityId);
  assert.deepEqual((await client.getAgent({ agent })).data.mbox, [agent.mbox]);
}

// The cmi5 client is made for browsers: what it needs of their XMLHttpRequest.
class BrowserRequest {
  headers = {};
  status = 0;
  onloadend = null;
  open(method, address) {
    Object.assign(this, { method, address });
  }
  setRequestHeader(name, value) {
    this.headers[name] = value;
  }
  getAllResponseHeaders() {
    return this.received;
  }
  abort() {}
  async send(body) {
    const answer = await fetch(this.address, { method: this.method, headers: this.headers, body: body ?? undefined });
    this.received = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\r\n");
    this.responseText = this.response = await answer.text();
    Object.assign(this, { status: answer.status, statusText: answer.statusText, responseURL: answer.url, readyState: 4 });
    this.onloadend();
  }
}

async function cmi5() {
  globalThis.XMLHttpRequest = BrowserRequest;
  const Cmi5 = loaded("@xapi/cmi5/dist/Cmi5.umd.js");
  const { token, ...launch } = JSON.parse(launched);
  const server = http.createServer((request, answer) => {
    answer.setHeader("Content-Type", "application/json");
    answer.end(JSON.stringify({ "auth-token": token }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const course = new Cmi5({ endpoint, fetch: `http://127.0.0.1:${server.address().port}/`, ...launch });
  await course.initialize();
  await course.progress(50);
  await course.interactionChoice("test", "question", ["a"], ["a"], [{ id: "a", description: { en: "A" } }]);
  await course.pass({ scaled: 0.95 });
  await course.complete();
  await course.terminate();
  server.close();
}

(launched ? cmi5() : xapi()).then(
  () => process.stdout.write("ok"),
  (problem) => {
    const { response } = problem;
    process.stderr.write(`${problem.stack}\n${response ? `${response.status} ${JSON.stringify(response.data)}` : ""}`);
    process.exit(1);
  },
);
