/** The ISBN in an identifier, digits only; undefined when there is none or its check digit is wrong. */
export function findIsbn(identifier: string): string | undefined {
  const compact = identifier.replace(/^\s*(urn:)?(isbn(-1[03])?[:\s]*)*/i, '').replace(/[\s\u2010-\u2015-]/g, '')
  if (/^97[89]\d{10}$/.test(compact)) return isValid13(compact) ? compact : undefined
  if (/^\d{9}[\dXx]$/.test(compact)) return isValid10(compact) ? compact.toUpperCase() : undefined
  return undefined
}

/** Whether the last digit agrees with the others. */
function isValid13(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 1 : 3), 0)
  return sum % 10 === 0
}

function isValid10(digits: string): boolean {
  const sum = [...digits].reduce((total, digit, i) => total + (/x/i.test(digit) ? 10 : Number(digit)) * (10 - i), 0)
  return sum % 11 === 0
}
