// The whole shop is made here: the server answers every address with the same empty shell.
(() => {
  const root = document.getElementById('root');
  const el = (tag, props, ...children) => {
    const node = Object.assign(document.createElement(tag), props || {});
    node.append(...children.filter(c => c !== null && c !== undefined));
    return node;
  };
  const link = (href, className, ...children) => el('a', { href, className }, ...children);
  const condition = { new: 'Hàng mới', used: 'Đã qua sử dụng', refurbished: 'Tân trang' };
  const price = p => el('p', { className: 'p' }, p.priceText, ' ', p.oldPriceText ? el('s', {}, p.oldPriceText) : null);
  const card = p => el('div', { className: 'card' }, link(p.path, 'go', el('img', { src: p.image, alt: p.title }), el('h3', {}, p.title)), price(p));

  const header = () => el('header', {},
    link('/', 'brand', 'NỐT TRẦM'),
    el('nav', {}, link('/', '', 'Tất cả'), link('/?page=2', '', 'Khuyến mãi'), link('/cau-chuyen', '', 'Câu chuyện'), el('span', {}, 'Hotline 0900 000 400')));
  const footer = () => el('footer', {}, 'Nốt Trầm Audio · số 0 đường Mẫu, phường Thử Nghiệm, TP. Hồ Chí Minh · 10h-21h · Góp thẻ từ 250.000₫/tháng · Trang mẫu để trình diễn, không bán hàng thật.');

  async function list(page) {
    const data = await (await fetch(`/api/products?page=${page}`)).json();
    const pager = el('div', { className: 'pager' },
      page > 1 ? link(page === 2 ? '/' : `/?page=${page - 1}`, 'prev', '← Trước') : null,
      el('span', {}, `${page} / ${data.pages}`),
      page < data.pages ? link(`/?page=${page + 1}`, 'next', 'Xem tiếp →') : null);
    document.title = 'Nốt Trầm Audio';
    return [el('section', { className: 'hero' }, el('h1', {}, 'Nghe chậm, nghe kỹ.'), el('p', { className: 'note' }, `${data.total} món đang bán`)),
      el('section', { className: 'grid' }, ...data.items.map(card)), pager];
  }

  async function detail(id) {
    const answer = await fetch(`/api/products/${id}`);
    if (!answer.ok) return [el('p', { className: 'hero' }, 'Không tìm thấy sản phẩm này.')];
    const p = await answer.json();
    document.title = `${p.title} | Nốt Trầm Audio`;
    const specs = Object.entries(p.attributes).flatMap(([k, v]) => [el('dt', {}, k), el('dd', {}, v)]);
    return [el('article', { className: 'detail' },
      el('img', { src: p.image, alt: p.title }),
      el('div', {},
        el('h1', {}, p.title),
        el('p', { className: 'note' }, [p.brand, condition[p.condition], `Mã ${p.sku}`].filter(Boolean).join(' · ')),
        el('div', { className: 'price' }, el('span', { className: 'now' }, p.priceText), ' ', p.oldPriceText ? el('s', {}, p.oldPriceText) : null),
        el('div', { className: 'desc' }, ...p.description.split('\n').map(line => el('p', {}, line))),
        el('button', { className: 'cta', type: 'button' }, 'Thêm vào giỏ'),
        el('p', { className: 'note shop' }, el('span', { className: 'seller' }, p.seller), ' · ', el('span', { className: 'phone' }, p.phone), ' · ', el('span', { className: 'where' }, p.location)),
        specs.length ? el('dl', { className: 'specs' }, ...specs) : null,
        el('p', { className: 'note' }, 'Đăng ngày ', el('time', { dateTime: p.postedAt }, p.postedAt.split('-').reverse().join('/'))))),
      el('h2', {}, 'Nghe kèm'), el('section', { className: 'grid' }, ...p.related.map(card))];
  }

  const story = async () => [el('section', { className: 'hero' }, el('h1', {}, 'Câu chuyện'), el('p', {}, 'Nốt Trầm bắt đầu từ một góc phòng trọ 12 m² và cặp loa cũ của ba.'))];

  async function show() {
    root.replaceChildren(header(), el('p', { className: 'spin' }, 'Đang tải…'));
    const found = location.pathname.match(/^\/p\/.*-(\d+)$/);
    const page = Number(new URLSearchParams(location.search).get('page') || 1);
    const body = found ? await detail(found[1]) : location.pathname === '/cau-chuyen' ? await story() : await list(page);
    root.replaceChildren(header(), el('main', {}, ...body), footer());
    scrollTo(0, 0);
  }

  document.addEventListener('click', event => {
    const a = event.target.closest('a');
    if (!a || a.origin !== location.origin || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    history.pushState(null, '', a.href);
    show();
  });
  addEventListener('popstate', show);
  show();
})();
