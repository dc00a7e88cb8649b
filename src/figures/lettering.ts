/** The font of every figure. It travels as a package, so that text has one width and one shape on every machine. */
export const fontFamily = "DejaVu Sans";

/** Advance widths of DejaVu Sans in thousandths of the font size, for the characters from space to ~. */
const advances = (
  "318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636 636 636 636 636 636 636 636 337 337 838 " +
  "838 838 531 1000 684 686 698 770 632 575 775 752 295 295 656 557 863 748 787 603 787 695 635 611 732 684 989 685 611 " +
  "685 390 337 390 838 500 500 613 635 550 635 615 352 635 634 278 278 579 278 974 634 612 635 635 411 521 392 634 592 " +
  "818 592 592 525 636 337 636 838"
)
  .split(" ")
  .map(Number);
/** Other characters our figures use: subscripts and superscripts are narrow, dashes, arrows and operators wide. */
const others: Readonly<Record<string, number>> = {
  "²": 401,
  "³": 401,
  "₀": 401,
  "₁": 401,
  "₂": 401,
  "₃": 401,
  "₄": 401,
  "₅": 401,
  "₆": 401,
  "₇": 401,
  "₈": 401,
  "₉": 401,
  ᵢ: 179,
  "·": 318,
  "\u2009": 200,
  "°": 500,
  "…": 1000,
  "–": 500,
  "—": 1000,
  "−": 838,
  "→": 838,
  "≤": 838,
  "≥": 838,
  "×": 838,
  "±": 838,
};

/**
 * Width of a line of DejaVu Sans, px, known without a font engine.
 *
 * Bold letters are a tenth wider. Letters outside the table count as 0.65 of the size: Greek and accented ones are close to that.
 */
export function textWidth(text: string, size: number, { bold = false } = {}): number {
  let thousandths = 0;
  for (const letter of text) thousandths += advances[letter.charCodeAt(0) - 32] ?? others[letter] ?? 650;
  return (thousandths * size * (bold ? 1.1 : 1)) / 1000;
}

/** Lines no wider than `width` px, filled with pieces (the words of a sentence, unless told otherwise). */
export function wrapped(text: string, size: number, width: number, separator = " "): string[] {
  const lines: string[] = [];
  for (const piece of text.split(separator)) {
    const longer = lines.length > 0 ? `${lines.at(-1)}${separator}${piece}` : piece;
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}

export const thinSpace = "\u2009";

/** 200 000, with thin spaces. */
export function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, thinSpace);
}
