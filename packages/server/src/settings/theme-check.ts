import {
  createOptionCheck,
  isNonEmptyString,
  isObjectOf,
  optionChecks,
} from '@oauthplus/core/internal'
import type { OptionCheck } from '@oauthplus/core/internal'

import type { Theme, ThemeColors } from '../pages/theme.js'
import { isPlainHost } from '../public-url/is-plain-host.js'

const COLOR =
  /^(?:#[\da-f]{3,8}|[a-z]{3,30}|(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\([\w\s.,%/+-]{1,80}\))$/i

// A color becomes a part of the style sheet, in which a brace or a semicolon would add rules.
const isColor = createOptionCheck(
  'a CSS color such as "#1e40af" or "oklch(40% 0.2 265)"',
  (value) => typeof value === 'string' && COLOR.test(value),
)
const isAssetUrl = createOptionCheck(
  'a path that begins with one slash, or an https URL',
  (value) =>
    typeof value === 'string' && (/^\/(?![/\\])[\x21-\x7e]*$/.test(value) || isHttps(value)),
)
const COLORS = isObjectOf(
  optionChecks<ThemeColors>({
    required: {},
    optional: {
      text: isColor,
      background: isColor,
      card: isColor,
      line: isColor,
      accent: isColor,
      onAccent: isColor,
    },
  }),
)

function isHttps(value: string): boolean {
  return (
    /^https:\/\/[\x21-\x7e]+$/.test(value) && URL.canParse(value) && isPlainHost(new URL(value))
  )
}

/** A theme of the default pages. */
export const isTheme: OptionCheck = isObjectOf(
  optionChecks<Theme>({
    required: {},
    optional: {
      siteName: isNonEmptyString,
      logoUrl: isAssetUrl,
      colors: isObjectOf(
        optionChecks<NonNullable<Theme['colors']>>({
          required: {},
          optional: { light: COLORS, dark: COLORS },
        }),
      ),
      stylesheetUrl: isAssetUrl,
      termsUrl: isAssetUrl,
      supportUrl: isAssetUrl,
    },
  }),
)
