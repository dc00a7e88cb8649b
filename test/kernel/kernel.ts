import { join } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";
import { type KernelClient, startKernel } from "#src/runner/client.js";
import type { Output } from "#src/runner/outputs.js";
import { repository } from "../needs.js";

const session = pathToFileURL(join(repository, "dist", "kernel", "session.js")).href;

/** The command that starts the kernel as built, without the command line around it. */
export function kernelCommand({ formatters }: { formatters?: string } = {}): string[] {
  const options = JSON.stringify({ formatters });
  const start = `import(${JSON.stringify(session)}).then(({ runKernel }) => runKernel(process.argv[1], ${options}))`;
  return [process.execPath, "-e", start, "{connection_file}"];
}

/** A kernel that ends with the test file. */
export async function testKernel({
  folder = join(repository, "test", "kernel"),
  env = {},
  formatters,
}: {
  folder?: string;
  env?: Record<string, string>;
  formatters?: string;
} = {}): Promise<KernelClient> {
  const kernel = await startKernel({ command: kernelCommand({ formatters }), folder, env });
  after(() => kernel.shutdown());
  return kernel;
}

/** What a cell shows, in one line: its text, its results as text, its error's name and sentence. */
export function shown(outputs: readonly Output[]): string {
  return outputs.map(shownOne).join("|");
}

function shownOne(output: Output): string {
  if (output.output_type === "stream") return output.text.trim();
  if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
  return String(output.data["text/plain"]);
}

/** A text without its colours. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
  return text.replaceAll(/\x1b\[\d+m/g, "");
}
