import type { MimeBundle } from "../notebook.ts";

/** One output of a cell, as nbformat 4.5 has it, with text as one string. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

export interface StreamOutput {
  readonly output_type: "stream";
  readonly name: "stdout" | "stderr";
  readonly text: string;
}

export interface DisplayOutput {
  readonly output_type: "display_data";
  readonly data: MimeBundle;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface ResultOutput extends Omit<DisplayOutput, "output_type"> {
  readonly output_type: "execute_result";
  readonly execution_count: number | null;
}

export interface ErrorOutput {
  readonly output_type: "error";
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** The output records of a session: which were drawn under which display id. */
export type Displays = Map<string, { outputs: Output[]; index: number }[]>;

/**
 * Apply one message of the iopub channel to a cell's outputs.
 *
 * Text of one stream is joined; `update_display_data` changes what was drawn before, in earlier cells too.
 */
export function outputsOf(displays: Displays): { outputs: Output[]; apply(type: string, content: unknown): boolean } {
  const outputs: Output[] = [];
  let clearBeforeNext = false;

  const clear = (): void => {
    outputs.length = 0;
    clearBeforeNext = false;
    for (const [id, drawn] of displays)
      displays.set(
        id,
        drawn.filter(at => at.outputs !== outputs),
      );
  };

  const add = (output: Output, displayId?: string): void => {
    if (clearBeforeNext) clear();
    const last = outputs.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      outputs[outputs.length - 1] = { ...last, text: last.text + output.text };
      return;
    }
    outputs.push(output);
    if (displayId)
      displays.set(displayId, [...(displays.get(displayId) ?? []), { outputs, index: outputs.length - 1 }]);
  };

  return {
    outputs,
    /** Whether the message was about outputs. */
    apply(type, content) {
      // biome-ignore lint/suspicious/noExplicitAny: a message's content is whatever the kernel sent
      const { data, metadata = {}, transient, ...rest } = content as any;
      const id: string | undefined = transient?.display_id;
      if (type === "stream") add({ output_type: type, name: rest.name, text: rest.text });
      else if (type === "display_data") add({ output_type: type, data, metadata }, id);
      else if (type === "execute_result")
        add({ output_type: type, data, metadata, execution_count: rest.execution_count ?? null }, id);
      else if (type === "error")
        add({ output_type: type, ename: rest.ename, evalue: rest.evalue, traceback: rest.traceback });
      else if (type === "update_display_data" && id) redraw(displays, id, { data, metadata });
      else if (type === "clear_output" && rest.wait) clearBeforeNext = true;
      else if (type === "clear_output") clear();
      else return false;
      return true;
    },
  };
}

function redraw(displays: Displays, id: string, drawn: Pick<DisplayOutput, "data" | "metadata">): void {
  for (const { outputs, index } of displays.get(id) ?? []) {
    const old = outputs[index];
    if (old && "data" in old) outputs[index] = { ...old, ...drawn };
  }
}
