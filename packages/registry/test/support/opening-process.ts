import { FileRegistry } from '@rittdoc-batch/registry'

// Opens a registry, and dies on the way when it is told where: opening-process.ts PATH [ROWS TAKEN OVER]

const [path = '', dieAt] = process.argv.slice(2)
const registry = new FileRegistry({
  path,
  onTakeover: ({ done }) => {
    if (dieAt !== undefined && done >= Number(dieAt)) process.kill(process.pid, 'SIGKILL')
  },
})
await registry.open()
const { total } = await registry.statistics()
console.log(JSON.stringify(total))
await registry.close()
