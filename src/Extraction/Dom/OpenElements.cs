namespace Ecom389.Monitor.Extraction;

/// <summary>The stack of open elements and the list of active formatting elements (WHATWG HTML §13.2.4).</summary>
internal sealed class OpenElements(PageDom dom)
{
    private readonly List<(TagKind Kind, int Index)> _open = [];

    // Index -1 is a marker: formatting does not reach out of a cell or an object.
    private readonly List<(TagKind Kind, int Index)> _formatting = [];

    // Asked for with nearly every tag, and seldom open.
    private int _paragraphs;
    private int _selects;

    public int Depth => _open.Count;

    /// <summary>The innermost open element.</summary>
    public TagKind Current => _open[^1].Kind;

    /// <summary>Its place in the tree.</summary>
    public int Index => _open[^1].Index;

    /// <summary>Opens an element below the current one.</summary>
    public void Push(TagKind kind, int firstAttribute, int attributes) => Push(kind, kind.Name, firstAttribute, attributes);

    public void Push(TagKind kind, string name, int firstAttribute, int attributes)
    {
        _open.Add((kind, dom.AddElement(name, _open.Count == 0 ? -1 : Index, firstAttribute, attributes)));
        Count(kind, 1);
    }

    public void Pop()
    {
        var (kind, index) = _open[^1];
        dom.Close(index);
        _open.RemoveAt(_open.Count - 1);
        Count(kind, -1);
    }

    public void PopAll()
    {
        while (_open.Count > 0) Pop();
    }

    /// <summary>Pops up to and including the innermost element of a kind, which must be open.</summary>
    public void PopThrough(TagKind kind)
    {
        while (!ReferenceEquals(Current, kind)) Pop();
        Pop();
    }

    /// <summary>Pops until the current element is one of these names, or the root.</summary>
    public void PopTo(params ReadOnlySpan<string> names)
    {
        while (_open.Count > 1 && !names.Contains(Current.Name)) Pop();
    }

    /// <summary>Closes what is closed where its end tag is left out.</summary>
    public void CloseImplied(TagKind? except = null)
    {
        while (Current.Has(TagTraits.Implied) && !ReferenceEquals(Current, except)) Pop();
    }

    /// <summary>Is an element of the kind open with no boundary, and none of the further ones, inside it?</summary>
    public bool IsInScope(TagKind kind, params ReadOnlySpan<string> boundaries)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_open[i].Kind, kind)) return true;
            if (_open[i].Kind.Has(TagTraits.Boundary) || boundaries.Contains(_open[i].Kind.Name)) return false;
        }

        return false;
    }

    /// <summary>Is any heading open with no boundary inside it?</summary>
    public bool IsHeadingInScope()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Kind.Has(TagTraits.Heading)) return true;
            if (_open[i].Kind.Has(TagTraits.Boundary)) return false;
        }

        return false;
    }

    /// <summary>Is an element of the kind open within the innermost table?</summary>
    public bool IsInTableScope(TagKind kind)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_open[i].Kind, kind)) return true;
            if (_open[i].Kind.Name is "html" or "table") return false;
        }

        return false;
    }

    /// <summary>The innermost open cell, with no table inside it; null when there is none.</summary>
    public TagKind? Cell()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Kind.Name is "td" or "th") return _open[i].Kind;
            if (_open[i].Kind.Name is "table") return null;
        }

        return null;
    }

    /// <summary>Is a select open?</summary>
    public bool HasSelect => _selects > 0;

    /// <summary>Is a paragraph open with no boundary and no button inside it?</summary>
    public bool HasParagraph => _paragraphs > 0 && IsInScope(TagTable.P, "button");

    /// <summary>
    /// Closes an item of a list before the next one begins: the innermost of these kinds, unless something special other than
    /// <c>address</c>, <c>div</c> and <c>p</c> is open inside it.
    /// </summary>
    public void CloseItem(params ReadOnlySpan<string> names)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var kind = _open[i].Kind;
            if (names.Contains(kind.Name))
            {
                CloseImplied(kind);
                PopThrough(kind);
                return;
            }

            if (kind.Has(TagTraits.Special) && kind.Name is not ("address" or "div" or "p")) return;
        }
    }

    /// <summary>The end tag of an element that has no rule of its own.</summary>
    public void CloseOther(TagKind kind)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_open[i].Kind, kind))
            {
                CloseImplied(kind);
                while (_open.Count > i) Pop();
                return;
            }

            if (_open[i].Kind.Has(TagTraits.Special)) return;
        }
    }

    /// <summary>Remembers the current element as formatting. False when three alike are remembered: then the oldest is forgotten, which is not done here.</summary>
    public bool Remember()
    {
        var alike = 0;
        for (var i = _formatting.Count - 1; i >= 0 && _formatting[i].Index >= 0; i--)
            if (ReferenceEquals(_formatting[i].Kind, Current)) alike++;
        _formatting.Add(_open[^1]);
        return alike < 3;
    }

    /// <summary>Is formatting of the kind active?</summary>
    public bool IsActive(TagKind kind) => Active(kind) >= 0;

    public void Mark() => _formatting.Add((Current, -1));

    public void ForgetToMark()
    {
        while (_formatting.Count > 0)
        {
            var index = _formatting[^1].Index;
            _formatting.RemoveAt(_formatting.Count - 1);
            if (index < 0) return;
        }
    }

    /// <summary>Opens again the formatting that was cut off by the end of the block it stood in.</summary>
    public void TakeUpFormatting()
    {
        if (_formatting.Count == 0) return;
        var first = _formatting.Count;
        while (first > 0 && _formatting[first - 1].Index >= 0 && PlaceOf(_formatting[first - 1].Index) < 0) first--;
        for (var i = first; i < _formatting.Count; i++)
        {
            var (kind, index) = _formatting[i];
            var (attribute, count) = dom.AttributesOf(index);
            Push(kind, attribute, count);
            _formatting[i] = _open[^1];
        }
    }

    /// <summary>The end tag of a formatting element. False where blocks stand across its end: the "adoption agency" is not done here.</summary>
    public bool CloseFormatting(TagKind kind)
    {
        var active = Active(kind);
        if (active < 0)
        {
            CloseOther(kind);
            return true;
        }

        var place = PlaceOf(_formatting[active].Index);
        if (place < 0)
        {
            _formatting.RemoveAt(active);
            return true;
        }

        for (var i = place + 1; i < _open.Count; i++)
            if (_open[i].Kind.Has(TagTraits.Special | TagTraits.Boundary)) return false;
        while (_open.Count > place) Pop();
        _formatting.RemoveAt(active);
        return true;
    }

    private int Active(TagKind kind)
    {
        for (var i = _formatting.Count - 1; i >= 0 && _formatting[i].Index >= 0; i--)
            if (ReferenceEquals(_formatting[i].Kind, kind)) return i;
        return -1;
    }

    private int PlaceOf(int index)
    {
        for (var i = _open.Count - 1; i >= 0 && _open[i].Index >= index; i--)
            if (_open[i].Index == index) return i;
        return -1;
    }

    private void Count(TagKind kind, int change)
    {
        if (ReferenceEquals(kind, TagTable.P)) _paragraphs += change;
        else if (ReferenceEquals(kind, TagTable.Select)) _selects += change;
    }
}
