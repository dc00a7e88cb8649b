/** One line for one piece of work: drawn over again on a terminal while it goes on, printed once elsewhere. */
export interface TerminalLine {
  update(text: string): void;
  /** The line as it stays. */
  end(text: string): void;
}

export function terminalLine({ stream = process.stdout }: { stream?: NodeJS.WriteStream } = {}): TerminalLine {
  const live = stream.isTTY;
  const erase = "\r\u001b[K";
  return {
    update(text) {
      if (live) stream.write(erase + text.slice(0, (stream.columns || 80) - 1));
    },
    end(text) {
      stream.write(`${live ? erase : ""}${text}\n`);
    },
  };
}
