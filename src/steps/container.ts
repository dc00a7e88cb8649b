import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { check } from "../check.ts";
import { writeAtomic } from "../files.ts";
import { canonicalJson } from "../hash.ts";
import { bytesOf, type Column, type Element, type Encoded, elementOf, elements, PIECE, pieces } from "./encode.ts";

/** Changes when files of before are to be read no more. */
export const FORMAT = 1;
const LARGEST_HEAD = 2 ** 29;

interface Head {
  readonly __metadata__: { readonly format: string; readonly record: string; readonly sha256?: string };
  readonly [array: string]: unknown;
}

/**
 * Write a value as one safetensors file, whole or not at all: arrays as tensors, all else as JSON in its metadata, and
 * a checksum of both.
 */
export async function writeContainer(path: string, { json, arrays }: Encoded): Promise<void> {
  const head: Record<string, unknown> = {};
  // Largest elements first, so that each tensor begins at a multiple of its element.
  const order = arrays.map((_, i) => i).sort((a, b) => arrays[b]!.BYTES_PER_ELEMENT - arrays[a]!.BYTES_PER_ELEMENT);
  let end = 0;
  for (const i of order) {
    const begin = end;
    end += arrays[i]!.byteLength;
    head[`a${i}`] = { dtype: elementOf(arrays[i]!), shape: [arrays[i]!.length], data_offsets: [begin, end] };
  }
  const bytes = order.map(i => bytesOf(arrays[i]!));
  const bare: Head = { ...head, __metadata__: { format: `pesbook step ${FORMAT}`, record: json } };
  const sha256 = checksum(bare, bytes);
  const text = Buffer.from(JSON.stringify({ ...bare, __metadata__: { ...bare.__metadata__, sha256 } }));
  const padding = Buffer.alloc((8 - (text.length % 8)) % 8, " ");
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length + padding.length));
  await writeAtomic(path, pieces([length, text, padding, ...bytes]));
}

/** @throws when the file is cut off, changed, of another format, or no such file at all */
export async function readContainer(path: string): Promise<Encoded> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const length = Number((await readExactly(file, 0, 8, size)).readBigUInt64LE());
    check(length <= LARGEST_HEAD, "its head is no head");
    const head: Head = JSON.parse((await readExactly(file, 8, length, size)).toString("utf8"));
    const { format, record, sha256 } = head.__metadata__;
    check(format === `pesbook step ${FORMAT}`, `it is of the format ${JSON.stringify(format)}`);
    const tensors = Object.entries(head).filter(([name]) => name !== "__metadata__") as [string, Tensor][];
    const arrays: Column[] = [];
    const bytes: Uint8Array[] = [];
    for (const [name, { dtype, data_offsets }] of tensors) {
      const [begin, end] = data_offsets;
      const content = await readExactly(file, 8 + length + begin, end - begin, size);
      const kind = elements[dtype];
      arrays[Number(name.slice(1))] = new kind(
        content.buffer as ArrayBuffer,
        0,
        content.length / kind.BYTES_PER_ELEMENT,
      );
      bytes.push(content);
    }
    const bare = { ...head, __metadata__: { format, record } };
    check(sha256 === checksum(bare, bytes), "its checksum is wrong");
    return { json: record, arrays };
  } finally {
    await file.close();
  }
}

interface Tensor {
  readonly dtype: Element;
  readonly data_offsets: readonly [number, number];
}

function checksum(head: Head, bytes: readonly Uint8Array[]): string {
  const hash = createHash("sha256").update(canonicalJson(head));
  for (const piece of pieces(bytes)) hash.update(piece);
  return hash.digest("hex");
}

async function readExactly(file: FileHandle, at: number, length: number, size: number): Promise<Buffer> {
  check(length >= 0 && at + length <= size, "it is cut off");
  // Its own memory from its first byte, so that arrays can lie in it whatever their element.
  const content = Buffer.from(new ArrayBuffer(length));
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(content, done, Math.min(PIECE, length - done), at + done);
    check(bytesRead > 0, "it is cut off");
    done += bytesRead;
  }
  return content;
}
