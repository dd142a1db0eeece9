// A timeline: posts come by XHR as the end of the page comes into sight; long ones are cut and opened by a button.
(function () {
  var f = document.getElementById('f'), s = document.getElementById('s'), next = window.__p.after, busy = false, n = 0, cut = 180;
  function e(tag, cls, kids) {
    var x = document.createElement(tag);
    if (cls) x.className = cls;
    [].concat(kids || []).forEach(function (k) { if (k !== null) x.append(k); });
    return x;
  }
  function face(name) {
    var x = e('div', 'av', name.charAt(0).toUpperCase());
    x.style.background = 'hsl(' + (name.length * 37 + name.charCodeAt(0)) % 360 + ',45%,50%)';
    return x;
  }
  function lines(text) { return text.split('\n').map(function (l) { var d = e('div', '', l); d.dir = 'auto'; return d; }); }
  function message(p, whole) {
    var m = e('div', 'x11i5rnm xat24cr');
    m.setAttribute('data-ad-preview', 'message');
    if (whole || p.text.length <= cut) { m.append.apply(m, lines(p.text)); return m; }
    var at = p.text.lastIndexOf(' ', cut);
    m.append.apply(m, lines(p.text.slice(0, at) + '… '));
    var b = e('div', 'x1i10hfl xem-them', 'Xem thêm');
    b.setAttribute('role', 'button'); b.tabIndex = 0;
    b.onclick = function () { m.replaceChildren.apply(m, lines(p.text)); };
    m.lastChild.append(b);
    return m;
  }
  function post(p, whole) {
    var who = e('a', 'x1i10hfl2', e('strong', '', p.author)); who.href = '/nguoi-dung/' + p.authorId;
    var when = e('a', 'x1heor9g permalink', p.when); when.href = p.path + (whole ? '' : '?__cft__[0]=AZX' + p.id + '&__tn__=%2CO%2CP-R');
    var where = p.where ? e('span', 'noi', ' · ' + p.where) : null;
    var head = e('div', 'dau', [face(p.author), e('div', '', [e('h3', 'x1heor9g', who), e('span', 'xi81zsa', [when, where, ' · 🌐'])])]);
    var image = null;
    if (p.image) { image = e('img', 'anh'); image.src = p.image; image.alt = 'Không có mô tả ảnh.'; }
    var box = e('div', 'x1yztbdb', [head, message(p, whole), image,
      e('div', 'dem xi81zsa', [e('span', '', '👍❤️ ' + p.likes), e('span', '', p.comments.length + ' bình luận')]),
      e('div', 'nut', [e('span', '', 'Thích'), e('span', '', 'Bình luận'), e('span', '', 'Chia sẻ')])].concat(p.comments.map(function (c) {
        var y = e('div', 'bl', [face(c.author), e('div', '', [e('b', '', c.author), lines(c.text)[0]])]);
        y.setAttribute('role', 'article'); y.setAttribute('aria-label', 'Bình luận của ' + c.author);
        return y;
      })));
    box.setAttribute('role', 'article'); box.setAttribute('aria-posinset', ++n);
    return box;
  }
  function more() {
    if (busy || next === null) return;
    busy = true;
    var x = new XMLHttpRequest();
    x.open('GET', '/api/feed?after=' + next);
    x.onload = function () {
      var d = JSON.parse(x.responseText);
      d.posts.forEach(function (p) { f.append(post(p, false)); });
      next = d.next; busy = false;
      if (next === null) { s.textContent = 'Bạn đã xem hết bài viết trong nhóm.'; watch.disconnect(); }
      else { watch.unobserve(s); watch.observe(s); }
    };
    x.send();
  }
  if (window.__p.post) { f.append(post(window.__p.post, true)); s.remove(); return; }
  var watch = new IntersectionObserver(function (seen) { if (seen[0].isIntersecting) more(); }, { rootMargin: '200px' });
  watch.observe(s);
})();
