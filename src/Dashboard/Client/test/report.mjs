// Reporter of Node's test runner: the same report as the other test parts leave (CTRF, https://ctrf.io), for eng/test-summary.mjs.
const statuses = { "test:pass": "passed", "test:fail": "failed" };

export default async function* report(events) {
  const tests = [];
  for await (const { type, data } of events) {
    const status = statuses[type];
    // A suite is counted through its tests, unless it broke by itself
    if (!status || (data.details?.type === "suite" && status === "passed")) continue;
    // What the filter left out; newer versions of Node do not tell it at all
    if (data.skip === "test name does not match pattern") continue;
    const skipped = data.skip !== undefined || data.todo !== undefined;
    tests.push({ name: data.name, status: skipped ? "skipped" : status, duration: data.details?.duration_ms ?? 0, message: data.details?.error?.message });
  }
  yield JSON.stringify({ results: { tool: { name: "node:test" }, tests } });
}
