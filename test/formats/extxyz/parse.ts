import type { ExtxyzNames } from "#src/formats/extxyz/names.js";
import { type ExtxyzReader, extxyzReader } from "#src/formats/extxyz/read.js";
import type { Frames } from "#src/frames/frames.js";

/** Frames of a text in extended XYZ, through the reader that files go through. */
export function parse(text: string, names: ExtxyzNames = {}): Frames {
  const reader: ExtxyzReader = extxyzReader("read: text", names);
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const line of lines) reader.line(line.replace(/\r$/, ""));
  reader.end();
  return reader.take();
}
