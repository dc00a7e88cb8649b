import assert from "node:assert/strict";
import { test } from "node:test";
import { wire } from "#src/kernel/wire.js";

const key = "a key";

test("a message comes back as it was built", () => {
  const { id, frames } = wire(key).build("execute_request", { code: "1 + 1" }, { identities: [Buffer.from("me")] });
  const message = wire(key).parse(frames);
  assert.equal(message.header.msg_id, id);
  assert.equal(message.header.msg_type, "execute_request");
  assert.deepEqual(message.content, { code: "1 + 1" });
  assert.deepEqual(message.identities, [Buffer.from("me")]);
  assert.deepEqual(message.parent, {});
});

test("another key's signature and a changed part are refused", () => {
  const { frames } = wire("another key").build("execute_request", { code: "1" });
  assert.throws(() => wire(key).parse(frames), /wrong signature/);
  const changed = wire(key).build("execute_request", { code: "1" }).frames;
  changed[5] = Buffer.from('{"code":"2"}');
  assert.throws(() => wire(key).parse(changed), /wrong signature/);
});

test("a message is accepted once", () => {
  const receiver = wire(key);
  const { frames } = wire(key).build("execute_request", { code: "1" });
  receiver.parse(frames);
  assert.throws(() => receiver.parse(frames), /received before/);
});

test("an empty key means unsigned messages", () => {
  const receiver = wire("");
  const { frames } = wire("").build("kernel_info_request", {});
  assert.equal(frames[1]?.length, 0);
  receiver.parse(frames);
  receiver.parse(frames);
});

test("what is no message is refused with the reason", () => {
  const unsigned = wire("");
  const text = (...parts: string[]) => parts.map(part => Buffer.from(part));
  assert.throws(() => unsigned.parse([]), /delimiter/);
  assert.throws(() => unsigned.parse(text("<IDS|MSG>", "", "{}")), /delimiter/);
  assert.throws(() => unsigned.parse(text("<IDS|MSG>", "", "{}", "{}", "{}", "{}")), /header needs/);
  assert.throws(() => unsigned.parse(text("<IDS|MSG>", "", "[]", "{}", "{}", "{}")), /is an object/);
  assert.throws(() => unsigned.parse(text("<IDS|MSG>", "", "{", "{}", "{}", "{}")), SyntaxError);
});
