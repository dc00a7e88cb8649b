import { rangeText } from "./range.ts";

/** What a TensorFlow.js tensor can do, as far as showing it needs; told by its shape, since it need not be installed. */
interface Tensor {
  readonly dataId: object;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly isDisposed: boolean;
  data(): Promise<ArrayLike<number> & Iterable<number>>;
  toString(): string;
}

export function isTensor(value: object): value is Tensor {
  const { dataId, shape, dtype, data } = value as Partial<Tensor>;
  return typeof dataId === "object" && Array.isArray(shape) && typeof dtype === "string" && typeof data === "function";
}

/** `Tensor float32 [2 × 3] from 1 to 6`, and below it the values, the middle left out where there are many. */
export async function tensorText(tensor: Tensor): Promise<string> {
  const { shape, dtype, isDisposed } = tensor;
  const kind = `Tensor ${dtype} [${shape.join(" × ")}]`;
  if (isDisposed) return `${kind}, disposed`;
  const range = ["float32", "int32"].includes(dtype) ? rangeText(await tensor.data()) : "";
  return `${kind}${range}\n${String(tensor).replace(/^Tensor\n/, "")}`;
}
