// Bundles the tests and runs them with Node's own runner: no test framework is installed for it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const here = import.meta.dirname;
const out = mkdtempSync(join(tmpdir(), "signalbox-client-"));
try {
  const tests = readdirSync(here).filter(f => f.endsWith(".test.ts"));
  await build({ entryPoints: tests.map(f => join(here, f)), outdir: out, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "warning" });
  const files = tests.map(f => join(out, f.replace(/\.ts$/, ".mjs")));
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
