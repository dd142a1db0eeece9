namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Builds the tree of a page as browsers do (WHATWG HTML §13.2.6) where that takes no repair beyond end tags left out: what nearly
/// every page is. Where the standard moves elements about (blocks across formatting, stray content of tables, frames, templates,
/// foreign content that is left) it gives up and the page goes to AngleSharp, which is several times dearer. A test holds both
/// trees against each other on every page there is.
/// </summary>
internal sealed partial class PlainMarkup
{
    /// <summary>Deeper pages go to AngleSharp, which flattens what lies beyond 400.</summary>
    private const int DeepestPlain = 380;

    private static readonly TagKind Html = TagTable.Of("html"), Head = TagTable.Of("head"), Body = TagTable.Of("body"), P = TagTable.P, Form = TagTable.Of("form"), Button = TagTable.Of("button"),
        Option = TagTable.Of("option"), Optgroup = TagTable.Of("optgroup"), Select = TagTable.Select, Li = TagTable.Of("li"), Tbody = TagTable.Of("tbody"), Tr = TagTable.Of("tr");

    private readonly PageText _source;
    private readonly PageDom _dom;
    private readonly OpenElements _open;
    private Stage _stage = Stage.Begin;
    private bool _isStandards;
    private bool _hasForm;
    private bool _inNoscript;
    private int _foreign;

    private PlainMarkup(PageText source)
    {
        _source = source;
        _dom = PageDom.Over(source);
        _open = new(_dom);
    }

    private enum Stage
    {
        Begin,
        BeforeHead,
        InHead,
        AfterHead,
        InBody,
    }

    /// <summary>The tree of a page, or null where it is to be built by AngleSharp.</summary>
    /// <param name="text">Stays the caller's, who keeps it until the tree is done with.</param>
    public static PageDom? TryRead(PageText text) => new PlainMarkup(text.Span.Contains('\r') ? PageText.Of(text.ToString().ReplaceLineEndings("\n")) : text).Read();

    /// <summary>The same of a text that is a string.</summary>
    public static PageDom? TryRead(string text) => TryRead(PageText.Of(text));

    private PageDom? Read()
    {
        var scanner = new MarkupScanner(_source.Span, _dom);
        while (true)
        {
            var token = scanner.Next();
            var isPlain = token switch
            {
                MarkupToken.Text => Text(ref scanner),
                MarkupToken.StartTag => _foreign > 0 ? ForeignStart(ref scanner) : Start(ref scanner, scanner.Kind),
                MarkupToken.EndTag => _foreign > 0 ? ForeignEnd(scanner.Kind) : End(scanner.Kind),
                MarkupToken.Doctype => Doctype(_source.Span.Slice(scanner.From, scanner.Length)),
                _ => token == MarkupToken.End && !_inNoscript,
            };
            if (!isPlain || _open.Depth > DeepestPlain)
            {
                _dom.Dispose();
                return null;
            }

            if (token != MarkupToken.End) continue;
            Reach(Stage.InBody);
            _open.PopAll();
            return _dom;
        }
    }

    private bool Doctype(ReadOnlySpan<char> text)
    {
        if (_stage == Stage.Begin) _isStandards |= text.Trim().Equals("html", StringComparison.OrdinalIgnoreCase);
        return true;
    }

    /// <summary>Opens html, head and body where their tags are left out.</summary>
    private void Reach(Stage stage)
    {
        if (_stage == Stage.Begin && stage > Stage.Begin)
        {
            _open.Push(Html, 0, 0);
            _stage = Stage.BeforeHead;
        }

        if (_stage == Stage.BeforeHead && stage > Stage.BeforeHead)
        {
            _open.Push(Head, 0, 0);
            _stage = Stage.InHead;
        }

        if (_stage == Stage.InHead && stage > Stage.InHead)
        {
            _open.Pop();
            _stage = Stage.AfterHead;
        }

        if (_stage == Stage.AfterHead && stage > Stage.AfterHead)
        {
            _open.Push(Body, 0, 0);
            _stage = Stage.InBody;
        }
    }

    private bool Text(ref MarkupScanner scanner)
    {
        var (from, length, hasReferences, apart) = (scanner.From, scanner.Length, scanner.HasReferences, scanner.PassedComment);
        scanner.PassedComment = false;
        if (_stage != Stage.InBody)
        {
            var text = _source.Span.Slice(from, length);
            var space = length - text.TrimStart(" \t\n\f").Length;
            if (_inNoscript && space < length) return false;
            if (space > 0 && _stage is Stage.InHead or Stage.AfterHead) _dom.AddText(_open.Index, from, space, false, apart);
            if (space == length) return true;
            // "&#32;" is white space too.
            if (hasReferences && text[space] == '&') return false;
            Reach(Stage.InBody);
            (from, length) = (from + space, length - space);
        }

        if (_foreign == 0)
        {
            if (_open.Current.Has(TagTraits.Table) && _open.Current.Name is not ("td" or "th"))
            {
                if (!_source.Span.Slice(from, length).Trim(" \t\n\f").IsEmpty) return false;
            }
            else if (_open.Current.Name is not ("select" or "option" or "optgroup") || !_open.HasSelect)
            {
                _open.TakeUpFormatting();
            }
        }

        _dom.AddText(_open.Index, from, length, hasReferences, apart);
        return true;
    }

