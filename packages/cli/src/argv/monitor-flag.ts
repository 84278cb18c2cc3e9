/** What `--monitor` does, for the help of each command that has it. */
export const MONITOR = 'Serve the status page, health and metrics while it runs'
