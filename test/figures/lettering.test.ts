import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { grouped, textWidth, wrapped } from "#src/figures/lettering.js";

test("widths are those of the packaged font", () => {
  const regular = advances("DejaVuSans");
  const bold = advances("DejaVuSans-Bold");
  const sizes = (letters: string, advance: (letter: string) => number) =>
    [...letters].reduce((sum, letter) => sum + advance(letter), 0);
  const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, k) => k + 32));
  for (const letter of `${ascii}₀₁₂₃₄₅₆₇₈₉²³·°…–—−→≤≥×±ᵢ`) {
    assert.ok(Math.abs(textWidth(letter, 1) - regular(letter)) < 6e-4, `${letter} is ${regular(letter)} wide`);
  }
  for (const text of ["energy per atom (eV/atom)", "force component (eV/Å)", "σ, η, λ, ζ: αβγ", "température élevée"]) {
    const exact = sizes(text, regular);
    assert.ok(Math.abs(textWidth(text, 1) / exact - 1) < 0.05, text);
    assert.ok(Math.abs(textWidth(text, 1, { bold: true }) / sizes(text, bold) - 1) < 0.06, text);
  }
});

test("lines are filled, and a word wider than the line stands alone", () => {
  assert.deepEqual(wrapped("one two three", 10, textWidth("one two", 10)), ["one two", "three"]);
  assert.deepEqual(wrapped("a incomprehensibilities b", 10, 30), ["a", "incomprehensibilities", "b"]);
  assert.deepEqual(wrapped("RMSE 1 · MAE 2 · R² 3", 10, 90, " · "), ["RMSE 1 · MAE 2", "R² 3"]);
});

test("thousands are set apart", () => {
  assert.deepEqual([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1\u2009000", "1\u2009234\u2009567"]);
});

/** Advance widths by the tables of a TrueType file (OpenType 1.9: head, hhea, hmtx, cmap format 4). */
function advances(name: string): (letter: string) => number {
  const require = createRequire(import.meta.url);
  const font = readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
  const at = (tag: string) => {
    for (let entry = 12; ; entry += 16)
      if (font.toString("latin1", entry, entry + 4) === tag) return font.readUInt32BE(entry + 8);
  };
  const cmap = at("cmap");
  const tables = Array.from(
    { length: font.readUInt16BE(cmap + 2) },
    (_, k) => cmap + font.readUInt32BE(cmap + 8 + 8 * k),
  );
  const map = tables.find(table => font.readUInt16BE(table) === 4) ?? 0;
  const segments = font.readUInt16BE(map + 6);
  const glyph = (code: number): number => {
    for (let k = 0; k < segments; k += 2) {
      if (code > font.readUInt16BE(map + 14 + k)) continue;
      const start = font.readUInt16BE(map + 16 + segments + k);
      if (code < start) return 0;
      const delta = font.readUInt16BE(map + 16 + 2 * segments + k);
      const place = map + 16 + 3 * segments + k;
      const offset = font.readUInt16BE(place);
      return (offset === 0 ? code + delta : font.readUInt16BE(place + offset + 2 * (code - start)) + delta) & 0xffff;
    }
    return 0;
  };
  const last = font.readUInt16BE(at("hhea") + 34) - 1;
  const unit = font.readUInt16BE(at("head") + 18);
  return letter => font.readUInt16BE(at("hmtx") + 4 * Math.min(glyph(letter.codePointAt(0) ?? 0), last)) / unit;
}
