import type { Question } from "./questions.ts";
import type { Answer, ReportBody } from "./reports.ts";

/** The user process's end of questions.ts: `await prompt("…")` in cells, and what takes its answers. */
export function prompts(report: (body: ReportBody) => void): {
  prompt(question?: string, options?: { readonly password?: boolean }): Promise<string>;
  answer(answer: Answer): void;
} {
  const waiting = new Map<number, { resolve(text: string): void; reject(reason: Error): void }>();
  let asked = 0;
  return {
    prompt: (question = "", { password = false } = {}) =>
      new Promise((resolve, reject) => {
        const id = ++asked;
        waiting.set(id, { resolve, reject });
        const shown: Question = { prompt: String(question), password };
        report({ report: "ask", id, question: shown });
      }),
    answer({ id, text, error }) {
      const asker = waiting.get(id);
      waiting.delete(id);
      if (text !== undefined) asker?.resolve(text);
      else asker?.reject(new Error(error));
    },
  };
}
