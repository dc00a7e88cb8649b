import { Socket } from "node:net";
import { workerData } from "node:worker_threads";

/** The pipe on which the kernel asks for an interrupt, whatever the main thread is doing. */
export const INTERRUPT_DESCRIPTOR = 4;
/** ms for a compiled loop to see the flag, before a synchronous call into a package is broken off by a signal */
const SIGNAL_AFTER = 200;

const flag = workerData as Int32Array;
const kernel = new Socket({ fd: INTERRUPT_DESCRIPTOR, readable: true, writable: false });

kernel.setEncoding("utf8").on("data", (numbers: string) => {
  Atomics.store(flag, 0, Number(numbers.trim().split("\n").at(-1)));
  setTimeout(() => {
    if (Atomics.load(flag, 0)) process.kill(process.pid, "SIGINT");
  }, SIGNAL_AFTER);
});
// The kernel is gone: nobody could stop this process any more.
kernel.on("close", () => process.kill(process.pid, "SIGKILL"));
