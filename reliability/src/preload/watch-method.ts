import { checkpoint } from './checkpoint.ts'

type Method = (this: unknown, ...args: unknown[]) => unknown

/** Puts checkpoints around a method of a class: before the call, and after it has succeeded. The method itself runs as it is. */
export function watchMethod(target: object, name: string, step: string): void {
  replace(target, name, (real) => {
    return function (this: unknown, ...args) {
      checkpoint(step, 'before')
      return passed(Reflect.apply(real, this, args), step)
    }
  })
}

/** Like {@link watchMethod}, for one that answers through its last argument. */
export function watchCallback(target: object, name: string, step: string): void {
  replace(target, name, (real) => {
    return function (this: unknown, ...args) {
      const answer = args.at(-1)
      if (typeof answer === 'function') {
        args[args.length - 1] = (...answers: unknown[]) => {
          checkpoint(step, 'after')
          Reflect.apply(answer, undefined, answers)
        }
      }
      checkpoint(step, 'before')
      return Reflect.apply(real, this, args)
    }
  })
}

/** Puts something else in the place of a method. */
export function replace(target: object, name: string, make: (real: Method) => Method): void {
  const real: unknown = Reflect.get(target, name)
  if (typeof real !== 'function') throw new TypeError(`Expected ${name} to be a method`)
  Object.defineProperty(target, name, { value: make(real as Method), writable: true, configurable: true })
}

function passed(result: unknown, step: string): unknown {
  if (result instanceof Promise) {
    return result.then((value) => {
      checkpoint(step, 'after')
      return value
    })
  }
  if (isAsyncGenerator(result)) return eachPassed(result, step)
  checkpoint(step, 'after')
  return result
}

async function* eachPassed(items: AsyncGenerator, step: string): AsyncGenerator {
  for await (const item of items) {
    checkpoint(`${step} entry`, 'before')
    yield item
  }
  checkpoint(step, 'after')
}

function isAsyncGenerator(value: unknown): value is AsyncGenerator {
  return Object.prototype.toString.call(value) === '[object AsyncGenerator]'
}
