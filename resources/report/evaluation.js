// A click on a column header sorts the table by that column; a second click reverses the order.
document.querySelectorAll('th').forEach((header) => {
  header.onclick = () => {
    const column = [...header.parentNode.children].indexOf(header);
    const body = header.closest('table').tBodies[0];
    const direction = header.dataset.ascending === 'yes' ? -1 : 1;
    header.dataset.ascending = direction === 1 ? 'yes' : 'no';
    const key = (row) => {
      const cell = row.cells[column];
      if (!('v' in cell.dataset)) return cell.textContent;
      return cell.dataset.v === '' ? Infinity : Number(cell.dataset.v);
    };
    const compare = (a, b) => {
      if (key(a) < key(b)) return -direction;
      if (key(a) > key(b)) return direction;
      return 0;
    };
    [...body.rows].sort(compare).forEach((row) => body.append(row));
  };
});
