// In the navigation that typedoc's script builds, a heading that opens a list holds a link as well. Nobody can tell the
// two apart by keyboard or screen reader: the link becomes the first entry of its list.
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
