import assert from "node:assert/strict";
import { test } from "node:test";
import { concat } from "#src/frames/concat.js";
import type { Frames } from "#src/frames/frames.js";
import { neighbours } from "#src/neighbours/neighbours.js";
import type { Pairs } from "#src/neighbours/pairs.js";
import { anyFrame } from "../reference/cells.js";
import { pairsByDefinition } from "../reference/pairs.js";
import { chance, crystal, cubic, fcc, gas, repeat } from "../validation/crystals.js";

const atomsOf = (pairs: Pairs) => {
  const i = new Int32Array(pairs.j.length);
  for (let atom = 0; atom < pairs.first.length - 1; atom++) i.fill(atom, pairs.first[atom], pairs.first[atom + 1]);
  return i;
};

test("500 cells of every kind have the pairs of the definition, to the bit and in order", () => {
  let pairs = 0;
  for (let seed = 0; seed < 500; seed++) {
    const frames = anyFrame(seed);
    const cutoff = [2, 3.3, 5.5][seed % 3]!;
    const found = neighbours(frames, { cutoff });
    const expected = pairsByDefinition(frames, cutoff);
    assert.equal(found.j.length, expected.length, `seed ${seed}`);
    assert.deepEqual(
      [...atomsOf(found)],
      expected.map(pair => pair.i),
    );
    assert.deepEqual(
      [...found.j],
      expected.map(pair => pair.j),
    );
    assert.deepEqual(
      [...found.shift],
      expected.flatMap(pair => pair.shift.map(n => n + 0)),
    );
    assert.deepEqual(
      [...found.vector],
      expected.flatMap(pair => pair.vector),
    );
    assert.deepEqual(
      [...found.distance],
      expected.map(({ vector: [x, y, z] }) => Math.sqrt(x * x + y * y + z * z)),
    );
    pairs += expected.length;
  }
  assert.ok(pairs > 20_000, `${pairs} pairs in all`);
});

test("the reverse of a pair is its opposite, and the reverse of that the pair", () => {
  for (let seed = 0; seed < 100; seed++) {
    const pairs = neighbours(anyFrame(seed), { cutoff: 4 });
    const i = atomsOf(pairs);
    for (let p = 0; p < i.length; p++) {
      const q = pairs.reverse[p]!;
      assert.ok(q !== p && pairs.reverse[q] === p);
      assert.ok(i[q] === pairs.j[p] && pairs.j[q] === i[p] && pairs.distance[q] === pairs.distance[p]);
      for (let c = 0; c < 3; c++) {
        assert.ok(pairs.shift[3 * q + c]! + pairs.shift[3 * p + c]! === 0);
        assert.ok(pairs.vector[3 * q + c]! + pairs.vector[3 * p + c]! === 0);
      }
    }
  }
});

/** What does not depend on the choice of images: for each atom, its neighbours with their vectors, sorted. */
function environments(frames: Frames, cutoff: number, rename = (i: number) => i): string[][] {
  const pairs = neighbours(frames, { cutoff });
  const rows: string[][] = Array.from(frames.species, () => []);
  atomsOf(pairs).forEach((i, p) => {
    const vector = Array.from(pairs.vector.subarray(3 * p, 3 * p + 3), x =>
      (x + 0).toFixed(6).replace("-0.000000", "0.000000"),
    );
    rows[rename(i)]!.push(`${rename(pairs.j[p]!)} ${vector.join(" ")}`);
  });
  return rows.map(row => row.sort());
}

test("wrapping an atom and renaming the atoms change nothing", () => {
  for (let seed = 0; seed < 60; seed++) {
    const frames = anyFrame(seed);
    const expected = environments(frames, 4.1234567);
    const random = chance(seed + 1);
    const n = frames.species.length;

    const moved = frames.position.slice();
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < 3; k++) {
        const cells = frames.periodic[k] ? Math.floor(7 * random()) - 3 : 0;
        for (let c = 0; c < 3; c++) moved[3 * i + c]! += cells * frames.cell[3 * k + c]!;
      }
    }
    assert.deepEqual(environments({ ...frames, position: moved }, 4.1234567), expected);

    const name = Array.from({ length: n }, (_, i) => (i + 1) % n);
    const position = Float64Array.from(name.flatMap(i => [...frames.position.subarray(3 * i, 3 * i + 3)]));
    assert.deepEqual(
      environments({ ...frames, position }, 4.1234567, i => name[i]!),
      expected,
    );
  }
});

test("a frame among many has the pairs it has alone", () => {
  const alone = gas(20, 4);
  const many = concat(gas(7, 3), alone, fcc(4.05));
  assert.deepEqual(neighbours(many, { cutoff: 5, frame: 1 }), neighbours(alone, { cutoff: 5 }));
  assert.throws(() => neighbours(many, { cutoff: 5 }), /3 frames, one was needed; say which/);
  assert.throws(() => neighbours(many, { cutoff: 5, frame: 3 }), /no frame 3; they are numbered 0 to 2/);
});

test("100,000 atoms have their 18 neighbours within 4.5 Å", () => {
  const pairs = neighbours(repeat(fcc(4.05), 29), { cutoff: 4.5 });
  assert.equal(pairs.first.length - 1, 97_556);
  assert.ok(pairs.first.every((from, i) => from === 18 * i));
});

test("what is no structure is refused, naming frame and atom", () => {
  const broken = (change: (position: Float64Array) => void) => {
    const frames = concat(fcc(4), fcc(4));
    change(frames.position.subarray(12));
    return () => neighbours(frames, { cutoff: 3, frame: 1 });
  };
  assert.throws(
    broken(position => {
      position[7] = Number.NaN;
    }),
    /the position of atom 2 of frame 1 is 2, NaN, 2; finite numbers were needed/,
  );
  assert.throws(
    broken(position => {
      position.copyWithin(3, 9, 12);
    }),
    /atoms 1 and 3 of frame 1 coincide/,
  );
  assert.throws(
    broken(position => {
      position[3] = 1e9;
    }),
    /atom 1 of frame 1 is 250000000 cells away; move it into the cell/,
  );
  const flat = crystal(
    [
      [4, 0, 0],
      [0, 4, 0],
      [4, 4, 0],
    ],
    [[0, 0, 0]],
  );
  assert.throws(() => neighbours(flat, { cutoff: 3 }), /cell vectors of frame 0 .* span no volume; mend the cell/);
  assert.throws(() => neighbours(cubic(0.01, [[0, 0, 0]]), { cutoff: 3 }), /100 times thinner than the cutoff of 3 Å/);
  assert.throws(() => neighbours(fcc(4), { cutoff: Number.NaN }), /cutoff is NaN Å, a positive distance/);
});
