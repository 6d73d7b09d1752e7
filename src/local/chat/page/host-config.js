// How Teams sets type, space and colour in cards. Colours are CSS variables (cards.css), so light and dark are the same drawing.

/** @param {string} name */
const colors = (name) => ({ default: `var(--card-${name})`, subtle: `var(--card-${name}-subtle)` });

const foregroundColors = {
  default: colors('text'),
  dark: colors('text'),
  light: colors('light'),
  accent: colors('accent'),
  good: colors('good'),
  warning: colors('warning'),
  attention: colors('attention'),
};

/** @param {string} name */
const container = (name) => ({
  backgroundColor: `var(--card-${name}-back)`,
  borderColor: `var(--card-${name}-line)`,
  foregroundColors,
});

const sans = 'var(--font)';
const sizes = { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 };
const weights = { lighter: 300, default: 400, bolder: 600 };

export const hostConfig = {
  supportsInteractivity: true,
  fontTypes: {
    default: { fontFamily: sans, fontSizes: sizes, fontWeights: weights },
    monospace: { fontFamily: 'var(--font-mono)', fontSizes: { ...sizes, default: 13 }, fontWeights: weights },
  },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  spacing: { extraSmall: 4, small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--card-line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  imageSet: { imageSize: 'medium', maxImageHeight: 100 },
  containerStyles: {
    default: container('default'),
    emphasis: container('emphasis'),
    accent: container('accent'),
    good: container('good'),
    attention: container('attention'),
    warning: container('warning'),
  },
  adaptiveCard: { allowCustomStyle: false },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    preExpandSingleShowCardAction: false,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    iconSize: 16,
    allowTitleToWrap: true,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', size: 'small', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder', size: 'small' },
    },
    errorMessage: { color: 'attention', size: 'small', spacing: 'small' },
    debounceTimeInMilliSeconds: 0,
  },
  factSet: {
    title: { weight: 'bolder', wrap: true, maxWidth: 150 },
    value: { wrap: true },
    spacing: 16,
  },
  textStyles: {
    heading: { size: 'medium', weight: 'bolder' },
    columnHeader: { weight: 'bolder', size: 'small', isSubtle: true },
  },
  textBlock: { headingLevel: 3 },
  table: { cellSpacing: 8 },
};
