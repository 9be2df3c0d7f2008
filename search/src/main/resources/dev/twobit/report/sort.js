// A click on a heading sorts its table by that column, another click the other way round.

/** What the cell begins with: a number where it is one; figures of a column have one unit. */
function sortKey(cell) {
  const text = cell.firstChild ? cell.firstChild.textContent.trim() : '';
  const number = /^-?[\d,]+(\.\d+)?/.exec(text);
  return number ? Number(number[0].replace(/,/g, '')) : text;
}

function compareKeys(a, b) {
  const numbers = typeof a === 'number' && typeof b === 'number';
  return numbers ? a - b : typeof a === 'number' ? -1 : typeof b === 'number' ? 1 : a.localeCompare(b);
}

for (const head of document.querySelectorAll('thead th')) {
  head.tabIndex = 0;
  head.style.cursor = 'pointer';
  const sort = () => {
    const down = head.getAttribute('aria-sort') === 'ascending';
    head.parentNode.querySelectorAll('th').forEach(other => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const body = head.closest('table').tBodies[0], column = head.cellIndex;
    [...body.rows].sort((a, b) => (down ? -1 : 1) * compareKeys(sortKey(a.cells[column]), sortKey(b.cells[column])))
      .forEach(row => body.append(row));
  };
  head.addEventListener('click', sort);
  head.addEventListener('keydown', event => { if (event.key === 'Enter') sort(); });
}
