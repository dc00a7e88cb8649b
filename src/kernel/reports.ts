import type { MimeBundle } from "../notebook.ts";
import type { Question } from "./questions.ts";

/** What the kernel tells the user process, over Node's own channel. */
export type Order =
  | { readonly order: "run"; readonly cell: CellOrder }
  | { readonly order: "interrupt" }
  | { readonly order: "answer"; readonly answer: Answer };

/** To an `ask` report, by its id: the text that was typed, or why there is none. */
export interface Answer {
  readonly id: number;
  readonly text?: string;
  readonly error?: string;
}

export interface CellOrder {
  /** The kernel's own number for it: also a silent request has one. */
  readonly id: number;
  /** The number in `In[3]`. */
  readonly count: number;
  readonly code: string;
  readonly javascript: string;
  readonly map: string;
}

/** What the user process tells the kernel; text written to stdout and stderr comes through those instead. */
export type Report = ReportBody & {
  /** Its place among the marks in the two streams; see streams.ts. */
  readonly epoch: number;
  readonly cell: number;
};

export type ReportBody =
  | { readonly report: "ready" }
  | {
      readonly report: "display";
      readonly data: MimeBundle;
      readonly metadata: object;
      readonly id?: string;
      readonly update: boolean;
    }
  | { readonly report: "result"; readonly data: MimeBundle }
  | { readonly report: "clear"; readonly wait: boolean }
  | { readonly report: "ask"; readonly id: number; readonly question: Question }
  /** A loop of the code has thrown the interrupt. */
  | { readonly report: "heard" }
  /** An error of something that a cell left behind, a timer say, when the cell had ended. */
  | { readonly report: "late"; readonly error: CellError }
  | { readonly report: "done"; readonly published: readonly string[]; readonly error?: CellError };

export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  /** The stack's lines in the user's files and cells. */
  readonly frames: readonly string[];
  /** Where in the user's cells it was thrown; line and column count from 0. */
  readonly place?: { readonly cell: number; readonly line: number; readonly column: number };
  readonly cause?: string;
}