    private bool Start(ref MarkupScanner scanner, TagKind kind)
    {
        if (kind.Has(TagTraits.Uncommon)) return false;
        var (first, count) = (scanner.FirstAttribute, _dom.NextAttribute - scanner.FirstAttribute);
        switch (kind.Name)
        {
            case "html":
                if (_stage != Stage.Begin) return false;
                _open.Push(Html, first, count);
                _stage = Stage.BeforeHead;
                return true;
            case "head":
                if (_stage > Stage.BeforeHead) return false;
                Reach(Stage.BeforeHead);
                _open.Push(Head, first, count);
                _stage = Stage.InHead;
                return true;
            case "body":
                if (_stage == Stage.InBody || _inNoscript) return false;
                Reach(Stage.AfterHead);
                _open.Push(Body, first, count);
                _stage = Stage.InBody;
                return true;
        }

        if (_stage != Stage.InBody)
        {
            if (_inNoscript && kind.Name is not ("link" or "meta" or "style")) return false;
            if (kind.Has(TagTraits.Head))
            {
                // What belongs into the head but stands behind it is put there.
                if (_stage == Stage.AfterHead) return false;
                Reach(Stage.InHead);
                return Insert(ref scanner, kind, first, count);
            }

            if (kind.Name is "noscript" && _stage < Stage.AfterHead)
            {
                Reach(Stage.InHead);
                _open.Push(kind, first, count);
                return _inNoscript = true;
            }

            Reach(Stage.InBody);
        }

        if (_open.HasSelect && _open.Current.Name is "select" or "option" or "optgroup") return InSelect(ref scanner, kind, first, count);
        if (_open.Current.Name is "table" or "tbody" or "thead" or "tfoot" or "tr") return InTable(ref scanner, kind, first, count);
        if (kind.Has(TagTraits.Table) && kind.Name is not "table")
        {
            if (_open.Cell() is not { } cell || !_open.IsInTableScope(cell)) return false;
            CloseCell(cell);
            return InTable(ref scanner, kind, first, count);
        }

        return InBody(ref scanner, kind, first, count);
    }

    private bool InBody(ref MarkupScanner scanner, TagKind kind, int first, int count)
    {
        if (kind.Has(TagTraits.Block | TagTraits.Heading) || kind.Name is "hr") CloseParagraph();
        if (kind.Has(TagTraits.Heading) && _open.Current.Has(TagTraits.Heading)) _open.Pop();
        switch (kind.Name)
        {
            case "table":
                // Without a doctype a table stays within the paragraph.
                if (!_isStandards && _open.HasParagraph) return false;
                CloseParagraph();
                break;
            case "form":
                if (_hasForm) return true;
                CloseParagraph();
                _hasForm = true;
                break;
            case "li":
                _open.CloseItem("li");
                CloseParagraph();
                break;
            case "dd" or "dt":
                _open.CloseItem("dd", "dt");
                CloseParagraph();
                break;
            case "button" when _open.IsInScope(Button):
                _open.CloseImplied();
                _open.PopThrough(Button);
                break;
            case "a" when _open.IsActive(kind):
                return false;
            case "option" or "optgroup" when ReferenceEquals(_open.Current, Option):
                _open.Pop();
                break;
        }

        var isStructure = kind.Has(TagTraits.Block | TagTraits.Heading | TagTraits.Bare | TagTraits.Table) || kind.Name is "form" or "li" or "dd" or "dt";
        if (!isStructure) _open.TakeUpFormatting();
        return Insert(ref scanner, kind, first, count);
    }

    private bool Insert(ref MarkupScanner scanner, TagKind kind, int first, int count)
    {
        _open.Push(kind, first, count);
        if (kind.Has(TagTraits.Void))
        {
            _open.Pop();
        }
        else if (kind.Has(TagTraits.Raw | TagTraits.Escapable))
        {
            if (kind.Name is "textarea") scanner.SkipLineFeed();
            if (!scanner.ReadRaw(kind)) return false;
            if (scanner.Length > 0) _dom.AddText(_open.Index, scanner.From, scanner.Length, scanner.HasReferences, apart: true);
            _open.Pop();
        }
        else if (kind.Has(TagTraits.Formatting))
        {
            return _open.Remember();
        }
        else if (kind.Name is "object")
        {
            _open.Mark();
        }
        else if (kind.Name is "pre")
        {
            scanner.SkipLineFeed();
        }
        else if (kind.Name is "svg")
        {
            if (scanner.IsSelfClosing) _open.Pop();
            else _foreign = 1;
        }

        return true;
    }

    // Within SVG there are no rules but that tags match; its title holds text only, or the page goes to AngleSharp.
    private bool ForeignStart(ref MarkupScanner scanner)
    {
        var kind = scanner.Kind;
        if (kind.Has(TagTraits.LeavesForeign | TagTraits.Uncommon) || kind.Name is "foreignobject" or "desc" or "svg" or "a" || _open.Current.Name is "title") return false;
        _open.Push(kind, TagTable.InSvg(kind.Name), scanner.FirstAttribute, _dom.NextAttribute - scanner.FirstAttribute);
        if (scanner.IsSelfClosing) _open.Pop();
        else _foreign++;
        return true;
    }

    private bool ForeignEnd(TagKind kind)
    {
        if (!ReferenceEquals(_open.Current, kind)) return false;
        _open.Pop();
        _foreign--;
        return true;
    }
}
