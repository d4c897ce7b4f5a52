// In the navigation that typedoc's script builds, a heading that opens a list also contains a link. Keyboards and screen
// readers cannot distinguish the two, so the link becomes the first entry of its list.
/* global MutationObserver, document */
new MutationObserver(() => {
  for (const link of document.querySelectorAll('.tsd-navigation summary > a')) {
    const name = document.createElement('span')
    name.textContent = link.textContent
    link.replaceWith(name)
    link.textContent = `All of ${name.textContent}`
    const entry = document.createElement('li')
    entry.append(link)
    name.closest('details').querySelector('ul').prepend(entry)
  }
}).observe(document.documentElement, { childList: true, subtree: true })

// typedoc's search finds a word anywhere inside longer words: "a" or "with" would find everything.
const COMMON_WORDS = new Set(
  'a an and are as at be by can do does for from how i in is it me my of on or the to use what when where which why with'.split(
    ' ',
  ),
)

/* global HTMLInputElement */
document.addEventListener('DOMContentLoaded', () => {
  const { get, set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')
  const search = document.querySelector('#tsd-search-input')
  if (search === null) return
  Object.defineProperty(search, 'value', {
    configurable: true,
    get() {
      const typed = get.call(this)
      const words = typed.split(' ').filter((word) => !COMMON_WORDS.has(word.toLowerCase()))
      return words.join(' ').trim() === '' ? typed : words.join(' ')
    },
    set(value) {
      set.call(this, value)
    },
  })
})
