import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../needs.js";

export interface Program {
  readonly file: string;
  readonly name: string;
  readonly code: string;
}

/** Every heading of the Markdown files beside this one, with the TypeScript below it. */
export function programs(): Program[] {
  const folder = join(repository, "test", "oracle");
  const files = readdirSync(folder).filter(file => file.endsWith(".md") && file !== "README.md");
  return files.sort().flatMap(file => {
    const text = readFileSync(join(folder, file), "utf8");
    return [...text.matchAll(/^## (.+)\n\n```ts\n([\s\S]*?)^```$/gm)].map(([, title, code]) => ({
      file,
      name: `${file.replace(/\.md$/, "")}: ${title}`,
      code: code!,
    }));
  });
}
