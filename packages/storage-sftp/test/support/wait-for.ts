/** Waits for a fact; one that does not come ends the test by its time. A look that fails counts as no. */
export async function waitFor(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (;;) {
    try {
      if (await isSo()) return
    } catch {
      // not yet
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}
