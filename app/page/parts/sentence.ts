/** A remark as a sentence: it begins with a capital letter and ends with a full stop. */
export function sentence(remark: string): string {
  const begun = remark.slice(0, 1).toUpperCase() + remark.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}
