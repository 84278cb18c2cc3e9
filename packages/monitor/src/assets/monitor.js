// What pages need beyond HTML and htmx: they tell when the connection is lost, and "/" leads to the search.

const lost = document.getElementById('lost')

document.addEventListener('htmx:sse:error', () => {
  lost.hidden = false
})
document.addEventListener('htmx:sse:close', () => {
  lost.hidden = false
})
document.addEventListener('htmx:sse:after:connection', () => {
  lost.hidden = true
})
document.addEventListener('htmx:error', () => {
  lost.hidden = false
})
document.addEventListener('htmx:after:swap', () => {
  if (document.getElementById('now') === null) lost.hidden = true
})

document.addEventListener('keydown', (event) => {
  const isTyping = event.target.matches('input, select, textarea')
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  document.querySelector('.filters input, .find input').focus()
})
