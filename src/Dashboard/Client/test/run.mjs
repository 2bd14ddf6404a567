// Bundles the tests and runs them with Node's own runner: no test framework is installed for it.
// Arguments: a file for the report and a piece of the names of the tests to run, both optional.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = import.meta.dirname;
const [report, filter] = process.argv.slice(2);
const out = mkdtempSync(join(tmpdir(), "signalbox-client-"));
try {
  const tests = readdirSync(here).filter(f => f.endsWith(".test.ts"));
  await build({ entryPoints: tests.map(f => join(here, f)), outdir: out, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "warning" });
  const files = tests.map(f => join(out, f.replace(/\.ts$/, ".mjs")));
  const options = ["--test-reporter=spec", "--test-reporter-destination=stdout"];
  if (report) options.push(`--test-reporter=${pathToFileURL(join(here, "report.mjs"))}`, `--test-reporter-destination=${report}`);
  if (filter) options.push(`--test-name-pattern=${filter.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")}`);
  process.exitCode = spawnSync(process.execPath, ["--test", ...options, ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
