namespace Ecom389.Monitor.Extraction;

/// <summary>Walks over the elements of one or two names in document order, by the chains that <see cref="PageDom"/> keeps of elements alike.</summary>
internal ref struct TagWalk
{
    private readonly PageDom _dom;
    private readonly string _tag;
    private readonly string? _other;
    private int _next;
    private int _nextOther;

    public TagWalk(PageDom dom, string tag, string? other)
    {
        (_dom, _tag, _other) = (dom, tag, other);
        _next = dom.FirstOf(tag);
        _nextOther = other is null ? -1 : dom.FirstOf(other);
    }

    /// <summary>Index of the element.</summary>
    public int Current { get; private set; }

    public readonly TagWalk GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next < 0 && _nextOther < 0) return false;
        if (_nextOther < 0 || (_next >= 0 && _next < _nextOther))
        {
            Current = _next;
            _next = _dom.NextOf(_next, _tag);
        }
        else
        {
            Current = _nextOther;
            _nextOther = _dom.NextOf(_nextOther, _other!);
        }

        return true;
    }
}
