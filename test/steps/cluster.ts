import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A Slurm of our own on this machine: nothing in /etc, and only the processes that it started are ended. */
export interface Cluster {
  readonly env: NodeJS.ProcessEnv;
  command(program: string, ...words: string[]): string;
  /** As if its power were cut: the daemon and all it started. */
  kill(node: string): void;
  start(node: string): void;
  stop(): void;
}

export function hasSlurm(): boolean {
  return ["munged", "slurmctld", "slurmd"].every(program => spawnSync("which", [program]).status === 0);
}

const run = (program: string, words: readonly string[], env: NodeJS.ProcessEnv): string => {
  const { status, stdout, stderr, error } = spawnSync(program, words, { env, encoding: "utf8", timeout: 20_000 });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")}: ${error?.message ?? stderr}`);
  return stdout;
};

/** Nodes n1, n2 … of one processor each. */
export async function startCluster({ nodes = 2 } = {}): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "pesbook-slurm-"));
  chmodSync(folder, 0o755);
  for (const name of ["state", "spool", "log", "run"]) mkdirSync(join(folder, name), { mode: 0o755 });
  const at = (...path: string[]) => join(folder, ...path);
  writeFileSync(at("munge.key"), randomBytes(1024), { mode: 0o600 });
  const port = await freePorts(nodes + 2);
  writeFileSync(at("slurm.conf"), configuration(folder, port, nodes));
  const env = { ...process.env, SLURM_CONF: at("slurm.conf") };
  const command: Cluster["command"] = (program, ...words) => run(program, words, env);

  const munge = ["key-file=munge.key", "socket=run/munge.sock", "pid-file=run/munged.pid", "log-file=log/munged.log"];
  const options = [...munge, "seed-file=run/munged.seed"].map(option => `--${option.replace("=", `=${folder}/`)}`);
  run("munged", ["--force", ...options], env);
  run("slurmctld", ["-f", at("slurm.conf")], env);
  const start = (node: string) => void run("slurmd", ["-f", at("slurm.conf"), "-N", node], env);
  const names = Array.from({ length: nodes }, (_, i) => `n${i + 1}`);
  for (const node of names) start(node);
  const pidOf = (name: string) => Number(existsSync(at("run", name)) && readFileSync(at("run", name), "utf8"));

  const kill = (node: string): void => {
    // slurmstepd and its jobs outlive slurmd, which would otherwise report them as failed.
    const jobs = command("squeue", "-h", "-r", "-w", node, "-t", "R", "-o", "%A").split("\n").filter(Boolean);
    process.kill(pidOf(`slurmd.${node}.pid`), "SIGKILL");
    for (const step of processes().filter(({ text }) => jobs.some(job => text.includes(`slurmstepd: [${job}.`)))) {
      for (const pid of [step.pid, ...below(step.pid)]) end(pid, "SIGKILL");
    }
  };
  const stop = (): void => {
    try {
      command("scancel", "-f", "-u", userInfo().username);
      for (let i = 0; i < 50 && command("squeue", "-h") !== ""; i++) spawnSync("sleep", ["0.1"]);
    } catch {}
    const daemons = ["slurmctld.pid", ...names.map(node => `slurmd.${node}.pid`), "munged.pid"]
      .map(pidOf)
      .filter(Boolean);
    for (const pid of daemons) end(pid, "SIGTERM");
    for (let i = 0; i < 50 && daemons.some(isRunning); i++) spawnSync("sleep", ["0.1"]);
    for (const pid of daemons.filter(isRunning)) end(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };

  for (let i = 0; ; i++) {
    const idle = spawnSync("sinfo", ["-h", "-o", "%D %t"], { env, encoding: "utf8", timeout: 5000 }).stdout.trim();
    if (idle === `${nodes} idle`) break;
    if (i === 200) {
      const log = readFileSync(at("log", "slurmctld.log"), "utf8").slice(-2000);
      stop();
      throw new Error(`the cluster did not come up: ${idle}\n${log}`);
    }
    await sleep(100);
  }
  return { env, command, kill, start, stop };
}

function configuration(folder: string, port: number, nodes: number): string {
  const host = hostname().split(".")[0];
  const { username } = userInfo();
  return `ClusterName=pesbook
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=${username}
SlurmdUser=${username}
AuthType=auth/munge
# A requeued job may start when its credential has ended: 6 s, 120 unless told.
AuthInfo=socket=${folder}/run/munge.sock,cred_expire=6
CredType=cred/munge
SlurmctldPort=${port}
SlurmdPort=${port + 1}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool/%n
SlurmctldPidFile=${folder}/run/slurmctld.pid
SlurmdPidFile=${folder}/run/slurmd.%n.pid
SlurmctldLogFile=${folder}/log/slurmctld.log
SlurmdLogFile=${folder}/log/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=2,sched_min_interval=50000,batch_sched_delay=0,bf_interval=2
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SlurmdParameters=config_overrides
JobRequeue=1
MinJobAge=3600
SlurmctldTimeout=10
SlurmdTimeout=10
KillWait=3
TCPTimeout=2
MessageTimeout=5
InactiveLimit=0
Waittime=0
BatchStartTimeout=10
AccountingStorageType=accounting_storage/none
${Array.from({ length: nodes }, (_, i) => {
  const place = `NodeName=n${i + 1} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${port + 2 + i}`;
  return `${place} CPUs=1 Boards=1 SocketsPerBoard=1 CoresPerSocket=1 ThreadsPerCore=1 RealMemory=4000 State=UNKNOWN\n`;
}).join("")}PartitionName=main Nodes=n[1-${nodes}] Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
`;
}

/** The first of as many ports in a row as are free, below those that systems give to clients. */
async function freePorts(count: number): Promise<number> {
  for (let first = 20_000 + (process.pid % 10_000); ; first += count) {
    const found = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)));
    if (found.every(Boolean)) return first;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

function processes(): { pid: number; parent: number; text: string }[] {
  return readdirSync("/proc")
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
        const text = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        return [{ pid: Number(name), parent, text }];
      } catch {
        return [];
      }
    });
}

function below(pid: number): number[] {
  const children = processes().filter(({ parent }) => parent === pid);
  return children.flatMap(child => [child.pid, ...below(child.pid)]);
}

/** Where nobody reaps them, processes that ended stay listed as zombies. */
function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2)[0] !== "Z";
  } catch {
    return false;
  }
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {}
}
