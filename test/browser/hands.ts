import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** How somebody uses a page: each selector names one element. */
export interface Hands {
  /** Follows a link, presses a button or ticks a box. */
  activate(selector: string): Promise<void>
  /** Enters a string in place of what a field contains. */
  enter(selector: string, text: string): Promise<void>
}

const MOST_TAB_STOPS = 60

/** Uses a page with the mouse. */
export function useMouse(page: Page): Hands {
  return {
    activate: (selector) => page.locator(selector).click(),
    enter: (selector, text) => page.locator(selector).fill(text),
  }
}

/** Uses a page with nothing but a keyboard. Whatever has the focus must show it. */
export function useKeyboard(page: Page): Hands {
  async function reach(selector: string): Promise<string> {
    const element = page.locator(selector)
    for (let stops = 0; stops < MOST_TAB_STOPS; stops += 1) {
      const found = await element.evaluate((each) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(each)
        const type = each instanceof HTMLInputElement ? each.type : each.localName
        return {
          isFocused: each === document.activeElement,
          outline: `${outlineStyle} ${outlineWidth}`,
          type,
        }
      })
      if (found.isFocused) {
        // Chromium draws the outline of a checkbox itself.
        if (found.type !== 'checkbox')
          expect([selector, found.outline]).toEqual([selector, 'solid 3px'])
        return found.type
      }
      await page.keyboard.press('Tab')
    }
    throw new Error(`The key Tab does not reach ${selector}`)
  }
  return {
    async activate(selector) {
      const type = await reach(selector)
      const moved = type === 'checkbox' ? undefined : page.waitForEvent('domcontentloaded')
      await page.keyboard.press(type === 'checkbox' ? 'Space' : 'Enter')
      await moved
    },
    async enter(selector, text) {
      await reach(selector)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.insertText(text)
    },
  }
}
