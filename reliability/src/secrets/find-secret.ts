/** A secret in the forms in which it may leave a process: as it is, in base64 at each alignment, percent-encoded, in hex. */
export function formsOf(secret: string): Buffer[] {
  const bytes = Buffer.from(secret)
  const aligned = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    return text.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3)) // whole characters of it alone
  })
  const escaped = JSON.stringify(secret).slice(1, -1)
  const forms = [secret, escaped, encodeURIComponent(secret), bytes.toString('hex'), ...aligned]
  return [...new Set(forms)].map((form) => Buffer.from(form))
}

/** Where one of the secrets stands, by the names of the texts that were searched. */
export function findSecrets(secrets: readonly string[], texts: ReadonlyMap<string, Buffer>): string[] {
  const found: string[] = []
  for (const secret of secrets) {
    for (const form of formsOf(secret)) {
      for (const [name, bytes] of texts) if (bytes.includes(form)) found.push(`${name} has ${form} of ${secret}`)
    }
  }
  return found
}
