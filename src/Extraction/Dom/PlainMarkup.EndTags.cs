namespace Ecom389.Monitor.Extraction;

/// <summary>End tags (WHATWG HTML §13.2.6.4.7, "any other end tag" and those before it).</summary>
internal sealed partial class PlainMarkup
{
    private bool End(TagKind kind)
    {
        if (kind.Has(TagTraits.Uncommon)) return false;
        if (_stage != Stage.InBody) return EndOutsideBody(kind);
        if (kind.Name is "body" or "html") return true;
        if (_open.Current.Name is "select" or "option" or "optgroup" && _open.HasSelect) return EndInSelect(kind);
        if (kind.Has(TagTraits.Table)) return EndInTable(kind);
        if (_open.Current.Name is "table" or "tbody" or "thead" or "tfoot" or "tr") return false;
        if (kind.Has(TagTraits.Formatting)) return _open.CloseFormatting(kind);
        switch (kind.Name)
        {
            case "p":
                if (!_open.HasParagraph) _open.Push(P, 0, 0);
                CloseParagraph();
                return true;
            case "br" or "head":
                return false;
            case "li" when !_open.IsInScope(Li, "ol", "ul"):
                return true;
            case "form":
                if (!_hasForm) return true;
                if (!_open.IsInScope(Form)) return false;
                _open.CloseImplied();
                if (!ReferenceEquals(_open.Current, Form)) return false;
                _open.Pop();
                _hasForm = false;
                return true;
            case "li" or "dd" or "dt":
                if (!_open.IsInScope(kind)) return true;
                _open.CloseImplied(kind);
                _open.PopThrough(kind);
                return true;
        }

        if (kind.Has(TagTraits.Heading))
        {
            if (!_open.IsHeadingInScope()) return true;
            _open.CloseImplied();
            while (!_open.Current.Has(TagTraits.Heading)) _open.Pop();
            _open.Pop();
            return true;
        }

        if (kind.Has(TagTraits.Block) || kind.Name is "button" or "object")
        {
            if (!_open.IsInScope(kind)) return true;
            _open.CloseImplied();
            _open.PopThrough(kind);
            if (kind.Name is "object") _open.ForgetToMark();
            return true;
        }

        _open.CloseOther(kind);
        return true;
    }

    private bool EndOutsideBody(TagKind kind)
    {
        if (kind.Name is "head" && _stage == Stage.InHead && !_inNoscript)
        {
            _open.Pop();
            _stage = Stage.AfterHead;
            return true;
        }

        if (kind.Name is not "noscript" || !_inNoscript) return false;
        _open.Pop();
        _inNoscript = false;
        return true;
    }

    private void CloseParagraph()
    {
        if (!_open.HasParagraph) return;
        _open.CloseImplied(P);
        _open.PopThrough(P);
    }
}
