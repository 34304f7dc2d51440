// A click on a column's head sorts its table by that column; a second click turns the order round.
document.querySelectorAll('th').forEach((head) => {
  head.onclick = () => {
    const column = [...head.parentNode.children].indexOf(head);
    const body = head.closest('table').tBodies[0];
    const direction = head.dataset.ascending === 'yes' ? -1 : 1;
    head.dataset.ascending = direction === 1 ? 'yes' : 'no';
    const key = (row) => {
      const cell = row.cells[column];
      if (!('v' in cell.dataset)) return cell.textContent;
      return cell.dataset.v === '' ? Infinity : Number(cell.dataset.v);
    };
    const compare = (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0) * direction;
    [...body.rows].sort(compare).forEach((row) => body.append(row));
  };
});
