namespace Ecom389.Monitor.Extraction;

/// <summary>Tables and selects, whose content the standard places by rules of their own (§13.2.6.4.9 to 16).</summary>
internal sealed partial class PlainMarkup
{
    private bool InSelect(ref MarkupScanner scanner, TagKind kind, int first, int count)
    {
        if (kind.Name is not ("option" or "optgroup" or "script")) return false;
        if (kind.Name is not "script" && ReferenceEquals(_open.Current, Option)) _open.Pop();
        if (kind.Name is "optgroup" && ReferenceEquals(_open.Current, Optgroup)) _open.Pop();
        return Insert(ref scanner, kind, first, count);
    }

    private bool InTable(ref MarkupScanner scanner, TagKind kind, int first, int count)
    {
        switch (kind.Name)
        {
            case "td" or "th":
                if (_open.Current.Name is not "tr")
                {
                    ToSection();
                    _open.Push(Tr, 0, 0);
                }

                _open.Push(kind, first, count);
                _open.Mark();
                return true;
            case "tr":
                if (_open.Current.Name is "tr") _open.Pop();
                ToSection();
                _open.Push(kind, first, count);
                return true;
            case "tbody" or "thead" or "tfoot":
                _open.PopTo("table");
                _open.Push(kind, first, count);
                return true;
            case "script" or "style":
                return Insert(ref scanner, kind, first, count);
            default:
                return false;
        }
    }

    private void ToSection()
    {
        if (_open.Current.Name is "table") _open.Push(Tbody, 0, 0);
    }

    private bool EndInSelect(TagKind kind)
    {
        switch (kind.Name)
        {
            case "option":
                if (ReferenceEquals(_open.Current, Option)) _open.Pop();
                return true;
            case "optgroup":
                if (ReferenceEquals(_open.Current, Option)) _open.Pop();
                if (ReferenceEquals(_open.Current, Optgroup)) _open.Pop();
                return true;
            case "select":
                _open.PopThrough(Select);
                return true;
            default:
                return false;
        }
    }

    private bool EndInTable(TagKind kind)
    {
        if (!_open.IsInTableScope(kind)) return false;
        if (_open.Cell() is { } cell && !(_open.Current.Name is "table" or "tbody" or "thead" or "tfoot" or "tr"))
        {
            if (kind.Name is "td" or "th")
            {
                if (!ReferenceEquals(cell, kind)) return false;
                CloseCell(kind);
                return true;
            }

            CloseCell(cell);
        }
        else if (kind.Name is "td" or "th" || !(_open.Current.Name is "table" or "tbody" or "thead" or "tfoot" or "tr"))
        {
            return false;
        }

        _open.PopThrough(kind);
        return true;
    }

    private void CloseCell(TagKind cell)
    {
        _open.CloseImplied();
        _open.PopThrough(cell);
        _open.ForgetToMark();
    }
}
