import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { check, messageOf } from "../check.ts";

/** Where a kernel listens, and the key its messages are signed with: the contents of a connection file. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly key: string;
  readonly signature_scheme: "hmac-sha256";
}

export type Port = "shell" | "iopub" | "stdin" | "control" | "hb";

const PORTS = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"] as const;

/** The ZeroMQ address of one of a kernel's five sockets. */
export function addressOf(connection: Connection, port: Port): string {
  const { transport, ip } = connection;
  return `${transport}://${ip}${transport === "ipc" ? "-" : ":"}${connection[`${port}_port`]}`;
}

/** Whether a kernel with this connection can be reached from this machine alone. */
export function isLoopback({ transport, ip }: Connection): boolean {
  return transport === "ipc" || ip === "localhost" || ip === "::1" || /^127(\.\d{1,3}){3}$/.test(ip);
}

export async function readConnection(file: string): Promise<Connection> {
  const text = await readFile(file, "utf8");
  try {
    const value = JSON.parse(text) as Partial<Connection>;
    for (const port of PORTS) {
      const number = value[port];
      check(Number.isInteger(number) && number! > 0 && number! < 65_536, `${port} is ${number}, not a port`);
    }
    check(value.transport === "tcp" || value.transport === "ipc", `transport is ${value.transport}, not tcp or ipc`);
    check(typeof value.ip === "string" && typeof value.key === "string", "ip and key are needed, as text");
    check(value.signature_scheme === "hmac-sha256", `signature_scheme is ${value.signature_scheme}, not hmac-sha256`);
    return value as Connection;
  } catch (error) {
    throw new Error(`connection file ${file}: ${messageOf(error)}`);
  }
}

/** Make a connection on free loopback ports and write its file, readable by its owner alone. */
export async function writeConnection(file: string): Promise<Connection> {
  const [shell_port = 0, iopub_port = 0, stdin_port = 0, control_port = 0, hb_port = 0] = await freePorts(5);
  const connection: Connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port,
    iopub_port,
    stdin_port,
    control_port,
    hb_port,
    key: randomBytes(32).toString("hex"),
    signature_scheme: "hmac-sha256",
  };
  await writeFile(file, JSON.stringify(connection, null, 2), { mode: 0o600, flag: "wx" });
  return connection;
}

/** Ports that are free now; all are held until the last is found, so they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map(server => (server.address() as { port: number }).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}

function listening(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => resolve(server));
  });
}
