// A few pictures drawn on a 20×20 grid, for the page itself and for the Icon element and `icon:Name` buttons of cards.
import { svg } from './dom.js';

/** Path data by the Fluent names that cards use. Strokes only; "Filled" is drawn bolder. */
const paths = {
  Checkmark: 'M4 10.5l4 4 8-9',
  CheckmarkCircle: 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M6.8 10.2l2.3 2.3 4.2-4.7',
  Dismiss: 'M5 5l10 10M15 5L5 15',
  DismissCircle: 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M7.3 7.3l5.4 5.4M12.7 7.3l-5.4 5.4',
  ErrorCircle: 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M10 6v5M10 13.6v.2',
  Warning: 'M10 3L2.6 16.2h14.8zM10 8v4M10 14v.2',
  Info: 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M10 9v5M10 6.3v.2',
  Clock: 'M10 2.5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15M10 5.8V10l3 2',
  History: 'M3.2 8a7.2 7.2 0 1 1-.4 3.4M3 3.8V8h4.2M10 6.2V10l2.6 1.8',
  Rocket:
    'M7.5 12.5l-2.6-.6 2.6-4.1c2-3.2 4.9-5 9-5 0 4.100-1.800 7-5 9l-4.100 2.600zM4.700 13.200c-1 1-1.300 2.700-1.300 3.400.700 0 2.400-.300 3.400-1.300M12.600 7.200v.2',
  Branch:
    'M6 5.500v9M6 5.500a1.800 1.800 0 1 0 0-.010M6 16.200a1.800 1.800 0 1 0 0-.010M14 7.400a1.800 1.800 0 1 0 0-.010M14 8c0 3.500-8 2-8 5',
  Beaker:
    'M8 2.800h4M8.600 2.800v5.200L4 15.300a1.400 1.400 0 0 0 1.200 2.100h9.600a1.400 1.400 0 0 0 1.200-2.100L11.400 8V2.800M6.200 12.500h7.600',
  Person:
    'M10 10a3.400 3.400 0 1 0 0-6.800a3.400 3.400 0 0 0 0 6.800M3.800 17c.4-3.200 2.800-4.700 6.200-4.700s5.800 1.500 6.200 4.700',
  People:
    'M7.200 9.400a2.800 2.800 0 1 0 0-5.600a2.800 2.800 0 0 0 0 5.600M2 16.200c.300-2.900 2.300-4.200 5.200-4.200s4.900 1.300 5.200 4.200M13.400 9.400a2.300 2.300 0 1 0-.4-4.600M14.200 11.600c2.200.200 3.600 1.500 3.800 3.900',
  LockClosed: 'M5 8.800h10v7.700H5zM7 8.800V6.500a3 3 0 0 1 6 0v2.300M10 12v1.600',
  Play: 'M6 4l9.500 6L6 16z',
  Stop: 'M5 5h10v10H5z',
  ArrowSync:
    'M4 8.400A6.400 6.400 0 0 1 16 7.800M16 11.600A6.400 6.400 0 0 1 4 12.200M16.300 4v4h-4M3.700 16v-4h4',
  ArrowUndo: 'M7 4L3 8l4 4M3.300 8H12a4.300 4.300 0 0 1 0 8.600H9',
  Database: 'M4 5.200c0-3 12-3 12 0s-12 3-12 0zM4 5.200v9.600c0 3 12 3 12 0V5.200M4 10c0 3 12 3 12 0',
  Open: 'M9 4H4.500v11.500H16V11M11.500 3.500h5v5M16.300 3.700L9.500 10.500',
  Link: 'M8.500 11.500l3-3M9.500 6.500l1.700-1.700a3 3 0 0 1 4.200 4.200l-1.900 1.700M10.500 13.500l-1.700 1.700a3 3 0 0 1-4.200-4.200l1.900-1.700',
  Tag: 'M3 3.500h6.800l7 7-6.300 6.300-7.500-7.300zM6.700 7v.2',
  Star: 'M10 2.800l2.200 4.600 5 .7-3.600 3.600.9 5-4.500-2.400-4.500 2.400.9-5L2.800 8.100l5-.7z',
  Flag: 'M5 17.500V3.500c3-1.800 5 1.600 10 0v7.600c-5 1.600-7-1.800-10 0',
  Document: 'M5 2.500h6.500L15 6v11.500H5zM11.300 2.700v3.600H15',
  Calendar: 'M3.500 4.500h13v12h-13zM3.500 8h13M7 2.700v3M13 2.700v3',
  ChevronRight: 'M7.500 4.500L13 10l-5.500 5.500',
  ChevronDown: 'M4.500 7.500L10 13l5.500-5.500',
  ArrowTrending: 'M3 14l5-5 3 3 6-6.500M12.700 5.200H17v4.300',
  DataTrending: 'M3 3v14h14M6 13l3.500-4 3 2.500L17 6',
  Settings:
    'M10 12.600a2.600 2.600 0 1 0 0-5.200a2.600 2.600 0 0 0 0 5.200M10 2.700v2M10 15.300v2M2.700 10h2M15.300 10h2M4.800 4.800l1.500 1.500M13.700 13.700l1.500 1.500M4.800 15.200l1.500-1.500M13.700 6.300l1.500-1.500',
  Send: 'M3.200 3.600l14 6.400-14 6.400 1.800-6.400zM5 10h7',
  Edit: 'M12.800 3.600l3.600 3.600L7 16.600l-4.200.600.600-4.200zM10.800 5.600l3.600 3.600',
  Delete:
    'M3.500 5.500h13M8 5.300V3.500h4v1.800M5 5.500l.8 11.500h8.400L15 5.500M8.500 8.500v5.500M11.500 8.500v5.500',
  Chat: 'M10 3a7 7 0 0 0-6.100 10.400L3 17l3.700-.9A7 7 0 1 0 10 3M7 8.500h6M7 11.500h4',
  Channel: 'M7.500 3.500l-2 13M14.500 3.500l-2 13M3.500 7.500h13.500M3 12.500h13.500',
  Reply: 'M8 4.500L3 9.500l5 5M3.300 9.500H11c3.400 0 5.500 2 5.800 6',
  Columns: 'M3 4h6v12H3zM11 4h6v12h-6z',
  WeatherSunny:
    'M10 13.400a3.400 3.400 0 1 0 0-6.800a3.400 3.400 0 0 0 0 6.800M10 2v1.800M10 16.200V18M2 10h1.800M16.200 10H18M4.400 4.400l1.200 1.200M14.400 14.400l1.200 1.200M4.400 15.600l1.200-1.200M14.400 5.600l1.200-1.200',
  WeatherMoon: 'M16.500 12.200A7 7 0 1 1 8 3.500a5.600 5.600 0 0 0 8.500 8.700',
  Mention: 'M10 13a3 3 0 1 0 0-6a3 3 0 0 0 0 6M13 7v4.300c0 2.200 4 2.200 4-1.300a7 7 0 1 0-2.800 5.600',
  Add: 'M10 4v12M4 10h12',
};

/**
 * The picture of that name, or a small dot for a name this page does not know. Takes the colour of its text.
 * @param {string} name also `Name,filled`
 * @param {number} [size] px
 * @param {boolean} [filled]
 */
export function icon(name, size = 20, filled = false) {
  const [plain = '', style] = name.split(',');
  const bold = filled || style?.trim().toLowerCase() === 'filled';
  const known = new Map(Object.entries(paths)).get(plain.trim());
  return svg(
    'svg',
    {
      class: 'icon',
      width: size,
      height: size,
      viewBox: '0 0 20 20',
      'aria-hidden': 'true',
      focusable: 'false',
    },
    known === undefined
      ? svg('circle', { cx: 10, cy: 10, r: 4, fill: 'currentColor' })
      : svg('path', {
          d: known,
          fill: 'none',
          stroke: 'currentColor',
          'stroke-width': bold ? 2.2 : 1.5,
          'stroke-linecap': 'round',
          'stroke-linejoin': 'round',
        }),
  );
}
