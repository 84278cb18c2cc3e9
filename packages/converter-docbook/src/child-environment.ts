/** The environment of a child process: small, private, and compiled code is kept where this process keeps it. */
export function childEnvironment(workDir: string): Record<string, string> {
  const { NODE_COMPILE_CACHE } = process.env
  return { LANG: 'C.UTF-8', TMPDIR: workDir, ...(NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE }) }
}
