import { execFileSync } from "node:child_process";

/** MB that all processes below this one hold in memory; pages that they share count in each. */
export function memoryBelow(): number {
  const processes = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss=,comm="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map(line => line.trim().split(/\s+/))
    .filter(([, , , command]) => command !== "ps")
    .map(([pid, parent, kilobytes]) => ({ pid, parent, kilobytes: Number(kilobytes) }));
  const below = new Set([String(process.pid)]);
  let sum = 0;
  for (let found = true; found; ) {
    found = false;
    for (const { pid, parent, kilobytes } of processes) {
      if (below.has(pid!) || !below.has(parent!)) continue;
      below.add(pid!);
      sum += kilobytes;
      found = true;
    }
  }
  return sum / 1024;
}
