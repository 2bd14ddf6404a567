// Sums up the reports of the test parts (CTRF, https://ctrf.io): what failed, the slowest tests, and the count as the last line.
// Arguments: folder of the reports, limit and duration of the run in seconds, then PART=EXIT for each part that ran.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const slowest = 15;
const timedOut = [124, 137];
const [folder, limit, seconds, ...parts] = process.argv.slice(2);
const faults = [];
const tests = [];

for (const [part, exit] of parts.map((p) => p.split('='))) {
  const count = (status) => own.filter((t) => t.status === status).length;
  let own = [];
  let suiteErrors = [];
  try {
    const { results } = JSON.parse(readFileSync(join(folder, `${part}.json`), 'utf8'));
    own = results.tests.map((t) => ({ ...t, part }));
    suiteErrors = (results.extra?.suites ?? []).flatMap((s) => s.errors ?? []);
  } catch (error) {
    if (!timedOut.includes(Number(exit))) {
      faults.push(`${part}: ended with code ${exit} and left no readable report (${error.code ?? error.message})`);
    }
  }
  tests.push(...own);
  if (timedOut.includes(Number(exit))) {
    faults.push(`${part}: stopped, because the whole run may take ${limit} s`);
  } else if (own.length > 0 && Number(exit) !== 0 && count('failed') === 0) {
    faults.push(`${part}: ended with code ${exit} although no single test failed${suiteErrors.length ? `: ${JSON.stringify(suiteErrors[0])}` : ''}`);
  } else if (own.length > 0 && count('passed') + count('failed') === 0) {
    faults.push(`${part}: every test was skipped`);
  }
}

const of = (status) => tests.filter((t) => t.status === status);
const passed = of('passed').length;
// A test that is neither passed, failed nor skipped did not do its work.
const failing = tests.filter((t) => !['passed', 'failed', 'skipped'].includes(t.status)).concat(of('failed'));
const skipped = of('skipped').length;
// xunit escapes the quotes of a text argument a second time.
const nameOf = (t) => t.name.replaceAll('\\"', '"');
const time = (ms) => `${(ms / 1000).toFixed(2)} s`.padStart(10);

console.log(`\n== slowest of ${tests.length} tests, ${seconds} s in all with the build ==`);
for (const t of tests.toSorted((a, b) => b.duration - a.duration).slice(0, slowest)) {
  console.log(`${time(t.duration)}  ${t.part}  ${nameOf(t)}`);
}

if (failing.length + faults.length > 0) {
  console.log('\n== failed ==');
  for (const t of failing) {
    console.log(`  ${t.part}  ${nameOf(t)}`);
  }
  for (const fault of faults) {
    console.log(`  ${fault}`);
  }
}

if (tests.length === 0) {
  console.log('\nNo test ran.');
}

// A part that broke outside its tests counts as one failure: the line must never read as a success.
const failed = failing.length + faults.length;
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
